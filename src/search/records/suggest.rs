//! Suggestions while somebody types: the index's own dictionary is sorted, so those that
//! begin so stand together.

use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocSet, TERMINATED};

use super::{Records, store};
use crate::knowledge::Record;
use crate::knowledge::record::compact;

/// Fewer letters than this begin too much.
const SHORTEST: usize = 2;

/// Titles that begin with what was typed, with their records' ids, in order.
pub fn suggest(records: &Records, typed: &str, most: usize) -> tantivy::Result<Vec<(String, String)>> {
    let mut places: Vec<(String, DocAddress)> = Vec::new();
    for begun in beginnings(records, typed) {
        starting(records, &begun, most, &mut places)?;
    }
    places.sort();
    places.dedup();
    let mut found: Vec<(String, Record)> =
        places.into_iter().filter_map(|(text, at)| records.record(at).map(|record| (text, record))).collect();
    // Of those that begin alike, the registration before the papers on it.
    found.sort_by(|(a, one), (b, other)| {
        (a, one.registration.is_none(), &one.id).cmp(&(b, other.registration.is_none(), &other.id))
    });
    let mut suggestions: Vec<(String, String)> = Vec::new();
    for (_, record) in found {
        if suggestions.len() < most && !suggestions.iter().any(|(_, id)| *id == record.id) {
            suggestions.push((record.title, record.id));
        }
    }
    Ok(suggestions)
}

/// What was typed, as a title and as a number may begin.
fn beginnings(records: &Records, typed: &str) -> Vec<String> {
    let mut title = store::beginning(typed, &records.analysis);
    if typed.ends_with(char::is_whitespace) && !title.is_empty() {
        title.push(' ');
    }
    let mut all = vec![title];
    if typed.starts_with("10.") {
        all.push(typed.trim().to_lowercase());
    } else if typed.contains(|c: char| c.is_ascii_digit()) {
        all.push(compact(typed));
    }
    all.dedup();
    all.retain(|text| text.chars().count() >= SHORTEST);
    all
}

/// Adds the first places in each segment that begin so.
fn starting(
    records: &Records,
    begun: &str,
    most: usize,
    places: &mut Vec<(String, DocAddress)>,
) -> tantivy::Result<()> {
    for (segment, reader) in (0..).zip(records.searcher.segment_readers()) {
        let index = reader.inverted_index(records.fields.begin)?;
        let mut terms = index.terms().range().ge(begun).into_stream()?;
        let mut found = 0;
        while found < most && terms.advance() && terms.key().starts_with(begun.as_bytes()) {
            let text = String::from_utf8_lossy(terms.key()).into_owned();
            let mut postings = index.read_postings_from_terminfo(terms.value(), IndexRecordOption::Basic)?;
            while found < most && postings.doc() != TERMINATED {
                places.push((text.clone(), DocAddress::new(segment, postings.doc())));
                found += 1;
                postings.advance();
            }
        }
    }
    Ok(())
}
