//! A set of cues being looked for in a text, passage by passage.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::super::side_by_side;
use super::passage::{Passage, Positions, Standing, each};
use super::sequence::{advance, openings};
use super::set::{CueSet, Joined, Member};
use super::{Found, Spelling, Text};

/// How far apart the parts of `a && b` may stand, in words.
const NEAR: usize = 100;

/// Every place of every cue, in no order.
pub(super) fn places(set: &CueSet, text: &Text, spelling: Spelling) -> Vec<(Member, Vec<Found>)> {
    let (words, end) = (text.words.len(), text.sentences().len());
    let middle = text.sentences().partition_point(|sentence| sentence.end <= words / 2);
    let within = |sentences| move || places_in(sentences, set, text, spelling);
    let (behind, mut places) = side_by_side(words, within(middle..end), within(0..middle));
    places.extend(behind);
    places
}

/// The places of every cue whose leading part stands in these sentences.
fn places_in(
    sentences: Range<usize>,
    set: &CueSet,
    text: &Text,
    spelling: Spelling,
) -> Vec<(Member, Vec<Found>)> {
    let mut search = Search {
        set,
        sentences: text.sentences(),
        passage: Passage::new(text.starts(spelling), &set.tables),
        can: Standing::none_of(set.parts.len()),
        found: Vec::new(),
        known: FxHashMap::default(),
        places: Vec::new(),
        waiting: Vec::new(),
    };
    let mut next = sentences.start;
    while next < sentences.end {
        next = search.read_from(next, sentences.end);
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
    /// Where parts can stand in the passage, as far as anybody asked.
    can: Standing,
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
    /// Turns to the passage that begins with that sentence and ends before another; gives the
    /// sentence behind it.
    fn read_from(&mut self, sentence: usize, end: usize) -> usize {
        self.can.clear();
        self.found.clear();
        self.known.clear();
        self.passage.read(&self.sentences[..end], sentence)
    }

    /// The parts that a class in the passage calls and whose other needs stand in it as well.
    fn called(&mut self) -> Vec<usize> {
        let set = self.set;
        let called = self.passage.found().into_iter().flat_map(|class| set.called.at(class as usize));
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
    fn where_it_can(&mut self, part: usize) -> Positions {
        self.can.get(part as u32).unwrap_or_else(|| {
            let positions = self.passage.with_all(self.set.needs.at(part));
            self.can.add(part as u32, positions);
            positions
        })
    }

    /// Whether all parts can stand in one sentence that have to.
    fn can_join(&mut self, cue: &Joined) -> bool {
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
        let (starts, ends) = self.reach(part);
        for start in each(starts & self.passage.around(ends)) {
            let here = self.passage.around(1 << start);
            let is_alone = starts & here == 1 << start;
            let sequence = &self.set.parts[part];
            let ends = if is_alone { ends & here } else { advance(sequence, 1 << start, &mut self.passage) };
            if ends != 0 {
                let (start, end) =
                    (self.passage.spot(start), self.passage.spot(ends.trailing_zeros() as usize));
                self.found.push(Found { start: start.word, end: end.word, sentence: start.sentence });
            }
        }
    }

    /// Where a part can start in the passage, and where it ends.
    fn reach(&mut self, part: usize) -> (Positions, Positions) {
        let sequence = &self.set.parts[part];
        let can = self.where_it_can(part);
        let starts = if can == 0 { 0 } else { openings(sequence, &mut self.passage) & can };
        (starts, advance(sequence, starts, &mut self.passage))
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
        let set = self.set;
        let mut waiting = std::mem::take(&mut self.waiting);
        waiting.retain(|cue| cue.missing.iter().all(|part| self.passage.text_holds(set.needs.at(*part))));
        let mut wanted: FxHashMap<usize, Vec<Range<usize>>> = FxHashMap::default();
        for cue in &waiting {
            let near = cue.found[0].start.saturating_sub(NEAR)..cue.found[0].end + NEAR;
            cue.missing.iter().for_each(|part| wanted.entry(*part).or_default().push(near.clone()));
        }
        let mut ends: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
        let mut next = if wanted.is_empty() { self.sentences.len() } else { 0 };
        while next < self.sentences.len() {
            let from = self.sentences[next].start;
            next = self.read_from(next, self.sentences.len());
            let words = from..self.sentences[next - 1].end;
            let is_here = |near: &Range<usize>| near.start < words.end && words.start < near.end;
            for (part, _) in wanted.iter().filter(|(_, near)| near.iter().any(is_here)) {
                let (_, found) = self.reach(*part);
                ends.entry(*part).or_default().extend(each(found).map(|end| self.passage.spot(end).word));
            }
        }
        let is_near = |part: &usize, lead: Found| {
            let ends = ends.get(part).map_or(&[][..], Vec::as_slice);
            let next = ends.partition_point(|end| *end <= lead.start.saturating_sub(NEAR));
            ends.get(next).is_some_and(|end| *end <= lead.end + NEAR)
        };
        let all_near = |cue: &Waiting| cue.missing.iter().all(|part| is_near(part, cue.found[0]));
        self.places.extend(waiting.into_iter().filter(all_near).map(|cue| (cue.cue, cue.found)));
    }
}
