//! The safety screen: the first thing that happens to anything a person typed.

use super::reply::Emergency;
use crate::knowledge::Knowledge;

/// The emergency that the text sounds like, if any.
pub fn emergency(knowledge: &Knowledge, text: &str) -> Option<Emergency> {
    let heard = knowledge.emergencies.hear(text);
    let group = knowledge.safety.iter().find(|group| group.fired_by(&heard).is_some())?;
    let lines = group.lines.iter().map(|(line, _)| line.clone()).collect();
    Some(Emergency { group: group.slug.clone(), lines })
}
