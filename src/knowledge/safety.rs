//! Safety groups: the wordings of an emergency, and the lines that answer one.

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::cue::{CueSet, Hits, Lexicon, Placed, Spelling, Text};
use super::words::{Word, words};

/// The cues of all safety groups.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Emergencies {
    /// The words that they look for.
    pub lexicon: Lexicon,
    /// Wordings that fire. Misspelling must not hide an emergency, so they match forgivingly.
    pub wordings: CueSet,
    /// Wordings that keep quiet. These must not hide one either, so they match letter for letter.
    pub exceptions: CueSet,
}

/// What a text sounds like.
pub struct Heard {
    wordings: Hits,
    exceptions: Hits,
}

impl Emergencies {
    /// Makes the cues ready, once all groups are read.
    pub(super) fn prepare(&mut self, groups: &[SafetyGroup]) {
        let examples = groups.iter().flat_map(|group| group.fires.iter().chain(&group.quiet));
        let usual: Vec<Text> = examples.map(|(text, _)| self.lexicon.read_exactly(words(text))).collect();
        self.wordings.prepare(&usual, &self.lexicon);
        self.exceptions.prepare(&usual, &self.lexicon);
        self.lexicon.forgive();
        self.lexicon.close();
    }

    /// Looks for the wordings of all groups in a text.
    pub fn hear(&self, text: &str) -> Heard {
        self.hear_words(words(text).into())
    }

    /// The same where its words are known.
    pub fn hear_words(&self, words: Arc<[Word]>) -> Heard {
        let text = self.lexicon.read(words);
        Heard {
            wordings: self.wordings.find(&text, Spelling::Forgiving),
            exceptions: self.exceptions.find(&text, Spelling::Exact),
        }
    }
}

/// A sort of emergency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SafetyGroup {
    /// Its file's name without the ending.
    pub slug: String,
    /// What it is, for moderators.
    pub title: String,
    /// Which group answers where several fire: the lowest.
    pub order: i64,
    /// What the bot says, a line each.
    pub lines: Vec<(String, Range<usize>)>,
    /// The sources behind those lines, by slug.
    pub sources: Vec<(String, Range<usize>)>,
    /// Wordings that fire it whatever else the sentence says.
    pub always: Vec<Placed>,
    /// Wordings that fire it.
    pub cues: Vec<Placed>,
    /// Wordings that, in the same sentence, keep `cues` quiet.
    pub unless: Vec<Placed>,
    /// Texts that must fire it.
    pub fires: Vec<(String, Range<usize>)>,
    /// Texts that must not.
    pub quiet: Vec<(String, Range<usize>)>,
    /// Its file, below the knowledge folder.
    pub path: String,
}

impl SafetyGroup {
    /// The cue by which the text sounds like this emergency, if any.
    pub fn fired_by(&self, heard: &Heard) -> Option<&Placed> {
        let always = self.always.iter().find(|placed| heard.wordings.any(placed.cue));
        always.or_else(|| {
            self.cues.iter().find(|placed| {
                heard.wordings.of(placed.cue).any(|parts| !self.excused(heard, parts[0].sentence))
            })
        })
    }

    fn excused(&self, heard: &Heard, sentence: usize) -> bool {
        let mut places = self.unless.iter().flat_map(|placed| heard.exceptions.of(placed.cue));
        places.any(|parts| parts[0].sentence == sentence)
    }
}
