//! A term: a word of the field, what it means, and what it does not tell.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::card::{Card, Certainty, Id, Section};
use super::kind;
use super::source::{Placed, cite};
use super::words::words;

/// A word of the field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// The word, then other forms of it.
    pub names: Vec<Placed>,
    /// What it means, in one plain line.
    pub meaning: Placed,
    /// What the word does not tell.
    pub caveat: Placed,
    /// The slug of the source that carries the meaning.
    pub source: Placed,
    /// The file that it stands in.
    pub path: String,
}

impl Term {
    /// The word as it is printed.
    pub fn name(&self) -> &str {
        self.names.first().map_or("", |(name, _)| name)
    }

    /// `term:` and the word in lower-case letters, digits and hyphens.
    pub fn id(&self) -> Id {
        let parts: Vec<String> =
            words(&self.name().replace(['.', ','], " ")).into_iter().map(|word| word.text).collect();
        Id::new(kind::TERM.name, &parts.join("-"))
    }

    /// The term as a card of its own, citing its source; reviewed when that was checked.
    pub fn to_card(&self, reviewed: jiff::civil::Date) -> Card {
        let at = |placed: &Placed| -> Range<usize> { placed.1.clone() };
        let section = Section {
            kind: &kind::TERM.sections[0],
            prose: cite(&self.meaning.0, &self.source.0),
            at: at(&self.meaning),
        };
        Card {
            id: self.id(),
            kind: &kind::TERM,
            title: self.name().to_owned(),
            asks: Vec::new(),
            also: self.names.iter().skip(1).cloned().collect(),
            reviewed,
            reviewed_at: at(&self.source),
            certainty: Certainty::NotEvidence,
            sections: vec![section],
            caveat: cite(&self.caveat.0, &self.source.0),
            caveat_at: at(&self.caveat),
            see_also: Vec::new(),
            map: None,
            path: self.path.clone(),
        }
    }
}
