//! Searching the sources by author, title, journal, year or number.

use super::Held;
use super::reply::{SourceFound, SourcesReply};
use crate::knowledge::Source;

/// As many works as a search shows.
const MOST: usize = 5;
/// A work must hold at least this share of what was searched for.
const COVERED: f32 = 0.4;

/// The works that a search means, best first.
pub fn find(held: Held<'_>, text: &str) -> SourcesReply {
    let numbered = numbered(held, text);
    let sources: Vec<&Source> = if numbered.is_empty() { named(held, text) } else { numbered };
    SourcesReply {
        sources: sources.into_iter().take(MOST).map(|source| found(held, source)).collect(),
        generation: held.generation.to_owned(),
    }
}

/// Works whose DOI, registry number or id holds the text, or part of it.
fn numbered<'a>(held: Held<'a>, text: &str) -> Vec<&'a Source> {
    let wanted = text.trim().trim_end_matches('.').to_lowercase();
    let wanted = wanted.rsplit("doi.org/").next().unwrap_or_default().trim_start_matches("doi:").trim();
    let digits = wanted.bytes().filter(u8::is_ascii_digit).count();
    if digits < 4 && !wanted.starts_with("source:") || wanted.contains(' ') || wanted.len() < 6 {
        return Vec::new();
    }
    let holds = |known: &str| known.to_lowercase().contains(wanted);
    let sources = held.knowledge.sources.iter();
    sources
        .filter(|source| {
            source.id.as_str() == wanted
                || source.doi.iter().any(|(doi, _)| holds(doi))
                || source.trial.iter().any(|(number, _)| holds(number))
        })
        .collect()
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
