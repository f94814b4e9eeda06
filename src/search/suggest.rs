//! Suggestions while somebody types: the titles and asks that hold all the words typed
//! so far, the last one as a beginning. In memory; made once a generation.

use std::sync::OnceLock;

use super::analysis::{Analysis, is_filler};
use super::document::{Collection, Sort};

/// Something that a person may want to ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The line to show.
    pub text: String,
    /// The entry that answers it.
    pub entry: usize,
}

struct Line {
    text: String,
    entry: usize,
    /// Titles before asks, authored cards before sources.
    rank: u8,
}

/// All lines that can be suggested.
pub struct Suggester {
    lines: Vec<Line>,
    /// The folded words of each line, made when first needed.
    words: OnceLock<Vec<Vec<String>>>,
}

impl Suggester {
    /// The titles and asks of every document.
    pub fn new(collection: &Collection<'_>) -> Self {
        let mut lines = Vec::new();
        for (entry, document) in collection.documents.iter().enumerate() {
            let source = u8::from(document.sort == Sort::Source) * 2;
            let titles = std::iter::once((source, &document.title));
            for (rank, text) in titles.chain(document.asks.iter().map(|ask| (source + 1, ask))) {
                lines.push(Line { text: text.clone().into_owned(), entry, rank });
            }
        }
        Suggester { lines, words: OnceLock::new() }
    }

    /// The lines that fit what was typed, best first, at most `most`.
    pub fn suggest(&self, typed: &str, analysis: &Analysis, most: usize) -> Vec<Suggestion> {
        let mut words: Vec<String> = analysis.words(typed).into_iter().map(|token| token.word).collect();
        let unfinished = typed.ends_with(char::is_alphanumeric).then(|| words.pop()).flatten();
        let telling: Vec<&String> = words.iter().filter(|word| !is_filler(word)).collect();
        if telling.is_empty() && unfinished.is_none() {
            return Vec::new();
        }
        let mut fitting: Vec<(usize, &Line)> = self
            .lines
            .iter()
            .zip(self.words(analysis))
            .filter_map(|(line, words)| {
                let missing = telling.iter().filter(|word| !words.contains(word)).count();
                let begun = unfinished
                    .as_ref()
                    .is_none_or(|begin| words.iter().any(|w| w.starts_with(begin.as_str())));
                (begun && missing == 0).then_some((words.len(), line))
            })
            .collect();
        fitting.sort_by_key(|(length, line)| (line.rank, *length, line.entry));
        fitting.truncate(most);
        fitting
            .into_iter()
            .map(|(_, line)| Suggestion { text: line.text.clone(), entry: line.entry })
            .collect()
    }

    fn words(&self, analysis: &Analysis) -> &[Vec<String>] {
        self.words.get_or_init(|| {
            let words =
                |line: &Line| analysis.words(&line.text).into_iter().map(|token| token.word).collect();
            self.lines.iter().map(words).collect()
        })
    }
}
