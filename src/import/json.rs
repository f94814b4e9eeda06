//! JSON exports as a stream of records: a list, a page with a list in it, one record, or
//! any of these a line. The whole file is never in memory, only a record or a line.

use std::cell::Cell;
use std::fmt;
use std::io::{self, BufRead, Read};

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::Why;

/// The keys under which a page holds its records.
const LISTS: &[&str] = &["studies", "items"];
/// A first line longer than this, in bytes, is not tried as a line of its own.
const LONGEST_LINE: u64 = 64 << 20;
/// What to do about broken JSON.
const DOWNLOAD: &str = "download the file again";

/// What takes a record: the line where it begins, and its text.
type Each<'a> = dyn FnMut(usize, Result<&str, Why>) + 'a;

/// Hands on each record of the input.
pub fn read(input: &mut dyn BufRead, each: &mut Each<'_>) -> io::Result<()> {
    let mut first = Vec::new();
    (&mut *input).take(LONGEST_LINE).read_until(b'\n', &mut first)?;
    match serde_json::from_slice::<IgnoredAny>(&first) {
        Ok(_) => read_lines(first, input, each),
        Err(_) => read_whole(&mut first.as_slice().chain(input), each),
    }
}

/// Each line by itself, so that a broken one spoils no other.
fn read_lines(mut line: Vec<u8>, input: &mut dyn BufRead, each: &mut Each<'_>) -> io::Result<()> {
    let mut number = 1;
    while !line.is_empty() {
        if !line.trim_ascii().is_empty() {
            let mut value = serde_json::Deserializer::from_slice(&line);
            let records = Records { each: &mut |record, _| each(number, Ok(record)) };
            if let Err(error) = records.deserialize(&mut value).and_then(|()| value.end()) {
                each(number, Err(broken(&error)));
            }
        }
        line.clear();
        input.read_until(b'\n', &mut line)?;
        number += 1;
    }
    Ok(())
}

/// One value over many lines. What follows a broken place can't be told apart from it.
fn read_whole(input: &mut dyn Read, each: &mut Each<'_>) -> io::Result<()> {
    let lines = Cell::new(1);
    let mut value = serde_json::Deserializer::from_reader(CountingLines { input, lines: &lines });
    let mut one = |record: &str, is_listed: bool| {
        let begun = lines.get() - record.bytes().filter(|byte| *byte == b'\n').count();
        each(if is_listed { begun } else { 1 }, Ok(record));
    };
    match (Records { each: &mut one }).deserialize(&mut value).and_then(|()| value.end()) {
        Err(error) if error.is_io() => Err(error.into()),
        Err(error) => {
            each(error.line().max(1), Err(broken(&error)));
            Ok(())
        }
        Ok(()) => Ok(()),
    }
}

fn broken(error: &serde_json::Error) -> Why {
    Why::new(format!("this is no whole JSON ({error})"), DOWNLOAD)
}

/// Counts line ends as they are read; serde_json tells no place of a record by itself.
struct CountingLines<'a> {
    input: &'a mut dyn Read,
    lines: &'a Cell<usize>,
}

impl Read for CountingLines<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        let ends = buffer[..read].iter().filter(|byte| **byte == b'\n').count();
        self.lines.set(self.lines.get() + ends);
        Ok(read)
    }
}

/// Takes a JSON value apart into records.
struct Records<'a> {
    /// Takes a record's text, and whether it stands in a list.
    each: &'a mut dyn FnMut(&str, bool),
}

impl<'de> DeserializeSeed<'de> for Records<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<(), D::Error> {
        value.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Records<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a record, a list of records, or a page with a list in it")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(record) = list.next_element::<Box<RawValue>>()? {
            (self.each)(record.get(), true);
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let (mut parts, mut is_page) = (Vec::new(), false);
        while let Some(key) = map.next_key::<String>()? {
            if LISTS.contains(&key.as_str()) {
                map.next_value_seed(Records { each: &mut *self.each })?;
                is_page = true;
            } else {
                parts.push((key, map.next_value::<Box<RawValue>>()?));
            }
        }
        if !is_page {
            let part = |(key, value): &(String, Box<RawValue>)| {
                format!("{}:{}", serde_json::Value::from(key.as_str()), value.get())
            };
            let parts: Vec<String> = parts.iter().map(part).collect();
            (self.each)(&format!("{{{}}}", parts.join(",")), false);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(usize, Result<String, String>)> {
        let mut found = Vec::new();
        let mut each = |line, record: Result<&str, Why>| {
            let record = record.map(str::to_owned).map_err(|why| why.message);
            found.push((line, record));
        };
        read(&mut text.as_bytes(), &mut each).expect("a text can be read");
        found
    }

    #[test]
    fn pages_lists_lines_and_single_records_are_told_apart() {
        let both = |first, second| vec![(first, Ok("{\"a\":1}".into())), (second, Ok("{\"b\":2}".into()))];
        assert_eq!(found("[{\"a\":1},{\"b\":2}]"), both(1, 1));
        assert_eq!(found("{\"a\":1}\n\n{\"b\":2}\n"), both(1, 3));
        assert_eq!(found("{\n\"n\":2,\n\"studies\":[\n{\"a\":1},\n{\"b\":2}]}"), both(4, 5));
        assert_eq!(found("{\"studies\":[{\"a\":1}]}\n{\"studies\":[{\"b\":2}]}"), both(1, 2));
        assert_eq!(found("{\"a\":\n1}"), [(1, Ok("{\"a\":1}".into()))]);
    }

    #[test]
    fn a_broken_line_spoils_no_other_and_a_broken_page_is_told_with_its_line() {
        let lines = found("{\"a\":1}\n{\"b\":\n{\"c\":3}");
        assert_eq!((lines.len(), lines[1].0, lines[1].1.is_err()), (3, 2, true));
        let page = found("{\"studies\":[\n{\"a\":1},\n{\"b\"");
        assert_eq!((page.len(), page[1].0, page[1].1.is_err()), (2, 3, true));
    }
}
