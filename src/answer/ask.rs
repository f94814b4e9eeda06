//! Answering a question in a person's own words.

use super::reply::{Named, NothingHeld, Reply};
use super::{Held, compose, decide, numbered};
use crate::knowledge::{Card, Id};
use crate::search::Found;

/// As many ids as `matched` names.
const MATCHED: usize = 5;
/// As many titles as "nothing held" offers.
const NEAREST: usize = 3;

/// Answers a question.
pub fn ask(held: Held<'_>, question: &str) -> Reply {
    if let Some(card) = exact(held, question) {
        return Reply::Card(Box::new(compose::shown(held, card, None)));
    }
    let found = held.index.find(question);
    if !decide::answers(&found, held.knowledge) {
        return Reply::NothingHeld(nothing_held(held, &found));
    }
    let cards: Vec<&Card> =
        found.hits.iter().take(MATCHED).map(|hit| &held.knowledge.entries[hit.entry]).collect();
    let Some(best) = cards.first() else { return Reply::NothingHeld(nothing_held(held, &found)) };
    let mut shown = compose::shown(held, best, Some(&found.question));
    shown.matched = cards.iter().map(|card| card.id.clone()).collect();
    shown.matched_titles = cards.iter().map(|card| card.title.clone()).collect();
    Reply::Card(Box::new(shown))
}

/// The entry whose id, DOI or registry number the text names.
fn exact<'a>(held: Held<'a>, text: &str) -> Option<&'a Card> {
    let by_id = held.knowledge.entry(&Id::from_text(&text.trim().to_lowercase()));
    by_id.or_else(|| held.knowledge.entry(&numbered::in_text(held, text).first()?.id))
}

fn nothing_held(held: Held<'_>, found: &Found) -> NothingHeld {
    let about = found.question.not_held.first().and_then(|subject| {
        let subject = held.knowledge.not_held.get(*subject)?;
        subject.names.first().map(|(name, _)| name.clone())
    });
    NothingHeld {
        matched: Vec::new(),
        nearest: if about.is_some() { Vec::new() } else { nearest(held, found) },
        about,
        generation: held.generation.to_owned(),
    }
}

/// The best titles that share most of the question's subject.
fn nearest(held: Held<'_>, found: &Found) -> Vec<Named> {
    let shares = found.hits.iter().filter(|hit| hit.named >= 0.35);
    let entries = shares.map(|hit| &held.knowledge.entries[hit.entry]);
    entries.take(NEAREST).map(|card| Named { id: card.id.clone(), title: card.title.clone() }).collect()
}
