//! A set of cues being looked for in a text, sentence by sentence.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::sentence::{Sentence, each};
use super::sequence::{advance, openings};
use super::set::{CueSet, Joined, Member};
use super::{Found, Spelling, Text};

/// How far apart the parts of `a && b` may stand, in words.
const NEAR: usize = 100;

/// Every place of every cue, in no order.
pub(super) fn places(set: &CueSet, text: &Text, spelling: Spelling) -> Vec<(Member, Vec<Found>)> {
    let mut search = Search {
        set,
        sentence: Sentence::new(text.starts(spelling), &set.classes),
        number: 0,
        before: 0,
        found: Vec::new(),
        known: FxHashMap::default(),
        places: Vec::new(),
        waiting: Vec::new(),
    };
    for (number, words) in text.sentences.iter().enumerate() {
        search.turn_to(number, words);
        search.called().into_iter().for_each(|part| search.follow(part));
    }
    search.settle(&text.sentences);
    search.places
}

/// A set being looked for in a text, sentence by sentence.
struct Search<'a> {
    set: &'a CueSet,
    sentence: Sentence<'a>,
    /// The number of the sentence.
    number: usize,
    /// How many words stand before it.
    before: usize,
    /// The places of parts in the sentence, as far as they are known, and
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
    /// Turns to the next sentence.
    fn turn_to(&mut self, number: usize, words: &Range<usize>) {
        self.found.clear();
        self.known.clear();
        (self.number, self.before) = (number, words.start);
        self.sentence.read(words.clone());
    }

    /// The parts that a class in the sentence calls and whose other needs stand in it as well.
    fn called(&self) -> Vec<usize> {
        let called = self.sentence.found().into_iter().flat_map(|class| self.set.called.at(class as usize));
        called.map(|part| *part as usize).filter(|part| self.can_stand(*part)).collect()
    }

    /// Looks for the cues that a part leads in the sentence.
    fn follow(&mut self, part: usize) {
        for cue in self.set.led.at(part) {
            let joined = &self.set.cues[*cue as usize];
            if self.can_join(joined) {
                self.join(Member(*cue as usize), joined);
            }
        }
    }

    /// Whether the sentence holds a run of each class that the part needs.
    fn can_stand(&self, part: usize) -> bool {
        self.set.needs.at(part).iter().all(|need| self.sentence.at(*need) != 0)
    }

    /// Whether all parts beside the lead can stand in the sentence that have to.
    fn can_join(&self, cue: &Joined) -> bool {
        cue.whole_text || cue.others().all(|part| self.can_stand(part))
    }

    /// Every place of a part in the sentence; many cues ask for the same.
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
        let starts = openings(sequence, &self.sentence);
        if starts == 0 || advance(sequence, starts, &mut self.sentence) == 0 {
            return;
        }
        for start in each(starts) {
            let ends = advance(sequence, 1 << start, &mut self.sentence);
            if ends != 0 {
                let (start, end) = (self.before + start, self.before + ends.trailing_zeros() as usize);
                self.found.push(Found { start, end, sentence: self.number });
            }
        }
    }

    /// Every place of the leading part with the nearest of each other part in its sentence.
    fn join(&mut self, member: Member, cue: &Joined) {
        let leads = self.all(cue.lead);
        if leads.is_empty() {
            return;
        }
        let missing: Vec<usize> = cue.others().filter(|part| self.all(*part).is_empty()).collect();
        if !missing.is_empty() && !cue.whole_text {
            return;
        }
        for lead in self.found[leads].iter().copied() {
            let nearest = cue.others().filter_map(|part| self.nearest(part, lead));
            let found = std::iter::once(lead).chain(nearest).collect();
            if missing.is_empty() {
                self.places.push((member, found));
            } else {
                self.waiting.push(Waiting { cue: member, found, missing: missing.clone() });
            }
        }
    }

    /// The nearest place of a part that was looked for in the sentence.
    fn nearest(&self, part: usize, lead: Found) -> Option<Found> {
        let places = self.found[self.known.get(&part)?.clone()].iter();
        places.min_by_key(|found| found.start.abs_diff(lead.start)).copied()
    }

    /// Decides the cues whose other parts may stand in other sentences: near enough to belong
    /// to what the lead says, as words at the two ends of a long page do not.
    fn settle(&mut self, sentences: &[Range<usize>]) {
        let waiting = std::mem::take(&mut self.waiting);
        let missing: FxHashSet<usize> = waiting.iter().flat_map(|cue| cue.missing.iter().copied()).collect();
        let mut starts: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
        for (number, words) in sentences.iter().enumerate().take_while(|_| !missing.is_empty()) {
            self.turn_to(number, words);
            for part in missing.iter().filter(|part| self.can_stand(**part)).copied().collect::<Vec<_>>() {
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
