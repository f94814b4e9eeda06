//! Likeness: which patterns a sentence shows, judged by the words that it shares with
//! labelled examples. Cues find wordings that somebody thought of; likeness finds what people
//! put in other words, out of many small hints.
//!
//! A linear classifier for each pattern, over stems, pairs of neighbours and lists of wordings.
//! [`learn`] says how its weights come about.

mod learn;

use std::ops::Range;

pub use learn::Example;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::super::words::Word;

/// So many letters of a word stand for all its forms.
const STEM: usize = 6;
/// What stands for every number.
const NUMBER: &str = "#";
/// From this score on a sentence shows the pattern; 1 is where learning leaves an example alone.
const SHOWS: f32 = 0.25;
/// And from this one on where nothing else in its text speaks for any: claims come in company.
const SHOWS_ALONE: f32 = 0.5;
/// A sentence with fewer stems, pairs and lists that any example has is too little to judge by.
const ENOUGH: usize = 5;
/// One with fewer than so many needs hints as strong as one that has these.
const FEW: usize = 20;

/// Words of a text, and the lists that hold them.
pub struct Said<'a> {
    /// The words.
    pub words: &'a [Word],
    /// The lists of which a wording starts at a word, each with the place of that word.
    pub lists: Vec<(usize, u32)>,
}

/// A stem, two side by side, or a list.
type Feature = (u32, u32);
/// In place of the second of a pair, for a stem alone.
const ALONE: u32 = u32::MAX;
/// The same for a list.
const LIST: u32 = u32::MAX - 1;

/// What was learnt from examples.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Likeness {
    stems: FxHashMap<String, u32>,
    features: FxHashMap<Feature, u32>,
    /// Of each feature, where its weights end.
    ends: Vec<u32>,
    /// Patterns by their place, with what the feature says for or against each, in thousandths.
    weights: Vec<(u16, i16)>,
    /// By pattern, what speaks for or against it from the outset, in thousandths.
    bias: Vec<i16>,
}

/// A pattern that a sentence shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    /// The pattern, by its place.
    pub pattern: usize,
    /// Whether that is clear enough to stand alone in a text.
    pub alone: bool,
}

/// Why a sentence shows a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reasons {
    /// The words that speak for it most.
    pub words: Range<usize>,
    /// What each word of the sentence says for or against it.
    pub says: Vec<i32>,
}

impl Likeness {
    /// The patterns that a sentence shows.
    pub fn of(&self, sentence: &Said<'_>) -> Vec<Shown> {
        let (rows, _) = self.known(sentence);
        if rows.len() < ENOUGH {
            return Vec::new();
        }
        let mut scores = vec![0_i32; self.bias.len()];
        for (pattern, says) in rows.iter().flat_map(|row| self.weights_of(*row)) {
            scores[usize::from(*pattern)] += i32::from(*says);
        }
        let share = share(rows.len());
        let scores = scores.iter().zip(&self.bias);
        let scores = scores.map(|(score, bias)| (*score as f32 * share + f32::from(*bias)) / 1_000.0);
        let shown = scores.enumerate().filter(|(_, score)| *score >= SHOWS);
        shown.map(|(pattern, score)| Shown { pattern, alone: score >= SHOWS_ALONE }).collect()
    }

    /// Which words of a sentence speak for a pattern.
    pub fn reasons(&self, pattern: usize, sentence: &Said<'_>) -> Reasons {
        let mut says = vec![0_i32; sentence.words.len()];
        let (rows, places) = self.known(sentence);
        for (row, words) in rows.into_iter().zip(places) {
            let weight = self.weights_of(row).iter().find(|(of, _)| usize::from(*of) == pattern);
            let each = weight.map_or(0, |(_, says)| i32::from(*says)) / words.len() as i32;
            says[words].iter_mut().for_each(|word| *word += each);
        }
        Reasons { words: strongest(&says), says }
    }

    /// The rows of the features of a sentence that have one, each once, with its first words.
    fn known(&self, sentence: &Said<'_>) -> (Vec<u32>, Vec<Range<usize>>) {
        let unknown = self.stems.len() as u32;
        let stems: Vec<u32> = sentence
            .words
            .iter()
            .map(|word| self.stems.get(stem(word)).copied().unwrap_or(unknown))
            .collect();
        let most = 2 * sentence.words.len() + sentence.lists.len();
        let (mut rows, mut places) = (Vec::with_capacity(most), Vec::with_capacity(most));
        for (words, feature) in features(sentence, &stems) {
            let row = self.features.get(&feature).filter(|row| !rows.contains(*row));
            rows.extend(row);
            places.extend(row.map(|_| words));
        }
        (rows, places)
    }

    fn weights_of(&self, row: u32) -> &[(u16, i16)] {
        let row = row as usize;
        let start = row.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.weights[start as usize..self.ends[row] as usize]
    }
}

/// The run of words with the greatest sum (Kadane's algorithm).
fn strongest(says: &[i32]) -> Range<usize> {
    let (mut best, mut most) = (0..says.len(), i32::MIN);
    let (mut start, mut sum) = (0, 0);
    for (at, word) in says.iter().enumerate() {
        if sum <= 0 {
            (start, sum) = (at, 0);
        }
        sum += word;
        if sum > most {
            (best, most) = (start..at + 1, sum);
        }
    }
    best
}

/// How much each of so many features counts, so that long texts have no greater scores than short ones.
fn share(features: usize) -> f32 {
    1.0 / (features.max(FEW) as f32).sqrt()
}

/// Every stem, every two side by side in a sentence, and every list, with their words.
fn features<'a>(said: &'a Said<'a>, stems: &'a [u32]) -> impl Iterator<Item = (Range<usize>, Feature)> + 'a {
    let words = said.words;
    let alone = stems.iter().enumerate().map(|(at, stem)| (at..at + 1, (*stem, ALONE)));
    let pairs = (1..stems.len()).filter(|at| words[at - 1].sentence == words[*at].sentence);
    let pairs = pairs.map(|at| (at - 1..at + 1, (stems[at - 1], stems[at])));
    alone.chain(pairs).chain(said.lists.iter().map(|(at, list)| (*at..at + 1, (*list, LIST))))
}

fn stem(word: &Word) -> &str {
    if word.text.starts_with(|c: char| c.is_ascii_digit()) {
        return NUMBER;
    }
    let end = word.text.char_indices().nth(STEM).map_or(word.text.len(), |(end, _)| end);
    &word.text[..end]
}

#[cfg(test)]
mod tests {
    use super::super::super::words::words;
    use super::*;

    /// Sentences about two wares, and about neither.
    const WARES: [&[&str]; 3] = [
        &["our ripe apples taste sweet", "sweet ripe apples for you", "taste our apples, ripe and sweet"],
        &["fast wheels roll far", "roll far on our fast wheels", "wheels so fast they roll for you"],
        &["the weather stays dull for you", "our dull weather stays", "far off, the weather stays dull"],
    ];

    /// The fruits that stand in a list.
    const FRUITS: [&str; 3] = ["apples", "pears", "plums"];

    fn said(words: &[Word]) -> Said<'_> {
        let fruits = words.iter().enumerate().filter(|(_, word)| FRUITS.contains(&word.text.as_str()));
        Said { words, lists: fruits.map(|(at, _)| (at, 0)).collect() }
    }

    fn learnt() -> Likeness {
        let texts =
            WARES.iter().enumerate().flat_map(|(ware, texts)| texts.iter().map(move |text| (ware, text)));
        let texts: Vec<(usize, Vec<Word>)> = texts.map(|(ware, text)| (ware, words(text))).collect();
        let examples = texts.iter().map(|(ware, words)| {
            let shows = if *ware < 2 { vec![*ware] } else { Vec::new() };
            Example { said: said(words), shows, only: None }
        });
        Likeness::learnt(&examples.collect::<Vec<_>>(), 2)
    }

    fn shown(text: &str) -> Vec<usize> {
        learnt().of(&said(&words(text))).into_iter().map(|shown| shown.pattern).collect()
    }

    #[test]
    fn a_sentence_shows_what_the_examples_show_whose_words_it_has() {
        assert_eq!(shown("how sweet our apples taste, ripe apples for you"), [0]);
        assert_eq!(shown("fast wheels that roll far, so fast they roll on"), [1]);
        assert!(shown("the dull weather stays for you").is_empty());
    }

    #[test]
    fn a_sentence_with_hardly_a_known_word_shows_nothing() {
        assert!(shown("apples").is_empty());
        assert!(shown("green kites over a quiet lake").is_empty());
        assert!(shown("").is_empty());
    }

    #[test]
    fn what_was_learnt_of_a_word_holds_for_those_of_its_list() {
        assert_eq!(shown("sweet plums and ripe pears for you"), [0]);
        assert!(shown("sweet stones and dull pebbles for you").is_empty());
    }

    #[test]
    fn the_words_that_speak_for_it_are_told() {
        let text = words("under dull weather the ripe sweet apples taste dull");
        let reasons = learnt().reasons(0, &said(&text));
        let told: Vec<&str> = text[reasons.words].iter().map(|word| word.text.as_str()).collect();
        assert_eq!(told, ["ripe", "sweet", "apples", "taste"]);
    }

    #[test]
    fn the_same_examples_always_teach_the_same() {
        assert_eq!(learnt(), learnt());
    }
}
