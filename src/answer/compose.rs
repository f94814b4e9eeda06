//! Composing a card for reading: the excerpt, the caveat whole, the sources numbered.

use super::Held;
use super::reply::{CardReply, Caveat, CitedSource, Gloss, Named, SectionText, Shown};
use crate::knowledge::prose::render_sentences;
use crate::knowledge::{Card, Knowledge, Prose, Term};
use crate::search::{Excerpt, Place, Question, excerpt_at};

/// The card as an answer, its excerpt chosen for the question where there is one.
pub fn shown(held: Held<'_>, card: &Card, question: Option<&Question>) -> Shown {
    let none = Question::default();
    let entry = held.knowledge.place(&card.id).unwrap_or_default();
    with_excerpt(held, card, held.index.excerpt(card, entry, question.unwrap_or(&none)))
}

/// The card with the excerpt that stands at the place, if it still has one.
pub fn shown_at(held: Held<'_>, card: &Card, place: Option<Place>) -> Shown {
    match place.and_then(|place| excerpt_at(card, place)) {
        Some(excerpt) => with_excerpt(held, card, excerpt),
        None => shown(held, card, None),
    }
}

fn with_excerpt(held: Held<'_>, card: &Card, excerpt: Excerpt<'_>) -> Shown {
    let related = card.see_also.iter().filter_map(|(id, _)| held.knowledge.entry(id));
    Shown {
        matched: vec![card.id.clone()],
        matched_titles: vec![card.title.clone()],
        card: composed(held, card, excerpt),
        related: related.map(|card| Named { id: card.id.clone(), title: card.title.clone() }).collect(),
        generation: held.generation.to_owned(),
    }
}

/// The sources that those sections of a card and its caveat name, each once, in order of first use.
pub fn marks_of<'a>(card: &'a Card, keys: &[&str]) -> Vec<&'a str> {
    let sections = card.sections.iter().filter(|section| keys.contains(&section.kind.key));
    let mut marks: Vec<&str> = Vec::new();
    for mark in sections.flat_map(|section| section.prose.marks()).chain(card.caveat.marks()) {
        if !marks.contains(&mark) {
            marks.push(mark);
        }
    }
    marks
}

/// A section of a card with its marks numbered as in `marks`; empty where the card has none.
pub fn section(card: &Card, key: &str, marks: &[&str]) -> String {
    let section = card.sections.iter().find(|section| section.kind.key == key);
    section.map_or_else(String::new, |section| section.prose.render(|slug| number(marks, slug)))
}

/// A card's caveat, whole, with its marks numbered as in `marks`.
pub fn caveat(card: &Card, marks: &[&str]) -> Caveat {
    Caveat { label: card.kind.caveat_label, text: card.caveat.render(|slug| number(marks, slug)) }
}

fn number(marks: &[&str], slug: &str) -> String {
    marks.iter().position(|known| *known == slug).map_or_else(String::new, |at| format!("[{}]", at + 1))
}

fn composed(held: Held<'_>, card: &Card, excerpt: Excerpt<'_>) -> CardReply {
    let numbers = card.marks();
    let number = |slug: &str| number(&numbers, slug);
    let text = |prose: &Prose| prose.render(number);
    let entry = held.knowledge.place(&card.id).unwrap_or_default();
    CardReply {
        id: card.id.clone(),
        kind: card.kind.name,
        mark: card.kind.mark,
        title: card.title.clone(),
        excerpt: render_sentences(excerpt.sentences, number),
        excerpt_place: excerpt.place,
        excerpt_label: card.sections.get(excerpt.place.section).map_or("", |section| section.kind.label),
        sections: card
            .sections
            .iter()
            .map(|section| SectionText {
                label: section.kind.label,
                ask: section.kind.key == "ask",
                text: text(&section.prose),
            })
            .collect(),
        caveat: caveat(card, &numbers),
        terms: terms(held, entry),
        sources: sources(held.knowledge, &numbers),
        certainty: card.certainty,
        reviewed: card.reviewed,
    }
}

/// More words explained than this are not read.
const MOST_TERMS: usize = 6;

fn terms(held: Held<'_>, place: usize) -> Vec<Gloss> {
    let terms = held.index.terms(place).iter().filter_map(|term| held.knowledge.glossary.get(*term));
    let gloss = |term: &Term| Gloss { term: term.name().to_owned(), meaning: term.meaning.0.clone() };
    terms.take(MOST_TERMS).map(gloss).collect()
}

/// The sources of those slugs, numbered.
pub fn sources(knowledge: &Knowledge, slugs: &[&str]) -> Vec<CitedSource> {
    let numbered = slugs.iter().zip(1..).filter_map(|(slug, number)| Some((knowledge.source(slug)?, number)));
    numbered
        .map(|(source, number)| CitedSource {
            number,
            id: source.id.clone(),
            citation: source.citation(),
            short: source.short(),
            url: source.url.0.clone(),
            checked: source.checked,
            interest: source.interest.clone(),
        })
        .collect()
}
