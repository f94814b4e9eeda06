//! Finding which of many phrases stand in a run of stems.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use serde::{Deserialize, Serialize};

/// Phrases by their first stem, each with the number of the group it belongs to.
#[derive(Default, Serialize, Deserialize)]
pub struct Phrases {
    by_first: HashMap<String, Vec<(Vec<String>, usize)>>,
    stems: HashSet<String>,
}

impl Phrases {
    /// Adds a phrase of a group.
    pub fn add(&mut self, stems: Vec<String>, group: usize) {
        let Some(first) = stems.first() else { return };
        self.stems.extend(stems.iter().cloned());
        self.by_first.entry(first.clone()).or_default().push((stems, group));
    }

    /// Whether the stem stands in any phrase.
    pub fn has(&self, stem: &str) -> bool {
        self.stems.contains(stem)
    }

    /// Every phrase that stands in the stems, with where it stands.
    pub fn find<'a>(&'a self, stems: &'a [&str]) -> impl Iterator<Item = (Range<usize>, usize)> + 'a {
        stems.iter().enumerate().flat_map(move |(at, first)| {
            let candidates = self.by_first.get(*first).into_iter().flatten();
            candidates.filter_map(move |(phrase, group)| {
                let here = stems.get(at..at + phrase.len())?;
                here.iter().eq(phrase.iter()).then_some((at..at + phrase.len(), *group))
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_found_where_they_stand_whole() {
        let mut phrases = Phrases::default();
        phrases.add(vec!["heart".into(), "attack".into()], 7);
        phrases.add(vec!["mi".into()], 7);
        let found: Vec<_> = phrases.find(&["a", "heart", "attack", "or", "mi", "heart"]).collect();
        assert_eq!(found, [(1..3, 7), (4..5, 7)]);
    }
}
