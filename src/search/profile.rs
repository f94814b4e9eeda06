//! What ranking needs to know of each entry, in memory: which stems stand in it, and
//! which in each of the lines by which people know it. Made once a generation.

use std::collections::HashMap;

use super::analysis::Analysis;
use super::phrases::Phrases;
use crate::knowledge::{Card, Knowledge};

/// A stem's number.
pub type StemId = u32;

/// Every stem of the knowledge, numbered, with how many entries it stands in.
#[derive(Default)]
pub struct Stems {
    ids: HashMap<String, StemId>,
    entries: Vec<u32>,
}

impl Stems {
    /// The stem's number, where the knowledge has it.
    pub fn id(&self, stem: &str) -> Option<StemId> {
        self.ids.get(stem).copied()
    }

    /// In how many entries the stem stands.
    pub fn entries(&self, id: StemId) -> u32 {
        self.entries[id as usize]
    }

    fn intern(&mut self, stem: String) -> StemId {
        let next = self.entries.len() as StemId;
        let id = *self.ids.entry(stem).or_insert(next);
        if id == next {
            self.entries.push(0);
        }
        id
    }
}

/// A line by which people know an entry.
pub struct Line {
    /// Its stems, each once, sorted.
    pub stems: Vec<StemId>,
    /// The synonym groups that it speaks of, sorted.
    pub concepts: Vec<usize>,
}

/// What ranking knows of one entry.
pub struct Profile {
    /// The lines of its names; first its title and other names, then its asks.
    pub lines: Vec<Line>,
    /// How many of the lines are titles and other names.
    pub titles: usize,
    /// The stems of all its names, sorted.
    pub named: Vec<StemId>,
    /// All its stems, sorted.
    pub all: Vec<StemId>,
    /// The stems of each sentence of each section, each once, sorted.
    pub sections: Vec<Vec<Vec<StemId>>>,
    /// The synonym groups that its names speak of, sorted.
    pub concepts: Vec<usize>,
    /// Whether it is a source.
    pub is_source: bool,
}

/// The profiles of all entries, in the knowledge's order, and the stems they use.
pub struct Profiles {
    /// One an entry.
    pub entries: Vec<Profile>,
    /// The numbering of stems.
    pub stems: Stems,
    /// Which synonyms stand for the same.
    pub synonyms: Phrases,
    /// Names of what the knowledge does not hold.
    pub not_held: Phrases,
}

impl Profiles {
    /// Profiles of everything that the knowledge holds.
    pub fn new(knowledge: &Knowledge, analysis: &Analysis) -> Self {
        let synonyms = phrases(analysis, knowledge.synonyms.iter().map(|group| names(&group.names)));
        let not_held = phrases(analysis, knowledge.not_held.iter().map(|subject| names(&subject.names)));
        let mut stems = Stems::default();
        let entries = knowledge
            .entries
            .iter()
            .map(|card| {
                let profile = profile(card, knowledge, analysis, &synonyms, &mut stems);
                for id in &profile.all {
                    stems.entries[*id as usize] += 1;
                }
                profile
            })
            .collect();
        Profiles { entries, stems, synonyms, not_held }
    }

    /// How telling a stem is: its inverse document frequency after BM25, never negative.
    pub fn weight(&self, entries_with_it: u32) -> f32 {
        let (all, with) = (self.entries.len() as f32, entries_with_it as f32);
        (1.0 + (all - with + 0.5).max(0.0) / (with + 0.5)).ln()
    }
}

fn names(names: &[(String, std::ops::Range<usize>)]) -> Vec<&str> {
    names.iter().map(|(name, _)| name.as_str()).collect()
}

fn phrases<'a>(analysis: &Analysis, groups: impl Iterator<Item = Vec<&'a str>>) -> Phrases {
    let mut phrases = Phrases::default();
    for (group, names) in groups.enumerate() {
        for name in names {
            phrases.add(analysis.stems(name), group);
        }
    }
    phrases
}

fn profile(
    card: &Card,
    knowledge: &Knowledge,
    analysis: &Analysis,
    synonyms: &Phrases,
    stems: &mut Stems,
) -> Profile {
    let mut lines = Vec::new();
    for line in known_lines(card, knowledge) {
        let all = analysis.stems(&line);
        let borrowed: Vec<&str> = all.iter().map(String::as_str).collect();
        let concepts = sorted(synonyms.find(&borrowed).map(|(_, group)| group).collect());
        let ids = sorted(analysis.telling_stems(&line).into_iter().map(|stem| stems.intern(stem)).collect());
        lines.push(Line { stems: ids, concepts });
    }
    let named = sorted(lines.iter().flat_map(|line| line.stems.iter().copied()).collect());
    let concepts = sorted(lines.iter().flat_map(|line| line.concepts.iter().copied()).collect());
    let mut ids =
        |text: &str| sorted(analysis.stems(text).into_iter().map(|stem| stems.intern(stem)).collect());
    let sections: Vec<Vec<Vec<StemId>>> = card
        .sections
        .iter()
        .map(|section| section.prose.sentences().map(|sentence| ids(&sentence.text)).collect())
        .collect();
    let mut all = named.clone();
    all.extend(sections.iter().flatten().flatten());
    all.extend(ids(&card.caveat.plain()));
    Profile {
        titles: 1 + card.also.len(),
        lines,
        named,
        all: sorted(all),
        sections,
        concepts,
        is_source: card.id.kind() == crate::knowledge::kind::SOURCE.name,
    }
}

/// The lines by which people know an entry: its names and, for a source, its reference.
pub fn known_lines(card: &Card, knowledge: &Knowledge) -> Vec<String> {
    let mut lines: Vec<String> = card.names().map(str::to_owned).collect();
    if let Some(source) = knowledge.source(card.id.slug()).filter(|source| source.id == card.id) {
        lines.push(source.citation());
        lines.extend(source.doi.iter().map(|(doi, _)| doi.clone()));
        lines.extend(source.trial.iter().map(|(number, _)| number.clone()));
    }
    lines
}

/// The texts of a card, without marks.
pub fn body(card: &Card) -> impl Iterator<Item = String> {
    card.texts().map(|(_, prose, _)| prose.plain())
}

fn sorted<T: Ord>(mut items: Vec<T>) -> Vec<T> {
    items.sort_unstable();
    items.dedup();
    items
}
