//! A sentence as sequences are followed through it: where a run of each class stands.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::lexicon::{Class, LONGEST_SENTENCE};

/// Places between words, a bit each: bit n is behind n words.
pub(super) type Positions = u128;

const _: () = assert!(LONGEST_SENTENCE < Positions::BITS as usize);

/// The classes that each run belongs to, by their numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Classes {
    /// Where the classes of each run end in `of_runs`.
    ends: Vec<usize>,
    of_runs: Vec<u32>,
    /// One more than the highest number of a class.
    count: usize,
}

impl Classes {
    pub(super) fn new<'a>(classes: impl IntoIterator<Item = &'a Class>) -> Self {
        let mut of_runs: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        let mut count = 0;
        for class in classes {
            count = count.max(class.number as usize + 1);
            class.runs.iter().for_each(|run| of_runs.entry(*run).or_default().push(class.number));
        }
        let mut all = Classes { count, ..Classes::default() };
        for (run, classes) in of_runs {
            all.ends.resize(run as usize, all.of_runs.len());
            all.of_runs.extend(classes);
            all.ends.push(all.of_runs.len());
        }
        all
    }

    /// One more than the highest number of a class.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    fn of(&self, run: u32) -> &[u32] {
        let at = run as usize;
        let Some(end) = self.ends.get(at) else { return &[] };
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.of_runs[start..*end]
    }
}

/// Where a run of each class stands in a sentence.
pub(super) struct Sentence<'a> {
    /// The runs that start at each word.
    words: &'a [&'a [u32]],
    /// By the number of the class, the positions at which its runs start.
    at: Vec<Positions>,
    /// The classes of which a run stands in it.
    classes: Vec<u32>,
    /// Where phrases of numbered choices end, by where they start.
    known: FxHashMap<(u32, usize), Positions>,
}

impl<'a> Sentence<'a> {
    /// No sentence yet.
    pub(super) fn new(classes: &Classes) -> Self {
        let at = vec![0; classes.count];
        Sentence { words: &[], at, classes: Vec::new(), known: FxHashMap::default() }
    }

    /// Reads a sentence in place of the one before. Each word is given as the runs that start there.
    pub(super) fn read(&mut self, words: &'a [&'a [u32]], classes: &Classes) {
        self.words = words;
        self.known.clear();
        self.classes.drain(..).for_each(|class| self.at[class as usize] = 0);
        for (position, runs) in words.iter().enumerate() {
            for class in runs.iter().flat_map(|run| classes.of(*run)) {
                let at = &mut self.at[*class as usize];
                if *at == 0 {
                    self.classes.push(*class);
                }
                *at |= 1 << position;
            }
        }
    }

    /// The numbers of the classes of which a run stands in it.
    pub(super) fn classes(&self) -> &[u32] {
        &self.classes
    }

    /// The runs that start at that position.
    pub(super) fn runs(&self, position: usize) -> &'a [u32] {
        self.words.get(position).copied().unwrap_or_default()
    }

    /// What was kept of the choices of that number.
    pub(super) fn known(&self, number: u32, start: usize) -> Option<Positions> {
        self.known.get(&(number, start)).copied()
    }

    /// Keeps where the choices of that number end that start there.
    pub(super) fn keep(&mut self, number: u32, start: usize, ends: Positions) {
        self.known.insert((number, start), ends);
    }

    /// Where the runs of the class start.
    pub(super) fn at(&self, class: &Class) -> Positions {
        self.at[class.number as usize]
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
