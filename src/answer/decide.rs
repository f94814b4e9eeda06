//! Whether what was found answers the question at all.
//!
//! The thresholds below were fixed on the development questions with
//! `cargo run --release --example thresholds -- QUESTIONS.jsonl`, which prints, for each
//! pair of values, how many questions are answered and how many are rightly left
//! unanswered; fit them again with it when cards are added in number.

use crate::search::{Found, Hit};

/// The least share of the question's weight that the card's names must hold.
const NAMED: f32 = 0.45;
/// With a line as close as this, the names need not hold so much.
const LINE: f32 = 0.62;
/// The least share of the question's weight that the card must hold anywhere.
const COVERED: f32 = 0.55;

/// Whether the best hit answers the question.
pub fn answers(found: &Found) -> bool {
    found
        .hits
        .first()
        .is_some_and(|best| is_enough(best) && (found.question.not_held.is_empty() || is_asked_for(best)))
}

fn is_enough(best: &Hit) -> bool {
    (best.named >= NAMED && best.covered >= COVERED) || best.line >= LINE
}

/// Whether the question is nearly one of the card's own asks.
fn is_asked_for(best: &Hit) -> bool {
    best.line >= 0.85
}
