//! The knowledge's words as Discord's Markdown: what would be a sign is a letter again,
//! and footnote marks are links.

use crate::answer::CitedSource;

/// Signs that Discord would take for formatting.
const SIGNS: &[char] = &['\\', '*', '_', '~', '|', '`', '<', '>', '#'];

/// The text with no sign taken for formatting.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if SIGNS.contains(&c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// The text with its marks linked to their sources: `[1]` leads to the first.
pub fn linked(text: &str, sources: &[CitedSource]) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let mut rest = text;
    while let Some((before, number, after)) = next_mark(rest) {
        out.push_str(&escaped(before));
        match sources.iter().find(|source| source.number == number) {
            Some(source) => out.push_str(&format!("[[{number}]]({})", source.url)),
            None => out.push_str(&format!("[{number}]")),
        }
        rest = after;
    }
    out.push_str(&escaped(rest));
    out
}

/// The numbers of the marks in a text.
pub fn marks(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, number, after)) = next_mark(rest) {
        found.push(number);
        rest = after;
    }
    found
}

/// The text before the next `[number]`, the number, and the text behind it.
fn next_mark(text: &str) -> Option<(&str, usize, &str)> {
    text.match_indices('[').find_map(|(open, _)| {
        let (digits, after) = text[open + 1..].split_once(']')?;
        Some((&text[..open], digits.parse().ok()?, after))
    })
}

/// The text as a quotation, which Discord draws with a bar at its side.
pub fn quoted(text: &str) -> String {
    text.lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n")
}
