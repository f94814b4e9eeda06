//! A sentence as sequences are followed through it: where each class of runs stands.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::lexicon::{Class, Run};
use super::rows::Rows;
use super::text::LONGEST_SENTENCE;

/// Places between words, a bit each: bit n is behind n words.
pub(super) type Positions = u128;

const _: () = assert!(LONGEST_SENTENCE < Positions::BITS as usize);

/// Where each class of runs stands in a sentence.
pub(super) struct Sentence<'a> {
    /// The runs that start at each word of the text.
    starts: &'a Rows,
    /// The classes that each run is of.
    classes: &'a Rows,
    /// Its words.
    words: Range<usize>,
    /// Where each class starts in it.
    positions: Vec<Positions>,
    /// The classes that stand in it.
    standing: Vec<Class>,
    /// Where phrases of numbered choices end, by where they start.
    known: FxHashMap<(u32, usize), Positions>,
}

impl<'a> Sentence<'a> {
    /// No sentence yet, of a text whose words start these runs, which are of these of so many classes.
    pub(super) fn new(starts: &'a Rows, classes: &'a Rows, count: usize) -> Self {
        let (positions, standing) = (vec![0; count], Vec::new());
        Sentence { starts, classes, words: 0..0, positions, standing, known: FxHashMap::default() }
    }

    /// Reads the sentence of these words in place of the one before.
    pub(super) fn read(&mut self, words: Range<usize>) {
        self.known.clear();
        for class in self.standing.drain(..) {
            self.positions[class as usize] = 0;
        }
        for (at, word) in words.clone().enumerate() {
            for run in self.starts.at(word) {
                for class in self.classes.at(*run as usize) {
                    let positions = &mut self.positions[*class as usize];
                    if *positions == 0 {
                        self.standing.push(*class);
                    }
                    *positions |= 1 << at;
                }
            }
        }
        self.words = words;
    }

    /// The classes that stand in it.
    pub(super) fn standing(&self) -> &[Class] {
        &self.standing
    }

    /// The runs that start at that position.
    pub(super) fn runs_at(&self, position: usize) -> &'a [Run] {
        self.starts.at(self.words.start + position)
    }

    /// Where the class starts.
    pub(super) fn at(&self, class: Class) -> Positions {
        self.positions[class as usize]
    }

    /// What was kept of the choices of that number.
    pub(super) fn known(&self, number: u32, start: usize) -> Option<Positions> {
        self.known.get(&(number, start)).copied()
    }

    /// Keeps where the choices of that number end that start there.
    pub(super) fn keep(&mut self, number: u32, start: usize, ends: Positions) {
        self.known.insert((number, start), ends);
    }
}

/// The positions of a set, in order.
pub(super) fn each(set: Positions) -> impl Iterator<Item = usize> {
    let mut left = set;
    std::iter::from_fn(move || {
        let next = (left != 0).then_some(left.trailing_zeros() as usize)?;
        left &= left - 1;
        Some(next)
    })
}
