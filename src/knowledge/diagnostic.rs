//! What is wrong in a file, where, and what to do about it. Every mistake that a
//! person can make in the knowledge ends here as a [`Problem`]; how a problem is
//! printed is the transport's business.

use std::ops::Range;

use serde::Serialize;

/// How bad a problem is: an error keeps the knowledge from being used, a warning does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The knowledge can't be used until this is mended.
    Error,
    /// Somebody should look at it soon.
    Warning,
}

/// One thing wrong in one place of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The path below the knowledge folder, with `/`.
    pub file: String,
    /// The line, counted from 1; 0 where the file has no readable lines.
    pub line: usize,
    /// The column in characters, counted from 1; 0 where there is none.
    pub column: usize,
    /// How many characters of the line are meant.
    pub width: usize,
    /// The offending line, shortened where it is very long.
    pub excerpt: String,
    /// Which rule is broken.
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// As much of what is meant shows, wherever it stands in its line, in characters.
const MARKED: usize = 60;
/// As many characters show behind it.
const AFTER: usize = 20;
/// The longest piece of a line that a problem shows, in characters.
const EXCERPT: usize = 160;

/// A text file of the knowledge tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// The path below the knowledge folder, with `/`.
    pub path: String,
    /// Its text.
    pub text: String,
}

impl File {
    /// An error at those bytes of the file.
    pub fn error(
        &self,
        at: Range<usize>,
        rule: &'static str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Problem {
        let (line, column, excerpt, width) = self.locate(at);
        Problem {
            file: self.path.clone(),
            line,
            column,
            width,
            excerpt,
            rule,
            severity: Severity::Error,
            message: message.into(),
            help: help.into(),
        }
    }

    /// Where `words` stand within those bytes, or the whole range where they do not
    /// stand there letter for letter (an escape, a line break).
    pub fn find(&self, within: Range<usize>, words: &str) -> Range<usize> {
        let start = within.start;
        match self.text.get(within.clone()).and_then(|text| text.find(words)) {
            Some(offset) => start + offset..start + offset + words.len(),
            None => within,
        }
    }

    fn locate(&self, at: Range<usize>) -> (usize, usize, String, usize) {
        let start = floor_boundary(&self.text, at.start);
        let before = &self.text[..start];
        let line = before.matches('\n').count() + 1;
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let text = self.text[line_start..].lines().next().unwrap_or("");
        let column = self.text[line_start..start].chars().count() + 1;
        let end = floor_boundary(&self.text, at.end.max(start)).min(line_start + text.len());
        let width = self.text[start..end.max(start)].chars().count().max(1);
        let excerpt = shorten(text, column - 1 + width.min(MARKED) + AFTER);
        let width = width.min(excerpt.chars().count().saturating_sub(column - 1).max(1));
        (line, column, excerpt, width)
    }
}

/// The first characters of a long line, as many as are needed at least, with an ellipsis.
fn shorten(line: &str, needed: usize) -> String {
    let (line, kept) = (line.trim_end_matches('\r'), EXCERPT.max(needed));
    if line.chars().count() <= kept {
        return line.to_owned();
    }
    line.chars().take(kept).chain(['…']).collect()
}

fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> File {
        File { path: "faq/a.toml".into(), text: text.into() }
    }

    #[test]
    fn a_problem_counts_lines_and_characters_from_one() {
        let file = file("title = \"é\"\nkind = 3\n");
        let at = file.text.find("kind").expect("the key is there");
        let problem = file.error(at..at + 4, "unknown-key", "what", "do");
        assert_eq!((problem.line, problem.column, problem.width), (2, 1, 4));
        assert_eq!(problem.excerpt, "kind = 3");
        let accent = file.text.find('"').expect("a quote is there");
        assert_eq!(file.error(accent..accent + 4, "r", "m", "h").width, 3);
    }

    #[test]
    fn what_is_meant_shows_however_far_to_the_right() {
        let file = file(&format!("{}[^doe] and more", "x".repeat(400)));
        let problem = file.error(400..406, "r", "m", "h");
        assert!(problem.excerpt.ends_with("[^doe] and more"), "{}", problem.excerpt);
        assert_eq!((problem.column, problem.width), (401, 6));
    }

    #[test]
    fn a_place_beyond_the_file_or_inside_a_character_is_moved_back() {
        let file = file("é");
        assert_eq!(file.error(1..90, "r", "m", "h").column, 1);
        assert_eq!(file.error(90..95, "r", "m", "h").column, 2);
    }
}
