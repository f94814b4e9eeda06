//! Files of tagged lines, such as `TI  - Title`: the frame that nbib and RIS share.

use std::io::{self, BufRead};

use super::Why;

/// Where the hyphen behind a tag stands, in bytes.
const HYPHEN: usize = 4;

/// A record as its lines give it.
#[derive(Debug, Default)]
pub struct Lines {
    /// The line where it begins.
    pub line: usize,
    fields: Vec<(String, String)>,
    broken: bool,
}

impl Lines {
    /// The first text under any of the tags, the tags in order of preference.
    pub fn first(&self, tags: &[&str]) -> Option<&str> {
        let under = |tag: &&str| self.fields.iter().find(|(known, text)| known == tag && !text.is_empty());
        tags.iter().find_map(under).map(|(_, text)| text.as_str())
    }

    /// Every text under any of the tags.
    pub fn all<'a>(&'a self, tags: &'a [&str]) -> impl Iterator<Item = &'a str> {
        let fields =
            self.fields.iter().filter(|(tag, text)| tags.contains(&tag.as_str()) && !text.is_empty());
        fields.map(|(_, text)| text.as_str())
    }

    /// Why its bytes are no text, if they are not.
    pub fn unreadable(&self) -> Option<Why> {
        self.broken.then(|| Why::new("it is not UTF-8 text", "save the file as UTF-8, and import it again"))
    }
}

/// Hands on each record: from a line with the tag `begins` to the one before the next,
/// or to a line with the tag `ends`.
pub fn read(
    input: &mut dyn BufRead,
    begins: &str,
    ends: Option<&str>,
    each: &mut dyn FnMut(Lines),
) -> io::Result<()> {
    let mut record = Lines::default();
    let (mut bytes, mut number) = (Vec::new(), 0);
    while input.read_until(b'\n', &mut bytes)? > 0 {
        number += 1;
        let text = String::from_utf8_lossy(&bytes);
        let (tag, text) = parted(text.trim_end());
        if tag.is_some_and(|tag| tag == begins || Some(tag) == ends) && !record.fields.is_empty() {
            each(std::mem::take(&mut record));
        }
        if tag == Some(begins) {
            record = Lines { line: number, ..Lines::default() };
        }
        // What stands outside of a record belongs to none.
        if record.line > 0 {
            record.broken |= std::str::from_utf8(&bytes).is_err();
            push(&mut record, tag.filter(|tag| Some(*tag) != ends), text);
        }
        bytes.clear();
    }
    if !record.fields.is_empty() {
        each(record);
    }
    Ok(())
}

/// A line's tag, if it has one, and its text.
fn parted(line: &str) -> (Option<&str>, &str) {
    let tag = line.get(..HYPHEN).map(str::trim_end);
    let tagged = tag.is_some_and(|tag| tag.len() >= 2 && tag.bytes().all(|b| b.is_ascii_alphanumeric()));
    match line.get(HYPHEN..).and_then(|rest| rest.strip_prefix('-')) {
        Some(text) if tagged => (tag, text.trim()),
        _ => (None, line.trim()),
    }
}

/// Adds a line; one without tag goes on with the field before.
fn push(record: &mut Lines, tag: Option<&str>, text: &str) {
    match (tag, record.fields.last_mut()) {
        (Some(tag), _) => record.fields.push((tag.to_owned(), text.to_owned())),
        (None, Some((_, before))) if !text.is_empty() => {
            before.push(' ');
            before.push_str(text);
        }
        _ => {}
    }
}
