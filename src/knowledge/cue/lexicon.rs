//! What the cues look for, numbered, and texts as the cues see them.

use rustc_hash::FxHashMap;

use super::super::english::is_english;
use super::super::words::{Word, one_edit_apart, words};

/// From this many letters on, a forgiving match allows one error in a word that is not English.
const FORGIVEN_FROM: usize = 5;

/// How exactly a word of a text must be spelt to match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spelling {
    /// Letter for letter.
    Exact,
    /// With one error in a word of five letters and more that is no English word.
    Forgiving,
}

/// The words and beginnings that any cue looks for, numbered, so that each word of a
/// text is looked up once and cues compare numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lexicon {
    words: FxHashMap<String, u32>,
    beginnings: FxHashMap<String, u32>,
    long_words: Vec<(String, u32)>,
    /// In characters.
    longest_beginning: usize,
    count: u32,
}

/// A set of numbers of the lexicon, a bit each.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Ids(Vec<u64>);

impl Ids {
    pub(super) fn insert(&mut self, id: u32) {
        let at = id as usize / 64;
        if self.0.len() <= at {
            self.0.resize(at + 1, 0);
        }
        self.0[at] |= 1 << (id % 64);
    }

    pub(super) fn meets(&self, other: &Ids) -> bool {
        self.0.iter().zip(&other.0).any(|(one, other)| one & other != 0)
    }

    pub(super) fn has(&self, id: u32) -> bool {
        self.0.get(id as usize / 64).is_some_and(|bits| bits & (1 << (id % 64)) != 0)
    }
}

/// A text as the cues see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Its words.
    pub words: Vec<Reading>,
    /// For each word, one past the last word of its sentence.
    pub(super) ends: Vec<usize>,
}

/// A word of a text as the cues see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The word and its place.
    pub word: Word,
    pub(super) exact: Vec<u32>,
    pub(super) near: Vec<u32>,
    pub(super) number: bool,
}

impl Lexicon {
    /// A text as the cues see it.
    pub fn read(&self, text: &str) -> Text {
        self.read_as(text, Spelling::Forgiving)
    }

    /// A text as cues see it that are only ever matched exactly: much faster to read.
    pub fn read_exactly(&self, text: &str) -> Text {
        self.read_as(text, Spelling::Exact)
    }

    fn read_as(&self, text: &str, spelling: Spelling) -> Text {
        let words: Vec<Reading> =
            words(text).into_iter().map(|word| self.read_word(word, spelling)).collect();
        let mut ends = vec![words.len(); words.len()];
        for at in (1..words.len()).rev() {
            let same = words[at - 1].word.sentence == words[at].word.sentence;
            ends[at - 1] = if same { ends[at] } else { at };
        }
        Text { words, ends }
    }

    fn read_word(&self, word: Word, spelling: Spelling) -> Reading {
        let text = word.text.as_str();
        let whole = self.words.get(text).copied();
        let ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
        let beginnings =
            ends.take(self.longest_beginning).filter_map(|end| self.beginnings.get(&text[..end]).copied());
        let exact: Vec<u32> = whole.into_iter().chain(beginnings).collect();
        let may_be_misspelt = spelling == Spelling::Forgiving
            && text.len() + 1 >= FORGIVEN_FROM
            && whole.is_none()
            && !is_english(text);
        let near = if may_be_misspelt { self.near(text) } else { Vec::new() };
        Reading { number: is_number(text), exact, near, word }
    }

    /// The long words that the text may be meant for: same beginning, one error.
    fn near(&self, text: &str) -> Vec<u32> {
        let begins = |known: &str| known.as_bytes().first() == text.as_bytes().first();
        let known = self.long_words.iter().filter(|(known, _)| begins(known) && one_edit_apart(known, text));
        known.map(|(_, id)| *id).collect()
    }

    pub(super) fn word(&mut self, word: String) -> u32 {
        let next = self.count;
        let id = *self.words.entry(word.clone()).or_insert(next);
        if id == next {
            self.count += 1;
            if word.len() >= FORGIVEN_FROM {
                self.long_words.push((word, id));
            }
        }
        id
    }

    pub(super) fn beginning(&mut self, word: String) -> u32 {
        self.longest_beginning = self.longest_beginning.max(word.chars().count());
        let next = self.count;
        let id = *self.beginnings.entry(word).or_insert(next);
        self.count += u32::from(id == next);
        id
    }
}

impl Reading {
    pub(super) fn has(&self, id: u32, spelling: Spelling) -> bool {
        self.exact.contains(&id) || (spelling == Spelling::Forgiving && self.near.contains(&id))
    }
}

const NUMBER_WORDS: &[&str] = &[
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "fifteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
    "hundred",
    "hundreds",
    "thousand",
    "thousands",
    "million",
    "millions",
    "billion",
    "dozen",
    "dozens",
    "half",
];

fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit()) || NUMBER_WORDS.contains(&word)
}
