//! Learning from examples, by the stochastic subgradient of the hinge loss (Shalev-Shwartz, Singer,
//! Srebro: *Pegasos*, 2007). The examples always come in the same order, and only sums, products
//! and roots are taken of them: the same files give the same weights everywhere.

use rustc_hash::FxHashMap;

use super::{Feature, Likeness, Said, features, share, stem};

/// A stem, pair or list that stands in fewer examples says nothing.
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

/// A text of which it is known what it shows.
pub struct Example<'a> {
    /// The text.
    pub said: Said<'a>,
    /// The patterns that it shows, by their place.
    pub shows: Vec<usize>,
    /// The one pattern for which that is known; `None` where it is for all.
    pub only: Option<usize>,
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
