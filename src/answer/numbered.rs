//! Works by their numbers: DOIs, registry numbers and ids, however they are written.

use super::Held;
use crate::knowledge::number::{is_doi, is_registry_number};
use crate::knowledge::source::Origin;
use crate::knowledge::{Id, Source};

/// Fewer digits than this are no number of a work.
const FEWEST_DIGITS: usize = 4;
/// The shortest piece of a number that is looked for, in letters and digits.
const SHORTEST_PIECE: usize = 6;

/// The works whose DOI or registry number stands in the text, papers first.
pub fn in_text<'a>(held: Held<'a>, text: &str) -> Vec<&'a Source> {
    let text = compact(text);
    find(held, &text, |number| text.contains(number))
}

/// The works whose DOI or registry number holds the text, papers first.
pub fn holding<'a>(held: Held<'a>, text: &str) -> Vec<&'a Source> {
    let text = compact(text);
    if text.len() < SHORTEST_PIECE {
        return Vec::new();
    }
    find(held, &text, |number| number.contains(&text))
}

/// The work of that id.
pub fn by_id<'a>(held: Held<'a>, text: &str) -> Option<&'a Source> {
    let id = Id::from_text(&text.trim().to_lowercase());
    held.knowledge.source(id.slug()).filter(|source| source.id == id)
}

/// The registry numbers and DOIs that stand in the text, in its order.
pub fn numbers(text: &str) -> Vec<String> {
    let pieces = text.split(|c: char| c.is_whitespace() || "()[]<>{}\"'“”‘’,;|".contains(c));
    let bare = pieces.map(|piece| piece.trim_end_matches(['.', ':', '!', '?', '*', '_']));
    let found = bare.filter(|piece| has_digits(piece)).filter_map(|piece| {
        let doi = piece.find("10.").map(|at| &piece[at..]).filter(|doi| is_doi(doi));
        doi.or_else(|| registry_number(piece)).map(str::to_owned)
    });
    found.collect()
}

/// The registry number that ends the piece, such as the last part of an address.
fn registry_number(piece: &str) -> Option<&str> {
    let last = piece.rsplit([':', '=', '#']).next()?.trim_start_matches(['*', '_']);
    let last =
        if last.starts_with("http") || last.starts_with("//") { last.rsplit('/').next()? } else { last };
    is_registry_number(last).then_some(last)
}

/// The source of exactly that number, papers first.
pub fn exactly<'a>(held: Held<'a>, number: &str) -> Option<&'a Source> {
    let number = compact(number);
    find(held, &number, |known| known == number).first().copied()
}

fn find<'a>(held: Held<'a>, compact_text: &str, fits: impl Fn(&str) -> bool) -> Vec<&'a Source> {
    if !has_digits(compact_text) {
        return Vec::new();
    }
    let sources = held.knowledge.sources.iter();
    let numbers = |source: &Source| {
        let all = source.doi.iter().chain(&source.trial).map(|(number, _)| compact(number));
        all.collect::<Vec<_>>()
    };
    let mut found: Vec<&Source> = sources.filter(|source| numbers(source).iter().any(|n| fits(n))).collect();
    found.sort_by_key(|source| source.origin != Origin::PeerReviewed);
    found
}

/// Whether there are digits enough for the number of a work.
fn has_digits(text: &str) -> bool {
    text.bytes().filter(u8::is_ascii_digit).count() >= FEWEST_DIGITS
}

/// The letters and digits of a text, in lower case: "NCT 0478-6262" is "nct04786262".
fn compact(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}
