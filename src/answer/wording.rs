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

/// The first line of a report on a claim.
pub const CLAIM: &str = "What these words say, and what they leave out";
/// Where no pattern is found.
pub const NO_PATTERN: &str = "I found none of the selling patterns that I know.";
/// Before what a pattern's words are.
pub const WHY_WEAK: &str = "Why it is weak";
/// Before the question to put to a seller.
pub const ASK_INSTEAD: &str = "Ask instead";
/// Over real science that a text borrows.
pub const BORROWED: &str = "Real science that gets borrowed";
/// Over the nine items.
pub const NINE_FACTS: &str = "Nine facts that a real product can state";
/// Before what the text states.
pub const STATED: &str = "Stated";
/// Before what it states in part.
pub const IN_PART: &str = "In part";
/// Before what it leaves out.
pub const LEFT_OUT: &str = "Left out";
/// Over works that a text names by number.
pub const REGISTERED: &str = "Works named by number";
/// Behind a number of which nothing is held.
pub const NOT_HELD_NUMBER: &str = "I hold no such work. Look it up yourself: a registry number at trialsearch.who.int, a DOI at doi.org. A number shows that a record exists, not that the treatment works.";
/// Over products named beside a disease that they are not known for.
pub const PRODUCTS: &str = "Named products, and what they are known for";
/// Under every report.
pub const NO_CLEARANCE: &str = "This checks words, not a clinic. Finding nothing is not a clearance, and a stated fact may still be wrong.";

/// The nine items by name.
const ITEMS: &[(&str, &str)] = &[
    ("cell_product", "which cell or product"),
    ("disease", "which disease"),
    ("human_animal", "people or animals"),
    ("trial", "which trial"),
    ("endpoint", "what was measured, and when"),
    ("safety", "which harms"),
    ("manufacturer", "who makes it"),
    ("regulator", "what a regulator says"),
    ("availability", "care, trial or research"),
];

/// An item's name; the item itself where it has none.
pub fn item(item: &str) -> &str {
    ITEMS.iter().find(|(known, _)| *known == item).map_or(item, |(_, name)| name)
}

/// The sentence where a text is too long to be checked.
pub fn too_long(length: usize, longest: usize) -> String {
    format!("This text has {length} characters; I check at most {longest} at once. Send it in pieces.")
}

/// What a product was tested or approved for, where a text names it beside something else.
pub fn named_beside(name: &str, beside: &str, known_for: &str) -> String {
    format!("{name} is named beside \"{beside}\". {known_for} That says nothing about \"{beside}\".")
}

/// How many patterns a text uses.
pub fn patterns_found(count: usize) -> String {
    match count {
        1 => "It uses 1 known selling pattern".to_owned(),
        count => format!("It uses {count} known selling patterns"),
    }
}

/// Before the names of the patterns that are not shown in full.
pub fn and_more(count: usize) -> String {
    format!("And {count} more")
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
