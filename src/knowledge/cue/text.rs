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
        let mut read = self.read_exactly(text);
        let (meant, is_forgiven) = self.meant(&read.words, Spelling::Forgiving);
        read.forgiving = is_forgiven.then(|| self.starts(&meant, &read.sentences));
        read
    }

    /// A text as cues see it that are only ever matched letter for letter.
    pub fn read_exactly(&self, text: &str) -> Text {
        let mut words = words(text);
        let sentences = sentences(&words);
        for (number, sentence) in sentences.iter().enumerate() {
            words[sentence.clone()].iter_mut().for_each(|word| word.sentence = number);
        }
        let (meant, _) = self.meant(&words, Spelling::Exact);
        let exact = self.starts(&meant, &sentences);
        Text { words, sentences, exact, forgiving: None }
    }

    /// What each word is to the lexicon; and whether any error was forgiven in them.
    fn meant(&self, words: &[Word], spelling: Spelling) -> (Rows, bool) {
        let mut meant = Rows::default();
        let mut is_forgiven = false;
        for word in words {
            let text = word.text.as_str();
            let whole = self.known(text);
            let number = is_number(text).then_some(NUMBER);
            let name = word.is_name.then_some(NAME);
            let runs = whole.into_iter().chain(self.beginnings_of(text)).chain(number).chain(name);
            runs.for_each(|run| meant.push(run));
            if spelling == Spelling::Forgiving && whole.is_none() {
                let exactly = meant.in_row();
                // English words are many to look through, so only where one could be meant for another.
                self.near(text).filter(|_| !is_english(text)).for_each(|run| meant.push(run));
                is_forgiven |= meant.in_row() > exactly;
            }
            meant.end_row();
        }
        (meant, is_forgiven)
    }

    /// The runs that start at each word, none longer than its sentence.
    fn starts(&self, meant: &Rows, sentences: &[Range<usize>]) -> Rows {
        let mut starts = Rows::default();
        for sentence in sentences {
            for at in sentence.clone() {
                self.follow(meant, at..sentence.end, EMPTY, &mut starts);
                starts.end_row();
            }
        }
        starts
    }

    fn follow(&self, meant: &Rows, words: Range<usize>, run: Run, starts: &mut Rows) {
        if words.is_empty() {
            return;
        }
        for longer in meant.at(words.start).iter().filter_map(|word| self.longer(run, *word)) {
            starts.push(longer);
            self.follow(meant, words.start + 1..words.end, longer, starts);
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
