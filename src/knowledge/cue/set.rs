//! Many cues looked for together. A text is gone through once: each of its words calls
//! only the parts that cannot do without it, so that time grows with what a text says
//! and hardly with how many cues there are.

use std::collections::{HashMap, HashSet};

use super::sequence::{Firsts, each_known, needed};
use super::{Cue, Found, Part, REACH, Spelling, Text};

/// Stands for any number among the numbers of the lexicon's words.
const ANY_NUMBER: u32 = u32::MAX;
/// Stands for any name.
const ANY_NAME: u32 = u32::MAX - 1;

/// The place of a cue in a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Member(usize);

/// Cues that are looked for together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CueSet {
    parts: Vec<Part>,
    /// Each part's place, by how it is written: parts of the same wording are one.
    known: HashMap<String, usize>,
    cues: Vec<Joined>,
    /// The parts that a word calls.
    called: HashMap<u32, Vec<usize>>,
}

/// A cue of a set, as places of its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Joined {
    parts: Vec<usize>,
    whole_text: bool,
}

impl CueSet {
    /// Takes a cue into the set. [`CueSet::prepare`] must follow before anything is looked for.
    pub fn add(&mut self, cue: &Cue) -> Member {
        let parts = cue.parts.iter().map(|part| self.part(part)).collect();
        self.cues.push(Joined { parts, whole_text: cue.whole_text });
        Member(self.cues.len() - 1)
    }

    fn part(&mut self, part: &Part) -> usize {
        let next = self.parts.len();
        let place = *self.known.entry(part.written.clone()).or_insert(next);
        if place == next {
            self.parts.push(part.clone());
        }
        place
    }

    /// Decides which words call which parts: of the words that a part needs, those that
    /// fewest parts need.
    pub fn prepare(&mut self) {
        let needed: Vec<Vec<Firsts>> = self.parts.iter().map(|part| needed(&part.sequence)).collect();
        let mut wanted: HashMap<u32, usize> = HashMap::new();
        for id in needed.iter().flatten().flat_map(ids) {
            *wanted.entry(id).or_default() += 1;
        }
        let common = |node: &&Firsts| ids(node).map(|id| wanted[&id]).sum::<usize>();
        self.called.clear();
        for (part, nodes) in needed.iter().enumerate() {
            let rarest = nodes.iter().min_by_key(common);
            for id in rarest.into_iter().flat_map(ids).collect::<HashSet<u32>>() {
                self.called.entry(id).or_default().push(part);
            }
        }
    }

    /// Every cue of the set.
    pub fn members(&self) -> impl Iterator<Item = Member> + use<> {
        (0..self.cues.len()).map(Member)
    }

    /// The numbers of all words that the cue looks for.
    pub fn words_of(&self, cue: Member) -> impl Iterator<Item = u32> + use<> {
        let mut words = Vec::new();
        for part in self.cues.get(cue.0).into_iter().flat_map(|cue| &cue.parts) {
            each_known(&self.parts[*part].sequence, &mut |id| words.push(id));
        }
        words.into_iter()
    }

    /// Every place where any part of any cue stands.
    pub fn find<'a>(&'a self, text: &Text) -> Hits<'a> {
        let mut places: Vec<(usize, Found)> = Vec::new();
        // One past the last word from which each part was tried.
        let mut tried: HashMap<usize, usize> = HashMap::new();
        for (at, word) in text.words.iter().enumerate() {
            let number = word.number.then_some(ANY_NUMBER);
            let name = word.word.is_name.then_some(ANY_NAME);
            let called =
                word.exact.iter().copied().chain(number).chain(name).filter_map(|id| self.called.get(&id));
            for part in called.flatten() {
                let from = tried.insert(*part, at + 1).unwrap_or(0).max((at + 1).saturating_sub(REACH));
                places.extend(self.starting(*part, text, from..at + 1).map(|found| (*part, found)));
            }
        }
        places.sort_unstable_by_key(|(part, found)| (*part, found.start));
        Hits { set: self, places }
    }

    /// Where the part stands with its first word in that range.
    fn starting<'a>(
        &'a self,
        part: usize,
        text: &'a Text,
        range: std::ops::Range<usize>,
    ) -> impl Iterator<Item = Found> + 'a {
        let part = &self.parts[part];
        let sentence = text.words.get(range.end - 1).map(|word| word.word.sentence);
        range.rev().take_while(move |at| Some(text.words[*at].word.sentence) == sentence).filter_map(
            move |at| {
                let starts = part.may_start(&text.words[at], Spelling::Exact);
                starts.then(|| part.at(&text.words, at, Spelling::Exact)).flatten()
            },
        )
    }
}

fn ids(firsts: &Firsts) -> impl Iterator<Item = u32> + '_ {
    let number = firsts.number.then_some(ANY_NUMBER);
    firsts.ids.iter().copied().chain(number).chain(firsts.name.then_some(ANY_NAME))
}

/// What a set found in a text.
#[derive(Debug, Clone)]
pub struct Hits<'a> {
    set: &'a CueSet,
    places: Vec<(usize, Found)>,
}

impl Hits<'_> {
    /// Every place of the cue: where its first part stands, with the nearest of each other
    /// part in the same sentence. Parts that may stand anywhere in the text only have to be there.
    pub fn of(&self, cue: Member) -> impl Iterator<Item = Vec<Found>> + '_ {
        let cue = self.set.cues.get(cue.0);
        let (first, others) = cue.and_then(|cue| cue.parts.split_first()).unzip();
        let places = first.map_or(&[][..], |part| self.of_part(*part));
        let whole_text = cue.is_some_and(|cue| cue.whole_text);
        places
            .iter()
            .filter_map(move |(_, found)| self.joined(*found, others.unwrap_or_default(), whole_text))
    }

    /// Whether the cue stands anywhere.
    pub fn any(&self, cue: Member) -> bool {
        self.of(cue).next().is_some()
    }

    fn joined(&self, first: Found, others: &[usize], whole_text: bool) -> Option<Vec<Found>> {
        let mut joined = vec![first];
        for part in others {
            let places = self.of_part(*part);
            let near =
                places.iter().map(|(_, found)| *found).filter(|found| found.sentence == first.sentence);
            match near.min_by_key(|found| found.start.abs_diff(first.start)) {
                Some(near) => joined.push(near),
                None if whole_text && !places.is_empty() => {}
                None => return None,
            }
        }
        Some(joined)
    }

    fn of_part(&self, part: usize) -> &[(usize, Found)] {
        let from = self.places.partition_point(|(known, _)| *known < part);
        let length = self.places[from..].partition_point(|(known, _)| *known == part);
        &self.places[from..from + length]
    }
}
