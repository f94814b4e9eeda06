//! Scoring the claim checker against labelled texts: micro-averaged over the patterns of
//! claims, false alarms over neutral texts, and the share of checklist items judged right.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use serde::{Deserialize, Serialize};

use super::{share, timed};
use crate::answer::{ClaimReport, Held, Reply, Request, State, reply};

/// What a neutral text is labelled.
const NEUTRAL: &str = "neutral";

/// A labelled text.
#[derive(Debug, Clone, Deserialize)]
pub struct Text {
    /// The line's id.
    pub id: String,
    /// The text.
    pub text: String,
    /// `claim` or `neutral`.
    pub kind: String,
    /// The slugs of all patterns that it uses.
    pub patterns: BTreeSet<String>,
    /// The checklist items that it states.
    pub states: Vec<String>,
    /// Those that it states in part.
    pub partial: Vec<String>,
    /// Those that it leaves out.
    pub misses: Vec<String>,
}

/// Scores of a file of texts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClaimScores {
    /// How many texts there are.
    pub n: usize,
    /// Each score by its name.
    #[serde(flatten)]
    pub scores: BTreeMap<&'static str, f64>,
    /// The share of texts in which each item was judged right.
    pub checklist_by_item: BTreeMap<String, f64>,
    /// Each pattern that was labelled or found.
    pub per_pattern: Vec<PatternScore>,
    /// What went wrong.
    pub misses: Vec<ClaimMiss>,
}

/// How one pattern was found.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct PatternScore {
    /// The pattern.
    pub pattern: String,
    /// In how many texts it is labelled.
    pub labelled: usize,
    /// In how many of these it was found.
    pub found: usize,
    /// In how many other claims it was found.
    pub extra: usize,
    /// The harmonic mean of its precision and recall.
    pub f1: f64,
}

/// A text that was not judged as labelled.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClaimMiss {
    /// The line's id.
    pub id: String,
    /// The text.
    pub text: String,
    /// Patterns that were not found.
    pub missed: Vec<String>,
    /// Patterns found that are not labelled, each with the words.
    pub extra: Vec<String>,
    /// Items judged otherwise, as "item: labelled, judged (words)".
    pub items: Vec<String>,
}

/// Scores a file of texts.
pub fn claims(held: Held<'_>, texts: &[Text]) -> ClaimScores {
    let mut tally = Tally::default();
    for text in texts {
        let start = Instant::now();
        let reply = reply(held, &Request::Claim { text: text.text.clone() });
        tally.times.push(start.elapsed().as_secs_f64() * 1e6);
        tally.count(text, &reply);
    }
    tally.scores(texts.len())
}

#[derive(Default)]
struct Tally {
    patterns: BTreeMap<String, PatternScore>,
    /// For each item, in how many texts it was judged right, and in how many at all.
    items: BTreeMap<String, (usize, usize)>,
    neutral_false_alarms: usize,
    misses: Vec<ClaimMiss>,
    times: Vec<f64>,
}

impl Tally {
    fn count(&mut self, text: &Text, reply: &Reply) {
        let none = ClaimReport::default();
        let report = if let Reply::Report(report) = reply { report } else { &none };
        let found: BTreeMap<String, &str> = report
            .patterns
            .iter()
            .map(|found| (found.id.slug().to_owned(), found.place.quote.as_str()))
            .collect();
        let missed: Vec<String> = text.patterns.iter().filter(|p| !found.contains_key(*p)).cloned().collect();
        let extra = found.iter().filter(|(pattern, _)| !text.patterns.contains(*pattern));
        let extra: Vec<(&String, &&str)> = extra.collect();
        let mut items = Vec::new();
        if text.kind == NEUTRAL {
            self.neutral_false_alarms += usize::from(!found.is_empty());
        } else {
            extra.iter().for_each(|(pattern, _)| self.pattern(pattern).extra += 1);
            for pattern in &text.patterns {
                let score = self.pattern(pattern);
                score.labelled += 1;
                score.found += usize::from(found.contains_key(pattern));
            }
            items = self.items(text, report);
        }
        if !missed.is_empty() || !extra.is_empty() || !items.is_empty() {
            let extra = extra.iter().map(|(pattern, quote)| format!("{pattern} ({quote})")).collect();
            self.misses.push(ClaimMiss {
                id: text.id.clone(),
                text: text.text.clone(),
                missed,
                extra,
                items,
            });
        }
    }

    fn pattern(&mut self, pattern: &str) -> &mut PatternScore {
        let new = || PatternScore { pattern: pattern.to_owned(), ..PatternScore::default() };
        self.patterns.entry(pattern.to_owned()).or_insert_with(new)
    }

    /// Counts the items; gives those judged otherwise than labelled.
    fn items(&mut self, text: &Text, report: &ClaimReport) -> Vec<String> {
        let labels =
            [(State::Stated, &text.states), (State::Partial, &text.partial), (State::Missing, &text.misses)];
        let mut otherwise = Vec::new();
        for (label, item) in
            labels.iter().flat_map(|(label, items)| items.iter().map(move |item| (label, item)))
        {
            let judged = report.checklist.iter().find(|found| found.item == *item);
            let state = judged.map_or(State::Missing, |found| found.state);
            let (right, all) = self.items.entry(item.clone()).or_default();
            *right += usize::from(state == *label);
            *all += 1;
            if state != *label {
                let words = judged.and_then(|found| found.quote.as_deref()).unwrap_or_default();
                otherwise.push(format!("{item}: {label:?}, {state:?} ({words})"));
            }
        }
        otherwise
    }

    fn scores(self, n: usize) -> ClaimScores {
        let patterns: Vec<PatternScore> = self.patterns.into_values().map(with_f1).collect();
        let sum = |count: fn(&PatternScore) -> usize| patterns.iter().map(count).sum::<usize>();
        let (labelled, found, extra) = (sum(|p| p.labelled), sum(|p| p.found), sum(|p| p.extra));
        let mut scores = timed(self.times);
        scores.insert("pattern_precision", share(found, found + extra));
        scores.insert("pattern_recall", share(found, labelled));
        scores.insert("pattern_f1", share(2 * found, labelled + found + extra));
        let macro_f1 = patterns.iter().map(|p| p.f1).sum::<f64>() / patterns.len().max(1) as f64;
        scores.insert("pattern_macro_f1", (macro_f1 * 1e4).round() / 1e4);
        scores.insert("neutral_false_alarms", self.neutral_false_alarms as f64);
        let (right, all) = self.items.values().fold((0, 0), |sum, item| (sum.0 + item.0, sum.1 + item.1));
        scores.insert("checklist_accuracy", share(right, all));
        let by_item = self.items.into_iter().map(|(item, (right, all))| (item, share(right, all)));
        ClaimScores {
            n,
            scores,
            checklist_by_item: by_item.collect(),
            per_pattern: patterns,
            misses: self.misses,
        }
    }
}

fn with_f1(score: PatternScore) -> PatternScore {
    let f1 = share(2 * score.found, score.labelled + score.found + score.extra);
    PatternScore { f1, ..score }
}
