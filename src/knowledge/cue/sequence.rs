//! Runs of words to look for, and how far each reaches in a sentence. A set of positions
//! in the sentence is one number, a bit each, so that a sequence is followed from all of
//! them at once.

use std::sync::Arc;

use super::lexicon::{Class, Lexicon};
use super::sentence::{Positions, Sentence, each};

pub(super) type Sequence = Vec<Node>;

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Node {
    /// One word of a class.
    Word(Class),
    Gap(u32),
    /// Any of these, by their number; equal ones are shared.
    Any(u32, Arc<Choices>),
    Maybe(Box<Node>),
}

impl Node {
    /// Any of these sequences.
    pub(super) fn any(sequences: Vec<Sequence>, lexicon: &mut Lexicon) -> Node {
        let choices = Choices::new(sequences, lexicon);
        if choices.phrases.is_empty() { Node::Word(choices.words) } else { lexicon.any(choices) }
    }
}

/// Sequences of which any may stand.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Choices {
    /// What any of them can begin with.
    firsts: Class,
    /// Those of one word.
    words: Class,
    /// What those of several can begin with.
    openers: Class,
    /// Those of several.
    phrases: Vec<Sequence>,
    /// The places of phrases by their first words, in the order of these.
    by_first: Vec<(u32, usize)>,
}

impl Choices {
    fn new(sequences: Vec<Sequence>, lexicon: &mut Lexicon) -> Self {
        let (mut words, mut phrases) = (Vec::new(), Vec::new());
        for sequence in sequences {
            match sequence.as_slice() {
                [Node::Word(class)] => words.extend(class.ids.iter()),
                _ => phrases.push(sequence),
            }
        }
        let opened = |(at, phrase): (usize, &Sequence)| firsts(phrase).into_iter().map(move |id| (id, at));
        let mut by_first: Vec<(u32, usize)> = phrases.iter().enumerate().flat_map(opened).collect();
        by_first.sort_unstable();
        let openers: Vec<u32> = by_first.iter().map(|(id, _)| *id).collect();
        let firsts = words.iter().chain(&openers).copied().collect();
        Choices {
            firsts: lexicon.class(firsts),
            words: lexicon.class(words),
            openers: lexicon.class(openers),
            phrases,
            by_first,
        }
    }

    fn opened_by(&self, id: u32) -> impl Iterator<Item = &Sequence> {
        let from = self.by_first.partition_point(|(known, _)| *known < id);
        let same = self.by_first[from..].iter().take_while(move |(known, _)| *known == id);
        same.map(|(_, at)| &self.phrases[*at])
    }

    /// Moves a set of positions over whichever of the sequences stand there.
    fn over(&self, number: u32, from: Positions, sentence: &mut Sentence<'_>) -> Positions {
        let words = (from & sentence.at(&self.words)) << 1;
        let opened = each(from & sentence.at(&self.openers));
        opened.fold(words, |behind, at| behind | self.behind(number, at, sentence))
    }

    /// Where the phrases end that start there. Many cues share them, so that is found out
    /// once a sentence.
    fn behind(&self, number: u32, at: usize, sentence: &mut Sentence<'_>) -> Positions {
        if let Some(known) = sentence.known(number, at) {
            return known;
        }
        let word = sentence.word(at);
        let phrases = word.iter().flat_map(|id| self.opened_by(*id));
        let behind = phrases.fold(0, |behind, phrase| behind | advance(phrase, 1 << at, sentence));
        sentence.keep(number, at, behind);
        behind
    }
}

/// What the first word of a sequence can be. No sequence is all optional.
fn firsts(sequence: &[Node]) -> Vec<u32> {
    opening(sequence).flat_map(|class| class.ids.iter().copied()).collect()
}

/// The classes of which one opens the sequence: those that may be left out, and the first
/// that may not.
fn opening(sequence: &[Node]) -> impl Iterator<Item = &Class> {
    let optional = sequence.iter().take_while(|node| matches!(node, Node::Maybe(_))).count();
    sequence.iter().take(optional + 1).filter_map(first)
}

/// What a node begins with.
fn first(node: &Node) -> Option<&Class> {
    match node {
        Node::Word(class) => Some(class),
        Node::Any(_, choices) => Some(&choices.firsts),
        Node::Maybe(node) => first(node),
        Node::Gap(_) => None,
    }
}

/// Of each node that a sequence can't do without, what it begins with.
pub(super) fn needed(sequence: &[Node]) -> Vec<Class> {
    let needed = sequence.iter().filter(|node| !matches!(node, Node::Maybe(_)));
    needed.filter_map(first).cloned().collect()
}

/// Calls `found` for every class that stands anywhere in a sequence.
pub(super) fn each_class(sequence: &[Node], found: &mut impl FnMut(&Class)) {
    for node in sequence {
        match node {
            Node::Word(class) => found(class),
            Node::Any(_, choices) => {
                [&choices.firsts, &choices.words, &choices.openers].into_iter().for_each(&mut *found);
                choices.phrases.iter().for_each(|phrase| each_class(phrase, found));
            }
            Node::Maybe(node) => each_class(std::slice::from_ref(node), found),
            Node::Gap(_) => {}
        }
    }
}

/// Moves a set of positions over a sequence; none is left where it stands nowhere.
pub(super) fn advance(sequence: &[Node], from: Positions, sentence: &mut Sentence<'_>) -> Positions {
    sequence.iter().fold(from, |from, node| if from == 0 { 0 } else { over(node, from, sentence) })
}

fn over(node: &Node, from: Positions, sentence: &mut Sentence<'_>) -> Positions {
    match node {
        Node::Word(class) => (from & sentence.at(class)) << 1,
        Node::Gap(width) => (0..=*width).fold(0, |all, skipped| all | from << skipped),
        Node::Any(number, choices) => choices.over(*number, from, sentence),
        Node::Maybe(node) => from | over(node, from, sentence),
    }
}

/// Where a word stands that can open the sequence.
pub(super) fn openings(sequence: &[Node], sentence: &Sentence<'_>) -> Positions {
    opening(sequence).fold(0, |all, class| all | sentence.at(class))
}
