//! Many cues looked for together. A text is gone through once: each of its words calls
//! only the cues that cannot do without it, so that time grows with what a text says
//! and hardly with how many cues there are.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::lexicon::Ids;
use super::sequence::{Firsts, Needed, each_known, needed};
use super::{Cue, Found, Part, PlacedCue, REACH, Reading, Spelling, Text};

/// How far apart the parts of `a && b` may stand, in words.
const NEAR: usize = 100;
/// Stands for any number among the numbers of the lexicon's words.
const ANY_NUMBER: u32 = u32::MAX;
/// Stands for any name.
const ANY_NAME: u32 = u32::MAX - 1;

/// The place of a cue in a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Member(usize);

/// A cue of a set, with its bytes in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// The cue.
    pub cue: Member,
    /// Its bytes in the file.
    pub at: Range<usize>,
}

/// Cues that are looked for together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CueSet {
    parts: Vec<Part>,
    /// Each part's place, by how it is written: parts of the same wording are one.
    known: HashMap<String, usize>,
    cues: Vec<Joined>,
    /// The parts that a word calls, by the word's number.
    called: FxHashMap<u32, Vec<Called>>,
    /// The cues that each part leads.
    led: Vec<Vec<Member>>,
    /// What each part cannot do without: of each of these, something.
    needs: Vec<Vec<Need>>,
}

/// Words of which a part needs one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Need {
    words: Ids,
    number: bool,
    name: bool,
}

impl Need {
    fn new(firsts: &Firsts) -> Self {
        let mut words = Ids::default();
        firsts.ids.iter().for_each(|id| words.insert(*id));
        Need { words, number: firsts.number, name: firsts.name }
    }

    fn meets(&self, text: &Need) -> bool {
        (self.number && text.number) || (self.name && text.name) || self.words.meets(&text.words)
    }
}

/// A part that a word calls, and how many words of it can stand before that word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Called {
    part: usize,
    before: usize,
}

/// A cue of a set, as places of its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Joined {
    parts: Vec<usize>,
    whole_text: bool,
    /// The part that is looked for first; the others only where it stands.
    lead: usize,
}

impl CueSet {
    /// Takes in cues that were read from a file.
    pub fn take(&mut self, cues: Vec<PlacedCue>) -> Vec<Placed> {
        cues.into_iter().map(|read| Placed { cue: self.add(&read.cue), at: read.at }).collect()
    }

    /// Takes a cue into the set. [`CueSet::prepare`] must follow before anything is looked for.
    pub fn add(&mut self, cue: &Cue) -> Member {
        let parts: Vec<usize> = cue.parts.iter().map(|part| self.part(part)).collect();
        self.cues.push(Joined { lead: parts[0], parts, whole_text: cue.whole_text });
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

    /// Decides which part leads each cue and which words call it: of the words that the cue
    /// cannot do without, those that fewest cues want.
    pub fn prepare(&mut self) {
        let needed: Vec<Vec<Needed>> = self.parts.iter().map(|part| needed(&part.sequence)).collect();
        let mut wanted: HashMap<u32, usize> = HashMap::new();
        for id in needed.iter().flatten().flat_map(|node| ids(&node.firsts)) {
            *wanted.entry(id).or_default() += 1;
        }
        let common = |node: &Needed| ids(&node.firsts).map(|id| wanted[&id]).sum::<usize>();
        let rarest: Vec<Option<(usize, &Needed)>> = needed
            .iter()
            .map(|nodes| nodes.iter().map(|node| (common(node), node)).min_by_key(|(common, _)| *common))
            .collect();
        self.lead(|part| rarest[part].map_or(usize::MAX, |(common, _)| common));
        self.needs =
            needed.iter().map(|nodes| nodes.iter().map(|node| Need::new(&node.firsts)).collect()).collect();
        self.called.clear();
        for (part, node) in rarest.iter().enumerate().filter(|(part, _)| !self.led[*part].is_empty()) {
            let Some((_, node)) = node else { continue };
            for id in ids(&node.firsts).collect::<HashSet<u32>>() {
                self.called.entry(id).or_default().push(Called { part, before: node.before });
            }
        }
    }

    /// Lets the rarest part of each cue lead it; where the others may stand anywhere, the first.
    fn lead(&mut self, rarity: impl Fn(usize) -> usize) {
        self.led = vec![Vec::new(); self.parts.len()];
        for (at, cue) in self.cues.iter_mut().enumerate() {
            let may_lead = if cue.whole_text { &cue.parts[..1] } else { &cue.parts[..] };
            cue.lead = may_lead.iter().copied().min_by_key(|part| rarity(*part)).unwrap_or(cue.lead);
            self.led[cue.lead].push(Member(at));
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

    /// Every place where a cue stands.
    pub fn find(&self, text: &Text, spelling: Spelling) -> Hits {
        let search = Search { set: self, text, spelling };
        let words = search.words();
        // Whether any cue that the part leads can stand in the text.
        let mut can_lead: Vec<Option<bool>> = vec![None; self.parts.len()];
        let mut places: Vec<(Member, Vec<Found>)> = Vec::new();
        // One past the last word from which each part was tried.
        let mut tried: Vec<usize> = vec![0; self.parts.len()];
        for (at, word) in text.words.iter().enumerate() {
            for called in self.called_by(word, spelling) {
                if !*can_lead[called.part].get_or_insert_with(|| self.can_lead(called.part, &words)) {
                    continue;
                }
                let nearest = at.saturating_sub(called.before.min(REACH));
                let from = std::mem::replace(&mut tried[called.part], at + 1).max(nearest);
                for lead in search.starting(called.part, from..at + 1) {
                    for cue in &self.led[called.part] {
                        places.extend(search.joined(&self.cues[cue.0], lead).map(|parts| (*cue, parts)));
                    }
                }
            }
        }
        places.sort_by_key(|(cue, parts)| (*cue, parts[0].start));
        Hits { places }
    }

    fn can_lead(&self, part: usize, words: &Need) -> bool {
        let can_stand = |part: &usize| self.needs[*part].iter().all(|need| need.meets(words));
        self.led[part].iter().any(|cue| self.cues[cue.0].parts.iter().all(can_stand))
    }

    fn called_by<'a>(&'a self, word: &'a Reading, spelling: Spelling) -> impl Iterator<Item = &'a Called> {
        let number = word.number.then_some(ANY_NUMBER);
        let name = word.word.is_name.then_some(ANY_NAME);
        let near = if spelling == Spelling::Forgiving { word.near.as_slice() } else { &[] };
        let ids = word.exact.iter().chain(near).copied().chain(number).chain(name);
        ids.filter_map(|id| self.called.get(&id)).flatten()
    }
}

/// A set being looked for in a text.
struct Search<'a> {
    set: &'a CueSet,
    text: &'a Text,
    spelling: Spelling,
}

impl Search<'_> {
    /// All that the text offers.
    fn words(&self) -> Need {
        let mut all = Need::default();
        for word in &self.text.words {
            let near = if self.spelling == Spelling::Forgiving { word.near.as_slice() } else { &[] };
            word.exact.iter().chain(near).for_each(|id| all.words.insert(*id));
            all.number |= word.number;
            all.name |= word.word.is_name;
        }
        all
    }

    /// Where the part stands with its first word in that range and in the sentence of the last.
    fn starting(&self, part: usize, range: Range<usize>) -> Vec<Found> {
        let sentence = self.text.words.get(range.end - 1).map(|word| word.word.sentence);
        let inside = range.rev().take_while(|at| Some(self.text.words[*at].word.sentence) == sentence);
        inside.filter_map(|at| self.at(part, at)).collect()
    }

    /// The leading part with the nearest of each other part in its sentence. A part that may
    /// stand in another sentence only has to be near.
    fn joined(&self, cue: &Joined, lead: Found) -> Option<Vec<Found>> {
        let mut joined = vec![lead];
        for part in cue.parts.iter().filter(|part| **part != cue.lead) {
            let near = self.text.sentence(lead.sentence).filter_map(|at| self.at(*part, at));
            match near.min_by_key(|found| found.start.abs_diff(lead.start)) {
                Some(near) => joined.push(near),
                None if cue.whole_text && self.is_near(*part, lead) => {}
                None => return None,
            }
        }
        Some(joined)
    }

    /// Whether the part stands so near that it belongs to what the lead says: on a long page,
    /// words at its two ends have nothing to do with each other.
    fn is_near(&self, part: usize, lead: Found) -> bool {
        let from = lead.start.saturating_sub(NEAR);
        let to = self.text.words.len().min(lead.end + NEAR);
        (from..to).any(|at| self.at(part, at).is_some())
    }

    fn at(&self, part: usize, at: usize) -> Option<Found> {
        let part = &self.set.parts[part];
        let starts = part.may_start(self.text.words.get(at)?, self.spelling);
        starts.then(|| part.at(self.text, at, self.spelling)).flatten()
    }
}

impl Text {
    /// The places of a sentence's words.
    fn sentence(&self, sentence: usize) -> Range<usize> {
        let from = self.words.partition_point(|reading| reading.word.sentence < sentence);
        let length = self.words[from..].partition_point(|reading| reading.word.sentence == sentence);
        from..from + length
    }
}

fn ids(firsts: &Firsts) -> impl Iterator<Item = u32> + '_ {
    let number = firsts.number.then_some(ANY_NUMBER);
    firsts.ids.iter().copied().chain(number).chain(firsts.name.then_some(ANY_NAME))
}

/// What a set found in a text.
#[derive(Debug, Clone, Default)]
pub struct Hits {
    /// By cue; the leading part of each first.
    places: Vec<(Member, Vec<Found>)>,
}

impl Hits {
    /// Every place of the cue: its leading part, and its other parts in the same sentence.
    pub fn of(&self, cue: Member) -> impl Iterator<Item = &Vec<Found>> {
        let from = self.places.partition_point(|(known, _)| *known < cue);
        self.places[from..].iter().take_while(move |(known, _)| *known == cue).map(|(_, parts)| parts)
    }

    /// Whether the cue stands anywhere.
    pub fn any(&self, cue: Member) -> bool {
        self.of(cue).next().is_some()
    }
}
