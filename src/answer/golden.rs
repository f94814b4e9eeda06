//! Golden questions: each must reach its card first.

use super::{Held, Reply, Request, reply};
use crate::knowledge::{Golden, Id};

/// A golden question that reached something else.
#[derive(Debug, Clone, PartialEq)]
pub struct Missed<'a> {
    /// The question and the card that it should reach.
    pub golden: &'a Golden,
    /// What it reached instead, if anything.
    pub reached: Option<Id>,
}

/// The golden questions that do not reach their card.
pub fn missed(held: Held<'_>) -> Vec<Missed<'_>> {
    let golden = held.knowledge.golden.iter();
    golden
        .filter_map(|golden| {
            let reached = match reply(held, &Request::Ask { question: golden.question.clone() }) {
                Reply::Card(shown) => Some(shown.card.id.clone()),
                _ => None,
            };
            (reached.as_ref() != Some(&golden.card)).then_some(Missed { golden, reached })
        })
        .collect()
}
