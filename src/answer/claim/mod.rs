//! Checking a claim: which selling patterns a text uses, in whose words they stand in it,
//! and which of nine facts it states. Never a verdict on a clinic, never a score.

mod checklist;
mod compose;
mod registered;

use std::sync::Arc;

use super::reply::{ClaimReport, Reply, TooLong};
use super::{Held, help_first, screen};
use crate::knowledge::side_by_side;
use crate::knowledge::words::{Word, words};

/// The longest text that is checked, in characters.
pub const LONGEST: usize = 6_000;

/// The reply to a text. Where it sounds like an emergency, help comes first, unless the
/// text only tells of other people, as sellers and studies do: what it says of harms is then no
/// emergency of the person who pasted it.
pub fn check(held: Held<'_>, text: &str) -> Reply {
    let words: Arc<[Word]> = words(text).into();
    let (emergency, seen) = side_by_side(
        words.len(),
        || screen::emergency(held.knowledge, Arc::clone(&words)),
        || held.knowledge.claims.see_words(text, Arc::clone(&words)),
    );
    if let Some(emergency) = emergency.filter(|_| !seen.is_about_others()) {
        return help_first(held, emergency);
    }
    let characters: Vec<char> = text.chars().collect();
    if characters.len() > LONGEST {
        let (length, generation) = (characters.len(), held.generation.to_owned());
        return Reply::TooLong(TooLong { length, longest: LONGEST, generation });
    }
    let found = compose::Composer { held, characters: &characters };
    let (patterns, borrowed) = seen.signs().into_iter().partition(|(signs, _)| signs.is_pattern());
    Reply::Report(Box::new(ClaimReport {
        patterns: found.patterns(patterns),
        borrowed: found.patterns(borrowed),
        checklist: checklist::items(held, &seen, &characters),
        registered: registered::in_text(held, text),
        products: found.products(seen.strayed()),
        generation: held.generation.to_owned(),
    }))
}
