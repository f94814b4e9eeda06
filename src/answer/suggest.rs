//! What to offer while somebody types: questions, topics, cards and works.

use super::Held;
use crate::knowledge::{Card, KINDS, Kind};

/// The most characters of a line that is offered.
pub const LONGEST: usize = 100;
/// The kinds whose first asks are offered before anything is typed: what newcomers want.
const STARTERS: &[&str] = &["faq", "guide", "signal", "basics"];
/// More lines than this are not looked through for a kind's cards.
const WIDELY: usize = 200;

/// What is being typed.
#[derive(Clone, PartialEq, Eq)]
pub enum Typing {
    /// A question.
    Question(String),
    /// A topic's name.
    Topic(String),
    /// A card of a kind, or of any.
    Card {
        /// The kind's name, where it was chosen.
        kind: Option<String>,
        /// The card's name so far.
        typed: String,
    },
    /// A work.
    Source(String),
}

/// A line to offer, and what it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What the person sees, at most [`LONGEST`] characters.
    pub label: String,
    /// What is sent when they pick it, at most [`LONGEST`] characters.
    pub value: String,
}

/// What fits best, best first, at most `most`.
pub fn suggest(held: Held<'_>, typing: &Typing, most: usize) -> Vec<Choice> {
    match typing {
        Typing::Question(typed) if typed.trim().is_empty() => starters(held, most),
        Typing::Question(typed) => {
            let lines = held.index.suggest(typed, most).into_iter().map(|line| line.text);
            lines.map(|line| Choice { label: line.clone(), value: line }).filter(fits).collect()
        }
        Typing::Topic(typed) => topics(held, typed).take(most).collect(),
        Typing::Card { kind, typed } => {
            cards(held, typed, most, |card| kind.as_deref().is_none_or(|kind| card.kind.name == kind))
        }
        Typing::Source(typed) => {
            cards(held, typed, most, |card| card.kind == &crate::knowledge::kind::SOURCE)
        }
    }
}

fn fits(choice: &Choice) -> bool {
    choice.label.chars().count() <= LONGEST && choice.value.chars().count() <= LONGEST
}

fn starters(held: Held<'_>, most: usize) -> Vec<Choice> {
    let of_kind = |kind: &'static str| held.knowledge.cards().filter(move |card| card.kind.name == kind);
    let asks = STARTERS.iter().copied().flat_map(of_kind).filter_map(|card| card.asks.first());
    asks.map(|(ask, _)| Choice { label: ask.clone(), value: ask.clone() }).filter(fits).take(most).collect()
}

fn topics(held: Held<'_>, typed: &str) -> impl Iterator<Item = Choice> {
    let typed = typed.trim().to_lowercase();
    let held_kinds = KINDS.iter().filter(move |kind| held.knowledge.cards().any(|card| card.kind == *kind));
    let named = move |kind: &&Kind| kind.plural.to_lowercase().contains(&typed) || kind.name.contains(&typed);
    held_kinds
        .filter(named)
        .map(|kind| Choice { label: format!("{} {}", kind.mark, kind.plural), value: kind.name.to_owned() })
}

/// The cards that the typed words name, each once; before any are typed, the first ones.
fn cards(held: Held<'_>, typed: &str, most: usize, of: impl Fn(&Card) -> bool) -> Vec<Choice> {
    let entries = &held.knowledge.entries;
    let found: Vec<&Card> = match typed.trim() {
        "" => in_order(entries.iter().filter(|card| of(card))),
        typed => {
            let lines = held.index.suggest(typed, WIDELY).into_iter();
            let mut cards: Vec<&Card> = Vec::new();
            for card in lines.map(|line| &entries[line.entry]).filter(|card| of(card)) {
                if !cards.iter().any(|known| known.id == card.id) {
                    cards.push(card);
                }
            }
            cards
        }
    };
    let choice = |card: &Card| Choice { label: shortened(&card.title), value: card.id.to_string() };
    found.into_iter().take(most).map(choice).filter(fits).collect()
}

/// Cards as they follow each other: those of the map by their place on it.
pub fn in_order<'a>(cards: impl Iterator<Item = &'a Card>) -> Vec<&'a Card> {
    let mut cards: Vec<&Card> = cards.collect();
    cards.sort_by_key(|card| card.map.as_ref().map(|place| place.number));
    cards
}

/// The title, cut at a word where it is too long to be offered; the card shows it whole.
fn shortened(title: &str) -> String {
    if title.chars().count() <= LONGEST {
        return title.to_owned();
    }
    let mut kept = String::new();
    for word in title.split_inclusive(' ') {
        if kept.chars().count() + word.chars().count() >= LONGEST {
            break;
        }
        kept.push_str(word);
    }
    kept.trim_end().to_owned() + "…"
}
