//! What keeps a wording from being a claim, whichever pattern it belongs to: a warning,
//! a report of what sellers say, a patient's question, a "no".

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use super::super::cue::{CueSet, Found, Hits, Lexicon, Member, Placed, Text};

/// As far as an enumeration under one "not" reaches, in words.
const ENUMERATION: usize = 8;

/// Words that say no to what follows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Negation {
    /// The words.
    pub words: Vec<Placed>,
    /// How many words on they still say no.
    pub reach: usize,
}

/// The exceptions that all patterns share.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Exceptions {
    /// Wordings that keep their sentence quiet.
    pub unless: Vec<Placed>,
    /// Wordings that keep the whole text quiet, unless a seller speaks in it.
    pub unless_text: Vec<Placed>,
    /// Wordings of a seller.
    pub seller: Vec<Placed>,
    /// Other trades, which keep the whole text quiet, unless it names anything of
    pub trades: Vec<Placed>,
    /// our own field.
    pub field: Vec<Placed>,
    /// Wordings that keep a sentence quiet that ends with a question mark.
    pub questions: Vec<Placed>,
    /// Words with which a question opens that people ask, unless it addresses a reader:
    pub openers: Vec<Placed>,
    /// words that address one.
    pub addressed: Vec<Placed>,
    /// Wordings of a report on research, which keep a sentence quiet that addresses nobody.
    pub reported: Vec<Placed>,
    /// Wordings of a text about other people's illness or a study's, and
    pub others: Vec<Placed>,
    /// wordings of somebody who tells of themselves or their own.
    pub personal: Vec<Placed>,
    /// Words that say no to what follows them.
    pub negations: Vec<Negation>,
    /// Words that say no to what stands directly before them.
    pub behind: Vec<Placed>,
    /// Wordings that hold a "no" and mean none: "not only".
    pub harmless: Vec<Placed>,
    /// Words after which an enumeration under a "not" has ended: "it", "we".
    pub subjects: Vec<Placed>,
    /// The cues that themselves hold a word that says no.
    pub(super) negative: FxHashSet<Member>,
}

impl Exceptions {
    /// Finds out which cues say no themselves.
    pub(super) fn prepare(&mut self, cues: &CueSet, lexicon: &Lexicon) {
        let negations = self.negations.iter().flat_map(|negation| &negation.words);
        let no = cues.words_of(negations.map(|placed| placed.cue), lexicon);
        self.negative = cues.looking_for(&no, lexicon);
    }

    /// The sentences in which no pattern counts.
    pub(super) fn quiet_sentences(&self, hits: &Hits, questions: &Questions) -> FxHashSet<usize> {
        let addressed: FxHashSet<usize> = sentences(&self.addressed, hits).collect();
        let opens = |found: &Found| questions.get(&found.sentence) == Some(&found.start);
        let opened = places(&self.openers, hits).filter(opens).map(|found| found.sentence);
        let reported = sentences(&self.reported, hits);
        let aside = opened.chain(reported).filter(|sentence| !addressed.contains(sentence));
        let asked = sentences(&self.questions, hits).filter(|sentence| questions.contains_key(sentence));
        sentences(&self.unless, hits).chain(asked).chain(aside).collect()
    }

    /// Whether nothing in the text is a claim.
    pub(super) fn quiet_text(&self, hits: &Hits) -> bool {
        let any = |cues: &[Placed]| cues.iter().any(|placed| hits.any(placed.cue));
        any(&self.unless_text) && !any(&self.seller) || any(&self.trades) && !any(&self.field)
    }

    /// Whether the text tells of other people and nobody in it of themselves.
    pub(super) fn is_about_others(&self, hits: &Hits) -> bool {
        let any = |cues: &[Placed]| cues.iter().any(|placed| hits.any(placed.cue));
        any(&self.others) && !any(&self.personal)
    }

    /// Where the text says no: each word that does, and how far it reaches.
    pub(super) fn noes(&self, hits: &Hits) -> Noes {
        let harmless: Vec<Found> = places(&self.harmless, hits).collect();
        let is_meant =
            |no: &Found| !harmless.iter().any(|idiom| idiom.start <= no.start && no.end <= idiom.end);
        let before = self.negations.iter().flat_map(|negation| {
            places(&negation.words, hits).filter(is_meant).map(|no| (no, negation.reach)).collect::<Vec<_>>()
        });
        Noes {
            before: before.collect(),
            behind: places(&self.behind, hits).collect(),
            subjects: places(&self.subjects, hits).map(|found| found.start).collect(),
        }
    }

    /// Whether the cue itself can hold a word that says no, so that one inside it proves nothing.
    pub(super) fn may_say_no(&self, cue: Member) -> bool {
        self.negative.contains(&cue)
    }
}

/// The sentences that end with a question mark, each with its first word.
pub(super) type Questions = FxHashMap<usize, usize>;

fn places<'a>(cues: &'a [Placed], hits: &'a Hits) -> impl Iterator<Item = Found> + 'a {
    cues.iter().flat_map(|placed| hits.of(placed.cue)).filter_map(|parts| parts.first().copied())
}

fn sentences<'a>(cues: &'a [Placed], hits: &'a Hits) -> impl Iterator<Item = usize> + 'a {
    places(cues, hits).map(|found| found.sentence)
}

/// Whether the first stands inside the second.
fn inside(no: &Found, found: &Found) -> bool {
    found.start <= no.start && no.end <= found.end
}

/// Where a text says no.
#[derive(Debug, Default)]
pub(super) struct Noes {
    before: Vec<(Found, usize)>,
    behind: Vec<Found>,
    subjects: FxHashSet<usize>,
}

impl Noes {
    /// Whether what stands there holds a word that says no.
    pub(super) fn inside(&self, found: &Found) -> bool {
        self.before.iter().any(|(no, _)| inside(no, found))
    }

    /// Whether the text says no to what stands there.
    pub(super) fn deny(&self, found: &Found, text: &Text) -> bool {
        self.deny_but_for(|_| false, found, text)
    }

    /// The same, where a word that says no may belong to what is meant.
    pub(super) fn deny_but_for(&self, is_meant: impl Fn(&Found) -> bool, found: &Found, text: &Text) -> bool {
        let before = self.before.iter().filter(|(no, _)| !is_meant(no)).any(|(no, reach)| {
            let near = no.end <= found.start && found.start - (no.end - 1) <= *reach;
            let ahead = near && text.clause(no.start) == text.clause(found.start);
            ahead || inside(no, found) || self.enumerates(no, *reach, found, text)
        });
        before
            || self
                .behind
                .iter()
                .any(|no| no.start == found.end && text.clause(no.start) == text.clause(found.end - 1))
    }

    /// Whether the place is a later item under one "not": "does not cure, reverse or slow".
    fn enumerates(&self, no: &Found, reach: usize, found: &Found, text: &Text) -> bool {
        let near =
            no.sentence == found.sentence && no.end <= found.start && found.start - no.end < ENUMERATION;
        // A word that denies only its own noun, such as "no", starts no enumeration of verbs.
        near && reach > 2 && {
            let between = no.end..found.start;
            let joins =
                |at: usize| text.words.get(at).is_some_and(|w| matches!(w.text.as_str(), "or" | "nor"));
            let ends = between.clone().any(|at| self.subjects.contains(&at));
            !ends && between.chain(found.start..found.start + 4).any(joins)
        }
    }
}
