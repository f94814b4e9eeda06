//! Searching the sources by author, title, journal, year or number.

use super::reply::{SourceFound, SourcesReply};
use super::{Held, numbered};
use crate::knowledge::Source;

/// As many works as a search shows.
const MOST: usize = 5;
/// A work must hold at least this share of what was searched for.
const COVERED: f32 = 0.4;

/// The works that a search means, best first: by id, by a number in it, by part of a
/// number, or by name.
pub fn find(held: Held<'_>, text: &str) -> SourcesReply {
    let by_number = || [numbered::in_text(held, text), numbered::holding(held, text)].concat();
    let mut sources: Vec<&Source> = numbered::by_id(held, text).into_iter().collect();
    if sources.is_empty() {
        sources = by_number();
        sources.dedup_by(|a, b| a.id == b.id);
    }
    if sources.is_empty() {
        sources = named(held, text);
    }
    SourcesReply {
        sources: sources.into_iter().take(MOST).map(|source| found(held, source)).collect(),
        generation: held.generation.to_owned(),
    }
}

fn named<'a>(held: Held<'a>, text: &str) -> Vec<&'a Source> {
    let found = held.index.find_sources(text);
    let hits = found.hits.into_iter().filter(|hit| hit.named >= COVERED);
    hits.filter_map(|hit| held.knowledge.source(held.knowledge.entries[hit.entry].id.slug())).collect()
}

fn found(held: Held<'_>, source: &Source) -> SourceFound {
    SourceFound {
        id: source.id.clone(),
        citation: source.citation(),
        short: source.short(),
        doi: source.doi.as_ref().map(|(doi, _)| doi.clone()),
        trial: source.trial.iter().map(|(number, _)| number.clone()).collect(),
        url: source.url.0.clone(),
        title: source.title.clone(),
        supports: source.supports.0.clone(),
        does_not_show: source.does_not_show.0.clone(),
        interest: source.interest.clone(),
        checked: source.checked,
        cards: held.knowledge.citing(source.id.slug()).map(|card| card.id.clone()).collect(),
    }
}
