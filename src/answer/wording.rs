//! Every sentence that the bot itself says; all others stand in the knowledge. Words
//! for labels and frames only: nothing here states a medical fact.

use super::reply::RecordShown;
use crate::knowledge::Certainty;
use crate::knowledge::record::{Enrollment, Registration};

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

// Records of registers and catalogs, which nobody here has read.

/// What a registration is cited for.
pub const REGISTRATION: &str =
    "A register lists this study. The entry was copied as it stands. No moderator has checked it.";
/// What a registration does not show.
pub const REGISTRATION_DOES_NOT_SHOW: &str = "An entry in a register is a record. It is not a recommendation and not an approval. It does not show that the treatment works, or what harm it may do.";
/// What a paper that nobody here has read is cited for.
pub const UNREAD_PAPER: &str =
    "A catalog lists this paper. No moderator has read it, so what it shows is not summed up here.";
/// What such a paper does not show.
pub const UNREAD_PAPER_DOES_NOT_SHOW: &str =
    "A place in a list does not mean that the paper is good, or that a treatment works.";
/// More main measures than this are left to the register.
const MOST_MEASURES: usize = 3;

/// A number in the right form that nothing held has.
pub fn no_record(number: &str, site: &str) -> String {
    format!(
        "I hold no record {number}. You can look it up at {site}. That I do not hold it says nothing about the study."
    )
}

/// Over what a register or journal says.
pub fn says(container: &str) -> String {
    format!("What {container} says")
}

/// When a record was copied, and that nobody here has read it.
pub fn copied(exported: jiff::civil::Date) -> String {
    format!("Copied {exported} · not read by a moderator")
}

/// What a record says, a line each.
pub fn facts(record: &RecordShown) -> Vec<String> {
    let mut facts = Vec::new();
    if record.retracted {
        facts.push("The journal took this paper back (it was retracted).".to_owned());
    }
    if let Some(registration) = &record.registration {
        facts.extend(of_trial(registration, &record.comparator));
    }
    facts
}

fn of_trial(trial: &Registration, comparator: &[String]) -> Vec<String> {
    let listed =
        |label: &str, list: &[String]| (!list.is_empty()).then(|| format!("{label}: {}", list.join("; ")));
    let named = |label: &str, text: &str| (!text.is_empty()).then(|| format!("{label}: {text}"));
    let facts = [
        named("Status", &trial.status),
        named("Sort of study", &[&trial.study, &trial.allocation].map(String::as_str).join(" "))
            .filter(|_| !trial.study.is_empty()),
        Some(format!("Phase: {}", if trial.phase.is_empty() { "none named" } else { &trial.phase })),
        Some(enrolled(trial)),
        listed("Groups", &trial.arms.iter().map(|arm| arm.label.clone()).collect::<Vec<_>>()),
        Some(
            listed("Compared with", comparator)
                .unwrap_or_else(|| "Compared with: no comparison group named".into()),
        ),
        Some(measures(&trial.primary)),
        named("Run by", &trial.sponsor),
        listed("Where", &trial.countries),
        listed("Condition", &trial.conditions),
        Some(format!("Results in the register: {}", if trial.has_results { "yes" } else { "none" })),
    ];
    facts.into_iter().flatten().collect()
}

fn enrolled(trial: &Registration) -> String {
    match trial.enrollment {
        Some(Enrollment { count, actual: true }) => format!("People: {count} took part"),
        Some(Enrollment { count, actual: false }) => format!("People: {count} planned"),
        None => "People: no number named".to_owned(),
    }
}

fn measures(primary: &[String]) -> String {
    let shown = primary[..primary.len().min(MOST_MEASURES)].join("; ");
    match primary.len().saturating_sub(MOST_MEASURES) {
        _ if primary.is_empty() => "Main measure: none named".to_owned(),
        0 => format!("Main measure: {shown}"),
        more => format!("Main measure: {shown}; and {more} more in the register"),
    }
}
