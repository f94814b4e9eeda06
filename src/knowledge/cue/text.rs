//! Texts as the cues see them: words, sentences, and which runs of the lexicon start where.

use std::ops::Range;

use super::super::english::is_english;
use super::super::words::{Word, words};
use super::lexicon::{EMPTY, Lexicon, NAME, NUMBER, Run};
use super::rows::Rows;

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

/// A text as the cues see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Its words.
    pub words: Vec<Word>,
    /// Of each sentence, the places of its words.
    pub(super) sentences: Vec<Range<usize>>,
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

    /// The place of the first word of a sentence.
    pub fn first_of(&self, sentence: usize) -> usize {
        self.sentences.get(sentence).map_or(self.words.len(), |words| words.start)
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
    /// A text as the cues see it.
    pub fn read(&self, text: &str) -> Text {
        let (mut read, meant) = self.read_and_meant(text);
        read.forgiving = self.forgiven(&read.words, &meant).map(|meant| self.starts(&meant, &read.sentences));
        read
    }

    /// A text as cues see it that are only ever matched letter for letter.
    pub fn read_exactly(&self, text: &str) -> Text {
        self.read_and_meant(text).0
    }

    /// The text letter for letter, and what each of its words is to the lexicon.
    fn read_and_meant(&self, text: &str) -> (Text, Rows) {
        let mut words = words(text);
        let sentences = sentences(&words);
        for (number, sentence) in sentences.iter().enumerate() {
            words[sentence.clone()].iter_mut().for_each(|word| word.sentence = number);
        }
        let mut meant = Rows::default();
        for word in &words {
            let text = word.text.as_str();
            let number = is_number(text).then_some(NUMBER);
            let name = word.is_name.then_some(NAME);
            let runs = self.known(text).into_iter().chain(self.beginnings_of(text)).chain(number).chain(name);
            meant.push_row(runs);
        }
        let exact = self.starts(&meant, &sentences);
        (Text { words, sentences, exact, forgiving: None }, meant)
    }

    /// What each word may be meant for as well; `None` where none is misspelt.
    fn forgiven(&self, words: &[Word], meant: &Rows) -> Option<Rows> {
        let mut forgiven: Option<Rows> = None;
        for (at, word) in words.iter().enumerate() {
            let near = self.near(&word.text);
            if !near.is_empty() && forgiven.is_none() {
                let mut before = Rows::default();
                (0..at).for_each(|word| before.push_row(meant.at(word).iter().copied()));
                forgiven = Some(before);
            }
            if let Some(forgiven) = &mut forgiven {
                forgiven.push_row(meant.at(at).iter().copied().chain(near));
            }
        }
        forgiven
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
    fn starts(&self, meant: &Rows, sentences: &[Range<usize>]) -> Rows {
        let mut starts = Rows::default();
        let mut found = Vec::new();
        for sentence in sentences {
            for at in sentence.clone() {
                self.follow(meant, at..sentence.end, EMPTY, &mut found);
                starts.push_row(found.drain(..));
            }
        }
        starts
    }

    fn follow(&self, meant: &Rows, words: Range<usize>, run: Run, found: &mut Vec<Run>) {
        if words.is_empty() {
            return;
        }
        for longer in meant.at(words.start).iter().filter_map(|word| self.longer(run, *word)) {
            found.push(longer);
            self.follow(meant, words.start + 1..words.end, longer, found);
        }
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
