//! A card: one thing that the bot can say, with what it does not show.

use std::fmt;
use std::ops::Range;

use jiff::civil::Date;
use serde::{Deserialize, Serialize, Serializer};

use super::kind::{self, Kind, SectionKind};
use super::prose::Prose;

/// What a card or a source is called: `kind:slug`, after its place in the tree.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub struct Id(String);

impl Id {
    /// The id of a file `slug.toml` in the folder `kind`.
    pub fn new(kind: &str, slug: &str) -> Self {
        Id(format!("{kind}:{slug}"))
    }

    /// Whatever stands there as an id, known or not.
    pub fn from_text(text: &str) -> Self {
        Id(text.to_owned())
    }

    /// The whole id.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The half before the colon.
    pub fn kind(&self) -> &str {
        self.0.split(':').next().unwrap_or_default()
    }

    /// The half behind the colon.
    pub fn slug(&self) -> &str {
        self.0.split_once(':').map_or("", |(_, slug)| slug)
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// How far the evidence under a card has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Certainty {
    /// A finding about how cells behave.
    Discovery,
    /// Tested in dishes, organoids or animals.
    Lab,
    /// Tried in few people, mostly without a comparison group.
    EarlyHuman,
    /// Tested against a comparator in many people.
    Controlled,
    /// A regulator has authorised a named product for a named use.
    Authorised,
    /// Recognised care for a named use.
    Standard,
    /// The card is not about how well something works.
    NotEvidence,
}

impl Certainty {
    /// Every certainty with the word for it in a card's file.
    pub const WORDS: &[(&str, Certainty)] = &[
        ("discovery", Certainty::Discovery),
        ("lab", Certainty::Lab),
        ("early-human", Certainty::EarlyHuman),
        ("controlled", Certainty::Controlled),
        ("authorised", Certainty::Authorised),
        ("standard", Certainty::Standard),
        ("not-evidence", Certainty::NotEvidence),
    ];
}

/// A part of a card's text under its label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Which section of its kind this is.
    #[serde(with = "kind::section_by_key")]
    pub kind: &'static SectionKind,
    /// What it says.
    pub prose: Prose,
    /// Its bytes in the file.
    pub at: Range<usize>,
}

/// Where a card stands on the map of stages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MapPlace {
    /// Its number, counted from 1 at the laboratory.
    pub number: i64,
    /// What it is called there, where a title would be too long.
    pub name: String,
    /// The bytes of that name in the file.
    pub at: Range<usize>,
}

/// One thing that the bot can say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// Its id, from its place.
    pub id: Id,
    /// Its kind, which labels its sections.
    #[serde(with = "kind::by_name")]
    pub kind: &'static Kind,
    /// What it is about, in a line.
    pub title: String,
    /// How people ask for it, with each line's bytes in the file.
    pub asks: Vec<(String, Range<usize>)>,
    /// Other names of its subject.
    pub also: Vec<(String, Range<usize>)>,
    /// When somebody last read it against its sources.
    pub reviewed: Date,
    /// The bytes of that date in the file.
    pub reviewed_at: Range<usize>,
    /// How far its evidence has come.
    pub certainty: Certainty,
    /// Its sections, in the kind's order.
    pub sections: Vec<Section>,
    /// What it does not show.
    pub caveat: Prose,
    /// The caveat's bytes in the file.
    pub caveat_at: Range<usize>,
    /// Related cards, with each link's bytes in the file.
    pub see_also: Vec<(Id, Range<usize>)>,
    /// Its place on the map of stages, for the cards that stand there.
    pub map: Option<MapPlace>,
    /// Its file, below the knowledge folder.
    pub path: String,
}

impl Card {
    /// The lines by which people would know it: its title, other names and asks.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.title.as_str())
            .chain(self.also.iter().map(|(name, _)| name.as_str()))
            .chain(self.asks.iter().map(|(ask, _)| ask.as_str()))
    }

    /// Every text of the card with its bytes: the sections, then the caveat.
    pub fn texts(&self) -> impl Iterator<Item = (&'static str, &Prose, Range<usize>)> {
        let sections = self.sections.iter().map(|s| (s.kind.key, &s.prose, s.at.clone()));
        sections.chain(std::iter::once(("caveat", &self.caveat, self.caveat_at.clone())))
    }

    /// The slugs of all sources that it names, each once, in order of first use.
    pub fn marks(&self) -> Vec<&str> {
        let mut marks = Vec::new();
        for mark in self.texts().flat_map(|(_, prose, _)| prose.marks()) {
            if !marks.contains(&mark) {
                marks.push(mark);
            }
        }
        marks
    }
}
