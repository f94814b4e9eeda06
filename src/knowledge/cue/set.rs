//! Many cues looked for together: which parts they share, which part leads each, and which
//! class of words calls that one. [`search`] goes through a text with them.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use super::lexicon::{Class, Lexicon, Run};
use super::passage::Tables;
use super::rows::Rows;
use super::sequence::{Sequence, each_class, needed};
use super::{Cue, Found, Part, PlacedCue, Spelling, Text, search};

/// The place of a cue in a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Member(pub(super) usize);

/// A cue of a set, with its bytes in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed {
    /// The cue.
    pub cue: Member,
    /// Its bytes in the file.
    pub at: Range<usize>,
}

/// Cues that are looked for together.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CueSet {
    /// What each part looks for.
    pub(super) parts: Vec<Sequence>,
    /// Each part's place, by how it is written: parts of the same wording are one.
    #[serde(skip)]
    known_parts: FxHashMap<String, usize>,
    pub(super) cues: Vec<Joined>,
    /// Each cue's place: the same wording in two files is looked for once.
    #[serde(skip)]
    known_cues: FxHashMap<(Vec<usize>, bool), Member>,
    /// What the parts name by number.
    pub(super) tables: Tables,
    /// The parts that each class calls.
    pub(super) called: Rows,
    /// The cues that each part leads.
    pub(super) led: Rows,
    /// The classes that each part cannot do without.
    pub(super) needs: Rows,
}

/// A cue of a set, as places of its parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Joined {
    pub(super) parts: Vec<usize>,
    pub(super) whole_text: bool,
    /// The part that is looked for first; the others only where it stands.
    pub(super) lead: usize,
}

impl Joined {
    /// The parts beside the lead.
    pub(super) fn others(&self) -> impl Iterator<Item = usize> {
        self.parts.iter().copied().filter(|part| *part != self.lead)
    }
}

impl CueSet {
    /// Takes in cues that were read from a file.
    pub fn take(&mut self, cues: Vec<PlacedCue>) -> Vec<Placed> {
        cues.into_iter().map(|read| Placed { cue: self.add(read.cue), at: read.at }).collect()
    }

    /// Takes a cue into the set. [`CueSet::prepare`] must follow before anything is looked for.
    pub fn add(&mut self, cue: Cue) -> Member {
        let whole_text = cue.whole_text;
        let parts: Vec<usize> = cue.parts.into_iter().map(|part| self.part(part)).collect();
        let next = Member(self.cues.len());
        let known = *self.known_cues.entry((parts.clone(), whole_text)).or_insert(next);
        if known == next {
            self.cues.push(Joined { lead: parts[0], parts, whole_text });
        }
        known
    }

    fn part(&mut self, part: Part) -> usize {
        let next = self.parts.len();
        let place = *self.known_parts.entry(part.written).or_insert(next);
        if place == next {
            self.parts.push(part.sequence);
        }
        place
    }

    /// Decides which part leads each cue and which classes call it: of those that the cue
    /// cannot do without, the one that stands least often in `usual`, texts such as will be read.
    pub fn prepare(&mut self, usual: &[Text], lexicon: &Lexicon) {
        // Only taking in needs these.
        (self.known_parts, self.known_cues) = Default::default();
        let often = Often::new(usual, lexicon);
        let mut needs: Vec<Vec<Class>> =
            self.parts.iter().map(|part| needed(part, lexicon.choices())).collect();
        needs.iter_mut().for_each(|needs| needs.sort_by_cached_key(|class| often.any(*class)));
        self.lead(&needs, &often);
        let leads = |part: &usize| !self.led.at(*part).is_empty();
        let calls =
            (0..needs.len()).filter(leads).filter_map(|part| Some((*needs[part].first()?, part as u32)));
        let calls: Vec<(Class, u32)> = calls.collect();
        let calling = calls.iter().map(|(class, _)| *class).collect();
        self.tables = Tables::new(&self.held(lexicon), &calling, lexicon);
        self.called = Rows::sorted(self.tables.count(), &calls);
        let all =
            needs.iter().enumerate().flat_map(|(part, needs)| needs.iter().map(move |c| (part as u32, *c)));
        self.needs = Rows::sorted(needs.len(), &all.collect::<Vec<_>>());
    }

    /// Every class that a part holds.
    fn held(&self, lexicon: &Lexicon) -> FxHashSet<Class> {
        let mut held = FxHashSet::default();
        let mut hold = |class| {
            held.insert(class);
        };
        self.parts.iter().for_each(|part| each_class(part, lexicon.choices(), &mut hold));
        held
    }

    /// Lets the rarest part of each cue lead it; where the others may stand anywhere, the first.
    fn lead(&mut self, needs: &[Vec<Class>], often: &Often<'_>) {
        for cue in &mut self.cues {
            let may_lead = if cue.whole_text { &cue.parts[..1] } else { &cue.parts[..] };
            let commonness = |part: &usize| needs[*part].first().map(|rarest| often.any(*rarest));
            cue.lead = may_lead.iter().copied().min_by_key(commonness).unwrap_or(cue.lead);
        }
        let led = self.cues.iter().enumerate().map(|(at, cue)| (cue.lead as u32, at as u32));
        self.led = Rows::sorted(self.parts.len(), &led.collect::<Vec<_>>());
    }

    /// Every word that any of these cues looks for.
    pub fn words_of(&self, cues: impl Iterator<Item = Member>, lexicon: &Lexicon) -> FxHashSet<Run> {
        let classes = cues.flat_map(|cue| self.classes_of(&self.cues[cue.0], lexicon));
        let runs = classes.flat_map(|class| lexicon.runs_of(class));
        runs.flat_map(|run| lexicon.words_of(*run)).collect()
    }

    /// Every cue that looks for one of these words, alone or beside others.
    pub fn looking_for(&self, words: &FxHashSet<Run>, lexicon: &Lexicon) -> FxHashSet<Member> {
        let mut known: FxHashMap<Class, bool> = FxHashMap::default();
        let mut holds = |class: Class| {
            let mut runs = lexicon.runs_of(class).iter();
            *known
                .entry(class)
                .or_insert_with(|| runs.any(|run| lexicon.words_of(*run).any(|word| words.contains(&word))))
        };
        let cues = self.cues.iter().enumerate();
        let looking = cues.filter(|(_, cue)| self.classes_of(cue, lexicon).into_iter().any(&mut holds));
        looking.map(|(at, _)| Member(at)).collect()
    }

    /// Every class of words that the cue looks for.
    fn classes_of(&self, cue: &Joined, lexicon: &Lexicon) -> Vec<Class> {
        let mut classes = Vec::new();
        for part in &cue.parts {
            each_class(&self.parts[*part], lexicon.choices(), &mut |class| classes.push(class));
        }
        classes
    }

    /// Every place where a cue stands.
    pub fn find(&self, text: &Text, spelling: Spelling) -> Hits {
        let mut places = search::places(self, text, spelling);
        places.sort_by_cached_key(|(cue, parts)| (*cue, parts[0].start));
        let mut ends = vec![0; self.cues.len()];
        places.iter().enumerate().for_each(|(at, (cue, _))| ends[cue.0] = at + 1);
        Hits { places, ends }
    }
}

/// How often runs stand in usual texts.
struct Often<'a> {
    runs: FxHashMap<Run, usize>,
    lexicon: &'a Lexicon,
}

impl<'a> Often<'a> {
    fn new(usual: &[Text], lexicon: &'a Lexicon) -> Self {
        let mut runs = FxHashMap::default();
        for text in usual {
            let starts = (0..text.words.len()).flat_map(|word| text.starts(Spelling::Exact).at(word));
            starts.for_each(|run| *runs.entry(*run).or_default() += 1);
        }
        Often { runs, lexicon }
    }

    /// How often any run of the class stands there, and how many it has.
    fn any(&self, class: Class) -> (usize, usize) {
        let runs = self.lexicon.runs_of(class);
        (runs.iter().filter_map(|run| self.runs.get(run)).sum(), runs.len())
    }
}

/// What a set found in a text.
#[derive(Debug, Clone, Default)]
pub struct Hits {
    /// By cue; the leading part of each first.
    places: Vec<(Member, Vec<Found>)>,
    /// By cue, one past its last place; 0 where it has none.
    ends: Vec<usize>,
}

impl Hits {
    /// Every place of the cue: its leading part, and its other parts in the same sentence.
    pub fn of(&self, cue: Member) -> impl Iterator<Item = &Vec<Found>> {
        let end = self.ends.get(cue.0).copied().unwrap_or_default();
        let count = self.places[..end].iter().rev().take_while(|(known, _)| *known == cue).count();
        self.places[end - count..end].iter().map(|(_, parts)| parts)
    }

    /// Whether the cue stands anywhere.
    pub fn any(&self, cue: Member) -> bool {
        self.ends.get(cue.0).is_some_and(|end| *end > 0)
    }
}
