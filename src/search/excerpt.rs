//! The part of a card that answers: whole sentences of one section, never cut inside.

use super::profile::StemId;
use crate::knowledge::Card;
use crate::knowledge::prose::Sentence;

/// The longest excerpt, in characters without marks.
const LONGEST: usize = 600;
/// How much better another section must match to stand before the first one.
const FIRST_SECTION_FACTOR: f32 = 1.6;

/// An excerpt: neighbouring sentences of one paragraph run of a section.
#[derive(Debug, Clone, PartialEq)]
pub struct Excerpt<'a> {
    /// Where it stands in the card.
    pub place: Place,
    /// Its sentences, in the card's order, with their marks.
    pub sentences: Vec<&'a Sentence>,
}

/// Where an excerpt stands in its card: a section, and sentences `from..to` of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The section, counted from 0.
    pub section: usize,
    /// The first sentence.
    pub from: usize,
    /// One past the last sentence.
    pub to: usize,
}

/// The excerpt that stands there, if the card still has that place.
pub fn at(card: &Card, place: Place) -> Option<Excerpt<'_>> {
    let sentences: Vec<&Sentence> = card.sections.get(place.section)?.prose.sentences().collect();
    let sentences = sentences.get(place.from..place.to)?.to_vec();
    (!sentences.is_empty()).then_some(Excerpt { place, sentences })
}

/// The excerpt of the card that fits the question's words best. `stems` are those of each
/// sentence of each section; `weight` is how telling one is in the question, 0 for others.
pub fn choose<'a>(card: &'a Card, stems: &[Vec<Vec<StemId>>], weight: impl Fn(StemId) -> f32) -> Excerpt<'a> {
    let matched = |stems: &mut dyn Iterator<Item = StemId>| stems.map(&weight).sum::<f32>();
    let section = stems
        .iter()
        .zip(&card.sections)
        .enumerate()
        .filter(|(_, (_, section))| section.kind.key != "ask")
        .map(|(at, (sentences, _))| {
            let factor = if at == 0 { FIRST_SECTION_FACTOR } else { 1.0 };
            let mut all: Vec<StemId> = sentences.concat();
            all.sort_unstable();
            all.dedup();
            (matched(&mut all.into_iter()) * factor, at)
        })
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
        .map_or(0, |(_, at)| at);
    let best_sentence = stems
        .get(section)
        .into_iter()
        .flatten()
        .map(|stems| matched(&mut stems.iter().copied()))
        .enumerate()
        .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
        .map_or(0, |(at, _)| at);
    let sentences: Vec<&Sentence> =
        card.sections.get(section).into_iter().flat_map(|s| s.prose.sentences()).collect();
    let (from, to) = around(&sentences, best_sentence);
    Excerpt { place: Place { section, from, to }, sentences: sentences[from..to].to_vec() }
}

/// Neighbouring sentences that hold the one at `at` and fit: from the first sentence on
/// where that reaches it, else from later on.
fn around(sentences: &[&Sentence], at: usize) -> (usize, usize) {
    let mut from = 0;
    let at = at.min(sentences.len().saturating_sub(1));
    while from < at && length(&sentences[from..=at]) > LONGEST {
        from += 1;
    }
    let mut to = (at + 1).min(sentences.len());
    while to < sentences.len() && length(&sentences[from..=to]) <= LONGEST {
        to += 1;
    }
    (from, to)
}

fn length(sentences: &[&Sentence]) -> usize {
    sentences.iter().map(|sentence| sentence.text.chars().count() + 1).sum()
}
