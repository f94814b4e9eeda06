//! A passage: sentences one behind the other through which sequences are followed at once, and
//! where each class of runs stands in it. Classes that call parts are found with the words;
//! the others when somebody asks.

use std::cell::RefCell;
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::words::LONGEST_SENTENCE;
use super::lexicon::{Class, Lexicon, Run};
use super::rows::Rows;
use super::sequence::Choices;

/// Positions in a passage, a bit each. Behind the words of each sentence stands one that no
/// word follows, so that nothing goes on from one sentence into the next.
pub(super) type Positions = u128;

/// The most positions of a passage.
const MOST: usize = Positions::BITS as usize;
const _: () = assert!(LONGEST_SENTENCE < MOST);

/// What the sequences of a set name by number, as passages are read with it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Tables {
    /// How many classes there are.
    count: usize,
    /// The classes that are found with the words, by run.
    by_run: Rows,
    /// The runs of the others.
    runs: Rows,
    /// By class, each length in words of its runs, and the class of those.
    lengths: Rows,
    /// The choices.
    choices: Vec<Choices>,
}

impl Tables {
    /// These classes, some of which call parts.
    pub(super) fn new(held: &FxHashSet<Class>, calling: &FxHashSet<Class>, lexicon: &Lexicon) -> Self {
        let lengths: Vec<_> =
            held.iter().flat_map(|class| lexicon.lengths_of(*class).iter().map(|of| (*class, *of))).collect();
        let mut held: Vec<Class> = held.iter().copied().chain(lengths.iter().map(|(_, (_, of))| *of)).collect();
        held.sort_unstable();
        held.dedup();
        let count = held.last().map_or(0, |last| *last as usize + 1);
        let (calling, asked): (Vec<Class>, Vec<Class>) =
            held.iter().partition(|class| calling.contains(class));
        let members = |class: &Class| lexicon.runs_of(*class).iter().copied();
        let by_run: Vec<_> =
            calling.iter().flat_map(|class| members(class).map(|run| (run, *class))).collect();
        let runs: Vec<_> = asked.iter().flat_map(|class| members(class).map(|run| (*class, run))).collect();
        let lengths: Vec<_> =
            lengths.into_iter().flat_map(|(class, (length, of))| [(class, length), (class, of)]).collect();
        Tables {
            count,
            by_run: Rows::sorted(lexicon.count(), &by_run),
            runs: Rows::sorted(count, &runs),
            lengths: Rows::sorted(count, &lengths),
            choices: lexicon.choices().to_vec(),
        }
    }

    /// How many classes there are.
    pub(super) fn count(&self) -> usize {
        self.count
    }
}

/// Where those of many numbers stand that stand anywhere, found by their number.
struct Standing {
    /// By number, one past its place among the entries; 0 where it has none.
    places: Vec<u32>,
    entries: Vec<(u32, Positions)>,
}

impl Standing {
    fn none_of(count: usize) -> Self {
        Standing { places: vec![0; count], entries: Vec::new() }
    }

    /// Where that number stands, as far as it is known.
    fn get(&self, number: u32) -> Option<Positions> {
        let place = self.places[number as usize].checked_sub(1)?;
        Some(self.entries[place as usize].1)
    }

    /// Adds positions of a number.
    fn add(&mut self, number: u32, positions: Positions) {
        match self.places[number as usize].checked_sub(1) {
            Some(place) => self.entries[place as usize].1 |= positions,
            None => {
                self.entries.push((number, positions));
                self.places[number as usize] = self.entries.len() as u32;
            }
        }
    }

    fn clear(&mut self) {
        for (number, _) in self.entries.drain(..) {
            self.places[number as usize] = 0;
        }
    }
}

/// A position in the text: a word, or one past the last word of a sentence.
#[derive(Clone, Copy)]
pub(super) struct Spot {
    pub(super) word: usize,
    pub(super) sentence: usize,
}

/// Sentences of a text that are followed at once.
pub(super) struct Passage<'a> {
    /// The runs that start at each word of the text.
    starts: &'a Rows,
    tables: &'a Tables,
    /// What stands at each position.
    spots: Vec<Spot>,
    /// Those with a word.
    words: Positions,
    /// Those of each sentence, the last without a word.
    sentences: Vec<Positions>,
    /// Where its runs start.
    runs: Standing,
    /// The same runs, a bit each.
    bits: Vec<u64>,
    /// Where classes start, as far as anybody asked; first those that were found with the words.
    asked: RefCell<Standing>,
    found: usize,
    /// Where phrases of numbered choices end, by where they start.
    known: FxHashMap<(u32, usize), Positions>,
}

impl<'a> Passage<'a> {
    /// No passage yet of a text whose words start these runs.
    pub(super) fn new(starts: &'a Rows, tables: &'a Tables) -> Self {
        Passage {
            starts,
            tables,
            spots: Vec::new(),
            words: 0,
            sentences: Vec::new(),
            runs: Standing::none_of(tables.by_run.count()),
            bits: vec![0; tables.by_run.count().div_ceil(64)],
            asked: RefCell::new(Standing::none_of(tables.count)),
            found: 0,
            known: FxHashMap::default(),
        }
    }

    /// Reads as many of the sentences from `first` on as it takes, in place of those before;
    /// gives the one behind them.
    pub(super) fn read(&mut self, sentences: &[Range<usize>], first: usize) -> usize {
        self.clear();
        let mut next = first;
        while let Some(words) = sentences.get(next).filter(|words| self.spots.len() + words.len() < MOST) {
            let mut positions = 1 << (self.spots.len() + words.len());
            for word in words.clone() {
                positions |= 1 << self.spots.len();
                self.add(word);
                self.spots.push(Spot { word, sentence: next });
            }
            self.sentences.push(positions);
            self.spots.push(Spot { word: words.end, sentence: next });
            next += 1;
        }
        self.found = self.asked.get_mut().entries.len();
        next
    }

    fn clear(&mut self) {
        self.spots.clear();
        self.words = 0;
        self.sentences.clear();
        self.known.clear();
        self.runs.entries.iter().for_each(|(run, _)| self.bits[*run as usize / 64] = 0);
        self.runs.clear();
        self.asked.get_mut().clear();
    }

    /// Adds a word at the next position.
    fn add(&mut self, word: usize) {
        let (here, asked) = (1 << self.spots.len(), self.asked.get_mut());
        self.words |= here;
        for run in self.starts.at(word) {
            self.bits[*run as usize / 64] |= 1 << (run % 64);
            self.runs.add(*run, here);
            self.tables.by_run.at(*run as usize).iter().for_each(|class| asked.add(*class, here));
        }
    }

    /// What stands at a position.
    pub(super) fn spot(&self, position: usize) -> Spot {
        self.spots[position]
    }

    /// Those sentences in which every one of the classes stands.
    pub(super) fn with_all(&self, classes: &[Class]) -> Positions {
        let Some((first, others)) = classes.split_first() else { return 0 };
        let first = self.around(self.at(*first));
        others.iter().fold(first, |all, class| if all == 0 { 0 } else { all & self.around(self.at(*class)) })
    }

    /// The sentences that hold any of these positions.
    pub(super) fn around(&self, positions: Positions) -> Positions {
        let sentences = self.sentences.iter().filter(|sentence| *sentence & positions != 0);
        sentences.fold(0, |all, sentence| all | sentence)
    }

    /// Moves a set of positions over up to so many words of any kind.
    pub(super) fn skip(&self, from: Positions, most: u32) -> Positions {
        let (mut all, mut reached) = (from, from);
        for _ in 0..most {
            reached = (reached & self.words) << 1;
            all |= reached;
        }
        all
    }

    /// The classes found with the words.
    pub(super) fn found(&self) -> Vec<Class> {
        self.asked.borrow().entries[..self.found].iter().map(|(class, _)| *class).collect()
    }

    /// The runs that start at that position.
    pub(super) fn runs_at(&self, position: usize) -> &'a [Run] {
        let word = self.words & 1 << position != 0;
        if word { self.starts.at(self.spots[position].word) } else { &[] }
    }

    /// Where the class starts.
    pub(super) fn at(&self, class: Class) -> Positions {
        let mut asked = self.asked.borrow_mut();
        asked.get(class).unwrap_or_else(|| {
            let runs = self.tables.runs.at(class as usize).iter();
            let here = runs.filter(|run| self.bits[**run as usize / 64] & 1 << (**run % 64) != 0);
            let positions = here.fold(0, |all, run| all | self.runs.get(*run).unwrap_or(0));
            asked.add(class, positions);
            positions
        })
    }

    /// Moves a set of positions over whichever runs of the class stand there.
    pub(super) fn over(&self, class: Class, from: Positions) -> Positions {
        let each_length = self.tables.lengths.at(class as usize).chunks_exact(2);
        each_length.fold(0, |all, of| all | (from & self.at(of[1])) << of[0])
    }

    /// The choices that sequences name by number.
    pub(super) fn choices(&self) -> &'a [Choices] {
        &self.tables.choices
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
