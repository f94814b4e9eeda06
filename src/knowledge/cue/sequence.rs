//! Runs of words to look for, and how far each reaches in a sentence. A set of positions
//! in the sentence is one number, a bit each, so that a sequence is followed from all of
//! them at once.

use std::sync::Arc;

use super::sentence::{Positions, Sentence};

pub(super) type Sequence = Vec<Node>;

/// Numbers of the lexicon, ascending, each once.
pub(super) type Ids = Arc<[u32]>;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    /// A word or a beginning of the lexicon, a number or a name.
    Known(u32),
    Gap(u32),
    /// Any of these; a list's wordings are shared.
    Any(Arc<Choices>),
    Maybe(Box<Node>),
}

/// Sequences of which any may stand, found by their first words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Choices {
    /// What any of them can begin with.
    firsts: Ids,
    /// Those of one word.
    words: Ids,
    /// Those of several.
    phrases: Vec<Sequence>,
    /// The places of phrases by their first words, in the order of these.
    by_first: Vec<(u32, usize)>,
}

impl Choices {
    pub(super) fn new(sequences: Vec<Sequence>) -> Self {
        let firsts = ids(sequences.iter().flat_map(|sequence| firsts(sequence)));
        let words = ids(sequences.iter().filter_map(|sequence| only_word(sequence)));
        let phrases: Vec<Sequence> =
            sequences.into_iter().filter(|sequence| only_word(sequence).is_none()).collect();
        let opened = phrases.iter().enumerate().flat_map(|(at, phrase)| {
            ids(self::firsts(phrase)).iter().map(|id| (*id, at)).collect::<Vec<_>>()
        });
        let mut by_first: Vec<(u32, usize)> = opened.collect();
        by_first.sort_unstable();
        Choices { firsts, words, phrases, by_first }
    }

    /// Moves a set of positions over whichever of the sequences stand there.
    fn advance(&self, from: Positions, sentence: &Sentence) -> Positions {
        let mut behind = (from & sentence.any(&self.words)) << 1;
        for (first, at) in &self.by_first {
            let opened = from & sentence.at(*first);
            if opened != 0 {
                behind |= advance(&self.phrases[*at], opened, sentence);
            }
        }
        behind
    }
}

/// The word that is all of a sequence.
fn only_word(sequence: &[Node]) -> Option<u32> {
    match sequence {
        [Node::Known(id)] => Some(*id),
        _ => None,
    }
}

fn ids(all: impl IntoIterator<Item = u32>) -> Ids {
    let mut ids: Vec<u32> = all.into_iter().collect();
    ids.sort_unstable();
    ids.dedup();
    ids.into()
}

/// Of each node that a sequence can't do without, what its first word can be.
pub(super) fn needed(sequence: &[Node]) -> Vec<Ids> {
    let needed = sequence.iter().filter_map(|node| match node {
        Node::Known(id) => Some(Arc::new([*id]) as Ids),
        Node::Any(choices) => Some(Arc::clone(&choices.firsts)),
        Node::Gap(_) | Node::Maybe(_) => None,
    });
    needed.collect()
}

/// What the first word of a sequence can be. No sequence is all optional.
fn firsts(sequence: &[Node]) -> Vec<u32> {
    let mut all = Vec::new();
    for node in sequence {
        match node {
            Node::Known(id) => all.push(*id),
            Node::Any(choices) => all.extend(choices.firsts.iter()),
            Node::Maybe(node) => all.extend(firsts(std::slice::from_ref(node))),
            Node::Gap(_) => {}
        }
        if matches!(node, Node::Known(_) | Node::Any(_)) {
            break;
        }
    }
    all
}

/// Calls `found` for everything that stands anywhere in a sequence.
pub(super) fn each_known(sequence: &[Node], found: &mut impl FnMut(u32)) {
    for node in sequence {
        match node {
            Node::Known(id) => found(*id),
            Node::Any(choices) => {
                choices.words.iter().for_each(|id| found(*id));
                choices.phrases.iter().for_each(|phrase| each_known(phrase, found));
            }
            Node::Maybe(node) => each_known(std::slice::from_ref(node), found),
            Node::Gap(_) => {}
        }
    }
}

/// Moves a set of positions over a sequence; none is left where it stands nowhere.
pub(super) fn advance(sequence: &[Node], from: Positions, sentence: &Sentence) -> Positions {
    sequence.iter().fold(from, |from, node| if from == 0 { 0 } else { over(node, from, sentence) })
}

fn over(node: &Node, from: Positions, sentence: &Sentence) -> Positions {
    match node {
        Node::Known(id) => (from & sentence.at(*id)) << 1,
        Node::Gap(width) => (0..=*width).fold(0, |all, skipped| all | from << skipped),
        Node::Any(choices) => choices.advance(from, sentence),
        Node::Maybe(node) => from | over(node, from, sentence),
    }
}

/// Where a word stands that can open the sequence.
pub(super) fn openings(sequence: &[Node], sentence: &Sentence) -> Positions {
    let mut all = 0;
    for node in sequence {
        all |= match node {
            Node::Known(id) => sentence.at(*id),
            Node::Any(choices) => sentence.any(&choices.firsts),
            Node::Maybe(node) => openings(std::slice::from_ref(node), sentence),
            Node::Gap(_) => 0,
        };
        if matches!(node, Node::Known(_) | Node::Any(_)) {
            break;
        }
    }
    all
}
