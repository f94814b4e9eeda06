//! Texts as the cues see them: words, sentences, and which runs of the lexicon start where.

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::super::english::is_english;
use super::super::words::Word;
use super::lexicon::{EMPTY, Lexicon, NAME, NUMBER, Run};
use super::rows::Rows;

/// So many runs start at a word, for making room.
const USUAL: usize = 4;

/// How exactly a word of a text must be spelt to match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spelling {
    /// Letter for letter.
    Exact,
    /// With one error in a word of five letters and more that is no English word.
    Forgiving,
}

/// A text as the cues see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Its words.
    pub words: Arc<[Word]>,
    /// Of each sentence, the places of its words.
    sentences: Vec<Range<usize>>,
    /// The runs that start at each word, letter for letter.
    exact: Rows,
    /// The same with errors forgiven, where that makes a difference.
    forgiving: Option<Rows>,
}

impl Text {
    /// The clause in which a word stands; `None` behind the last word.
    pub fn clause(&self, word: usize) -> Option<usize> {
        self.words.get(word).map(|word| word.clause)
    }

    /// Of each sentence, the places of its words.
    pub fn sentences(&self) -> &[Range<usize>] {
        &self.sentences
    }

    /// The runs that start at each word.
    pub(super) fn starts(&self, spelling: Spelling) -> &Rows {
        match (spelling, &self.forgiving) {
            (Spelling::Forgiving, Some(runs)) => runs,
            _ => &self.exact,
        }
    }
}

impl Lexicon {
    /// A text of these words as the cues see it.
    pub fn read(&self, words: impl Into<Arc<[Word]>>) -> Text {
        let words = words.into();
        let meant = self.meant(&words);
        let forgiven = self.forgiven(&words, &meant);
        let mut read = self.text(words, &meant);
        read.forgiving = forgiven.map(|meant| self.starts(&meant, &read.sentences));
        read
    }

    /// The same for cues that are only ever matched letter for letter.
    pub fn read_exactly(&self, words: impl Into<Arc<[Word]>>) -> Text {
        let words = words.into();
        let meant = self.meant(&words);
        self.text(words, &meant)
    }

    fn text(&self, words: Arc<[Word]>, meant: &Meant) -> Text {
        let sentences = sentences(&words);
        let exact = self.starts(meant, &sentences);
        Text { words, sentences, exact, forgiving: None }
    }

    /// What each word is to the lexicon, letter for letter.
    fn meant(&self, words: &[Word]) -> Meant {
        let mut rows = Rows::with_capacity(words.len(), USUAL * words.len());
        let mut known: FxHashMap<(&str, bool), usize> = FxHashMap::default();
        let row = |word| {
            *known.entry(word).or_insert_with_key(|(text, is_name)| {
                let number = is_number(text).then_some(NUMBER);
                let name = is_name.then_some(NAME);
                let whole = self.known(text);
                rows.push_row(whole.into_iter().chain(self.beginnings_of(text)).chain(number).chain(name));
                rows.count() - 1
            })
        };
        let row_of = words.iter().map(|word| (word.text.as_str(), word.is_name)).map(row).collect();
        Meant { rows, row_of }
    }

    /// What each word may be meant for as well; `None` where none is misspelt.
    fn forgiven(&self, words: &[Word], meant: &Meant) -> Option<Meant> {
        let mut near = vec![None; meant.rows.count()];
        for (word, row) in words.iter().zip(&meant.row_of) {
            near[*row].get_or_insert_with(|| self.near(&word.text));
        }
        if near.iter().flatten().all(Vec::is_empty) {
            return None;
        }
        let mut rows = Rows::default();
        for (row, near) in near.into_iter().enumerate() {
            rows.push_row(meant.rows.at(row).iter().copied().chain(near.unwrap_or_default()));
        }
        Some(Meant { rows, row_of: meant.row_of.clone() })
    }

    /// The words that this one may be meant for, where it is neither known nor English.
    fn near(&self, word: &str) -> Vec<Run> {
        if self.known(word).is_some() {
            return Vec::new();
        }
        // English words are many to look through, so only where one could be meant for another.
        self.one_edit_from(word).filter(|_| !is_english(word)).collect()
    }

    /// The runs that start at each word, none longer than its sentence.
    fn starts(&self, meant: &Meant, sentences: &[Range<usize>]) -> Rows {
        let mut starts = Rows::with_capacity(meant.row_of.len(), USUAL * meant.row_of.len());
        let mut found = Vec::new();
        for sentence in sentences {
            for at in sentence.clone() {
                self.follow(meant, at..sentence.end, EMPTY, &mut found);
                starts.push_row(found.drain(..));
            }
        }
        starts
    }

    fn follow(&self, meant: &Meant, words: Range<usize>, run: Run, found: &mut Vec<Run>) {
        if words.is_empty() {
            return;
        }
        for longer in meant.at(words.start).iter().filter_map(|word| self.longer(run, *word)) {
            found.push(longer);
            self.follow(meant, words.start + 1..words.end, longer, found);
        }
    }
}

/// What the words of a text are to the lexicon. Most words stand in a text more than once.
struct Meant {
    /// Of each different word, the runs of it alone.
    rows: Rows,
    /// Of each word, its row.
    row_of: Vec<usize>,
}

impl Meant {
    /// The runs of that word alone.
    fn at(&self, word: usize) -> &[Run] {
        self.rows.at(self.row_of[word])
    }
}

/// The places of the words of each sentence.
fn sentences(words: &[Word]) -> Vec<Range<usize>> {
    let mut all: Vec<Range<usize>> = Vec::new();
    for sentence in words.chunk_by(|a, b| a.sentence == b.sentence) {
        let start = all.last().map_or(0, |before| before.end);
        all.push(start..start + sentence.len());
    }
    all
}

fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
        || matches!(
            word,
            "one"
                | "two"
                | "three"
                | "four"
                | "five"
                | "six"
                | "seven"
                | "eight"
                | "nine"
                | "ten"
                | "eleven"
                | "twelve"
                | "fifteen"
                | "twenty"
                | "thirty"
                | "forty"
                | "fifty"
                | "sixty"
                | "seventy"
                | "eighty"
                | "ninety"
                | "hundred"
                | "hundreds"
                | "thousand"
                | "thousands"
                | "million"
                | "millions"
                | "billion"
                | "dozen"
                | "dozens"
                | "half"
        )
}
