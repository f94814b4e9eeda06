//! A set of cues being looked for in a text, passage by passage.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::passage::{Passage, Positions, each};
use super::sequence::{advance, openings};
use super::set::{CueSet, Joined, Member};
use super::{Found, Spelling, Text};

/// How far apart the parts of `a && b` may stand, in words.
const NEAR: usize = 100;

/// Every place of every cue, in no order.
pub(super) fn places(set: &CueSet, text: &Text, spelling: Spelling) -> Vec<(Member, Vec<Found>)> {
    let mut search = Search {
        set,
        sentences: text.sentences(),
        passage: Passage::new(text.starts(spelling), &set.tables),
        found: Vec::new(),
        known: FxHashMap::default(),
        places: Vec::new(),
        waiting: Vec::new(),
    };
    let mut next = 0;
    while next < text.sentences().len() {
        next = search.read_from(next);
        search.called().into_iter().for_each(|part| search.follow(part));
    }
    search.settle();
    search.places
}

/// A set being looked for in a text, passage by passage.
struct Search<'a> {
    set: &'a CueSet,
    sentences: &'a [Range<usize>],
    passage: Passage<'a>,
    /// The places of parts in the passage, as far as they are known, and
    found: Vec<Found>,
    /// which of them are those of a part.
    known: FxHashMap<usize, Range<usize>>,
    places: Vec<(Member, Vec<Found>)>,
    waiting: Vec<Waiting>,
}

/// A cue whose leading part stands, while other parts of it may stand in other sentences.
struct Waiting {
    cue: Member,
    found: Vec<Found>,
    missing: Vec<usize>,
}

impl<'a> Search<'a> {
    /// Turns to the passage that begins with that sentence; gives the sentence behind it.
    fn read_from(&mut self, sentence: usize) -> usize {
        self.found.clear();
        self.known.clear();
        self.passage.read(self.sentences, sentence)
    }

    /// The parts that a class in the passage calls and whose other needs stand in it as well.
    fn called(&self) -> Vec<usize> {
        let called = self.passage.found().into_iter().flat_map(|class| self.set.called.at(class as usize));
        called.map(|part| *part as usize).filter(|part| self.where_it_can(*part) != 0).collect()
    }

    /// Looks for the cues that a part leads in the passage.
    fn follow(&mut self, part: usize) {
        for cue in self.set.led.at(part) {
            let joined = &self.set.cues[*cue as usize];
            if self.can_join(joined) {
                self.join(Member(*cue as usize), joined);
            }
        }
    }

    /// The sentences that hold a run of each class that the part needs.
    fn where_it_can(&self, part: usize) -> Positions {
        self.passage.with_all(self.set.needs.at(part))
    }

    /// Whether all parts can stand in one sentence that have to.
    fn can_join(&self, cue: &Joined) -> bool {
        cue.whole_text || cue.parts.iter().fold(!0, |all, part| all & self.where_it_can(*part)) != 0
    }

    /// Every place of a part in the passage; many cues ask for the same.
    fn all(&mut self, part: usize) -> Range<usize> {
        if let Some(known) = self.known.get(&part) {
            return known.clone();
        }
        let from = self.found.len();
        self.find(part);
        self.known.insert(part, from..self.found.len());
        from..self.found.len()
    }

    fn find(&mut self, part: usize) {
        let sequence = &self.set.parts[part];
        let starts = openings(sequence, &self.passage) & self.where_it_can(part);
        let ends = if starts == 0 { 0 } else { advance(sequence, starts, &mut self.passage) };
        for start in each(starts & self.passage.around(ends)) {
            let ends = advance(sequence, 1 << start, &mut self.passage);
            if ends != 0 {
                let (start, end) =
                    (self.passage.spot(start), self.passage.spot(ends.trailing_zeros() as usize));
                self.found.push(Found { start: start.word, end: end.word, sentence: start.sentence });
            }
        }
    }

    /// Every place of the leading part with the nearest of each other part in its sentence.
    fn join(&mut self, member: Member, cue: &Joined) {
        let leads = self.all(cue.lead);
        if leads.is_empty() || !cue.others().all(|part| !self.all(part).is_empty() || cue.whole_text) {
            return;
        }
        for lead in self.found[leads].iter().copied() {
            let mut found = vec![lead];
            let mut missing = Vec::new();
            for part in cue.others() {
                match self.nearest(part, lead) {
                    Some(nearest) => found.push(nearest),
                    None => missing.push(part),
                }
            }
            if missing.is_empty() {
                self.places.push((member, found));
            } else if cue.whole_text {
                self.waiting.push(Waiting { cue: member, found, missing });
            }
        }
    }

    /// The nearest place of a part, which was looked for, in the sentence of the lead.
    fn nearest(&self, part: usize, lead: Found) -> Option<Found> {
        let places = self.found[self.known.get(&part)?.clone()].iter();
        let beside = places.filter(|found| found.sentence == lead.sentence);
        beside.min_by_key(|found| found.start.abs_diff(lead.start)).copied()
    }

    /// Decides the cues whose other parts may stand in other sentences: near enough to belong
    /// to what the lead says, as words at the two ends of a long page do not.
    fn settle(&mut self) {
        let waiting = std::mem::take(&mut self.waiting);
        let missing: FxHashSet<usize> = waiting.iter().flat_map(|cue| cue.missing.iter().copied()).collect();
        let mut starts: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
        let mut next = if missing.is_empty() { self.sentences.len() } else { 0 };
        while next < self.sentences.len() {
            next = self.read_from(next);
            for part in missing.iter().copied() {
                let places = self.all(part);
                starts.entry(part).or_default().extend(self.found[places].iter().map(|found| found.start));
            }
        }
        let is_near = |part: &usize, lead: Found| {
            let starts = starts.get(part).map_or(&[][..], Vec::as_slice);
            let next = starts.partition_point(|start| *start < lead.start.saturating_sub(NEAR));
            starts.get(next).is_some_and(|start| *start < lead.end + NEAR)
        };
        let all_near = |cue: &Waiting| cue.missing.iter().all(|part| is_near(part, cue.found[0]));
        self.places.extend(waiting.into_iter().filter(all_near).map(|cue| (cue.cue, cue.found)));
    }
}
