//! Likeness: which patterns a sentence shows, judged by the words that it shares with
//! labelled examples. Cues find wordings that somebody thought of; likeness finds what people
//! put in other words, out of many small hints.
//!
//! A linear classifier for each pattern, over stems and pairs of neighbours, learnt by the
//! stochastic subgradient of the hinge loss (Shalev-Shwartz, Singer, Srebro: *Pegasos*, 2007).
//! The examples always come in the same order, and only sums, products and roots are taken of
//! them: the same files give the same weights everywhere.

use std::ops::Range;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::super::words::Word;

/// So many letters of a word stand for all its forms.
const STEM: usize = 6;
/// What stands for every number.
const NUMBER: &str = "#";
/// A stem or pair that stands in fewer examples says nothing.
const SEEN: u32 = 2;
/// So often all examples are gone through.
const ROUNDS: usize = 10;
/// How far the first example moves the weights; the last one hardly does.
const STEP: f32 = 0.5;
/// A bias moves less than a weight, since every example moves it.
const BIAS_STEP: f32 = 0.1;
/// A pattern that was missed counts so much more than one too many: few examples show it.
const MISSED: f32 = 2.0;
/// Weights are kept in thousandths, and those nearer to nothing than this are not.
const LEAST: f32 = 200.0;
/// From this score on a sentence shows the pattern; 1 is where learning leaves an example alone.
const SHOWS: f32 = 0.25;
/// And from this one on where nothing else in its text speaks for any: claims come in company.
const SHOWS_ALONE: f32 = 0.5;
/// A sentence with fewer stems and pairs that any example has is too little to judge by.
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

/// A text of which it is known what it shows.
pub struct Example<'a> {
    /// The text.
    pub said: Said<'a>,
    /// The patterns that it shows, by their place.
    pub shows: Vec<usize>,
    /// The one pattern for which that is known; `None` where it is for all.
    pub only: Option<usize>,
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
    /// Learns so many patterns from examples.
    pub fn learnt(examples: &[Example<'_>], patterns: usize) -> Self {
        let mut likeness = Likeness::default();
        let texts: Vec<Vec<Feature>> =
            examples.iter().map(|example| likeness.new_features(&example.said)).collect();
        likeness.number(&texts);
        let rows: Vec<Vec<u32>> = texts.iter().map(|features| likeness.rows(features)).collect();
        likeness.learn(examples, &rows, patterns);
        likeness
    }

    /// The features of a text, of which each stem gets a number.
    fn new_features(&mut self, said: &Said<'_>) -> Vec<Feature> {
        let mut next = self.stems.len() as u32;
        let stems: Vec<u32> = said
            .words
            .iter()
            .map(|word| *self.stems.entry(stem(word).to_owned()).or_insert_with(|| (next, next += 1).0))
            .collect();
        features(said, &stems).map(|(_, feature)| feature).collect()
    }

    /// Gives a row to each feature that is seen often enough.
    fn number(&mut self, texts: &[Vec<Feature>]) {
        let mut seen: FxHashMap<Feature, u32> = FxHashMap::default();
        for text in texts {
            let mut once = text.clone();
            once.sort_unstable();
            once.dedup();
            once.into_iter().for_each(|feature| *seen.entry(feature).or_default() += 1);
        }
        let mut often: Vec<Feature> =
            seen.into_iter().filter(|(_, times)| *times >= SEEN).map(|(feature, _)| feature).collect();
        often.sort_unstable();
        self.features = often.into_iter().zip(0..).collect();
    }

    /// The rows of the features that have one, each once.
    fn rows(&self, features: &[Feature]) -> Vec<u32> {
        let mut rows: Vec<u32> =
            features.iter().filter_map(|feature| self.features.get(feature).copied()).collect();
        rows.sort_unstable();
        rows.dedup();
        rows
    }

    fn learn(&mut self, examples: &[Example<'_>], rows: &[Vec<u32>], patterns: usize) {
        let mut learner = Learner::new(self.features.len(), patterns);
        let mut order: Vec<usize> = (0..examples.len()).collect();
        let mut rests = vec![false; examples.len()];
        let mut random = fastrand::Rng::with_seed(1);
        let steps = (ROUNDS * examples.len()) as f32;
        for round in 0..ROUNDS {
            random.shuffle(&mut order);
            for (at, example) in order.iter().copied().enumerate() {
                if std::mem::take(&mut rests[example]) {
                    continue;
                }
                let step = STEP * (1.0 - (round * examples.len() + at) as f32 / steps);
                // What taught nothing is passed over once: most sentences of cards are soon known.
                rests[example] = !learner.learn(&examples[example], &rows[example], step);
            }
        }
        self.keep(&learner.weights, &learner.bias, patterns);
    }

    /// Keeps the weights that say anything.
    fn keep(&mut self, weights: &[f32], bias: &[f32], patterns: usize) {
        let thousandths = |weight: &f32| weight * 1_000.0;
        for row in weights.chunks_exact(patterns.max(1)) {
            let says = row.iter().map(thousandths).zip(0..).filter(|(says, _)| says.abs() >= LEAST);
            self.weights.extend(says.map(|(says, pattern)| (pattern, says as i16)));
            self.ends.push(self.weights.len() as u32);
        }
        self.bias = bias.iter().map(|bias| thousandths(bias) as i16).collect();
    }

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

/// Weights while they are learnt.
struct Learner {
    patterns: usize,
    /// A row for each feature.
    weights: Vec<f32>,
    bias: Vec<f32>,
    /// What each pattern gets from the example at hand.
    scores: Vec<f32>,
}

impl Learner {
    fn new(features: usize, patterns: usize) -> Self {
        Learner {
            patterns,
            weights: vec![0.0; features * patterns],
            bias: vec![-1.0; patterns],
            scores: vec![0.0; patterns],
        }
    }

    /// Moves the weights by an example with these features; gives whether that taught anything.
    fn learn(&mut self, example: &Example<'_>, rows: &[u32], step: f32) -> bool {
        let share = share(rows.len());
        self.scores.copy_from_slice(&self.bias);
        for row in rows {
            let says = &self.weights[*row as usize * self.patterns..][..self.patterns];
            self.scores.iter_mut().zip(says).for_each(|(score, says)| *score += says * share);
        }
        let judged = example.only.map_or(0..self.patterns, |only| only..only + 1);
        let mut taught = false;
        for pattern in judged {
            let score = self.scores[pattern];
            let (right, push) =
                if example.shows.contains(&pattern) { (score, MISSED) } else { (-score, -1.0) };
            if right < 1.0 {
                taught = true;
                self.bias[pattern] += BIAS_STEP * step * push;
                for row in rows {
                    self.weights[*row as usize * self.patterns + pattern] += step * share * push;
                }
            }
        }
        taught
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
