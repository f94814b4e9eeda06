//! Searching the sources by author, title, journal, year or number: first those that
//! people wrote up, then the records of registers and catalogs.

use super::reply::{NotHeld, SourceFound, SourcesReply};
use super::{Held, numbered, record};
use crate::knowledge::Source;
use crate::knowledge::number::{Number, taken_out};

/// As many works as a search shows.
const MOST: usize = 5;
/// A work must hold at least this share of what was searched for.
const COVERED: f32 = 0.4;

/// The works that a search means, best first: by id, by a number in it, by part of a
/// number, or by name.
pub fn find(held: Held<'_>, text: &str) -> SourcesReply {
    if let Some(record) = record::by_id(held, text) {
        let sources = vec![record::found(&record)];
        return SourcesReply { sources, not_held: Vec::new(), generation: held.generation.to_owned() };
    }
    let (numbers, rest) = taken_out(text);
    let words = if numbers.is_empty() { text.to_owned() } else { without_addresses(&rest) };
    let by_number = || [numbered::in_text(held, text), numbered::holding(held, text)].concat();
    let mut curated: Vec<&Source> = numbered::by_id(held, text).into_iter().collect();
    if curated.is_empty() {
        curated = by_number();
        curated.dedup_by(|a, b| a.id == b.id);
    }
    let mut records = record::numbered(held, &numbers);
    if curated.is_empty() && records.is_empty() && !words.trim().is_empty() {
        curated = named(held, &words);
        records = record::named(held, &words, MOST);
    }
    let mut sources: Vec<SourceFound> = curated.iter().take(MOST).map(|source| found(held, source)).collect();
    records.retain(|record| !curated.iter().any(|source| same_work(source, record.doi.as_deref())));
    sources.extend(records.iter().map(record::found));
    sources.truncate(MOST);
    SourcesReply { sources, not_held: not_held(held, numbers), generation: held.generation.to_owned() }
}

/// What is left of an address when its number is taken out says nothing.
fn without_addresses(rest: &str) -> String {
    let words = rest.split_whitespace().filter(|word| !word.contains(['/', ':']));
    words.collect::<Vec<_>>().join(" ")
}

fn same_work(source: &Source, doi: Option<&str>) -> bool {
    let own = source.doi.as_ref().map(|(doi, _)| doi.as_str());
    own.zip(doi).is_some_and(|(own, other)| own.eq_ignore_ascii_case(other))
}

/// The numbers that neither the sources nor the records have.
fn not_held(held: Held<'_>, numbers: Vec<Number>) -> Vec<NotHeld> {
    let lacks = |number: &Number| {
        numbered::in_text(held, &number.text).is_empty()
            && held.records.is_none_or(|records| records.numbered(&number.text).is_empty())
    };
    let lacking = numbers.into_iter().filter(lacks);
    lacking.map(|number| NotHeld { number: number.text, site: number.site }).collect()
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
        record: None,
    }
}
