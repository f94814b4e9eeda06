//! BibTeX and BibLaTeX. The file is parted into entries here, so that it need not be in
//! memory and a broken entry spoils no other; the entries themselves are for `biblatex`.

use std::io::{self, BufRead};

use biblatex::{Bibliography, ChunksExt, Entry, Person};

use super::draft::{Draft, initials, year};
use super::{Item, Why};
use crate::knowledge::Record;

/// An entry longer than this, in bytes, has lost its end.
const LONGEST_ENTRY: usize = 1 << 20;

/// Hands on each entry of the input.
pub fn read(input: &mut dyn BufRead, each: &mut dyn FnMut(Item)) -> io::Result<()> {
    let (mut begun, mut entry, mut strings) = (0, String::new(), String::new());
    let (mut bytes, mut number) = (Vec::new(), 0);
    while input.read_until(b'\n', &mut bytes)? > 0 {
        number += 1;
        let line = String::from_utf8_lossy(&bytes);
        if line.trim_start().starts_with('@') || entry.len() > LONGEST_ENTRY {
            finish(begun, &entry, &mut strings, each);
            (begun, entry) = (number, String::new());
        }
        if begun > 0 {
            entry.push_str(&line);
        }
        bytes.clear();
    }
    finish(begun, &entry, &mut strings, each);
    Ok(())
}

/// Hands on an entry, or keeps its abbreviations for those that follow.
fn finish(line: usize, entry: &str, strings: &mut String, each: &mut dyn FnMut(Item)) {
    let kind = entry.trim_start().get(1..).unwrap_or_default().to_ascii_lowercase();
    if kind.starts_with("string") {
        strings.push_str(entry);
    } else if !kind.is_empty() && !kind.starts_with("comment") && !kind.starts_with("preamble") {
        let text = format!("{strings}\n{entry}");
        let parsed = Bibliography::parse(&text).map_err(|error| error.kind.to_string());
        let first = parsed.and_then(|all| all.into_iter().next().ok_or_else(|| "it has no end".into()));
        let broken =
            |error| Why::new(format!("this is no whole entry ({error})"), "mend its braces and commas");
        each(Item { line, draft: first.map(|entry| draft(&entry)).map_err(broken) });
    }
}

fn draft(entry: &Entry) -> Draft {
    let text =
        |keys: &[&str]| keys.iter().find_map(|key| entry.get(key)).map(|chunks| chunks.format_verbatim());
    let is_pubmed =
        text(&["eprinttype", "archiveprefix"]).is_some_and(|kind| kind.eq_ignore_ascii_case("pubmed"));
    let record = Record {
        title: text(&["title"]).unwrap_or_default(),
        container: text(&["journaltitle", "journal", "booktitle", "publisher"]).unwrap_or_default(),
        year: text(&["date", "year"]).and_then(|date| year(&date)),
        volume: text(&["volume"]),
        issue: text(&["number", "issue"]),
        pages: text(&["pages"]).map(|pages| pages.replace("--", "-").replace('–', "-")),
        doi: text(&["doi"]),
        pmid: text(&["pmid"]).or_else(|| text(&["eprint"]).filter(|_| is_pubmed)),
        url: text(&["url"]).unwrap_or_default(),
        ..Record::default()
    };
    let authors = entry.author().unwrap_or_default().iter().map(author).collect();
    Draft { record, authors, exported: None }
}

fn author(person: &Person) -> String {
    let family = format!("{} {}", person.prefix, person.name);
    format!("{} {}", family.trim(), initials(&person.given_name)).trim().to_owned()
}
