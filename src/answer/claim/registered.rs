//! Registry numbers and DOIs in a text, with the works held of them.

use super::super::reply::Registered;
use super::super::{Held, numbered};

/// The works that the text names by number, in its order, each once.
pub fn in_text(held: Held<'_>, text: &str) -> Vec<Registered> {
    let mut found: Vec<Registered> = Vec::new();
    for number in numbered::numbers(text) {
        if found.iter().any(|known| known.number == number) {
            continue;
        }
        let source = numbered::exactly(held, &number);
        found.push(Registered {
            source: source.map(|source| source.id.clone()),
            citation: source.map(|source| source.citation()),
            url: source.map(|source| source.url.0.clone()),
            supports: source.map(|source| source.supports.0.clone()),
            does_not_show: source.map(|source| source.does_not_show.0.clone()),
            number,
        });
    }
    found
}
