//! Many cues looked for together. A text is gone through once: each of its words calls
//! only the cues that cannot do without it, so that time grows with what a text says
//! and hardly with how many cues there are.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::sentence::{Sentence, each};
use super::sequence::{Ids, advance, each_known, needed, openings};
use super::{Cue, Found, Part, PlacedCue, Spelling, Text};

/// How far apart the parts of `a && b` may stand, in words.
const NEAR: usize = 100;

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
    known_parts: HashMap<String, usize>,
    cues: Vec<Joined>,
    /// Each cue's place: the same wording in two files is looked for once.
    known_cues: HashMap<(Vec<usize>, bool), Member>,
    /// The parts that a word calls, by the word's number.
    called: FxHashMap<u32, Vec<usize>>,
    /// The cues that each part leads.
    led: Vec<Vec<Member>>,
    /// What each part cannot do without: of each of these, a word.
    needs: Vec<Vec<Ids>>,
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
        let next = Member(self.cues.len());
        let known = *self.known_cues.entry((parts.clone(), cue.whole_text)).or_insert(next);
        if known == next {
            self.cues.push(Joined { lead: parts[0], parts, whole_text: cue.whole_text });
        }
        known
    }

    fn part(&mut self, part: &Part) -> usize {
        let next = self.parts.len();
        let place = *self.known_parts.entry(part.written.clone()).or_insert(next);
        if place == next {
            self.parts.push(part.clone());
        }
        place
    }

    /// Decides which part leads each cue and which words call it: of the words that the cue
    /// cannot do without, those that stand least often in `usual`, texts such as will be read.
    pub fn prepare(&mut self, usual: &[Text]) {
        let often = Often::new(usual);
        self.needs = self.parts.iter().map(|part| needed(&part.sequence)).collect();
        self.needs.iter_mut().for_each(|needs| needs.sort_by_cached_key(|ids| often.any(ids)));
        self.lead(&often);
        self.called.clear();
        for (part, needs) in self.needs.iter().enumerate().filter(|(part, _)| !self.led[*part].is_empty()) {
            for id in needs.first().into_iter().flat_map(|rarest| rarest.iter()) {
                self.called.entry(*id).or_default().push(part);
            }
        }
    }

    /// Lets the rarest part of each cue lead it; where the others may stand anywhere, the first.
    fn lead(&mut self, often: &Often) {
        self.led = vec![Vec::new(); self.parts.len()];
        for (at, cue) in self.cues.iter_mut().enumerate() {
            let may_lead = if cue.whole_text { &cue.parts[..1] } else { &cue.parts[..] };
            let commonness = |part: &usize| self.needs[*part].first().map(|rarest| often.any(rarest));
            cue.lead = may_lead.iter().copied().min_by_key(commonness).unwrap_or(cue.lead);
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
        let mut search = Search::new(self, text, spelling);
        text.sentences.iter().for_each(|sentence| search.go_through(sentence));
        search.settle();
        let mut places = search.places;
        places.sort_by_key(|(cue, parts)| (*cue, parts[0].start));
        Hits { places }
    }
}

/// How often words stand in usual texts.
struct Often(FxHashMap<u32, usize>);

impl Often {
    fn new(usual: &[Text]) -> Self {
        let mut often = FxHashMap::default();
        let words = usual.iter().flat_map(|text| &text.words);
        words.flat_map(|word| word.ids(Spelling::Exact)).for_each(|id| *often.entry(*id).or_default() += 1);
        Often(often)
    }

    /// How often any of them stands there, and how many they are.
    fn any(&self, ids: &Ids) -> (usize, usize) {
        (ids.iter().filter_map(|id| self.0.get(id)).sum(), ids.len())
    }
}

/// A set being looked for in a text, sentence by sentence.
struct Search<'a> {
    set: &'a CueSet,
    text: &'a Text,
    /// Each word as what it is to the lexicon.
    words: Vec<&'a [u32]>,
    sentence: Sentence,
    /// How many words stand before the sentence.
    before: usize,
    /// Which words stand anywhere in the text.
    anywhere: HashSet<u32, FxBuildHasher>,
    /// By part, one past the first word of the sentence in which it was looked for last.
    looked: Vec<usize>,
    places: Vec<(Member, Vec<Found>)>,
    waiting: Vec<Waiting>,
}

/// A cue whose leading part stands, while other parts of it may stand in other sentences.
struct Waiting {
    cue: Member,
    found: Vec<Found>,
    elsewhere: Vec<usize>,
}

impl<'a> Search<'a> {
    fn new(set: &'a CueSet, text: &'a Text, spelling: Spelling) -> Self {
        let words: Vec<&[u32]> = text.words.iter().map(|word| word.ids(spelling)).collect();
        Search {
            set,
            text,
            anywhere: words.iter().flat_map(|word| word.iter().copied()).collect(),
            words,
            sentence: Sentence::default(),
            before: 0,
            looked: vec![0; set.parts.len()],
            places: Vec::new(),
            waiting: Vec::new(),
        }
    }

    fn read(&mut self, sentence: &Range<usize>) {
        self.sentence.read(&self.words[sentence.clone()]);
        self.before = sentence.start;
    }

    /// Looks for every part in a sentence that a word of it calls.
    fn go_through(&mut self, sentence: &Range<usize>) {
        self.read(sentence);
        let set = self.set;
        let called = self.sentence.ids().iter().filter_map(|id| set.called.get(id)).flatten();
        for part in called.collect::<Vec<_>>() {
            if std::mem::replace(&mut self.looked[*part], self.before + 1) != self.before + 1 {
                self.follow(*part);
            }
        }
    }

    /// Looks for the cues that a part leads in the sentence.
    fn follow(&mut self, part: usize) {
        let set = self.set;
        let can_stand = set.led[part].iter().filter(|cue| self.can_stand(&set.cues[cue.0]));
        let cues: Vec<Member> = can_stand.copied().collect();
        if cues.is_empty() {
            return;
        }
        for lead in self.all(part) {
            cues.iter().for_each(|cue| self.join(*cue, lead));
        }
    }

    /// Whether all words are there that the cue needs.
    fn can_stand(&self, cue: &Joined) -> bool {
        let here = |need: &Ids| self.sentence.any(need) != 0;
        let somewhere = |need: &Ids| need.iter().any(|id| self.anywhere.contains(id));
        cue.parts.iter().all(|part| {
            let mut needs = self.set.needs[*part].iter();
            if cue.whole_text && *part != cue.lead { needs.all(somewhere) } else { needs.all(here) }
        })
    }

    /// Every place of a part in the sentence.
    fn all(&self, part: usize) -> Vec<Found> {
        let sequence = &self.set.parts[part].sequence;
        let starts = openings(sequence, &self.sentence);
        if advance(sequence, starts, &self.sentence) == 0 {
            return Vec::new();
        }
        let sentence = self.text.words[self.before].word.sentence;
        let found = each(starts).filter_map(|start| {
            let ends = advance(sequence, 1 << start, &self.sentence);
            let end = self.before + ends.trailing_zeros() as usize;
            (ends != 0).then_some(Found { start: self.before + start, end, sentence })
        });
        found.collect()
    }

    /// The leading part with the nearest of each other part in its sentence.
    fn join(&mut self, cue: Member, lead: Found) {
        let joined = &self.set.cues[cue.0];
        let (mut found, mut elsewhere) = (vec![lead], Vec::new());
        for part in joined.parts.iter().filter(|part| **part != joined.lead) {
            match self.all(*part).into_iter().min_by_key(|found| found.start.abs_diff(lead.start)) {
                Some(nearest) => found.push(nearest),
                None if joined.whole_text => elsewhere.push(*part),
                None => return,
            }
        }
        if elsewhere.is_empty() {
            self.places.push((cue, found));
        } else {
            self.waiting.push(Waiting { cue, found, elsewhere });
        }
    }

    /// Decides the cues whose other parts may stand in other sentences: near enough to belong
    /// to what the lead says, as words at the two ends of a long page do not.
    fn settle(&mut self) {
        let waiting = std::mem::take(&mut self.waiting);
        let parts: BTreeSet<usize> = waiting.iter().flat_map(|cue| cue.elsewhere.iter().copied()).collect();
        let mut starts: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
        let sentences = if parts.is_empty() { &[][..] } else { &self.text.sentences };
        for sentence in sentences {
            self.read(sentence);
            for part in &parts {
                starts.entry(*part).or_default().extend(self.all(*part).iter().map(|found| found.start));
            }
        }
        let is_near = |part: &usize, lead: Found| {
            let starts = starts.get(part).map_or(&[][..], Vec::as_slice);
            let next = starts.partition_point(|start| *start < lead.start.saturating_sub(NEAR));
            starts.get(next).is_some_and(|start| *start < lead.end + NEAR)
        };
        let all_near = |cue: &Waiting| cue.elsewhere.iter().all(|part| is_near(part, cue.found[0]));
        self.places.extend(waiting.into_iter().filter(all_near).map(|cue| (cue.cue, cue.found)));
    }
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
