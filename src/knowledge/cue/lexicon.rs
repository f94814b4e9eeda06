//! What the cues look for, numbered, and texts as the cues see them.

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::super::english::is_english;
use super::super::words::{Word, one_edit_apart, words};
use super::sequence::{Choices, Node};

/// From this many letters on, a forgiving match allows one error in a word that is not English.
const FORGIVEN_FROM: usize = 5;

/// The most words of a sentence: more than any question has, and as many as a set of
/// positions can count.
pub(super) const LONGEST_SENTENCE: usize = 127;

/// How exactly a word of a text must be spelt to match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spelling {
    /// Letter for letter.
    Exact,
    /// With one error in a word of five letters and more that is no English word.
    Forgiving,
}

/// The number by which cues look for a number, in digits or as a word.
pub(super) const NUMBER: u32 = 0;
/// The number by which cues look for a word written as a name.
pub(super) const NAME: u32 = 1;
/// How many numbers are taken from the start.
const TAKEN: usize = 2;

/// The words and beginnings that any cue looks for, numbered, so that each word of a
/// text is looked up once and cues compare numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lexicon {
    words: FxHashMap<String, u32>,
    beginnings: FxHashMap<String, u32>,
    /// Those that a misspelt word may be meant for, by their first byte.
    long_words: FxHashMap<u8, Vec<(String, u32)>>,
    /// In characters.
    longest_beginning: usize,
    /// The number of each class.
    classes: FxHashMap<Arc<[u32]>, u32>,
    /// The number of each set of choices.
    choices: FxHashMap<Arc<Choices>, u32>,
}

/// Words of which a cue takes any at one place. The same words are the same class.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Class {
    pub(super) number: u32,
    /// The numbers of its words, ascending, each once.
    pub(super) ids: Arc<[u32]>,
}

/// A text as the cues see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Its words.
    pub words: Vec<Reading>,
    /// Of each sentence, the places of its words.
    pub(super) sentences: Vec<Range<usize>>,
}

/// A word of a text as the cues see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The word and its place.
    pub word: Word,
    /// What it is to the lexicon; behind `exact`, what it may be meant for.
    ids: Vec<u32>,
    exact: usize,
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
        let mut words = words(text);
        let sentences = sentences(&words);
        for (number, sentence) in sentences.iter().enumerate() {
            words[sentence.clone()].iter_mut().for_each(|word| word.sentence = number);
        }
        Text { words: words.into_iter().map(|word| self.read_word(word, spelling)).collect(), sentences }
    }

    fn read_word(&self, word: Word, spelling: Spelling) -> Reading {
        let text = word.text.as_str();
        let whole = self.words.get(text).copied();
        let ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
        let beginnings =
            ends.take(self.longest_beginning).filter_map(|end| self.beginnings.get(&text[..end]).copied());
        let number = is_number(text).then_some(NUMBER);
        let name = word.is_name.then_some(NAME);
        let mut ids: Vec<u32> = whole.into_iter().chain(beginnings).chain(number).chain(name).collect();
        let exact = ids.len();
        let may_be_misspelt = spelling == Spelling::Forgiving
            && text.len() + 1 >= FORGIVEN_FROM
            && whole.is_none()
            && !is_english(text);
        if may_be_misspelt {
            ids.extend(self.near(text));
        }
        Reading { word, ids, exact }
    }

    /// The long words that the text may be meant for: same beginning, one error.
    fn near<'a>(&'a self, text: &'a str) -> impl Iterator<Item = u32> + 'a {
        let same_beginning = text.as_bytes().first().and_then(|first| self.long_words.get(first));
        let known = same_beginning.into_iter().flatten();
        known.filter(|(known, _)| one_edit_apart(known, text)).map(|(_, id)| *id)
    }

    pub(super) fn word(&mut self, word: String) -> u32 {
        let next = self.next();
        let id = *self.words.entry(word.clone()).or_insert(next);
        if let Some(first) = word.bytes().next().filter(|_| id == next && word.len() >= FORGIVEN_FROM) {
            self.long_words.entry(first).or_default().push((word, id));
        }
        id
    }

    pub(super) fn beginning(&mut self, word: String) -> u32 {
        self.longest_beginning = self.longest_beginning.max(word.chars().count());
        let next = self.next();
        *self.beginnings.entry(word).or_insert(next)
    }

    /// The class of these words.
    pub(super) fn class(&mut self, mut ids: Vec<u32>) -> Class {
        ids.sort_unstable();
        ids.dedup();
        let next = self.classes.len() as u32;
        let ids: Arc<[u32]> = ids.into();
        Class { number: *self.classes.entry(Arc::clone(&ids)).or_insert(next), ids }
    }

    /// These choices under their number.
    pub(super) fn any(&mut self, choices: Choices) -> Node {
        let next = self.choices.len() as u32;
        let entry = self.choices.entry(Arc::new(choices));
        let shared = Arc::clone(entry.key());
        Node::Any(*entry.or_insert(next), shared)
    }

    /// The number of the next word that is not known yet.
    fn next(&self) -> u32 {
        (TAKEN + self.words.len() + self.beginnings.len()) as u32
    }
}

/// The places of the words of each sentence. One that is too long is parted, behind a clause
/// where one ends.
fn sentences(words: &[Word]) -> Vec<Range<usize>> {
    let mut all = Vec::new();
    let mut start = 0;
    while let Some(first) = words.get(start) {
        let ahead = words[start..].iter().take(LONGEST_SENTENCE + 1);
        let length = ahead.take_while(|word| word.sentence == first.sentence).count();
        let end = if length <= LONGEST_SENTENCE {
            start + length
        } else {
            let clause = |at: &usize| words[at - 1].clause != words[*at].clause;
            let whole = start + LONGEST_SENTENCE;
            (start + LONGEST_SENTENCE / 2..whole).rev().find(clause).unwrap_or(whole)
        };
        all.push(start..end);
        start = end;
    }
    all
}

impl Text {
    /// The place of the first word of a sentence.
    pub fn first_of(&self, sentence: usize) -> usize {
        self.sentences.get(sentence).map_or(self.words.len(), |words| words.start)
    }
}

impl Reading {
    /// Which words and beginnings of the lexicon it is.
    pub(super) fn ids(&self, spelling: Spelling) -> &[u32] {
        match spelling {
            Spelling::Exact => &self.ids[..self.exact],
            Spelling::Forgiving => &self.ids,
        }
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
