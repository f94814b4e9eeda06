//! What is searched: documents, each with the lines by which people know it and what it
//! says. Every entry of a knowledge is one; anything else with a title and a text can be.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::knowledge::source::Placed;
use crate::knowledge::{Card, Knowledge, kind};

/// What sort of thing a document is, where ranking tells them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Sort {
    /// A text that answers for itself.
    #[default]
    Answer,
    /// A work, better shown through what cites it.
    Source,
    /// A word's meaning; the number is its place in the glossary.
    Term(usize),
}

/// A text to be found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document<'a> {
    /// Its title.
    pub title: Cow<'a, str>,
    /// Other names of what it is about.
    pub also: Vec<Cow<'a, str>>,
    /// Lines with which people ask for it.
    pub asks: Vec<Cow<'a, str>>,
    /// What it says: the sentences of each section. An excerpt is cut between them.
    pub sections: Vec<Vec<Cow<'a, str>>>,
    /// What sort of thing it is.
    pub sort: Sort,
}

/// Documents, and the words for what they are about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Collection<'a> {
    /// The documents; a hit names one by its place among them.
    pub documents: Vec<Document<'a>>,
    /// Names that stand for the same.
    pub synonyms: Vec<Vec<&'a str>>,
    /// Names of what no document is about.
    pub not_held: Vec<Vec<&'a str>>,
    /// The names of each term of the glossary.
    pub terms: Vec<Vec<&'a str>>,
}

impl<'a> Document<'a> {
    /// A document of a title and a text.
    pub fn plain(title: &'a str, text: &'a str) -> Self {
        Document { title: title.into(), sections: vec![vec![text.into()]], ..Document::default() }
    }

    /// An entry of the knowledge; its caveat is its last section.
    fn of(card: &'a Card, knowledge: &'a Knowledge) -> Self {
        let reference = references(card, knowledge).into_iter().map(Cow::Owned);
        let texts = card.sections.iter().map(|section| &section.prose).chain([&card.caveat]);
        let sentences =
            texts.map(|prose| prose.sentences().map(|s| Cow::Borrowed(s.text.as_str())).collect());
        Document {
            title: card.title.as_str().into(),
            also: card.also.iter().map(|(name, _)| name.as_str().into()).collect(),
            asks: card.asks.iter().map(|(ask, _)| ask.as_str().into()).chain(reference).collect(),
            sections: sentences.collect(),
            sort: sort(card, knowledge),
        }
    }

    /// The lines by which people know it: its title, other names and asks.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        let rest = self.also.iter().chain(&self.asks);
        std::iter::once(&self.title).chain(rest).map(Cow::as_ref)
    }
}

impl<'a> From<&'a Knowledge> for Collection<'a> {
    fn from(knowledge: &'a Knowledge) -> Self {
        let entries = knowledge.entries.iter();
        Collection {
            documents: entries.map(|card| Document::of(card, knowledge)).collect(),
            synonyms: knowledge.synonyms.iter().map(|group| names(&group.names)).collect(),
            not_held: knowledge.not_held.iter().map(|subject| names(&subject.names)).collect(),
            terms: knowledge.glossary.iter().map(|term| names(&term.names)).collect(),
        }
    }
}

fn names(placed: &[Placed]) -> Vec<&str> {
    placed.iter().map(|(name, _)| name.as_str()).collect()
}

fn sort(card: &Card, knowledge: &Knowledge) -> Sort {
    if *card.kind == kind::SOURCE {
        return Sort::Source;
    }
    let term = || knowledge.glossary.iter().position(|term| term.id() == card.id);
    let term = (*card.kind == kind::TERM).then(term).flatten();
    term.map_or(Sort::Answer, Sort::Term)
}

/// How a work is cited, and its numbers.
fn references(card: &Card, knowledge: &Knowledge) -> Vec<String> {
    let source = knowledge.source(card.id.slug()).filter(|source| source.id == card.id);
    let numbers = |source: &crate::knowledge::Source| {
        source.doi.iter().chain(&source.trial).map(|(number, _)| number.clone()).collect::<Vec<_>>()
    };
    source.map_or_else(Vec::new, |source| std::iter::once(source.citation()).chain(numbers(source)).collect())
}
