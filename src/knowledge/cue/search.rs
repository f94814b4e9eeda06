//! A set of cues being looked for in a text, sentence by sentence.

use std::collections::BTreeSet;
use std::ops::Range;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::sentence::{Sentence, each};
use super::sequence::{advance, openings};
use super::set::{CueSet, Member};
use super::{Found, Spelling, Text};

/// How far apart the parts of `a && b` may stand, in words.
const NEAR: usize = 100;

/// Every place of every cue, in no order.
pub(super) fn places(set: &CueSet, text: &Text, spelling: Spelling) -> Vec<(Member, Vec<Found>)> {
    let mut search = Search {
        set,
        sentence: Sentence::new(text.starts(spelling), &set.classes, set.class_count),
        number: 0,
        before: 0,
        found: FxHashMap::default(),
        places: Vec::new(),
        waiting: Vec::new(),
    };
    for (number, words) in text.sentences.iter().enumerate() {
        search.turn_to(number, words);
        search.go_through();
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
    /// The places of parts in the sentence, as far as they are known.
    found: FxHashMap<usize, Rc<[Found]>>,
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
        (self.number, self.before) = (number, words.start);
        self.sentence.read(words.clone());
    }

    /// Looks for every part in the sentence that a class in it calls.
    fn go_through(&mut self) {
        for at in 0..self.sentence.standing().len() {
            let class = self.sentence.standing()[at];
            for part in self.set.called.at(class as usize) {
                self.follow(*part as usize);
            }
        }
    }

    /// Looks for the cues that a part leads in the sentence.
    fn follow(&mut self, part: usize) {
        if !self.can_stand(part) {
            return;
        }
        for cue in self.set.led.at(part).iter().map(|cue| Member(*cue as usize)) {
            if self.can_join(cue) {
                self.all(part).iter().for_each(|lead| self.join(cue, *lead));
            }
        }
    }

    /// Whether the sentence holds a run of each class that the part needs.
    fn can_stand(&self, part: usize) -> bool {
        self.set.needs.at(part).iter().all(|need| self.sentence.at(*need) != 0)
    }

    /// Whether all parts beside the lead can stand in the sentence that have to.
    fn can_join(&self, cue: Member) -> bool {
        let cue = &self.set.cues[cue.0];
        cue.whole_text || cue.parts.iter().all(|part| *part == cue.lead || self.can_stand(*part))
    }

    /// Every place of a part in the sentence; many cues ask for the same.
    fn all(&mut self, part: usize) -> Rc<[Found]> {
        if let Some(known) = self.found.get(&part) {
            return Rc::clone(known);
        }
        let all: Rc<[Found]> = self.find(part).into();
        self.found.insert(part, Rc::clone(&all));
        all
    }

    fn find(&mut self, part: usize) -> Vec<Found> {
        let sequence = &self.set.parts[part];
        let starts = openings(sequence, &self.sentence);
        if starts == 0 || advance(sequence, starts, &mut self.sentence) == 0 {
            return Vec::new();
        }
        let found = each(starts).filter_map(|start| {
            let ends = advance(sequence, 1 << start, &mut self.sentence);
            let end = self.before + ends.trailing_zeros() as usize;
            (ends != 0).then_some(Found { start: self.before + start, end, sentence: self.number })
        });
        found.collect()
    }

    /// The leading part with the nearest of each other part in its sentence.
    fn join(&mut self, cue: Member, lead: Found) {
        let joined = &self.set.cues[cue.0];
        let (mut found, mut missing) = (vec![lead], Vec::new());
        for part in joined.parts.iter().filter(|part| **part != joined.lead) {
            match self.all(*part).iter().min_by_key(|found| found.start.abs_diff(lead.start)) {
                Some(nearest) => found.push(*nearest),
                None if joined.whole_text => missing.push(*part),
                None => return,
            }
        }
        if missing.is_empty() {
            self.places.push((cue, found));
        } else {
            self.waiting.push(Waiting { cue, found, missing });
        }
    }

    /// Decides the cues whose other parts may stand in other sentences: near enough to belong
    /// to what the lead says, as words at the two ends of a long page do not.
    fn settle(&mut self, sentences: &[Range<usize>]) {
        let waiting = std::mem::take(&mut self.waiting);
        let missing: BTreeSet<usize> = waiting.iter().flat_map(|cue| cue.missing.iter().copied()).collect();
        let mut starts: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
        for (number, words) in sentences.iter().enumerate().take_while(|_| !missing.is_empty()) {
            self.turn_to(number, words);
            for part in &missing {
                starts.entry(*part).or_default().extend(self.all(*part).iter().map(|found| found.start));
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
