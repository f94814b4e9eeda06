//! The safety screen: the first thing that happens to anything a person typed.

use std::sync::Arc;

use super::reply::Emergency;
use crate::knowledge::Knowledge;
use crate::knowledge::words::Word;

/// The emergency that a text of these words sounds like, if any.
pub fn emergency(knowledge: &Knowledge, words: Arc<[Word]>) -> Option<Emergency> {
    let heard = knowledge.emergencies.hear_words(words);
    let group = knowledge.safety.iter().find(|group| group.fired_by(&heard).is_some())?;
    let lines = group.lines.iter().map(|(line, _)| line.clone()).collect();
    Some(Emergency { group: group.slug.clone(), lines })
}
