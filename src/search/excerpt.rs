//! The part of a card that answers: whole sentences of one section, never cut inside.

use super::analysis::Analysis;
use crate::knowledge::prose::Sentence;
use crate::knowledge::{Card, Section};

/// The longest excerpt, in characters without marks.
const LONGEST: usize = 600;
/// How much better another section must match to stand before the first one.
const FIRST_SECTION_FACTOR: f32 = 1.6;

/// An excerpt: neighbouring sentences of one paragraph run of a section.
#[derive(Debug, Clone, PartialEq)]
pub struct Excerpt<'a> {
    /// Which section of the card.
    pub section: usize,
    /// Its sentences, in the card's order, with their marks.
    pub sentences: Vec<&'a Sentence>,
}

/// The excerpt of the card that fits the question's words best; `weight` tells how
/// telling a stem of the question is, and 0 for others.
pub fn choose<'a>(card: &'a Card, analysis: &Analysis, weight: impl Fn(&str) -> f32) -> Excerpt<'a> {
    let matched = |text: &str| -> f32 {
        let mut stems = analysis.stems(text);
        stems.sort();
        stems.dedup();
        stems.iter().map(|stem| weight(stem)).sum()
    };
    let score = |(at, section): (usize, &Section)| {
        let factor = if at == 0 { FIRST_SECTION_FACTOR } else { 1.0 };
        (matched(&section.prose.plain()) * factor, at)
    };
    let sections = card.sections.iter().enumerate().filter(|(_, section)| section.kind.key != "ask");
    let best = sections.map(score).max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
    let section = best.map_or(0, |(_, at)| at);
    let sentences: Vec<&Sentence> =
        card.sections.get(section).into_iter().flat_map(|s| s.prose.sentences()).collect();
    let best_sentence = sentences
        .iter()
        .enumerate()
        .max_by(|a, b| matched(&a.1.text).total_cmp(&matched(&b.1.text)).then(b.0.cmp(&a.0)))
        .map_or(0, |(at, _)| at);
    Excerpt { section, sentences: around(&sentences, best_sentence) }
}

/// Neighbouring sentences that hold the one at `at` and fit: from the first sentence on
/// where that reaches it, else from later on.
fn around<'a>(sentences: &[&'a Sentence], at: usize) -> Vec<&'a Sentence> {
    let mut from = 0;
    while from < at && length(&sentences[from..=at]) > LONGEST {
        from += 1;
    }
    let mut to = (at + 1).min(sentences.len());
    while to < sentences.len() && length(&sentences[from..=to]) <= LONGEST {
        to += 1;
    }
    sentences[from..to].to_vec()
}

fn length(sentences: &[&Sentence]) -> usize {
    sentences.iter().map(|sentence| sentence.text.chars().count() + 1).sum()
}
