//! Sequences of words to look for, and how far each reaches in a passage. A set of positions
//! in the passage is one number, a bit each, so that a sequence is followed from all of
//! them at once.

use serde::{Deserialize, Serialize};

use super::lexicon::{Class, Lexicon, Run};
use super::passage::{Passage, Positions};

pub(super) type Sequence = Vec<Node>;

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) enum Node {
    /// Any run of that class.
    Runs(Class),
    Gap(u32),
    /// Any of the choices of that number.
    Any(u32),
    Maybe(Box<Node>),
}

/// Sequences of which any may stand, not all of them mere runs.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) struct Choices {
    /// The runs that any of them can begin with.
    firsts: Class,
    /// Those that are runs.
    runs: Class,
    /// Those that are not.
    phrases: Vec<Sequence>,
}

impl Choices {
    pub(super) fn new(runs: Vec<Run>, phrases: Vec<Sequence>, lexicon: &mut Lexicon) -> Self {
        let opening = phrases.iter().flat_map(|phrase| opening(phrase, lexicon.choices()));
        let opening = opening.flat_map(|class| lexicon.runs_of(class));
        let firsts = runs.iter().chain(opening).copied().collect();
        Choices { firsts: lexicon.class(firsts), runs: lexicon.any_run(runs), phrases }
    }

    /// Those that are runs.
    pub(super) fn runs(&self) -> Class {
        self.runs
    }

    /// Moves a set of positions over whichever of the sequences stand there.
    fn over(&self, from: Positions, passage: &mut Passage<'_>) -> Positions {
        let runs = passage.over(self.runs, from);
        self.phrases.iter().fold(runs, |behind, phrase| behind | advance(phrase, from, passage))
    }
}

/// The classes of which one opens the sequence: those that may be left out, and the first
/// that may not. No sequence is all optional.
fn opening(sequence: &[Node], choices: &[Choices]) -> impl Iterator<Item = Class> {
    let optional = sequence.iter().take_while(|node| matches!(node, Node::Maybe(_))).count();
    sequence.iter().take(optional + 1).filter_map(|node| first(node, choices))
}

/// What a node begins with.
fn first(node: &Node, choices: &[Choices]) -> Option<Class> {
    match node {
        Node::Runs(class) => Some(*class),
        Node::Any(number) => Some(choices[*number as usize].firsts),
        Node::Maybe(node) => first(node, choices),
        Node::Gap(_) => None,
    }
}

/// Of each node that a sequence can't do without, what it begins with.
pub(super) fn needed(sequence: &[Node], choices: &[Choices]) -> Vec<Class> {
    let needed = sequence.iter().filter(|node| !matches!(node, Node::Maybe(_)));
    needed.filter_map(|node| first(node, choices)).collect()
}

/// Calls `found` for every class that stands anywhere in a sequence.
pub(super) fn each_class(sequence: &[Node], choices: &[Choices], found: &mut impl FnMut(Class)) {
    for node in sequence {
        match node {
            Node::Runs(class) => found(*class),
            Node::Any(number) => {
                let any = &choices[*number as usize];
                [any.firsts, any.runs].into_iter().for_each(&mut *found);
                any.phrases.iter().for_each(|phrase| each_class(phrase, choices, found));
            }
            Node::Maybe(node) => each_class(std::slice::from_ref(node), choices, found),
            Node::Gap(_) => {}
        }
    }
}

/// Moves a set of positions over a sequence; none is left where it stands nowhere.
pub(super) fn advance(sequence: &[Node], from: Positions, passage: &mut Passage<'_>) -> Positions {
    sequence.iter().fold(from, |from, node| if from == 0 { 0 } else { over(node, from, passage) })
}

fn over(node: &Node, from: Positions, passage: &mut Passage<'_>) -> Positions {
    match node {
        Node::Runs(class) => passage.over(*class, from),
        Node::Gap(width) => passage.skip(from, *width),
        Node::Any(number) => passage.choices()[*number as usize].over(from, passage),
        Node::Maybe(node) => from | over(node, from, passage),
    }
}

/// Where a run stands that can open the sequence.
pub(super) fn openings(sequence: &[Node], passage: &mut Passage<'_>) -> Positions {
    opening(sequence, passage.choices()).fold(0, |all, class| all | passage.at(class))
}
