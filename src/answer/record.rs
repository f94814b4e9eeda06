//! Records of registers and catalogs: found, and shown as what they are.

use super::reply::{RecordShown, SourceFound};
use super::{Held, wording};
use crate::knowledge::number::Number;
use crate::knowledge::record::Arm;
use crate::knowledge::{Id, Record};

/// The record of that id.
pub fn by_id(held: Held<'_>, text: &str) -> Option<Record> {
    let id = Id::from_text(&text.trim().to_lowercase());
    let found = held.records.filter(|_| id.kind() == "source")?.numbered(id.slug());
    found.into_iter().find(|record| record.id == id.slug())
}

/// The records of the numbers.
pub fn numbered(held: Held<'_>, numbers: &[Number]) -> Vec<Record> {
    let Some(records) = held.records else { return Vec::new() };
    let mut found: Vec<Record> = Vec::new();
    for record in numbers.iter().flat_map(|number| records.numbered(&number.text)) {
        if !found.iter().any(|known| known.id == record.id) {
            found.push(record);
        }
    }
    found
}

/// The records that such words mean.
pub fn named(held: Held<'_>, words: &str, most: usize) -> Vec<Record> {
    held.records.map_or_else(Vec::new, |records| records.named(words, most))
}

/// A record among the works that were searched for. The bot says of it only that nobody
/// here has read it.
pub fn found(record: &Record) -> SourceFound {
    let is_registration = record.registration.is_some();
    let (supports, does_not_show) = match is_registration {
        true => (wording::REGISTRATION, wording::REGISTRATION_DOES_NOT_SHOW),
        false => (wording::UNREAD_PAPER, wording::UNREAD_PAPER_DOES_NOT_SHOW),
    };
    SourceFound {
        id: record.source_id(),
        citation: record.citation(),
        short: record.short(),
        doi: record.doi.clone(),
        trial: record.trial.clone(),
        url: record.url.clone(),
        title: record.title.clone(),
        supports: supports.to_owned(),
        does_not_show: does_not_show.to_owned(),
        interest: None,
        checked: record.exported,
        cards: Vec::new(),
        record: Some(shown(record)),
    }
}

fn shown(record: &Record) -> RecordShown {
    let arms = record.registration.iter().flat_map(|registration| &registration.arms);
    RecordShown {
        sort: if record.registration.is_some() { "registration" } else { "paper" },
        container: record.container.clone(),
        pmid: record.pmid.clone(),
        retracted: record.retracted,
        registration: record.registration.clone(),
        comparator: arms.filter(|arm| Arm::compares(arm)).map(|arm| arm.label.clone()).collect(),
        updated: record.updated,
        exported: record.exported,
    }
}
