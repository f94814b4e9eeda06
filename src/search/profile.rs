//! What ranking needs to know of each entry, in memory: which stems stand in it, and
//! which in each of the lines by which people know it. Made once a generation.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::analysis::{Analysis, Token, is_filler};
use super::document::{Collection, Document, Sort};
use super::phrases::Phrases;
use super::want::{OPENING, Told, Vocabulary, Wants};

/// A stem's number.
pub type StemId = u32;

/// Every stem of the knowledge, numbered, with how many entries it stands in.
#[derive(Default, Serialize, Deserialize)]
pub struct Stems {
    ids: HashMap<String, StemId>,
    names: Vec<String>,
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
        if let Some(id) = self.ids.get(&stem) {
            return *id;
        }
        let id = self.names.len() as StemId;
        self.ids.insert(stem.clone(), id);
        self.names.push(stem);
        self.entries.push(0);
        id
    }

    fn name(&self, id: StemId) -> &str {
        &self.names[id as usize]
    }
}

/// A line by which people know an entry.
#[derive(Serialize, Deserialize)]
pub struct Line {
    /// Its stems, each once, sorted.
    pub stems: Vec<StemId>,
    /// The synonym groups that it speaks of, sorted.
    pub concepts: Vec<usize>,
    /// How much its stems tell, together.
    pub weight: f32,
}

/// What ranking knows of one entry.
#[derive(Serialize, Deserialize)]
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
    /// What its text opens with telling.
    pub told: Told,
    /// The terms of the glossary that its texts use, sorted.
    pub terms: Vec<usize>,
    /// What sort of thing it is.
    pub sort: Sort,
}

/// The profiles of all entries, in the knowledge's order, and the stems they use.
#[derive(Serialize, Deserialize)]
pub struct Profiles {
    /// One an entry.
    pub entries: Vec<Profile>,
    /// The numbering of stems.
    pub stems: Stems,
    /// Which synonyms stand for the same.
    pub synonyms: Phrases,
    /// Names of what the knowledge does not hold.
    pub not_held: Phrases,
    /// How people ask for, and texts tell, what is wanted.
    pub wants: Vocabulary,
}

impl Profiles {
    /// Profiles of all documents.
    pub fn new(collection: &Collection<'_>, analysis: &Analysis) -> Self {
        let [synonyms, not_held, terms] = [&collection.synonyms, &collection.not_held, &collection.terms]
            .map(|groups| phrases(analysis, groups));
        let wants = Vocabulary::new(analysis);
        let mut maker = Maker {
            analysis,
            wants: &wants,
            synonyms: &synonyms,
            terms: &terms,
            stems: Stems::default(),
            known: HashMap::new(),
        };
        let entries = collection.documents.iter().map(|document| maker.profile(document)).collect();
        let stems = maker.stems;
        let mut profiles = Profiles { entries, stems, synonyms, not_held, wants };
        profiles.weigh_lines();
        profiles
    }

    /// Weighs every line, once all entries are counted.
    fn weigh_lines(&mut self) {
        let all = self.entries.len();
        for line in self.entries.iter_mut().flat_map(|profile| &mut profile.lines) {
            line.weight = line.stems.iter().map(|id| weight(all, self.stems.entries(*id))).sum();
        }
    }

    /// How telling a stem is that stands in so many entries.
    pub fn weight(&self, entries_with_it: u32) -> f32 {
        weight(self.entries.len(), entries_with_it)
    }
}

/// The inverse document frequency after BM25, never negative.
fn weight(entries: usize, with_it: u32) -> f32 {
    let (all, with) = (entries as f32, with_it as f32);
    (1.0 + (all - with + 0.5).max(0.0) / (with + 0.5)).ln()
}

fn phrases(analysis: &Analysis, groups: &[Vec<&str>]) -> Phrases {
    let mut phrases = Phrases::default();
    for (group, names) in groups.iter().enumerate() {
        for name in names {
            phrases.add(analysis.stems(name), group);
        }
    }
    phrases
}

/// Makes profiles, numbering stems as it meets them.
struct Maker<'a> {
    analysis: &'a Analysis,
    wants: &'a Vocabulary,
    synonyms: &'a Phrases,
    terms: &'a Phrases,
    stems: Stems,
    /// Each word met so far: a knowledge has few, often repeated.
    known: HashMap<String, Known>,
}

/// A word that was met before.
#[derive(Clone, Copy)]
struct Known {
    stem: StemId,
    is_filler: bool,
    tells: Wants,
}

impl Maker<'_> {
    fn profile(&mut self, document: &Document<'_>) -> Profile {
        let lines: Vec<Line> = document.lines().map(|line| self.line(line)).collect();
        let mut terms = Vec::new();
        let mut sections = Vec::new();
        for section in &document.sections {
            let sentences = section.iter().map(|sentence| self.sentence(sentence, &mut terms));
            sections.push(sentences.collect::<Vec<_>>());
        }
        let named: Vec<StemId> = sorted(lines.iter().flat_map(|line| line.stems.iter().copied()).collect());
        let concepts = sorted(lines.iter().flat_map(|line| line.concepts.iter().copied()).collect());
        let all = sections.iter().flatten().chain([&named]).flatten().copied();
        let all = sorted(all.collect());
        for id in &all {
            self.stems.entries[*id as usize] += 1;
        }
        terms.retain(|term| document.sort != Sort::Term(*term));
        let (titles, terms, told) = (1 + document.also.len(), sorted(terms), self.told(document, &named));
        Profile { titles, lines, named, all, sections, concepts, told, terms, sort: document.sort }
    }

    /// What the opening of the document's first section tells. A document with asks says
    /// by them what it answers, which is surer.
    fn told(&mut self, document: &Document<'_>, named: &[StemId]) -> Told {
        if !document.asks.is_empty() || document.sort != Sort::Answer {
            return Told::default();
        }
        let mut opening = Vec::new();
        for sentence in document.sections.first().into_iter().flatten() {
            if opening.len() < OPENING {
                opening.extend(self.words(sentence));
            }
        }
        Told::of(opening.iter().map(|word| (named.binary_search(&word.stem).is_ok(), word.tells)))
    }

    fn line(&mut self, text: &str) -> Line {
        let words = self.words(text);
        let concepts = sorted(self.synonyms.find(&self.names(&words)).map(|(_, group)| group).collect());
        let only_fillers = words.iter().all(|word| word.is_filler);
        let telling = words.iter().filter(|word| only_fillers || !word.is_filler);
        Line { stems: sorted(telling.map(|word| word.stem).collect()), concepts, weight: 0.0 }
    }

    /// The stems of a sentence; the terms that it uses are added to `terms`.
    fn sentence(&mut self, text: &str, terms: &mut Vec<usize>) -> Vec<StemId> {
        let words = self.words(text);
        terms.extend(self.terms.find(&self.names(&words)).map(|(_, term)| term));
        sorted(words.into_iter().map(|word| word.stem).collect())
    }

    fn names(&self, words: &[Known]) -> Vec<&str> {
        words.iter().map(|word| self.stems.name(word.stem)).collect()
    }

    fn words(&mut self, text: &str) -> Vec<Known> {
        let tokens = self.analysis.words(text).into_iter();
        tokens
            .map(|Token { word, .. }| {
                if let Some(known) = self.known.get(&word) {
                    return *known;
                }
                let stem = self.analysis.stem(&word);
                let tells = self.wants.told(&stem);
                let known = Known { stem: self.stems.intern(stem), is_filler: is_filler(&word), tells };
                self.known.insert(word, known);
                known
            })
            .collect()
    }
}

fn sorted<T: Ord>(mut items: Vec<T>) -> Vec<T> {
    items.sort_unstable();
    items.dedup();
    items
}
