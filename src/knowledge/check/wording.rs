//! Rules on wording: plain enough to read, and careful where a word could mislead.

use std::collections::BTreeMap;

use super::super::Card;
use super::super::prose::Sentence;
use super::super::readability::{grades, word_count};
use super::super::words::words;
use super::{Context, Report, texts};

/// The reading grade that patient information should not pass (AMA, NIH: sixth to eighth).
const HARDEST_GRADE: f64 = 8.0;
/// The longest sentence, in words.
const LONGEST_SENTENCE: usize = 25;
/// From this many words on, two caveats that share a sentence share its thought.
const SHORTEST_COMPARED: usize = 4;

pub fn caveats_own(context: &Context<'_>, report: &mut Report) {
    let mut seen: BTreeMap<String, &Card> = BTreeMap::new();
    for card in context.knowledge.cards() {
        for sentence in card.caveat.sentences().filter(|s| word_count(&s.text) >= SHORTEST_COMPARED) {
            let folded: Vec<String> = words(&sentence.text).into_iter().map(|word| word.text).collect();
            if let Some(other) = seen.insert(folded.join(" "), card) {
                let message = format!("{} has this caveat sentence too", other.id);
                let help = "say what this very card does not show";
                report.tell_words(context, &card.path, card.caveat_at.clone(), &sentence.text, message, help);
            }
        }
    }
}

pub fn reading_grade(context: &Context<'_>, report: &mut Report) {
    for card in context.knowledge.cards() {
        let Some(grades) = grades(card.texts().map(|(_, prose, _)| prose), &context.names) else { continue };
        if grades.masked > HARDEST_GRADE {
            let message = format!(
                "the card reads at grade {:.1} with names masked, {:.1} without; {HARDEST_GRADE} is the most",
                grades.masked, grades.unmasked
            );
            let help = "use shorter sentences and everyday words; explain a medical name in glossary.toml";
            report.tell(context, &card.path, 0..0, message, help);
        }
    }
}

pub fn sentence_length(context: &Context<'_>, report: &mut Report) {
    for (card, _, prose, at) in texts(context) {
        for sentence in prose.sentences() {
            let count = word_count(&sentence.text);
            if count > LONGEST_SENTENCE {
                let start: String = sentence.text.split(' ').take(4).collect::<Vec<_>>().join(" ");
                let message = format!("this sentence has {count} words, {LONGEST_SENTENCE} are the most");
                report.tell_words(context, &card.path, at.clone(), &start, message, "make two of it");
            }
        }
    }
}

/// Words that promise, with what makes them a statement of fact.
const PROMISES: &[&str] =
    &["cure", "cures", "cured", "safe", "safely", "effective", "approved", "approves", "proven"];

/// Words that take a promise back, tell it as somebody else's, or ask for it.
const HEDGES: &[&str] = &[
    "no",
    "not",
    "never",
    "none",
    "nor",
    "without",
    "cannot",
    "isnt",
    "arent",
    "wasnt",
    "doesnt",
    "dont",
    "didnt",
    "hasnt",
    "if",
    "whether",
    "unapproved",
    "unproven",
    "claim",
    "claims",
    "claimed",
    "says",
    "say",
    "said",
    "called",
    "calls",
    "ask",
    "asks",
    "which",
    "what",
    "who",
    "before",
    "until",
    "may",
    "might",
    "could",
    "can",
    "must",
    "should",
    "would",
    "only",
    "few",
    "prove",
    "proves",
    "mean",
    "means",
    "word",
    "words",
    "than",
    "how",
    "until",
    "unless",
    "instead",
    "beyond",
    "outside",
    "against",
    "differs",
    "differ",
    "some",
    "rules",
    "asked",
    "looks",
    "seem",
    "seems",
    "reads",
    "yet",
    "rather",
    "little",
    "nothing",
    "test",
    "tests",
    "tested",
    "limits",
    "narrow",
    "every",
    "each",
];

/// Bodies that approve things.
const BODIES: &[&str] = &[
    "fda",
    "ema",
    "europe",
    "european",
    "eu",
    "japan",
    "japans",
    "pmda",
    "mhlw",
    "mhra",
    "nice",
    "mfds",
    "korea",
    "koreas",
    "nmpa",
    "china",
    "chinas",
    "india",
    "indias",
    "canada",
    "australia",
    "uk",
    "us",
    "tga",
    "ministry",
    "commission",
    "thailand",
    "mexico",
    "panama",
    "country",
    "countries",
    "regulator",
    "regulators",
    "states",
];

pub fn plain_claims(context: &Context<'_>, report: &mut Report) {
    for (card, key, prose, at) in texts(context) {
        if key == "ask" {
            continue;
        }
        for sentence in prose.sentences() {
            if let Some(word) = bare_promise(sentence) {
                let message = format!("\"{word}\" stands here without product, body and date");
                let help = "say what for, who says so and when, such as \"In 2016 the FDA approved MACI for ...\"; or take the word out";
                report.tell_words(context, &card.path, at.clone(), &word, message, help);
            }
        }
    }
}

/// A promise that the sentence neither takes back nor gives a body and a year.
fn bare_promise(sentence: &Sentence) -> Option<String> {
    let words: Vec<String> = words(&sentence.text).into_iter().map(|word| word.text).collect();
    let promise = words.iter().find(|word| PROMISES.contains(&word.as_str()))?;
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let dated = words.iter().any(|word| is_year(word));
    let question = sentence.text.trim_end_matches(['"', '”']).ends_with('?');
    let quoted = sentence.text.contains(['"', '“']);
    let excused = has(HEDGES) || question || quoted || (has(BODIES) && dated);
    (!excused).then(|| promise.clone())
}

fn is_year(word: &str) -> bool {
    word.len() == 4
        && (word.starts_with("19") || word.starts_with("20"))
        && word.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn promise(text: &str) -> Option<String> {
        bare_promise(&Sentence { text: text.into(), marks: Vec::new() })
    }

    #[test]
    fn a_promise_needs_a_body_and_a_date_or_a_no() {
        assert_eq!(promise("This treatment is safe."), Some("safe".into()));
        assert_eq!(promise("The FDA approved it."), Some("approved".into()));
        assert_eq!(promise("The FDA approved MACI in December 2016 for adults."), None);
        assert_eq!(promise("No exosome product is approved."), None);
        assert_eq!(promise("Ads say \"cure\"."), None);
    }
}
