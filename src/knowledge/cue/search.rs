//! A set of cues being looked for in a text, sentence by sentence.

use rustc_hash::FxHashMap;

use super::sentence::{Sentence, each};
use super::sequence::{advance, openings};
use super::set::{CueSet, Member};
use super::{Found, Spelling, Text};

/// How far apart the parts of `a && b` may stand, in words.
const NEAR: usize = 100;

/// Every place of every cue, in no order.
pub(super) fn places(set: &CueSet, text: &Text, spelling: Spelling) -> Vec<(Member, Vec<Found>)> {
    let words: Vec<&[u32]> = text.words.iter().map(|word| word.runs(spelling)).collect();
    let mut search = Search {
        set,
        sentence: Sentence::new(&set.classes),
        number: 0,
        before: 0,
        looked: vec![0; set.parts.len()],
        places: Vec::new(),
        waiting: Vec::new(),
        elsewhere: FxHashMap::default(),
    };
    for (number, sentence) in text.sentences.iter().enumerate() {
        search.sentence.read(&words[sentence.clone()], &set.classes);
        (search.number, search.before) = (number, sentence.start);
        search.go_through();
    }
    search.settle();
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
    /// By part, one past the first word of the sentence in which it was looked for last.
    looked: Vec<usize>,
    places: Vec<(Member, Vec<Found>)>,
    waiting: Vec<Waiting>,
    /// Where those parts start that may stand in another sentence than their lead.
    elsewhere: FxHashMap<usize, Vec<usize>>,
}

/// A cue whose leading part stands, while other parts of it may stand in other sentences.
struct Waiting {
    cue: Member,
    found: Vec<Found>,
    missing: Vec<usize>,
}

impl Search<'_> {
    /// Looks for every part in the sentence that a run in it calls.
    fn go_through(&mut self) {
        let set = self.set;
        for at in 0..self.sentence.classes().len() {
            for part in &set.called[self.sentence.classes()[at] as usize] {
                if std::mem::replace(&mut self.looked[*part], self.before + 1) != self.before + 1 {
                    self.follow(*part);
                }
            }
        }
    }

    /// Looks for a part and for the cues that it leads in the sentence.
    fn follow(&mut self, part: usize) {
        let set = self.set;
        if !self.can_stand(part) {
            return;
        }
        let is_joined = set.is_elsewhere[part];
        let cues = set.led[part].iter().filter(|cue| self.can_join(**cue));
        let cues: Vec<Member> = cues.copied().collect();
        if cues.is_empty() && !is_joined {
            return;
        }
        for found in self.all(part) {
            if is_joined {
                self.elsewhere.entry(part).or_default().push(found.start);
            }
            cues.iter().for_each(|cue| self.join(*cue, found));
        }
    }

    /// Whether the sentence holds a run of each class that the part needs.
    fn can_stand(&self, part: usize) -> bool {
        self.set.needs[part].iter().all(|need| self.sentence.at(need) != 0)
    }

    /// Whether all parts of a cue can stand in the sentence that have to.
    fn can_join(&self, cue: Member) -> bool {
        let cue = &self.set.cues[cue.0];
        cue.whole_text || cue.parts.iter().all(|part| self.can_stand(*part))
    }

    /// Every place of a part in the sentence.
    fn all(&mut self, part: usize) -> Vec<Found> {
        let sequence = &self.set.parts[part].sequence;
        let starts = openings(sequence, &self.sentence);
        if advance(sequence, starts, &mut self.sentence) == 0 {
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
            match self.all(*part).into_iter().min_by_key(|found| found.start.abs_diff(lead.start)) {
                Some(nearest) => found.push(nearest),
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
    fn settle(&mut self) {
        for cue in std::mem::take(&mut self.waiting) {
            if cue.missing.iter().all(|part| self.is_near(*part, cue.found[0])) {
                self.places.push((cue.cue, cue.found));
            }
        }
    }

    fn is_near(&self, part: usize, lead: Found) -> bool {
        let starts = self.elsewhere.get(&part).map_or(&[][..], Vec::as_slice);
        let next = starts.partition_point(|start| *start < lead.start.saturating_sub(NEAR));
        starts.get(next).is_some_and(|start| *start < lead.end + NEAR)
    }
}
