//! Every sentence that the bot itself says; all others stand in the knowledge. Words
//! for labels and frames only: nothing here states a medical fact.

use crate::knowledge::Certainty;

/// Under every answer.
pub const NOT_ADVICE: &str =
    "General information, not medical advice. Ask your own doctor before you decide.";
/// Before the titles of what was matched.
pub const I_MATCHED: &str = "I matched";
/// Over the words explained.
pub const TERMS: &str = "Words explained";
/// Over the sources.
pub const SOURCES: &str = "Sources";
/// Over related cards.
pub const RELATED: &str = "Related";
/// The first line where nothing held answers.
pub const NOTHING_HELD: &str = "I hold nothing on this question.";
/// What that means.
pub const NOTHING_HELD_MEANS: &str = "That says nothing about whether a treatment works. I only answer from cards that people wrote and checked.";
/// What to do then.
pub const NOTHING_HELD_NEXT: &str =
    "Your doctor or nurse can help. For a headline or an advert, use /checklist.";
/// Before the nearest titles.
pub const NEAREST: &str = "The nearest cards I hold";
/// The first line of an emergency, where the transport shows a title.
pub const EMERGENCY: &str = "Get help first";
/// Where a search for a work finds none.
pub const NO_SOURCE: &str =
    "I hold no work like this. Try an author's last name, a word of the title, or a trial number.";
/// What a source supports.
pub const SUPPORTS: &str = "Cited for";
/// What a source does not show.
pub const DOES_NOT_SHOW: &str = "What this does not show";
/// Over the nine questions.
pub const CHECKLIST: &str = "Nine questions for a headline or an advert";
/// Under the nine questions.
pub const CHECKLIST_END: &str = "If most of these have no answer, what you hold is a headline, not a result.";

/// On the map, at the stage that matters.
pub const MAP_HERE: &str = "This card is here";

/// What the map is, before its stages are told.
pub fn map_heading(title: &str, count: usize) -> String {
    format!("{title}: a map of {count} stages.")
}

/// Which stage of the map matters.
pub fn map_marked(number: usize, count: usize, name: &str) -> String {
    format!("You are looking at stage {number} of {count}: {name}.")
}

/// Under the map: where to read what its stages do not mean.
pub fn map_end(caveat_label: &str) -> String {
    format!("On each stage's card, read \"{caveat_label}\".")
}

/// The first line where the question's subject is known not to be held.
pub fn nothing_held_about(subject: &str) -> String {
    format!("I hold nothing on {subject}.")
}

/// The certainty in words, or nothing where it does not apply.
pub fn certainty(certainty: Certainty) -> Option<&'static str> {
    match certainty {
        Certainty::Discovery => Some("How sure: a finding about how cells behave, not a treatment"),
        Certainty::Lab => Some("How sure: tested in dishes or animals, not yet in people"),
        Certainty::EarlyHuman => Some("How sure: tried in small early studies"),
        Certainty::Controlled => Some("How sure: tested against a comparison group"),
        Certainty::Authorised => Some("How sure: a regulator authorised a named product for a named use"),
        Certainty::Standard => Some("How sure: recognized care for a named use"),
        Certainty::NotEvidence => None,
    }
}

/// What the bot is, in a few lines.
pub fn about(cards: usize, sources: usize, generation: &str) -> String {
    format!(
        "Caveat answers questions about stem-cell and regenerative therapy.\n\
         Every word comes from {cards} cards and {sources} sources that people wrote and checked.\n\
         It always says what an answer does not show. It is not a doctor.\n\
         Knowledge {generation}, version {}.",
        env!("CARGO_PKG_VERSION")
    )
}

/// What a source's authors stand to gain.
pub fn interest(interest: &str) -> String {
    format!("Interest: {interest}")
}

/// When a card was reviewed, and in which generation it stands.
pub fn reviewed(date: jiff::civil::Date, generation: &str) -> String {
    format!("Reviewed {date} · knowledge {generation}")
}

/// Which cards use a source, and when it was checked.
pub fn used_by(cards: &[&str], checked: jiff::civil::Date) -> String {
    match cards {
        [] => format!("Checked {checked}"),
        cards => format!("Checked {checked} · used by {}", cards.join(", ")),
    }
}
