//! What the cues look for, numbered, and texts as the cues see them.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::english::is_english;
use super::super::words::{Word, one_edit_apart, words};
use super::sequence::{Choices, Node, Runs};

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
/// The run of no words.
pub(super) const EMPTY: u32 = u32::MAX;
/// How many numbers are taken from the start.
const TAKEN: u32 = 2;
/// By so many first letters, beginnings are told apart.
const FIRST_LETTERS: usize = 3;

/// The words and beginnings that any cue looks for, numbered, so that each word of a
/// text is looked up once and cues compare numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lexicon {
    words: FxHashMap<String, u32>,
    /// By their first letters, so that few are compared with a word.
    beginnings: FxHashMap<String, Vec<(String, u32)>>,
    /// How many words and beginnings there are.
    count: u32,
    /// Those that a misspelt word may be meant for, by their first byte.
    long_words: FxHashMap<u8, Vec<(String, u32)>>,
    /// In words.
    longest_run: usize,
    /// The number of each run, by that of the run before its last word, and that word.
    longer: FxHashMap<(u32, u32), u32>,
    /// The same by its number; the empty run is not among them.
    runs: Vec<(u32, u32)>,
    /// Every class; the same runs are the same class.
    classes: FxHashSet<Class>,
    /// The number of each set of choices.
    choices: FxHashMap<Arc<Choices>, u32>,
}

/// Runs of words of which a cue takes any at one place: their numbers, ascending, each once.
pub(super) type Class = Arc<[u32]>;

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
    /// The runs of the lexicon that start here, letter for letter.
    exact: Vec<u32>,
    /// The same with errors forgiven, where that makes a difference.
    forgiving: Option<Vec<u32>>,
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
        let meant: Vec<Meant> = words.iter().map(|word| self.read_word(word, spelling)).collect();
        let exact: Vec<&[u32]> = meant.iter().map(|word| &word.ids[..word.exact]).collect();
        let forgiving: Vec<&[u32]> = meant.iter().map(|word| word.ids.as_slice()).collect();
        let mut readings = Vec::with_capacity(words.len());
        for (sentence, from) in
            sentences.iter().flat_map(|sentence| sentence.clone().map(move |at| (sentence, at)))
        {
            let rest = from..sentence.end;
            let is_forgiven =
                meant[rest.clone()].iter().take(self.longest_run).any(|word| word.ids.len() > word.exact);
            readings.push((
                self.runs_at(&exact[rest.clone()]),
                is_forgiven.then(|| self.runs_at(&forgiving[rest])),
            ));
        }
        let readings = words.into_iter().zip(readings);
        let words = readings.map(|(word, (exact, forgiving))| Reading { word, exact, forgiving }).collect();
        Text { words, sentences }
    }

    /// The runs that start with the first of these words.
    fn runs_at(&self, words: &[&[u32]]) -> Vec<u32> {
        let mut found = Vec::new();
        self.follow(words, EMPTY, &mut found);
        found
    }

    fn follow(&self, words: &[&[u32]], run: u32, found: &mut Vec<u32>) {
        let Some((word, rest)) = words.split_first() else { return };
        for longer in word.iter().filter_map(|id| self.longer.get(&(run, *id))) {
            found.push(*longer);
            self.follow(rest, *longer, found);
        }
    }

    fn read_word(&self, word: &Word, spelling: Spelling) -> Meant {
        let text = word.text.as_str();
        let whole = self.words.get(text).copied();
        let beginnings =
            (1..=FIRST_LETTERS).filter_map(|count| self.beginnings.get(first_letters(text, count)?));
        let beginnings = beginnings
            .flatten()
            .filter(|(known, _)| text.starts_with(known))
            .map(|(_, beginning)| *beginning);
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
        Meant { ids, exact }
    }

    /// The long words that the text may be meant for: same beginning, one error.
    fn near<'a>(&'a self, text: &'a str) -> impl Iterator<Item = u32> + 'a {
        let same_beginning = text.as_bytes().first().and_then(|first| self.long_words.get(first));
        let known = same_beginning.into_iter().flatten();
        known.filter(|(known, _)| one_edit_apart(known, text)).map(|(_, id)| *id)
    }

    pub(super) fn word(&mut self, word: String) -> u32 {
        if let Some(known) = self.words.get(&word) {
            return *known;
        }
        let id = self.next();
        if let Some(first) = word.bytes().next().filter(|_| word.len() >= FORGIVEN_FROM) {
            self.long_words.entry(first).or_default().push((word.clone(), id));
        }
        self.words.insert(word, id);
        id
    }

    pub(super) fn beginning(&mut self, beginning: String) -> u32 {
        let first = first_letters(&beginning, FIRST_LETTERS).unwrap_or(&beginning).to_owned();
        let alike = self.beginnings.entry(first).or_default();
        if let Some((_, known)) = alike.iter().find(|(known, _)| *known == beginning) {
            return *known;
        }
        let id = TAKEN + self.count;
        self.count += 1;
        alike.push((beginning, id));
        id
    }

    /// The number of the next word that is not known yet.
    fn next(&mut self) -> u32 {
        self.count += 1;
        TAKEN + self.count - 1
    }

    /// Lets go of what only reading cues needs. None may be read any more.
    pub fn close(&mut self) {
        (self.classes, self.choices) = Default::default();
    }

    /// The run of one more word; of that word alone behind [`EMPTY`].
    pub(super) fn run(&mut self, before: u32, word: u32) -> u32 {
        let next = self.runs.len() as u32;
        let run = *self.longer.entry((before, word)).or_insert(next);
        if run == next {
            self.runs.push((before, word));
            self.longest_run = self.longest_run.max(self.words_of(run).count());
        }
        run
    }

    /// The run of both, one behind the other.
    pub(super) fn joined(&mut self, before: u32, behind: u32) -> u32 {
        let words: Vec<u32> = self.words_of(behind).collect();
        words.into_iter().rev().fold(before, |run, word| self.run(run, word))
    }

    /// The words of a run, last first.
    pub(super) fn words_of(&self, run: u32) -> impl Iterator<Item = u32> {
        let known = |run: &u32| self.runs.get(*run as usize);
        std::iter::successors(known(&run), move |(before, _)| known(before)).map(|(_, word)| *word)
    }

    /// The class of these runs.
    pub(super) fn class(&mut self, mut runs: Vec<u32>) -> Class {
        runs.sort_unstable();
        runs.dedup();
        let class: Class = runs.into();
        if let Some(known) = self.classes.get(&class) {
            return Arc::clone(known);
        }
        self.classes.insert(Arc::clone(&class));
        class
    }

    /// Any of these runs.
    pub(super) fn runs(&mut self, runs: Vec<u32>) -> Runs {
        let mut by_length: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for run in &runs {
            by_length.entry(self.words_of(*run).count() as u32).or_default().push(*run);
        }
        let by_length = by_length.into_iter().map(|(length, runs)| (length, self.class(runs))).collect();
        Runs { all: self.class(runs), by_length }
    }

    /// These choices under their number.
    pub(super) fn any(&mut self, choices: Choices) -> Node {
        let next = self.choices.len() as u32;
        let entry = self.choices.entry(Arc::new(choices));
        let shared = Arc::clone(entry.key());
        Node::Any(*entry.or_insert(next), shared)
    }
}

/// So many first letters of a word, where it has them.
fn first_letters(word: &str, count: usize) -> Option<&str> {
    let end = word.char_indices().map(|(at, c)| at + c.len_utf8()).nth(count - 1)?;
    Some(&word[..end])
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
    /// The runs of the lexicon that start here.
    pub(super) fn runs(&self, spelling: Spelling) -> &[u32] {
        match (spelling, &self.forgiving) {
            (Spelling::Forgiving, Some(runs)) => runs,
            _ => &self.exact,
        }
    }
}

/// What a word is to the lexicon; behind `exact`, what it may be meant for.
struct Meant {
    ids: Vec<u32>,
    exact: usize,
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
