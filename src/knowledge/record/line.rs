//! A line of a file of records, read and checked.

use super::super::number::{is_doi, is_registry_number, is_url};
use super::Record;

/// What is wrong in a record, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The column in the line, counted from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: &'static str,
}

/// What to do about a line that `caveat import` did not write so.
const AGAIN: &str = "import the record again with `caveat import`, or delete the line";

/// Reads and checks a line.
///
/// # Errors
/// Where it is no JSON, lacks a key, or holds a malformed number or address.
pub fn read_line(line: &str) -> Result<Record, Fault> {
    let record: Record = serde_json::from_str(line).map_err(|error| Fault {
        column: error.column().max(1),
        message: format!("this is no record: {}", without_place(&error.to_string())),
        help: AGAIN,
    })?;
    match wrong(&record) {
        Some(message) => Err(Fault { column: 1, message, help: AGAIN }),
        None => Ok(record),
    }
}

/// serde_json ends its message with a place in the line, which is told in its own way.
fn without_place(message: &str) -> &str {
    message.rsplit_once(" at line ").map_or(message, |(message, _)| message)
}

/// The first thing that makes the record unusable.
pub fn wrong(record: &Record) -> Option<String> {
    if record.title.trim().is_empty() {
        return Some("`title` says nothing".into());
    }
    if !is_url(&record.url) {
        return Some(format!("`url` is no https address: \"{}\"", record.url));
    }
    if let Some(doi) = record.doi.as_ref().filter(|doi| !is_doi(doi)) {
        return Some(format!("`doi` is no DOI: \"{doi}\""));
    }
    if let Some(number) = record.trial.iter().find(|number| !is_registry_number(number)) {
        return Some(format!("`trial` is no registry number: \"{number}\""));
    }
    if record.registration.as_ref().is_some_and(|registration| registration.status.is_empty()) {
        return Some("`registration` has no `status`".into());
    }
    let slug = record.slug();
    (slug.as_ref() != Some(&record.id)).then(|| match slug {
        Some(slug) => format!("`id` is \"{}\" where its number makes it \"{slug}\"", record.id),
        None => "it has no number and no address to make an id of".into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str =
        r#"{"id":"pmid-1","title":"Knees","pmid":"1","url":"https://a.org/1","exported":"2026-11-20"}"#;

    #[test]
    fn a_whole_line_is_a_record() {
        assert_eq!(read_line(LINE).map(|record| record.id), Ok("pmid-1".into()));
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (from, to, said) in [
            ("\"Knees\"", "\" \"", "`title` says nothing"),
            ("https://a.org", "http://a.org", "no https address"),
            ("\"pmid-1\"", "\"pmid-2\"", "makes it \"pmid-1\""),
            ("2026-11-20", "yesterday", "this is no record"),
            ("\"title\"", "\"titel\"", "unknown field `titel`"),
        ] {
            let fault = read_line(&LINE.replacen(from, to, 1)).expect_err(to);
            assert!(fault.message.contains(said), "{fault:?}");
        }
    }
}
