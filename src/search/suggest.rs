//! Suggestions while somebody types: the titles and asks that hold all the words typed
//! so far, the last one as a beginning. Made once a generation.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::analysis::{Analysis, is_filler};
use super::document::{Collection, Sort};

/// Something that a person may want to ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// The line to show.
    pub text: String,
    /// The entry that answers it.
    pub entry: usize,
}

/// All lines that can be suggested.
#[derive(Serialize, Deserialize)]
pub struct Suggester {
    /// The lines, those to be suggested first before others.
    lines: Vec<Suggestion>,
    /// Every word of the lines, folded and sorted, with the lines that it stands in.
    words: Vec<(String, Vec<u32>)>,
}

/// What decides which lines come first: titles before asks, authored entries before
/// sources; then short lines.
type Order = (u8, usize, usize);

impl Suggester {
    /// The titles and asks of every document.
    pub fn new(collection: &Collection<'_>, analysis: &Analysis) -> Self {
        let mut lines: Vec<(Order, &str, Vec<String>)> = Vec::new();
        for (entry, document) in collection.documents.iter().enumerate() {
            let source = u8::from(document.sort == Sort::Source) * 2;
            let titles = std::iter::once((source, &document.title));
            for (rank, text) in titles.chain(document.asks.iter().map(|ask| (source + 1, ask))) {
                let words: Vec<String> = analysis.words(text).into_iter().map(|token| token.word).collect();
                lines.push(((rank, words.len(), entry), text, words));
            }
        }
        lines.sort_by_key(|(order, ..)| *order);
        let mut words: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for (at, (.., of_line)) in lines.iter_mut().enumerate() {
            of_line.sort_unstable();
            of_line.dedup();
            of_line.drain(..).for_each(|word| words.entry(word).or_default().push(at as u32));
        }
        let lines =
            lines.into_iter().map(|((.., entry), text, _)| Suggestion { text: text.to_owned(), entry });
        Suggester { lines: lines.collect(), words: words.into_iter().collect() }
    }

    /// The lines that fit what was typed, best first, at most `most`.
    pub fn suggest(&self, typed: &str, analysis: &Analysis, most: usize) -> Vec<Suggestion> {
        let mut words: Vec<String> = analysis.words(typed).into_iter().map(|token| token.word).collect();
        let unfinished = typed.ends_with(char::is_alphanumeric).then(|| words.pop()).flatten();
        words.retain(|word| !is_filler(word));
        if words.is_empty() && unfinished.is_none() {
            return Vec::new();
        }
        let mut fitting = Lines::all(self.lines.len());
        words.iter().for_each(|word| fitting.keep(self.with(word).into_iter()));
        unfinished.iter().for_each(|begin| fitting.keep(self.beginning(begin)));
        fitting.first(most).map(|at| self.lines[at].clone()).collect()
    }

    /// The lines of the word, where any has it.
    fn with(&self, word: &str) -> Option<&Vec<u32>> {
        let at = self.words.binary_search_by(|(known, _)| known.as_str().cmp(word)).ok()?;
        Some(&self.words[at].1)
    }

    /// The lines of every word that begins so.
    fn beginning<'a>(&'a self, begin: &'a str) -> impl Iterator<Item = &'a Vec<u32>> {
        let from = self.words.partition_point(|(word, _)| word.as_str() < begin);
        self.words[from..].iter().take_while(move |(word, _)| word.starts_with(begin)).map(|(_, lines)| lines)
    }
}

/// A set of lines, a bit each.
struct Lines(Vec<u64>);

impl Lines {
    fn all(count: usize) -> Self {
        let mut bits = vec![u64::MAX; count.div_ceil(64)];
        if let Some(last) = bits.last_mut().filter(|_| !count.is_multiple_of(64)) {
            *last = (1 << (count % 64)) - 1;
        }
        Lines(bits)
    }

    /// Keeps those that stand in any of the lists.
    fn keep<'a>(&mut self, lists: impl Iterator<Item = &'a Vec<u32>>) {
        let mut listed = vec![0_u64; self.0.len()];
        for line in lists.flatten() {
            listed[*line as usize / 64] |= 1 << (line % 64);
        }
        self.0.iter_mut().zip(listed).for_each(|(bits, listed)| *bits &= listed);
    }

    /// The first of them, at most `most`.
    fn first(&self, most: usize) -> impl Iterator<Item = usize> {
        let of_word = |(at, bits): (usize, &u64)| {
            let bits = *bits;
            (0..64).filter(move |bit| bits & (1 << bit) != 0).map(move |bit| at * 64 + bit)
        };
        self.0.iter().enumerate().filter(|(_, bits)| **bits != 0).flat_map(of_word).take(most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::Document;

    #[test]
    fn lines_that_hold_every_word_typed_are_suggested_titles_first() {
        let mut gout = Document::plain("Gout", "");
        gout.asks = vec!["What is gout of the toe?".into(), "What is gout?".into()];
        let documents = vec![Document::plain("The treatment of gout", ""), gout];
        let analysis = Analysis::default();
        let suggester = Suggester::new(&Collection { documents, ..Collection::default() }, &analysis);
        let texts = |typed: &str, most: usize| {
            let found = suggester.suggest(typed, &analysis, most);
            found.into_iter().map(|suggestion| suggestion.text).collect::<Vec<_>>()
        };
        let all = ["Gout", "The treatment of gout", "What is gout?", "What is gout of the toe?"];
        assert_eq!(texts("go", 9), all);
        assert_eq!(texts("gout ", 2), all[..2]);
        assert_eq!(texts("what is gout of the t", 9), ["The treatment of gout", "What is gout of the toe?"]);
        assert!(texts("of the ", 9).is_empty() && texts("gouty", 9).is_empty() && texts("", 9).is_empty());
    }
}
