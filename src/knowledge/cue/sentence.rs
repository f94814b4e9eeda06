//! A sentence as sequences are followed through it: where each run of the lexicon stands.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use super::lexicon::LONGEST_SENTENCE;

/// Places between words, a bit each: bit n is behind n words.
pub(super) type Positions = u128;

const _: () = assert!(LONGEST_SENTENCE < Positions::BITS as usize);

/// More runs than this are not looked up one by one.
const MANY: usize = 64;

/// Where each run of the lexicon stands in a sentence.
#[derive(Default)]
pub(super) struct Sentence<'a> {
    /// The runs that start at each word.
    words: &'a [&'a [u32]],
    /// The runs that stand in it, ascending, each with the positions at which it starts.
    runs: Vec<(u32, Positions)>,
    /// The same, a bit for each run.
    bits: Vec<u64>,
    /// Where phrases of numbered choices end, by where they start.
    known: FxHashMap<(u32, usize), Positions>,
    /// Where long lists of runs stand, by where the list lies in memory: they are shared.
    lists: RefCell<FxHashMap<*const u32, Positions>>,
}

impl<'a> Sentence<'a> {
    /// Reads a sentence in place of the one before. Each word is given as the runs that start there.
    pub(super) fn read(&mut self, words: &'a [&'a [u32]]) {
        self.words = words;
        self.known.clear();
        self.lists.get_mut().clear();
        for (run, _) in self.runs.drain(..) {
            self.bits[run as usize / 64] = 0;
        }
        let all = words.iter().enumerate().flat_map(|(at, runs)| runs.iter().map(move |run| (*run, 1 << at)));
        self.runs.extend(all);
        self.runs.sort_unstable();
        self.runs.dedup_by(|next, kept| {
            let is_same = next.0 == kept.0;
            kept.1 |= if is_same { next.1 } else { 0 };
            is_same
        });
        if let Some((highest, _)) = self.runs.last() {
            self.bits.resize(self.bits.len().max(*highest as usize / 64 + 1), 0);
        }
        for (run, _) in &self.runs {
            self.bits[*run as usize / 64] |= 1 << (run % 64);
        }
    }

    /// The runs that stand in it, ascending.
    pub(super) fn runs(&self) -> impl Iterator<Item = u32> {
        self.runs.iter().map(|(run, _)| *run)
    }

    /// The runs that start at that position.
    pub(super) fn runs_at(&self, position: usize) -> &'a [u32] {
        self.words.get(position).copied().unwrap_or_default()
    }

    /// Where any of the runs starts; they are given in ascending order.
    pub(super) fn at(&self, runs: &[u32]) -> Positions {
        if runs.len() <= MANY {
            let here = runs.iter().filter(|run| self.has(**run));
            return here.fold(0, |all, run| all | self.positions(*run));
        }
        let both = || self.runs.iter().filter(|(run, _)| runs.binary_search(run).is_ok());
        let mut lists = self.lists.borrow_mut();
        *lists.entry(runs.as_ptr()).or_insert_with(|| both().fold(0, |all, (_, at)| all | at))
    }

    /// Whether any of the runs stands in it; they are given in ascending order.
    pub(super) fn has_any(&self, runs: &[u32]) -> bool {
        if runs.len() <= MANY { runs.iter().any(|run| self.has(*run)) } else { self.at(runs) != 0 }
    }

    fn has(&self, run: u32) -> bool {
        self.bits.get(run as usize / 64).is_some_and(|bits| bits & (1 << (run % 64)) != 0)
    }

    fn positions(&self, run: u32) -> Positions {
        self.runs.binary_search_by_key(&run, |(run, _)| *run).map_or(0, |at| self.runs[at].1)
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
