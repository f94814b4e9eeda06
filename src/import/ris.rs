//! RIS files, as most libraries and reference managers write them.

use std::io::{self, BufRead};

use super::draft::{Draft, surname_first, year};
use super::tagged::{self, Lines};
use super::{Item, Why};
use crate::knowledge::Record;

/// Hands on each record of the input.
pub fn read(input: &mut dyn BufRead, each: &mut dyn FnMut(Item)) -> io::Result<()> {
    tagged::read(input, "TY", Some("ER"), &mut |lines| {
        each(Item { line: lines.line, draft: draft(&lines) });
    })
}

fn draft(lines: &Lines) -> Result<Draft, Why> {
    if let Some(why) = lines.unreadable() {
        return Err(why);
    }
    let text = |tags: &[&str]| lines.first(tags).map(str::to_owned);
    let record = Record {
        title: text(&["TI", "T1", "CT"]).unwrap_or_default(),
        container: text(&["JF", "JO", "T2", "JA", "BT", "PB"]).unwrap_or_default(),
        year: lines.first(&["PY", "Y1", "DA"]).and_then(year),
        volume: text(&["VL"]),
        issue: text(&["IS"]),
        pages: pages(lines.first(&["SP"]), lines.first(&["EP"])),
        doi: text(&["DO", "M3"]),
        url: lines.all(&["UR", "L2"]).find(|url| url.starts_with("http")).unwrap_or_default().to_owned(),
        ..Record::default()
    };
    let authors = lines.all(&["AU", "A1"]).map(surname_first).collect();
    Ok(Draft { record, authors, exported: None })
}

fn pages(first: Option<&str>, last: Option<&str>) -> Option<String> {
    match (first?, last) {
        (first, Some(last)) if first != last && !first.contains('-') => Some(format!("{first}-{last}")),
        (first, _) => Some(first.to_owned()),
    }
}
