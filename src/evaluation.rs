//! Scoring answers against labelled questions, sources and claims, as `caveat eval` does. The
//! files' fields and the counting are those that README.md's section on evaluation gives.

pub mod claims;

use std::collections::BTreeMap;
use std::time::Instant;

use serde::{Deserialize, Serialize};

use crate::answer::{Held, Reply, Request, reply};
use crate::knowledge::Id;

/// The label of a question that nothing held should answer.
const ABSTAIN: &str = "abstain";
/// The label of an emergency.
const EMERGENCY: &str = "emergency";

/// A labelled line: a question with the cards that may answer it, or a search with the
/// work that it means.
#[derive(Debug, Clone, Deserialize)]
pub struct Item {
    /// The line's id.
    pub id: String,
    /// A question to ask, or
    #[serde(default)]
    pub question: Option<String>,
    /// a search for a work.
    #[serde(default)]
    pub find: Option<String>,
    /// The ids that are right, the best first.
    pub expected: Vec<String>,
}

/// Scores of a file, in the order in which they are printed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Scores {
    /// How many lines counted.
    pub n: usize,
    /// How many lines name only cards that the knowledge does not have yet.
    pub uncovered: usize,
    /// Each score by its name.
    #[serde(flatten)]
    pub scores: BTreeMap<&'static str, f64>,
    /// What went wrong.
    pub misses: Vec<Miss>,
}

/// A line that was not answered as labelled.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Miss {
    /// The line's id.
    pub id: String,
    /// The question or search.
    pub question: String,
    /// What was expected.
    pub expected: Vec<String>,
    /// What came instead.
    pub got: Vec<String>,
}

/// What a reply comes to for scoring: its sort and the ids it matched.
struct Outcome {
    emergency: bool,
    nothing_held: bool,
    matched: Vec<String>,
    microseconds: f64,
}

/// Scores a file of questions.
pub fn questions(held: Held<'_>, items: &[Item]) -> Scores {
    let mut tally = Tally::default();
    for item in items {
        let question = item.question.clone().unwrap_or_default();
        let outcome = ask(held, &question);
        if is_covered(held, item) {
            tally.count(item, &question, &outcome);
        } else {
            tally.uncovered += 1;
        }
        tally.times.push(outcome.microseconds);
    }
    tally.scores()
}

/// Scores a file of searches for works.
pub fn sources(held: Held<'_>, items: &[Item]) -> Scores {
    let (mut first, mut third, mut misses, mut times) = (0, 0, Vec::new(), Vec::new());
    for item in items {
        let find = item.find.clone().unwrap_or_default();
        let start = Instant::now();
        let Reply::Sources(found) = reply(held, &Request::Source { find: find.clone() }) else { continue };
        times.push(start.elapsed().as_secs_f64() * 1e6);
        let got: Vec<String> = found.sources.iter().map(|source| source.id.to_string()).collect();
        let place = got.iter().position(|id| item.expected.contains(id));
        first += usize::from(place == Some(0));
        third += usize::from(place.is_some_and(|place| place < 3));
        if place != Some(0) {
            misses.push(Miss { id: item.id.clone(), question: find, expected: item.expected.clone(), got });
        }
    }
    let mut scores = timed(times);
    scores.insert("found@1", share(first, items.len()));
    scores.insert("found@3", share(third, items.len()));
    Scores { n: items.len(), uncovered: 0, scores, misses }
}

fn ask(held: Held<'_>, question: &str) -> Outcome {
    let request = Request::Ask { question: question.to_owned() };
    let start = Instant::now();
    let reply = reply(held, &request);
    let microseconds = start.elapsed().as_secs_f64() * 1e6;
    let matched = match &reply {
        Reply::Card(shown) => shown.matched.iter().map(Id::to_string).collect(),
        _ => Vec::new(),
    };
    Outcome {
        emergency: matches!(reply, Reply::Emergency(_)),
        nothing_held: matches!(reply, Reply::NothingHeld(_)),
        matched,
        microseconds,
    }
}

/// Whether the knowledge has any of the cards that would be right.
fn is_covered(held: Held<'_>, item: &Item) -> bool {
    item.expected.iter().any(|label| {
        label == ABSTAIN || label == EMERGENCY || held.knowledge.known.contains(&Id::from_text(label))
    })
}

#[derive(Default)]
struct Tally {
    counted: usize,
    uncovered: usize,
    in_scope: usize,
    first: usize,
    third: usize,
    abstain: usize,
    abstained: usize,
    nothing_held: usize,
    nothing_held_rightly: usize,
    emergencies: usize,
    emergencies_found: usize,
    false_alarms: usize,
    misses: Vec<Miss>,
    times: Vec<f64>,
}

impl Tally {
    fn count(&mut self, item: &Item, question: &str, outcome: &Outcome) {
        self.counted += 1;
        let is_labelled = |id: &String| item.expected.contains(id);
        let is_emergency = item.expected.iter().any(|label| label == EMERGENCY);
        let is_abstain = item.expected.first().is_some_and(|label| label == ABSTAIN);
        let first = outcome.matched.first().is_some_and(is_labelled);
        let third = outcome.matched.iter().take(3).any(is_labelled);
        let right = if is_emergency {
            self.emergencies += 1;
            self.emergencies_found += usize::from(outcome.emergency);
            outcome.emergency
        } else if is_abstain {
            self.abstain += 1;
            self.abstained += usize::from(outcome.nothing_held || first);
            outcome.nothing_held || first
        } else {
            self.in_scope += 1;
            self.first += usize::from(first);
            self.third += usize::from(third);
            first
        };
        self.nothing_held += usize::from(outcome.nothing_held);
        self.nothing_held_rightly += usize::from(outcome.nothing_held && is_abstain);
        self.false_alarms += usize::from(outcome.emergency && !is_emergency);
        if !right {
            let got = match outcome {
                Outcome { emergency: true, .. } => vec![EMERGENCY.to_owned()],
                Outcome { nothing_held: true, .. } => vec!["nothing_held".to_owned()],
                _ => outcome.matched.clone(),
            };
            let (id, question, expected) = (item.id.clone(), question.to_owned(), item.expected.clone());
            self.misses.push(Miss { id, question, expected, got });
        }
    }

    fn scores(self) -> Scores {
        let mut scores = timed(self.times);
        scores.insert("answer@1", share(self.first, self.in_scope));
        scores.insert("answer@3", share(self.third, self.in_scope));
        scores.insert("abstain_precision", share(self.nothing_held_rightly, self.nothing_held));
        scores.insert("abstain_recall", share(self.abstained, self.abstain));
        scores.insert("emergency_recall", share(self.emergencies_found, self.emergencies));
        scores.insert("emergency_false_alarms", self.false_alarms as f64);
        Scores { n: self.counted, uncovered: self.uncovered, scores, misses: self.misses }
    }
}

/// A share rounded to four places; 1 of nothing.
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { (part as f64 / whole as f64 * 1e4).round() / 1e4 }
}

fn timed(mut times: Vec<f64>) -> BTreeMap<&'static str, f64> {
    times.sort_by(f64::total_cmp);
    let at = |quantile: f64| {
        let place = (times.len() as f64 * quantile) as usize;
        times.get(place.min(times.len().saturating_sub(1))).map_or(0.0, |time| (time * 10.0).round() / 10.0)
    };
    [("p50_us", at(0.5)), ("p99_us", at(0.99))].into()
}
