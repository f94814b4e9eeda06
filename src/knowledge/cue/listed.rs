//! Which lists hold the wordings of a text. Wordings of one list mean alike, so what is learnt
//! from one holds for the others.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::rows::Rows;
use super::{Lexicon, Lists, Spelling, Text};

/// The lists of each run, by their place in the order of their names.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Listed {
    lists: Rows,
}

impl Listed {
    /// These lists; wordings with gaps are left out.
    pub fn new(lists: &Lists, lexicon: &Lexicon) -> Self {
        let runs = lists.runs(lexicon).zip(0..);
        let pairs: Vec<(u32, u32)> =
            runs.flat_map(|(runs, list)| runs.iter().map(move |run| (*run, list))).collect();
        Listed { lists: Rows::sorted(lexicon.count(), &pairs) }
    }

    /// The lists of which a wording starts among these words of a text, each with the place of its
    /// first word among them.
    pub fn among(&self, words: Range<usize>, text: &Text) -> Vec<(usize, u32)> {
        let starts = text.starts(Spelling::Exact);
        let of_word = |(place, word)| {
            let lists = starts.at(word).iter().flat_map(|run| self.lists.at(*run as usize));
            lists.map(move |list| (place, *list))
        };
        words.enumerate().flat_map(of_word).collect()
    }
}
