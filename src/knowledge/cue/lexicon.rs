//! What the cues look for, numbered, so that each word of a text is looked up once and cues
//! compare numbers.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::super::words::one_edit_apart;
use super::sequence::Choices;

/// From this many letters on, a forgiving match allows one error in a word that is not English.
const FORGIVEN_FROM: usize = 5;
/// By so many first bytes, beginnings are told apart.
const FIRST_BYTES: usize = 4;
/// The first bytes of a word; zeroes behind a shorter one.
type FirstBytes = [u8; FIRST_BYTES];

/// One word or several side by side, by its number.
pub(super) type Run = u32;
/// Runs of which a cue takes any at one place, by their number.
pub(super) type Class = u32;

/// The run of any number, in digits or as a word.
pub(super) const NUMBER: Run = 0;
/// The run of any word that is written as a name.
pub(super) const NAME: Run = 1;
/// The run of no words.
pub(super) const EMPTY: Run = u32::MAX;

/// The words, beginnings and runs of them that any cue looks for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Lexicon {
    words: FxHashMap<String, Run>,
    /// By their first bytes, so that few are compared with a word.
    beginnings: FxHashMap<FirstBytes, Vec<(String, Run)>>,
    /// Those that a misspelt word may be meant for, by their first byte and their length.
    long_words: FxHashMap<(u8, usize), Vec<LongWord>>,
    /// By a run and the word behind it, the run of both.
    longer: FxHashMap<(Run, Run), Run>,
    #[serde(skip)]
    cues: Numbered,
}

/// What the cues that were read have numbers for. Only reading cues needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Numbered {
    /// Of each run, the run before its last word, and that word.
    runs: Vec<(Run, Run)>,
    /// The runs of each class, ascending, each once; the same runs are the same class.
    classes: Vec<Arc<[Run]>>,
    class_of: FxHashMap<Arc<[Run]>, Class>,
    /// Of each class that stands in a cue, its runs of each length in words.
    lengths: BTreeMap<Class, Vec<(u32, Class)>>,
    /// Choices by their number; equal ones are one.
    choices: Vec<Choices>,
    choices_of: FxHashMap<Choices, u32>,
}

impl Default for Numbered {
    fn default() -> Self {
        Numbered {
            runs: vec![(EMPTY, NUMBER), (EMPTY, NAME)],
            classes: Vec::new(),
            class_of: FxHashMap::default(),
            lengths: BTreeMap::new(),
            choices: Vec::new(),
            choices_of: FxHashMap::default(),
        }
    }
}

/// Looking words up, for reading texts.
impl Lexicon {
    /// The run of that word alone.
    pub(super) fn known(&self, word: &str) -> Option<Run> {
        self.words.get(word).copied()
    }

    /// Every beginning that the word has.
    pub(super) fn beginnings_of<'a>(&'a self, word: &'a str) -> impl Iterator<Item = Run> + 'a {
        let lengths = 1..=FIRST_BYTES.min(word.len());
        let alike = lengths.filter_map(|count| self.beginnings.get(&first_bytes(word, count)));
        alike.flatten().filter(|(known, _)| word.starts_with(known)).map(|(_, beginning)| *beginning)
    }

    /// The long words one error away: same first letter, a letter more, less or other.
    pub(super) fn one_edit_from<'a>(&'a self, word: &'a str) -> impl Iterator<Item = Run> + 'a {
        let lengths = word.len().saturating_sub(1)..=word.len() + 1;
        let first = word.as_bytes().first().copied();
        let alike = lengths.filter_map(move |length| self.long_words.get(&(first?, length))).flatten();
        let letters = letters(word);
        // One letter that becomes another makes two differences; most words make more.
        let near = alike.filter(move |known| (known.letters ^ letters).count_ones() <= 2);
        near.filter(|known| one_edit_apart(&known.word, word)).map(|known| known.run)
    }

    /// The run of one more word.
    pub(super) fn longer(&self, run: Run, word: Run) -> Option<Run> {
        if run == EMPTY { Some(word) } else { self.longer.get(&(run, word)).copied() }
    }
}

/// Taking in what cues look for.
impl Lexicon {
    /// The run of that word alone.
    pub(super) fn word(&mut self, word: &str) -> Run {
        if let Some(known) = self.words.get(word) {
            return *known;
        }
        let run = self.new_word();
        self.words.insert(word.to_owned(), run);
        run
    }

    /// The run of any word that begins so.
    pub(super) fn beginning(&mut self, beginning: &str) -> Run {
        let first = first_bytes(beginning, FIRST_BYTES);
        let mut alike = self.beginnings.get(&first).into_iter().flatten();
        if let Some((_, run)) = alike.find(|(known, _)| known == beginning) {
            return *run;
        }
        let run = self.new_word();
        self.beginnings.entry(first).or_default().push((beginning.to_owned(), run));
        run
    }

    fn new_word(&mut self) -> Run {
        let run = self.cues.runs.len() as Run;
        self.cues.runs.push((EMPTY, run));
        run
    }

    /// The run of one more word; that word alone behind [`EMPTY`].
    pub(super) fn run(&mut self, before: Run, word: Run) -> Run {
        if before == EMPTY {
            return word;
        }
        let next = self.cues.runs.len() as Run;
        let run = *self.longer.entry((before, word)).or_insert(next);
        if run == next {
            self.cues.runs.push((before, word));
        }
        run
    }

    /// The run of both, one behind the other.
    pub(super) fn joined(&mut self, before: Run, behind: Run) -> Run {
        let (first, word) = self.cues.runs[behind as usize];
        let before = if first == EMPTY { before } else { self.joined(before, first) };
        self.run(before, word)
    }

    /// How many runs there are.
    pub(super) fn count(&self) -> usize {
        self.cues.runs.len()
    }

    /// The words of a run, last first.
    pub(super) fn words_of(&self, run: Run) -> impl Iterator<Item = Run> {
        let known = |run: &Run| self.cues.runs.get(*run as usize);
        std::iter::successors(known(&run), move |(before, _)| known(before)).map(|(_, word)| *word)
    }

    /// The class of these runs.
    pub(super) fn class(&mut self, mut runs: Vec<Run>) -> Class {
        if !runs.is_sorted_by(|a, b| a < b) {
            runs.sort_unstable();
            runs.dedup();
        }
        if let Some(known) = self.cues.class_of.get(runs.as_slice()) {
            return *known;
        }
        let (runs, next): (Arc<[Run]>, Class) = (runs.into(), self.cues.classes.len() as Class);
        self.cues.classes.push(Arc::clone(&runs));
        self.cues.class_of.insert(runs, next);
        next
    }

    /// The runs of a class, ascending.
    pub(super) fn runs_of(&self, class: Class) -> &[Run] {
        self.cues.classes.get(class as usize).map_or(&[], |runs| runs)
    }

    /// The class of these runs, as it stands in a cue.
    pub(super) fn any_run(&mut self, runs: Vec<Run>) -> Class {
        let all = self.class(runs);
        if !self.cues.lengths.contains_key(&all) {
            let mut by_length: BTreeMap<u32, Vec<Run>> = BTreeMap::new();
            for run in self.runs_of(all) {
                by_length.entry(self.words_of(*run).count() as u32).or_default().push(*run);
            }
            let is_one = by_length.len() == 1;
            let class = |(length, alike)| (length, if is_one { all } else { self.class(alike) });
            let by_length = by_length.into_iter().map(class).collect();
            self.cues.lengths.insert(all, by_length);
        }
        all
    }

    /// The runs of each length in words of a class that stands in a cue.
    pub(super) fn lengths_of(&self, class: Class) -> &[(u32, Class)] {
        self.cues.lengths.get(&class).map_or(&[], Vec::as_slice)
    }

    /// The number of these choices.
    pub(super) fn numbered(&mut self, choices: Choices) -> u32 {
        if let Some(known) = self.cues.choices_of.get(&choices) {
            return *known;
        }
        let number = self.cues.choices.len() as u32;
        self.cues.choices.push(choices.clone());
        self.cues.choices_of.insert(choices, number);
        number
    }

    /// All choices, by their number.
    pub(super) fn choices(&self) -> &[Choices] {
        &self.cues.choices
    }

    /// Has misspelt words mean those that were read so far.
    pub(in super::super) fn forgive(&mut self) {
        let mut words: Vec<(&String, &Run)> = self.words.iter().collect();
        words.sort_unstable();
        for (word, run) in words {
            if let Some(first) = word.bytes().next().filter(|_| word.len() >= FORGIVEN_FROM) {
                let known = LongWord { letters: letters(word), word: word.clone(), run: *run };
                self.long_words.entry((first, word.len())).or_default().push(known);
            }
        }
    }

    /// Lets go of what only reading cues needs. None may be read any more.
    pub(in super::super) fn close(&mut self) {
        self.cues = Numbered::default();
    }
}

/// A word that a misspelt one may be meant for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct LongWord {
    /// Which letters it has, as in [`letters`].
    letters: u32,
    word: String,
    run: Run,
}

/// Which letters a word has, a bit each; letters of other scripts share bits.
fn letters(word: &str) -> u32 {
    word.bytes().fold(0, |letters, byte| letters | 1 << (byte % 32))
}

/// So many first bytes of a word.
fn first_bytes(word: &str, count: usize) -> FirstBytes {
    let mut first = [0; FIRST_BYTES];
    first.iter_mut().zip(word.bytes().take(count)).for_each(|(to, byte)| *to = byte);
    first
}
