//! Whether what was found answers the question at all.
//!
//! The numbers below are a logistic regression over labelled questions, those that the
//! best card answers and those that nothing held should answer. `docs/thresholds.md`
//! tells how they were fitted, and `cargo run --release --example thresholds` fits them
//! again.

use crate::knowledge::Knowledge;
use crate::search::{Found, Hit, Question};

/// What the best hit shows, for deciding: each between 0 and about 2.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Signs {
    /// The share of the question that the card holds anywhere.
    pub covered: f32,
    /// How close its nearest line comes.
    pub line: f32,
    /// How much of the question, in weight, stands in its names.
    pub mass: f32,
    /// The weight of its weightiest name that stands whole in the question.
    pub name: f32,
    /// How many of the question's words are words of this field.
    pub familiar: f32,
}

/// Mass above this tells no more: a long question is not a better one.
const MOST_MASS: f32 = 12.0;
/// The same for a name.
const MOST_NAME: f32 = 2.0;
/// The same for words of the field.
const MOST_FAMILIAR: f32 = 2.0;

impl Signs {
    /// The signs of a hit.
    pub fn of(hit: &Hit, question: &Question) -> Self {
        Signs {
            covered: hit.covered,
            line: hit.line,
            mass: (hit.named * question.weight()).min(MOST_MASS) / (MOST_MASS / 2.0),
            name: hit.name.min(MOST_NAME),
            familiar: question.familiar().min(MOST_FAMILIAR),
        }
    }

    /// The signs as numbers, in the order of the fields.
    pub fn values(&self) -> [f32; 5] {
        [self.covered, self.line, self.mass, self.name, self.familiar]
    }
}

/// What each sign counts, in the order of the fields.
const COUNTS: [f32; 5] = [14.9, 7.0, 1.1, 2.3, 4.8];
/// From this sum on, the card answers.
const ENOUGH: f32 = 16.5;
/// A card whose name weighs at least this much is what the question names.
const IS_NAMED: f32 = 0.9;
/// A question without a telling word must be nearly one of the card's own asks.
const NEARLY_AN_ASK: f32 = 0.6;
/// Kinds of card that are about a disease or a treatment.
const NAMEABLE: &[&str] = &["condition", "signal", "product"];
/// A short question that is little more than a card's name: the name weighs this much,
const SHORT_NAME: f32 = 0.6;
/// and the card holds this share of the question.
const MOST_OF_IT: f32 = 0.75;

/// Whether the best hit answers the question.
pub fn answers(found: &Found, knowledge: &Knowledge) -> bool {
    found.hits.first().is_some_and(|best| {
        let signs = Signs::of(best, &found.question);
        let sum: f32 = signs.values().iter().zip(COUNTS).map(|(sign, count)| sign * count).sum();
        let enough = sum >= ENOUGH || (best.name >= SHORT_NAME && best.covered >= MOST_OF_IT);
        let fits = !found.question.only_fillers || best.line >= NEARLY_AN_ASK;
        enough && fits && !names_what_is_not_held(found, best, knowledge)
    })
}

/// Whether the question is about something that the knowledge does not hold: it names it,
/// and it does not also name what the card is about.
fn names_what_is_not_held(found: &Found, best: &Hit, knowledge: &Knowledge) -> bool {
    let mut subjects = found.question.not_held.iter().filter_map(|at| knowledge.not_held.get(*at)).peekable();
    let card_is_named = best.name >= IS_NAMED
        && knowledge.entries.get(best.entry).is_some_and(|card| NAMEABLE.contains(&card.kind.name));
    subjects.peek().is_some() && (!card_is_named || subjects.any(|subject| subject.always))
}
