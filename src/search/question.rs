//! A question as the index understands it: its telling words, each with the stems that
//! may have been meant and how much it tells.

use std::ops::Range;

use super::analysis::{Analysis, Token, is_filler};
use super::profile::{Profiles, StemId};
use super::spelling::{RARE, SHORTEST, Speller};
use super::store::Store;
use super::want::Wants;
use crate::knowledge::english::{is_common, is_english};

/// What a common English word counts beside one of the field: "market" beside "exosome".
const COMMON: f32 = 0.55;
/// The same for other English words.
const ENGLISH: f32 = 0.8;
/// How far an English word that the knowledge lacks counts, beside one that is strange to
/// it: "accepted" tells less of the subject than "tinnitus".
const LACKING: f32 = 0.6;

/// A telling word of a question.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    /// The stems that may be meant, with how far each is believed; empty where the
    /// knowledge has no such word.
    pub stems: Vec<(String, f32)>,
    /// The same as numbers.
    pub ids: Vec<(StemId, f32)>,
    /// The synonym groups that it is part of.
    pub concepts: Vec<usize>,
    /// How telling it is.
    pub weight: f32,
    /// How much it is a word of this field, 0 to 1: the logarithm of the number of
    /// entries that it stands in, beside that of all.
    pub familiar: f32,
}

/// A question, taken apart.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Question {
    /// Its telling words, in order, each stem once.
    pub units: Vec<Unit>,
    /// What it names of the things that the knowledge does not hold.
    pub not_held: Vec<usize>,
    /// Whether it has no telling word, only fillers such as "thanks a lot".
    pub only_fillers: bool,
    /// The sorts of thing that it wants to be told of its subject.
    pub wants: Wants,
}

impl Question {
    /// How much of this field its words are, each from 0 to 1.
    pub fn familiar(&self) -> f32 {
        self.units.iter().map(|unit| unit.familiar).sum()
    }

    /// How much all of its words tell.
    pub fn weight(&self) -> f32 {
        self.units.iter().map(|unit| unit.weight).sum()
    }
}

/// What taking a question apart needs.
pub struct Reader<'a> {
    pub analysis: &'a Analysis,
    pub profiles: &'a Profiles,
    pub speller: &'a Speller,
    pub store: &'a Store,
}

impl Reader<'_> {
    /// Takes a question apart. Fillers count in the names of things ("what to eat"), and
    /// as words only where a question has no others.
    pub fn read(&self, text: &str) -> Question {
        let words: Vec<Spelt> =
            self.analysis.tokens(text).into_iter().flat_map(|token| self.spell(token)).collect();
        let best: Vec<&str> = words.iter().map(Spelt::best).collect();
        let concepts: Vec<(Range<usize>, usize)> = self.profiles.synonyms.find(&best).collect();
        let mut not_held: Vec<usize> =
            self.profiles.not_held.find(&best).map(|(_, subject)| subject).collect();
        not_held.dedup();
        let only_fillers = words.iter().all(Spelt::is_filler);
        let mut units: Vec<Unit> = Vec::new();
        for (at, word) in words.iter().enumerate().filter(|(_, word)| only_fillers || !word.is_filler()) {
            let here = concepts.iter().filter(|(range, _)| range.contains(&at)).map(|(_, group)| *group);
            let unit = self.unit(word, here.collect());
            if !units.iter().any(|known| known.stems == unit.stems && !unit.stems.is_empty()) {
                units.push(unit);
            }
        }
        Question { units, not_held, only_fillers, wants: self.profiles.wants.asked(&best) }
    }

    fn spell(&self, token: Token) -> Vec<Spelt> {
        let word = &token.word;
        let entries = self.entries_with(&token.stem);
        let mut stems = if entries > 0 { vec![(token.stem.clone(), 1.0)] } else { Vec::new() };
        let correctable = word.chars().count() >= SHORTEST
            && !word.starts_with(|c: char| c.is_ascii_digit())
            && entries <= RARE
            && !is_english(word)
            && !is_filler(word)
            && !self.profiles.not_held.has(&token.stem)
            && !self.profiles.synonyms.has(&token.stem);
        if !correctable {
            return vec![Spelt { word: token, stems }];
        }
        for correction in self.speller.correct(word, self.store) {
            let stem = self.analysis.stem(&correction.word);
            if !stems.iter().any(|(known, _)| *known == stem) {
                stems.push((stem, correction.belief));
            }
        }
        if stems.is_empty()
            && let Some((left, right)) = self.speller.split(word, |part| self.is_known(part))
        {
            return [left, right]
                .into_iter()
                .filter(|part| !is_filler(part))
                .map(|part| self.exact(part))
                .collect();
        }
        // A correction may turn out to be a filler: "wich" tells no more than "which".
        if entries == 0 && stems.is_empty() && self.speller_says_filler(word) {
            return Vec::new();
        }
        vec![Spelt { word: token, stems }]
    }

    fn speller_says_filler(&self, word: &str) -> bool {
        super::analysis::fillers()
            .any(|filler| filler.len() >= SHORTEST && crate::knowledge::words::one_edit_apart(filler, word))
    }

    fn exact(&self, word: String) -> Spelt {
        let stem = self.analysis.stem(&word);
        Spelt { stems: vec![(stem.clone(), 1.0)], word: Token { word, stem } }
    }

    fn is_known(&self, word: &str) -> bool {
        is_filler(word) || self.entries_with(&self.analysis.stem(word)) > 0
    }

    fn entries_with(&self, stem: &str) -> u32 {
        let stems = &self.profiles.stems;
        stems.id(stem).map_or(0, |id| stems.entries(id))
    }

    fn unit(&self, word: &Spelt, concepts: Vec<usize>) -> Unit {
        let ids: Vec<(StemId, f32)> = word
            .stems
            .iter()
            .filter_map(|(stem, belief)| self.profiles.stems.id(stem).map(|id| (id, *belief)))
            .collect();
        let entries = ids.first().map_or(0, |(id, _)| self.profiles.stems.entries(*id));
        let weight = self.profiles.weight(entries) * commonness(&word.word.word, ids.is_empty());
        let all = self.profiles.entries.len() as f32;
        let familiar = (1.0 + entries as f32).ln() / (1.0 + all).ln();
        Unit { stems: word.stems.clone(), ids, concepts, weight, familiar }
    }
}

/// A word of a question with the stems that may be meant.
struct Spelt {
    word: Token,
    stems: Vec<(String, f32)>,
}

impl Spelt {
    fn is_filler(&self) -> bool {
        is_filler(&self.word.word)
    }

    /// The likeliest stem.
    fn best(&self) -> &str {
        self.stems.first().map_or(&self.word.stem, |(stem, _)| stem)
    }
}

/// How far a word counts, for being English or of the field.
fn commonness(word: &str, is_lacking: bool) -> f32 {
    let factor = match (is_common(word), is_english(word)) {
        (true, _) => COMMON,
        (false, true) => ENGLISH,
        (false, false) => return 1.0,
    };
    if is_lacking { factor * LACKING } else { factor }
}
