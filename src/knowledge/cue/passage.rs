//! A passage: sentences one behind the other through which sequences are followed at once, and
//! where each class of runs stands in it. Classes that call parts are found with the words;
//! the others when somebody asks.

use std::ops::Range;

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use super::super::words::LONGEST_SENTENCE;
use super::lexicon::{Class, Lexicon};
use super::rows::Rows;
use super::sequence::Choices;

/// Positions in a passage, a bit each. Behind the words of each sentence stands one that no
/// word follows, so that nothing goes on from one sentence into the next.
pub(super) type Positions = u128;

/// The most positions of a passage.
const MOST: usize = Positions::BITS as usize;
const _: () = assert!(LONGEST_SENTENCE < MOST);

/// What the sequences of a set name by number, as passages are read with it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Tables {
    /// How many classes there are.
    count: usize,
    /// The classes that are found with the words, by run.
    by_run: Rows,
    /// The runs of each class.
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
        let mut held: Vec<Class> =
            held.iter().copied().chain(lengths.iter().map(|(_, (_, of))| *of)).collect();
        held.sort_unstable();
        held.dedup();
        let count = held.last().map_or(0, |last| *last as usize + 1);
        let members = |class: &Class| lexicon.runs_of(*class).iter().copied();
        let by_run: Vec<_> =
            calling.iter().flat_map(|class| members(class).map(|run| (run, *class))).collect();
        let runs: Vec<_> = held.iter().flat_map(|class| members(class).map(|run| (*class, run))).collect();
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
pub(super) struct Standing {
    /// By number, one past its place among the entries; 0 where it has none.
    places: Vec<u32>,
    entries: Vec<(u32, Positions)>,
}

impl Standing {
    /// None of so many numbers stands anywhere.
    pub(super) fn none_of(count: usize) -> Self {
        Standing { places: vec![0; count], entries: Vec::new() }
    }

    /// Where that number stands, as far as it is known.
    pub(super) fn get(&self, number: u32) -> Option<Positions> {
        let place = self.places[number as usize].checked_sub(1)?;
        Some(self.entries[place as usize].1)
    }

    /// Adds positions of a number.
    pub(super) fn add(&mut self, number: u32, positions: Positions) {
        match self.places[number as usize].checked_sub(1) {
            Some(place) => self.entries[place as usize].1 |= positions,
            None => {
                self.entries.push((number, positions));
                self.places[number as usize] = self.entries.len() as u32;
            }
        }
    }

    /// Forgets all of them.
    pub(super) fn clear(&mut self) {
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
    /// The last of each sentence, without a word.
    blanks: Positions,
    /// Those of each sentence.
    sentences: Vec<Positions>,
    /// Where its runs start.
    runs: Standing,
    /// Where classes start, as far as anybody asked; first those that were found with the words.
    asked: Standing,
    found: usize,
    /// The runs of the text, a bit each.
    bits: Vec<u64>,
    /// The runs of a class that the text holds, as far as anybody asked: by class, one past
    /// its row; 0 where nobody did.
    rows: Vec<u32>,
    held: Rows,
}

impl<'a> Passage<'a> {
    /// No passage yet of a text whose words start these runs.
    pub(super) fn new(starts: &'a Rows, tables: &'a Tables) -> Self {
        let mut bits = vec![0; tables.by_run.count().div_ceil(64)];
        starts.numbers().iter().for_each(|run| bits[*run as usize / 64] |= 1 << (run % 64));
        Passage {
            starts,
            tables,
            bits,
            spots: Vec::new(),
            words: 0,
            blanks: 0,
            sentences: Vec::new(),
            runs: Standing::none_of(tables.by_run.count()),
            asked: Standing::none_of(tables.count),
            found: 0,
            rows: vec![0; tables.count],
            held: Rows::default(),
        }
    }

    /// Reads as many of the sentences from `first` on as it takes, in place of those before;
    /// gives the one behind them.
    pub(super) fn read(&mut self, sentences: &[Range<usize>], first: usize) -> usize {
        self.clear();
        let mut next = first;
        while let Some(words) = sentences.get(next).filter(|words| self.spots.len() + words.len() < MOST) {
            let mut positions = 1 << (self.spots.len() + words.len());
            self.blanks |= positions;
            for word in words.clone() {
                positions |= 1 << self.spots.len();
                self.add(word);
                self.spots.push(Spot { word, sentence: next });
            }
            self.sentences.push(positions);
            self.spots.push(Spot { word: words.end, sentence: next });
            next += 1;
        }
        self.found = self.asked.entries.len();
        next
    }

    fn clear(&mut self) {
        self.spots.clear();
        (self.words, self.blanks) = (0, 0);
        self.sentences.clear();
        self.runs.clear();
        self.asked.clear();
    }

    /// Adds a word at the next position.
    fn add(&mut self, word: usize) {
        let here = 1 << self.spots.len();
        self.words |= here;
        for run in self.starts.at(word) {
            self.runs.add(*run, here);
            self.tables.by_run.at(*run as usize).iter().for_each(|class| self.asked.add(*class, here));
        }
    }

    /// What stands at a position.
    pub(super) fn spot(&self, position: usize) -> Spot {
        self.spots[position]
    }

    /// Those sentences in which every one of the classes stands.
    pub(super) fn with_all(&mut self, classes: &[Class]) -> Positions {
        let mut blanks = if classes.is_empty() { 0 } else { self.blanks };
        for class in classes {
            if blanks == 0 {
                return 0;
            }
            let positions = self.at(*class);
            blanks &= self.blanks_behind(positions);
        }
        self.before(blanks)
    }

    /// The sentences that hold any of these positions.
    pub(super) fn around(&self, positions: Positions) -> Positions {
        self.before(self.blanks_behind(positions) | positions & self.blanks)
    }

    /// The blanks of the sentences that hold a word at any of these positions: added to the words of
    /// its sentence, which are all ones, any of them carries over into the blank.
    fn blanks_behind(&self, positions: Positions) -> Positions {
        self.words.wrapping_add(positions & self.words) & self.blanks
    }

    /// The sentences of these blanks.
    fn before(&self, blanks: Positions) -> Positions {
        let sentences = self.sentences.iter().filter(|sentence| *sentence & blanks != 0);
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
        self.asked.entries[..self.found].iter().map(|(class, _)| *class).collect()
    }

    /// Whether the text holds a run of each of the classes.
    pub(super) fn text_holds(&mut self, classes: &[Class]) -> bool {
        classes.iter().all(|class| {
            let row = self.row(*class);
            !self.held.at(row).is_empty()
        })
    }

    /// Where the class starts.
    pub(super) fn at(&mut self, class: Class) -> Positions {
        if let Some(known) = self.asked.get(class) {
            return known;
        }
        let row = self.row(class);
        let here = self.held.at(row).iter().filter_map(|run| self.runs.get(*run));
        let positions = here.fold(0, |all, positions| all | positions);
        self.asked.add(class, positions);
        positions
    }

    /// The row of the runs of the class that the text holds.
    fn row(&mut self, class: Class) -> usize {
        if self.rows[class as usize] == 0 {
            for run in self.tables.runs.at(class as usize) {
                if self.bits[*run as usize / 64] & 1 << (run % 64) != 0 {
                    self.held.push(*run);
                }
            }
            self.held.end_row();
            self.rows[class as usize] = self.held.count() as u32;
        }
        self.rows[class as usize] as usize - 1
    }

    /// Moves a set of positions over whichever runs of the class stand there.
    pub(super) fn over(&mut self, class: Class, from: Positions) -> Positions {
        let tables = self.tables;
        let each_length = tables.lengths.at(class as usize).chunks_exact(2);
        each_length.fold(0, |all, of| all | (from & self.at(of[1])) << of[0])
    }

    /// The choices that sequences name by number.
    pub(super) fn choices(&self) -> &'a [Choices] {
        &self.tables.choices
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
