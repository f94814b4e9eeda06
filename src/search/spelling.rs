//! Correcting a misspelt word against the index's own words.

use std::sync::OnceLock;

use levenshtein_automata::{DFA, LevenshteinAutomatonBuilder};

use super::store::Store;

/// A word is only corrected if it stands in at most this many entries.
pub const RARE: u32 = 2;
/// Shorter words have too many neighbours to correct.
pub const SHORTEST: usize = 4;
/// From this many letters on, two errors are corrected.
const TWO_ERRORS_FROM: usize = 6;
/// At most this many corrections of a word.
const MOST: usize = 3;
/// The costliest correction that is still believed, in weighted edits.
const DEAREST: f32 = 2.0;

/// A word that may have been meant, and how far it is believed, from 0 to 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Correction {
    /// The word, as the knowledge spells it.
    pub word: String,
    /// How far it is believed.
    pub belief: f32,
}

/// Corrects words. Its automata are made when first needed: making them takes longer than
/// opening an index.
#[derive(Default)]
pub struct Speller {
    one: OnceLock<LevenshteinAutomatonBuilder>,
    two: OnceLock<LevenshteinAutomatonBuilder>,
}

impl Speller {
    /// The words of the index that were probably meant, best first.
    pub fn correct(&self, word: &str, store: &Store) -> Vec<Correction> {
        let length = word.chars().count();
        let (errors, builder) = if length >= TWO_ERRORS_FROM { (2, &self.two) } else { (1, &self.one) };
        let builder = builder.get_or_init(|| LevenshteinAutomatonBuilder::new(errors, true));
        let mut found = candidates(&builder.build_dfa(word), store);
        found.retain(|(candidate, _)| candidate != word && candidate.len() + 1 >= SHORTEST);
        let mut ranked: Vec<(f32, f32, String)> = found
            .into_iter()
            .map(|(candidate, entries)| {
                let cost = cost(word, &candidate);
                (cost - 0.12 * (1.0 + entries as f32).ln(), cost, candidate)
            })
            .filter(|(_, cost, _)| *cost <= DEAREST)
            .collect();
        ranked.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.2.cmp(&b.2)));
        let belief = |at: usize, cost: f32| (0.95 - 0.25 * cost).max(0.1) / if at == 0 { 1.0 } else { 2.0 };
        ranked
            .into_iter()
            .take(MOST)
            .enumerate()
            .map(|(at, (_, cost, word))| Correction { word, belief: belief(at, cost) })
            .collect()
    }

    /// Two words of the index that were written as one.
    pub fn split(&self, word: &str, is_known: impl Fn(&str) -> bool) -> Option<(String, String)> {
        let cuts = word.char_indices().map(|(at, _)| at).filter(|at| *at >= 2 && word.len() - at >= 2);
        cuts.map(|at| word.split_at(at))
            .filter(|(left, right)| is_known(left) && is_known(right))
            .max_by_key(|(left, right)| left.len().min(right.len()))
            .map(|(left, right)| (left.to_owned(), right.to_owned()))
    }
}

/// The index's words that the automaton accepts, with the number of entries they stand in.
fn candidates(dfa: &DFA, store: &Store) -> Vec<(String, u32)> {
    let mut found: Vec<(String, u32)> = Vec::new();
    for segment in store.searcher.segment_readers() {
        let Ok(index) = segment.inverted_index(store.fields.words) else { continue };
        let Ok(mut stream) = index.terms().search(Accepted(dfa)).into_stream() else { continue };
        while stream.advance() {
            let Ok(word) = std::str::from_utf8(stream.key()) else { continue };
            let entries = stream.value().doc_freq;
            match found.iter_mut().find(|(known, _)| known == word) {
                Some((_, count)) => *count += entries,
                None => found.push((word.to_owned(), entries)),
            }
        }
    }
    found
}

/// The automaton as the index's dictionary wants it.
struct Accepted<'a>(&'a DFA);

impl tantivy_fst::Automaton for Accepted<'_> {
    type State = u32;

    fn start(&self) -> u32 {
        self.0.initial_state()
    }

    fn is_match(&self, state: &u32) -> bool {
        matches!(self.0.distance(*state), levenshtein_automata::Distance::Exact(_))
    }

    fn can_match(&self, state: &u32) -> bool {
        *state != levenshtein_automata::SINK_STATE
    }

    fn accept(&self, state: &u32, byte: u8) -> u32 {
        self.0.transition(*state, byte)
    }
}

/// What it costs to have typed `typed` for `meant`: Damerau's edits, cheaper where
/// people err most (vowels, doubled letters, neighbours swapped, sounds alike).
fn cost(typed: &str, meant: &str) -> f32 {
    let (a, b): (Vec<char>, Vec<char>) = (typed.chars().collect(), meant.chars().collect());
    let mut rows = vec![vec![0.0_f32; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            if i == 0 && j == 0 {
                continue;
            }
            let mut best = f32::MAX;
            if i > 0 {
                best = best.min(rows[i - 1][j] + extra(&a, i - 1));
            }
            if j > 0 {
                best = best.min(rows[i][j - 1] + extra(&b, j - 1));
            }
            if i > 0 && j > 0 {
                best = best.min(rows[i - 1][j - 1] + other(a[i - 1], b[j - 1], i == 1));
            }
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 0.7);
            }
            rows[i][j] = best;
        }
    }
    rows[a.len()][b.len()]
}

/// A letter too many or too few: cheap where it doubles its neighbour.
fn extra(word: &[char], at: usize) -> f32 {
    if at > 0 && word[at] == word[at - 1] {
        0.5
    } else if at == 0 {
        1.3
    } else {
        0.9
    }
}

/// A letter for another.
fn other(typed: char, meant: char, first: bool) -> f32 {
    const ALIKE: &[&str] = &["aeiouy", "ckqs", "sz", "fv", "gj", "dt", "mn", "bp", "iy", "xs"];
    if typed == meant {
        0.0
    } else if ALIKE.iter().any(|set| set.contains(typed) && set.contains(meant)) {
        0.7
    } else if first {
        1.4
    } else {
        1.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likely_errors_cost_less_than_unlikely_ones() {
        assert!(cost("exosone", "exosome") < 1.0);
        assert!(cost("arthrits", "arthritis") < 1.0);
        assert!(cost("paralell", "parallel") <= 1.0);
        assert!(cost("rice", "price") > 1.2);
    }

    #[test]
    fn joined_words_are_parted_where_both_are_known() {
        let known = |word: &str| ["stem", "cells", "ce"].contains(&word);
        let parted = Speller::default().split("stemcells", known);
        assert_eq!(parted, Some(("stem".into(), "cells".into())));
    }
}
