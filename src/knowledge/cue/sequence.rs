//! Sequences of words to look for, and how far each reaches in a passage. A set of positions
//! in the passage is one number, a bit each, so that a sequence is followed from all of
//! them at once.

use std::sync::Arc;

use super::lexicon::{Class, Lexicon, Run};
use super::passage::{Passage, Positions, each};

pub(super) type Sequence = Vec<Node>;

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Node {
    Runs(Runs),
    Gap(u32),
    /// Any of these, by their number; equal ones are shared.
    Any(u32, Arc<Choices>),
    Maybe(Box<Node>),
}

/// Runs of the lexicon of which any may stand.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Runs {
    /// All of them.
    pub(super) all: Class,
    /// Those of each length in words.
    pub(super) by_length: Arc<[(u32, Class)]>,
}

impl Runs {
    /// Moves a set of positions over whichever of them stand there.
    fn over(&self, from: Positions, passage: &Passage<'_>) -> Positions {
        let each_length = self.by_length.iter();
        each_length.fold(0, |all, (length, class)| all | (from & passage.at(*class)) << length)
    }
}

/// Sequences of which any may stand, not all of them mere runs.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Choices {
    /// The runs that any of them can begin with.
    firsts: Class,
    /// Those that are runs.
    runs: Runs,
    /// Those that are not, and
    phrases: Vec<Sequence>,
    /// the runs that they can begin with, with their places by these.
    openers: Class,
    by_first: Vec<(Run, usize)>,
}

impl Choices {
    pub(super) fn new(runs: Vec<Run>, phrases: Vec<Sequence>, lexicon: &mut Lexicon) -> Self {
        let mut by_first: Vec<(Run, usize)> = Vec::new();
        for (at, phrase) in phrases.iter().enumerate() {
            for class in opening(phrase) {
                by_first.extend(lexicon.runs_of(class).iter().map(|run| (*run, at)));
            }
        }
        by_first.sort_unstable();
        let openers: Vec<Run> = by_first.iter().map(|(run, _)| *run).collect();
        let firsts = runs.iter().chain(&openers).copied().collect();
        Choices {
            firsts: lexicon.class(firsts),
            runs: lexicon.any_run(runs),
            openers: lexicon.class(openers),
            phrases,
            by_first,
        }
    }

    fn opened_by(&self, run: Run) -> impl Iterator<Item = &Sequence> {
        let from = self.by_first.partition_point(|(known, _)| *known < run);
        let same = self.by_first[from..].iter().take_while(move |(known, _)| *known == run);
        same.map(|(_, at)| &self.phrases[*at])
    }

    /// Moves a set of positions over whichever of the sequences stand there.
    fn over(&self, number: u32, from: Positions, passage: &mut Passage<'_>) -> Positions {
        let runs = self.runs.over(from, passage);
        let opened = each(from & passage.at(self.openers));
        opened.fold(runs, |behind, at| behind | self.behind(number, at, passage))
    }

    /// Where the phrases end that start there. Many cues share them, so that is found out
    /// once a passage.
    fn behind(&self, number: u32, at: usize, passage: &mut Passage<'_>) -> Positions {
        if let Some(known) = passage.known(number, at) {
            return known;
        }
        let phrases = passage.runs_at(at).iter().flat_map(|run| self.opened_by(*run));
        let behind = phrases.fold(0, |behind, phrase| behind | advance(phrase, 1 << at, passage));
        passage.keep(number, at, behind);
        behind
    }
}

/// The classes of which one opens the sequence: those that may be left out, and the first
/// that may not. No sequence is all optional.
fn opening(sequence: &[Node]) -> impl Iterator<Item = Class> {
    let optional = sequence.iter().take_while(|node| matches!(node, Node::Maybe(_))).count();
    sequence.iter().take(optional + 1).filter_map(first)
}

/// What a node begins with.
fn first(node: &Node) -> Option<Class> {
    match node {
        Node::Runs(runs) => Some(runs.all),
        Node::Any(_, choices) => Some(choices.firsts),
        Node::Maybe(node) => first(node),
        Node::Gap(_) => None,
    }
}

/// Of each node that a sequence can't do without, what it begins with.
pub(super) fn needed(sequence: &[Node]) -> Vec<Class> {
    let needed = sequence.iter().filter(|node| !matches!(node, Node::Maybe(_)));
    needed.filter_map(first).collect()
}

/// Calls `found` for every class that stands anywhere in a sequence.
pub(super) fn each_class(sequence: &[Node], found: &mut impl FnMut(Class)) {
    for node in sequence {
        match node {
            Node::Runs(runs) => each_of(runs, found),
            Node::Any(_, choices) => {
                found(choices.firsts);
                found(choices.openers);
                each_of(&choices.runs, found);
                choices.phrases.iter().for_each(|phrase| each_class(phrase, found));
            }
            Node::Maybe(node) => each_class(std::slice::from_ref(node), found),
            Node::Gap(_) => {}
        }
    }
}

fn each_of(runs: &Runs, found: &mut impl FnMut(Class)) {
    found(runs.all);
    runs.by_length.iter().for_each(|(_, class)| found(*class));
}

/// Moves a set of positions over a sequence; none is left where it stands nowhere.
pub(super) fn advance(sequence: &[Node], from: Positions, passage: &mut Passage<'_>) -> Positions {
    sequence.iter().fold(from, |from, node| if from == 0 { 0 } else { over(node, from, passage) })
}

fn over(node: &Node, from: Positions, passage: &mut Passage<'_>) -> Positions {
    match node {
        Node::Runs(runs) => runs.over(from, passage),
        Node::Gap(width) => passage.skip(from, *width),
        Node::Any(number, choices) => choices.over(*number, from, passage),
        Node::Maybe(node) => from | over(node, from, passage),
    }
}

/// Where a run stands that can open the sequence.
pub(super) fn openings(sequence: &[Node], passage: &Passage<'_>) -> Positions {
    opening(sequence).fold(0, |all, class| all | passage.at(class))
}
