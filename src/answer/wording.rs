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
/// Where a card that a button or a menu names is not held any more.
pub const GONE: &str = "This card was taken out or renamed since. Ask again, and you get what is held now.";
/// Over the nine questions.
pub const CHECKLIST: &str = "Nine questions for a headline or an advert";
/// Under the nine questions.
pub const CHECKLIST_END: &str = "If most of these have no answer, what you hold is a headline, not a result.";

/// On the button that shows everyone a copy.
pub const SHARE: &str = "Share";
/// On the button that shows a card with all its sections.
pub const WHOLE_CARD: &str = "Whole card";
/// On the menu that opens a source of a card.
pub const OPEN_SOURCE: &str = "Open a source";
/// On the menu of other works that were found.
pub const OTHER_SOURCES: &str = "Other works that fit";
/// On the menu that opens a card of a list.
pub const OPEN_CARD: &str = "Open a card";
/// On the menu of stages.
pub const STAGES: &str = "What a stage means, and does not";
/// On the button to the page before.
pub const BACK: &str = "Back";
/// On the button to the next page.
pub const ON: &str = "Next";
/// On the button that opens the form for a question to the moderators.
pub const ASK_MODERATORS: &str = "Send this question to the moderators";
/// Over the form.
pub const FORM_TITLE: &str = "A question for the moderators";
/// Over the form's question.
pub const FORM_QUESTION: &str = "Your question (the moderators here read it)";
/// In the form's empty question.
pub const FORM_QUESTION_HINT: &str = "Please leave out names, records and other personal details.";
/// Over the form's name.
pub const FORM_NAME: &str = "Your name (leave empty to stay unnamed)";
/// When the form was sent.
pub const FORM_SENT: &str = "Sent to the moderators, and kept nowhere else. They read when they can; it is no place for anything urgent.";
/// When the form could not be sent.
pub const FORM_FAILED: &str =
    "This could not be sent. Please try again later, or write to a moderator yourself.";
/// Where nobody reads such questions.
pub const FORM_CLOSED: &str = "No moderators read questions here. Please ask your doctor or nurse.";
/// Before a question in the moderators' channel.
pub const QUESTION_HEAD: &str = "A member asks";
/// Where a message without words was picked from a menu.
pub const NO_WORDS: &str = "This message has no words that I can read. Use /ask and type the question.";
/// Where a button is of another version.
pub const OLD_BUTTON: &str =
    "This button is from an older version of me. Ask again, and you get a fresh answer.";
/// Where a command is of another version.
pub const OLD_COMMAND: &str = "I do not know this command any more. Type / to see what I can do.";
/// Where somebody asks too often.
pub const TOO_OFTEN: &str = "That was quick. Please wait a minute, then ask again.";
/// Where answering failed.
pub const TRIPPED: &str = "Something went wrong on my side, and I could not answer. Please try once more.";
/// Over what the bot is.
pub const ABOUT: &str = "About Caveat";
/// Over who runs it.
pub const WHO_RUNS_IT: &str = "Who runs it";
/// Who pays.
pub const NO_ADVERTS: &str = "It shows no advertising and recommends no clinic.";
/// Over what happens to what people type.
pub const PRIVACY_LABEL: &str = "Privacy";
/// What happens to what people type.
pub const PRIVACY: &str = "Only you see an answer, unless you share it. Nothing you type is kept or logged here. Discord itself carries your words, under its own rules.";
/// Over how the cards are made.
pub const HOW_MADE_LABEL: &str = "How it is made";

/// Before a shared answer that is meant for somebody.
pub fn for_person(mention: &str) -> String {
    format!("For {mention}")
}

/// Who runs this bot.
pub fn run_by(who: &str) -> String {
    format!("This server's Caveat is run by {who}.")
}

/// Who pays for it.
pub fn funding(who: &str) -> String {
    format!("Paid for by {who}.")
}

/// How to reach them.
pub fn contact(how: &str) -> String {
    format!("Contact: {how}")
}

/// How the cards are made, and when the newest was reviewed.
pub fn how_made(reviewed: jiff::civil::Date) -> String {
    format!(
        "People write each card from sources that they open and date. No language model answers. \
         A card was last reviewed on {reviewed}."
    )
}

/// When a source was last opened.
pub fn checked(date: jiff::civil::Date) -> String {
    format!("checked {date}")
}

/// Which knowledge answered.
pub fn generation(generation: &str) -> String {
    format!("Knowledge {generation}")
}

/// Which page of a list this is.
pub fn page(page: usize, pages: usize) -> String {
    format!("Page {page} of {pages}")
}

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
/// On the menu that opens the card of a pattern that was found.
pub const OPEN_PATTERN: &str = "Read more on a pattern";
/// Over what stands under every report.
pub const NO_CLEARANCE_LABEL: &str = "What this check does not show";
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
