//! Many cues looked for together: which parts they share, which part leads each, and which
//! runs of words call that one. [`search`] goes through a text with them.

use std::collections::HashMap;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::lexicon::{Class, Lexicon};
use super::sequence::{Sequence, each_class, needed};
use super::{Cue, Found, Part, PlacedCue, Spelling, Text, search};

/// The place of a cue in a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Member(pub(super) usize);

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
    /// What each part looks for.
    pub(super) parts: Vec<Sequence>,
    /// Each part's place, by how it is written: parts of the same wording are one.
    known_parts: HashMap<String, usize>,
    pub(super) cues: Vec<Joined>,
    /// Each cue's place: the same wording in two files is looked for once.
    known_cues: HashMap<(Vec<usize>, bool), Member>,
    /// The parts that a run calls, by its number.
    pub(super) called: FxHashMap<u32, Vec<usize>>,
    /// The cues that each part leads.
    pub(super) led: Vec<Vec<Member>>,
    /// What each part cannot do without: a run of each of these.
    pub(super) needs: Vec<Vec<Class>>,
}

/// A cue of a set, as places of its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Joined {
    pub(super) parts: Vec<usize>,
    pub(super) whole_text: bool,
    /// The part that is looked for first; the others only where it stands.
    pub(super) lead: usize,
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
            self.parts.push(part.sequence.clone());
        }
        place
    }

    /// Decides which part leads each cue and which runs call it: of those that the cue
    /// cannot do without, the ones that stand least often in `usual`, texts such as will be read.
    pub fn prepare(&mut self, usual: &[Text]) {
        // Only taking in needs these.
        (self.known_parts, self.known_cues) = (HashMap::new(), HashMap::new());
        let often = Often::new(usual);
        self.needs = self.parts.iter().map(|part| needed(part)).collect();
        self.needs.iter_mut().for_each(|needs| needs.sort_by_cached_key(|class| often.any(class)));
        self.lead(&often);
        self.called.clear();
        for (part, needs) in self.needs.iter().enumerate().filter(|(part, _)| !self.led[*part].is_empty()) {
            for run in needs.first().into_iter().flat_map(|rarest| rarest.iter()) {
                self.called.entry(*run).or_default().push(part);
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
    pub fn words_of(&self, cue: Member, lexicon: &Lexicon) -> impl Iterator<Item = u32> + use<> {
        let mut words = Vec::new();
        for part in self.cues.get(cue.0).into_iter().flat_map(|cue| &cue.parts) {
            each_class(&self.parts[*part], &mut |class| {
                words.extend(class.iter().flat_map(|run| lexicon.words_of(*run)))
            });
        }
        words.into_iter()
    }

    /// Every place where a cue stands.
    pub fn find(&self, text: &Text, spelling: Spelling) -> Hits {
        let mut places = search::places(self, text, spelling);
        places.sort_by_key(|(cue, parts)| (*cue, parts[0].start));
        Hits { places }
    }
}

/// How often runs stand in usual texts.
struct Often(FxHashMap<u32, usize>);

impl Often {
    fn new(usual: &[Text]) -> Self {
        let mut often = FxHashMap::default();
        let words = usual.iter().flat_map(|text| &text.words);
        words
            .flat_map(|word| word.runs(Spelling::Exact))
            .for_each(|run| *often.entry(*run).or_default() += 1);
        Often(often)
    }

    /// How often any run of the class stands there, and how many it has.
    fn any(&self, class: &Class) -> (usize, usize) {
        (class.iter().filter_map(|run| self.0.get(run)).sum(), class.len())
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
