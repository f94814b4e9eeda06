//! Reading one TOML file key by key, so that everything wrong in it is told in one
//! go, each with its place. Knows TOML; does not know what any key means.

use std::ops::Range;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::diagnostic::{File, Problem};

/// A value with the bytes of the file that it stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Its bytes in the file, quotes included.
    pub at: Range<usize>,
}

impl<T> Located<T> {
    fn map<U>(self, f: impl FnOnce(T) -> U) -> Located<U> {
        Located { value: f(self.value), at: self.at }
    }
}

/// A table of a file, read key by key; keys that nobody asked for are unknown.
pub struct Reader<'a> {
    file: &'a File,
    table: &'a DeTable<'a>,
    at: Range<usize>,
    asked: Vec<&'static str>,
    problems: Vec<Problem>,
}

/// Parses the file and hands its top table to `read`. Syntax errors are collected,
/// and where the file has any, what follows from them is not told twice.
pub fn read_file<T>(
    file: &File,
    problems: &mut Vec<Problem>,
    read: impl FnOnce(&mut Reader<'_>) -> Option<T>,
) -> Option<T> {
    if file.text.trim().is_empty() {
        let help = "write its keys into it, or delete the file";
        problems.push(file.error(0..0, "empty-file", "this file is empty", help));
        return None;
    }
    let (table, errors) = DeTable::parse_recoverable(&file.text);
    if !errors.is_empty() {
        problems.extend(errors.iter().map(|error| syntax_problem(file, error)));
        return None;
    }
    let mut reader = Reader::new(file, table.get_ref(), 0..0);
    let value = read(&mut reader);
    reader.report_unknown_keys();
    let sound = reader.problems.is_empty();
    problems.append(&mut reader.problems);
    value.filter(|_| sound)
}

fn syntax_problem(file: &File, error: &toml::de::Error) -> Problem {
    let at = error.span().unwrap_or(0..0);
    let help = "this is not TOML yet: check quotes, brackets and the equals sign on this line";
    file.error(at, "toml-syntax", error.message().to_owned(), help)
}

impl<'a> Reader<'a> {
    fn new(file: &'a File, table: &'a DeTable<'a>, at: Range<usize>) -> Self {
        Reader { file, table, at, asked: Vec::new(), problems: Vec::new() }
    }

    /// A text that must be there and say something.
    pub fn text(&mut self, key: &'static str) -> Option<Located<String>> {
        let value = self.required(key)?;
        self.as_text(key, value)
    }

    /// A text that may be left out.
    pub fn optional_text(&mut self, key: &'static str) -> Option<Located<String>> {
        let value = self.get(key)?;
        self.as_text(key, value)
    }

    /// A list of texts; empty where the key is left out.
    pub fn texts(&mut self, key: &'static str) -> Vec<Located<String>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_type(key, value, "a list of texts, such as [\"one\", \"two\"]");
            return Vec::new();
        };
        items.iter().filter_map(|item| self.as_text(key, item)).collect()
    }

    /// A date that must be there.
    pub fn date(&mut self, key: &'static str) -> Option<Located<Date>> {
        let value = self.required(key)?;
        let date = value.get_ref().as_datetime().and_then(|datetime| datetime.date);
        let parsed = date.and_then(|date| {
            Date::new(date.year.try_into().ok()?, date.month.try_into().ok()?, date.day.try_into().ok()?).ok()
        });
        if parsed.is_none() {
            self.wrong_type(key, value, "a date without quotes, such as 2026-11-21");
        }
        Some(Located { value: parsed?, at: value.span() })
    }

    /// A whole number that may be left out.
    pub fn optional_number(&mut self, key: &'static str) -> Option<Located<i64>> {
        let value = self.get(key)?;
        self.as_number(key, value)
    }

    /// A list of whole numbers; empty where the key is left out.
    pub fn numbers(&mut self, key: &'static str) -> Vec<Located<i64>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_type(key, value, "a list of numbers, such as [0, 1]");
            return Vec::new();
        };
        items.iter().filter_map(|item| self.as_number(key, item)).collect()
    }

    fn as_number(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<Located<i64>> {
        let number = value.get_ref().as_integer().and_then(|n| n.as_str().parse().ok());
        if number.is_none() {
            self.wrong_type(key, value, "a whole number without quotes, such as 2025");
        }
        Some(Located { value: number?, at: value.span() })
    }

    /// Discord's number of a server, channel, role or person, with or without quotes.
    pub fn optional_id(&mut self, key: &'static str) -> Option<Located<u64>> {
        let value = self.get(key)?;
        self.as_id(key, value)
    }

    /// A list of such numbers; empty where the key is left out.
    pub fn ids(&mut self, key: &'static str) -> Vec<Located<u64>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_type(key, value, "a list of Discord's numbers, such as [\"1029384756\"]");
            return Vec::new();
        };
        items.iter().filter_map(|item| self.as_id(key, item)).collect()
    }

    fn as_id(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<Located<u64>> {
        let text = value.get_ref();
        let digits = text.as_str().or_else(|| Some(text.as_integer()?.as_str()));
        let id = digits.and_then(|digits| digits.parse().ok()).filter(|id| *id > 0);
        if id.is_none() {
            let wanted = "Discord's number, as \"Copy ID\" gives it, such as \"1029384756\"";
            self.wrong_type(key, value, wanted);
        }
        Some(Located { value: id?, at: value.span() })
    }

    /// A `true` or `false`; `false` where it is left out.
    pub fn flag(&mut self, key: &'static str) -> bool {
        let Some(value) = self.get(key) else { return false };
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.wrong_type(key, value, "true or false, without quotes");
        }
        flag.unwrap_or_default()
    }

    /// A text that must be one of a few words; `parse` knows which.
    pub fn word<T>(
        &mut self,
        key: &'static str,
        words: &[&str],
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<Located<T>> {
        let text = self.text(key)?;
        self.as_word(key, text, words, parse)
    }

    /// The same, which may be left out.
    pub fn optional_word<T>(
        &mut self,
        key: &'static str,
        words: &[&str],
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<Located<T>> {
        let text = self.optional_text(key)?;
        self.as_word(key, text, words, parse)
    }

    fn as_word<T>(
        &mut self,
        key: &str,
        text: Located<String>,
        words: &[&str],
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<Located<T>> {
        let parsed = parse(&text.value);
        if parsed.is_none() {
            let message = format!("`{key}` can't be \"{}\"", text.value);
            let help = format!("write one of: {}{}", words.join(", "), did_you_mean(&text.value, words));
            self.problem(text.at.clone(), "wrong-value", message, help);
        }
        Some(Located { value: parsed?, at: text.at })
    }

    /// A table under that key, read by `read`; `None` where it is left out.
    pub fn table<T>(&mut self, key: &'static str, read: impl FnOnce(&mut Reader<'_>) -> T) -> Option<T> {
        let value = self.get(key)?;
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong_type(key, value, "a table: a line with its name in [brackets], and keys below");
            return None;
        };
        Some(self.read_inner(table, value.span(), read))
    }

    /// A list of tables, each read by `read`.
    pub fn tables<T>(
        &mut self,
        key: &'static str,
        mut read: impl FnMut(&mut Reader<'_>) -> Option<T>,
    ) -> Vec<T> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_type(key, value, "a list of tables: a line [[name]] before each");
            return Vec::new();
        };
        let mut read_items = Vec::new();
        for item in items {
            match item.get_ref() {
                DeValue::Table(table) => {
                    read_items.extend(self.read_inner(table, item.span(), &mut read));
                }
                _ => self.wrong_type(key, item, "a table with keys"),
            }
        }
        read_items
    }

    /// Tells that something under this reader is wrong.
    pub fn problem(
        &mut self,
        at: Range<usize>,
        rule: &'static str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.problems.push(self.file.error(at, rule, message, help));
    }

    /// The file that is being read.
    pub fn file(&self) -> &'a File {
        self.file
    }

    fn read_inner<T>(
        &mut self,
        table: &DeTable<'_>,
        at: Range<usize>,
        read: impl FnOnce(&mut Reader<'_>) -> T,
    ) -> T {
        let mut inner = Reader::new(self.file, table, at);
        let value = read(&mut inner);
        inner.report_unknown_keys();
        self.problems.append(&mut inner.problems);
        value
    }

    fn get(&mut self, key: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.asked.push(key);
        self.table.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value)
    }

    fn required(&mut self, key: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        let value = self.get(key);
        if value.is_none() {
            let help = format!("add a line that begins with `{key} =`");
            self.problem(self.at.clone(), "missing-key", format!("`{key}` is missing"), help);
        }
        value
    }

    fn as_text(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<Located<String>> {
        let Some(text) = value.get_ref().as_str() else {
            self.wrong_type(key, value, "a text in quotes");
            return None;
        };
        if text.trim().is_empty() {
            let help = "write the text, or take the key out";
            self.problem(value.span(), "empty-text", format!("`{key}` says nothing"), help);
            return None;
        }
        Some(Located { value: text.to_owned(), at: value.span() })
    }

    fn wrong_type(&mut self, key: &str, value: &Spanned<DeValue<'_>>, wanted: &str) {
        let message = format!("`{key}` is {}", described(value.get_ref()));
        self.problem(value.span(), "wrong-type", message, format!("it should be {wanted}"));
    }

    fn report_unknown_keys(&mut self) {
        let unknown: Vec<(String, Range<usize>)> = self
            .table
            .keys()
            .filter(|key| !self.asked.contains(&key.get_ref().as_ref()))
            .map(|key| (key.get_ref().to_string(), key.span()))
            .collect();
        for (key, at) in unknown {
            let known = self.asked.join(", ");
            let help = format!("the keys here are: {known}{}", did_you_mean(&key, &self.asked));
            self.problem(at, "unknown-key", format!("`{key}` is not a key here"), help);
        }
    }
}

fn described(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or a time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// "; did you mean ...?" where one of the words is close.
pub fn did_you_mean(word: &str, words: &[&str]) -> String {
    let close = words.iter().map(|known| (edits(word, known), known)).min();
    match close {
        Some((distance, known)) if distance <= 2 && distance < known.len() => {
            format!("; did you mean `{known}`?")
        }
        _ => String::new(),
    }
}

/// Levenshtein's distance, for the few short words of a hint.
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let substituted = diagonal + usize::from(from != *to);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

impl Located<String> {
    /// The value with white space at its ends taken off.
    pub fn trimmed(self) -> Self {
        self.map(|text| text.trim().to_owned())
    }
}
