//! Runs of words to look for, and how far each reaches from a set of positions.

use std::sync::Arc;

use super::REACH;
use super::lexicon::{Reading, Spelling};

pub(super) type Sequence = Vec<Node>;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    /// A word or a beginning of the lexicon.
    Known(u32),
    Number,
    /// A word written as a name.
    Name,
    Gap(u32),
    /// Any of these; a list's wordings are shared.
    Any(Arc<Choices>),
    Maybe(Box<Node>),
}

/// Sequences of which any may stand, found by their first words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Choices {
    sequences: Vec<Sequence>,
    /// The places of sequences by their first words, in the order of these.
    by_first: Vec<(u32, usize)>,
    /// Those that may begin with a number, a name or nothing.
    others: Vec<usize>,
    /// The most words that any of them can take.
    longest: usize,
}

impl Choices {
    pub(super) fn new(sequences: Vec<Sequence>) -> Self {
        let (mut by_first, mut others) = (Vec::new(), Vec::new());
        for (at, sequence) in sequences.iter().enumerate() {
            let mut firsts = Firsts::default();
            let may_be_empty = firsts.add(sequence);
            if firsts.number || firsts.name || may_be_empty {
                others.push(at);
            } else {
                firsts.ids.sort_unstable();
                firsts.ids.dedup();
                by_first.extend(firsts.ids.into_iter().map(|id| (id, at)));
            }
        }
        by_first.sort_unstable();
        let longest = sequences.iter().map(|sequence| longest(sequence)).max().unwrap_or(0);
        Choices { sequences, by_first, others, longest }
    }

    fn beginning_with(&self, id: u32) -> &[(u32, usize)] {
        let from = self.by_first.partition_point(|(known, _)| *known < id);
        let length = self.by_first[from..].iter().take_while(|(known, _)| *known == id).count();
        &self.by_first[from..from + length]
    }

    /// Moves a set of positions over whichever of the sequences stand there.
    fn advance(&self, from: u64, words: &[Reading], spelling: Spelling) -> u64 {
        let mut behind = 0;
        for at in &self.others {
            behind |= advance_all(&self.sequences[*at], from, words, spelling);
        }
        for (position, word) in words.iter().enumerate().filter(|(position, _)| from & (1 << position) != 0) {
            let near = if spelling == Spelling::Forgiving { word.near.as_slice() } else { &[] };
            let sequences = word.exact.iter().chain(near).flat_map(|id| self.beginning_with(*id));
            for (_, at) in sequences {
                behind |= advance_all(&self.sequences[*at], 1 << position, words, spelling);
            }
        }
        behind
    }
}

/// A node that a sequence can't do without.
pub(super) struct Needed {
    /// What its first word can be.
    pub(super) firsts: Firsts,
    /// How many words of the sequence can stand before it.
    pub(super) before: usize,
}

/// The nodes that a sequence can't do without.
pub(super) fn needed(sequence: &[Node]) -> Vec<Needed> {
    let mut before = 0;
    let mut all = Vec::new();
    for node in sequence {
        let mut firsts = Firsts::default();
        if !firsts.add(std::slice::from_ref(node)) {
            all.push(Needed { firsts, before });
        }
        before += longest_node(node);
    }
    all
}

/// The most words that a sequence can take.
pub(super) fn longest(sequence: &[Node]) -> usize {
    sequence.iter().map(longest_node).sum()
}

/// The most words that a node can take.
fn longest_node(node: &Node) -> usize {
    match node {
        Node::Known(_) | Node::Number | Node::Name => 1,
        Node::Gap(width) => *width as usize,
        Node::Any(choices) => choices.longest,
        Node::Maybe(node) => longest_node(node),
    }
}

/// Calls `found` for every word or beginning that stands anywhere in a sequence.
pub(super) fn each_known(sequence: &[Node], found: &mut impl FnMut(u32)) {
    for node in sequence {
        match node {
            Node::Known(id) => found(*id),
            Node::Any(choices) => choices.sequences.iter().for_each(|choice| each_known(choice, found)),
            Node::Maybe(node) => each_known(std::slice::from_ref(node), found),
            Node::Number | Node::Name | Node::Gap(_) => {}
        }
    }
}

/// What the first word of a sequence can be.
#[derive(Default)]
pub(super) struct Firsts {
    pub(super) ids: Vec<u32>,
    pub(super) number: bool,
    pub(super) name: bool,
}

impl Firsts {
    /// Collects them; true if the sequence may be empty.
    pub(super) fn add(&mut self, sequence: &[Node]) -> bool {
        sequence.iter().all(|node| match node {
            Node::Known(id) => {
                self.ids.push(*id);
                false
            }
            Node::Number => {
                self.number = true;
                false
            }
            Node::Name => {
                self.name = true;
                false
            }
            Node::Any(choices) => {
                let mut may_be_empty = false;
                for choice in &choices.sequences {
                    may_be_empty |= self.add(choice);
                }
                may_be_empty
            }
            Node::Maybe(node) => {
                self.add(std::slice::from_ref(node));
                true
            }
            Node::Gap(_) => true,
        })
    }
}

/// Moves a set of positions (bit n: n words read) over a sequence.
pub(super) fn advance_all(sequence: &[Node], from: u64, words: &[Reading], spelling: Spelling) -> u64 {
    let mut positions = from;
    for node in sequence {
        if positions == 0 {
            break;
        }
        positions = advance(node, positions, words, spelling);
    }
    positions
}

fn advance(node: &Node, from: u64, words: &[Reading], spelling: Spelling) -> u64 {
    match node {
        Node::Known(id) => over_words(from, words, |word| word.has(*id, spelling)),
        Node::Number => over_words(from, words, |word| word.number),
        Node::Name => over_words(from, words, |word| word.word.is_name),
        Node::Gap(width) => (0..=*width).fold(0, |all, skipped| all | from << skipped) & within(words),
        Node::Any(choices) => choices.advance(from, words, spelling),
        Node::Maybe(node) => from | advance(node, from, words, spelling),
    }
}

/// The positions behind each word at a position of `from` that fits.
fn over_words(from: u64, words: &[Reading], fits: impl Fn(&Reading) -> bool) -> u64 {
    let mut behind = 0;
    let mut left = from & within(words);
    while left != 0 {
        let at = left.trailing_zeros() as usize;
        left &= left - 1;
        if words.get(at).is_some_and(&fits) {
            behind |= 1 << (at + 1);
        }
    }
    behind
}

fn within(words: &[Reading]) -> u64 {
    u64::MAX >> (63 - words.len().min(REACH))
}
