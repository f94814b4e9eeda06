//! The knowledge: cards, sources, safety groups, synonyms, read from plain files and
//! from then on only read. This folder turns files into [`Knowledge`] and tells what
//! is wrong in them. It knows nothing of searching, answering or any transport, and
//! but for [`load::read_tree`] does no IO.

pub mod card;
pub mod check;
pub mod claims;
pub mod cue;
pub mod diagnostic;
pub mod english;
pub mod figures;
pub mod kind;
pub mod load;
pub mod number;
pub mod prose;
pub mod read;
pub mod readability;
pub mod record;
pub mod safety;
mod side_by_side;
pub mod source;
pub mod term;
pub mod words;

use std::collections::BTreeSet;
use std::ops::Range;

pub use card::{Card, Certainty, Id, MapPlace, Section};
pub use claims::Claims;
pub use diagnostic::{File, Problem, Severity};
pub use kind::{KINDS, Kind};
pub use prose::Prose;
pub use record::Record;
use rustc_hash::FxHashMap;
pub use safety::{Emergencies, SafetyGroup};
use serde::{Deserialize, Serialize};
pub use side_by_side::side_by_side;
pub use source::Source;
pub use term::Term;

/// A question with the card that it must reach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Golden {
    /// The question, as a person might put it.
    pub question: String,
    /// The card that must come first.
    pub card: Id,
    /// The bytes of the card's id in `golden.toml`.
    pub at: Range<usize>,
}

/// Something that people ask about and that the knowledge holds nothing on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// Its names, the plain one first, with each one's bytes in `not-held.toml`.
    pub names: Vec<(String, Range<usize>)>,
    /// Whether no card answers a question that names it, whatever else it names.
    pub always: bool,
}

/// Names for one and the same thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Synonyms {
    /// The names, with each one's bytes in `synonyms.toml`.
    pub names: Vec<(String, Range<usize>)>,
}

/// All that the files say, parsed and read-only.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Knowledge {
    /// Every card, and every source and term as a card of its own, by id.
    pub entries: Vec<Card>,
    /// Every source, by id.
    pub sources: Vec<Source>,
    /// The safety groups, in the order in which they answer.
    pub safety: Vec<SafetyGroup>,
    /// What their cues look for.
    pub emergencies: Emergencies,
    /// What the claim checker looks for.
    pub claims: Claims,
    /// Names for the same things.
    pub synonyms: Vec<Synonyms>,
    /// Questions with the card that they must reach.
    pub golden: Vec<Golden>,
    /// What people ask about and the knowledge does not hold.
    pub not_held: Vec<Subject>,
    /// The field's words, explained.
    pub glossary: Vec<Term>,
    /// The ids of all files of the tree, also of those that could not be read.
    pub known: BTreeSet<Id>,
    /// The places of the cards that cite a source, by its slug.
    citing: FxHashMap<String, Vec<usize>>,
}

impl Knowledge {
    /// The cards that people wrote a file for, without sources and terms.
    pub fn cards(&self) -> impl Iterator<Item = &Card> {
        self.entries.iter().filter(|card| KINDS.contains(card.kind))
    }

    /// The cards on the map of stages with their places there, from the laboratory on.
    pub fn on_map(&self) -> Vec<(&MapPlace, &Card)> {
        let mut stages: Vec<_> = self.cards().filter_map(|card| Some((card.map.as_ref()?, card))).collect();
        stages.sort_by_key(|(place, _)| place.number);
        stages
    }

    /// The card of that id, or the source of that id as a card.
    pub fn entry(&self, id: &Id) -> Option<&Card> {
        self.place(id).map(|at| &self.entries[at])
    }

    /// The place of that id among the entries.
    pub fn place(&self, id: &Id) -> Option<usize> {
        self.entries.binary_search_by(|card| card.id.cmp(id)).ok()
    }

    /// The source of that slug.
    pub fn source(&self, slug: &str) -> Option<&Source> {
        self.sources.binary_search_by(|source| source.id.slug().cmp(slug)).ok().map(|at| &self.sources[at])
    }

    /// The cards that cite the source of that slug, by id.
    pub fn citing(&self, slug: &str) -> impl Iterator<Item = &Card> {
        self.citing.get(slug).into_iter().flatten().map(|at| &self.entries[*at])
    }

    /// Puts the entries in order, and notes which cite which source: nothing may be added any more.
    fn close(&mut self) {
        self.entries.sort_by(|a, b| a.id.cmp(&b.id));
        for (at, card) in self.entries.iter().enumerate().filter(|(_, card)| KINDS.contains(card.kind)) {
            for slug in card.marks() {
                self.citing.entry(slug.to_owned()).or_default().push(at);
            }
        }
    }
}
