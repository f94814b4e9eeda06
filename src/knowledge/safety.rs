//! Safety groups: the wordings of an emergency, and the lines that answer one.

use std::ops::Range;

use super::cue::{Cue, Spelling, Text};

/// A cue with its own words and its bytes in the file, for diagnostics.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedCue {
    /// The cue, ready to match.
    pub cue: Cue,
    /// Its bytes in the file.
    pub at: Range<usize>,
}

/// A sort of emergency.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    pub always: Vec<PlacedCue>,
    /// Wordings that fire it.
    pub cues: Vec<PlacedCue>,
    /// Wordings that, in the same sentence, keep `cues` quiet.
    pub unless: Vec<PlacedCue>,
    /// Texts that must fire it.
    pub fires: Vec<(String, Range<usize>)>,
    /// Texts that must not.
    pub quiet: Vec<(String, Range<usize>)>,
    /// Its file, below the knowledge folder.
    pub path: String,
}

impl SafetyGroup {
    /// The cue by which the text sounds like this emergency, if they do. Misspelling must
    /// not hide one, so cues match forgivingly; exceptions must not hide one either, so
    /// they do not.
    pub fn fired_by(&self, text: &Text) -> Option<&PlacedCue> {
        let always = self.always.iter().find(|placed| placed.cue.find(text, Spelling::Forgiving).is_some());
        always.or_else(|| {
            self.cues.iter().find(|placed| {
                placed
                    .cue
                    .find_all(text, Spelling::Forgiving)
                    .any(|found| !self.excused(text, found.sentence))
            })
        })
    }

    fn excused(&self, text: &Text, sentence: usize) -> bool {
        self.unless
            .iter()
            .any(|placed| placed.cue.find_all(text, Spelling::Exact).any(|found| found.sentence == sentence))
    }
}
