//! Checking a claim: which selling patterns a text uses, in whose words they stand in it,
//! and which of nine facts it states. Never a verdict on a clinic, never a score.

mod checklist;
mod compose;
mod registered;

use super::Held;
use super::reply::{ClaimReport, Reply, TooLong};

/// The longest text that is checked, in characters.
pub const LONGEST: usize = 6_000;

/// Whether a text only tells of other people, as sellers and studies do: what it says of
/// harms is then no emergency of the person who pasted it.
pub fn is_about_others(held: Held<'_>, text: &str) -> bool {
    held.knowledge.claims.see(text).is_about_others()
}

/// Checks a text.
pub fn check(held: Held<'_>, text: &str) -> Reply {
    let length = text.chars().count();
    if length > LONGEST {
        return Reply::TooLong(TooLong { length, longest: LONGEST, generation: held.generation.to_owned() });
    }
    let seen = held.knowledge.claims.see(text);
    let characters: Vec<char> = text.chars().collect();
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
