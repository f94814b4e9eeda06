//! The nine things that make a real product: which of them a text states. What states
//! one stands in the cards of the checklist; only diagnoses have to be counted.

use super::super::Held;
use super::super::reply::{ItemFound, State};
use super::compose::span;
use crate::knowledge::claims::{Item, Place, Seen};

/// The item for which one diagnosis says more than many.
const DISEASE: &str = "disease";
/// From this many diagnoses on, a text is about no disease in particular.
const A_LIST: usize = 3;

/// Every item, in order.
pub fn items(held: Held<'_>, seen: &Seen<'_>, characters: &[char]) -> Vec<ItemFound> {
    let items = held.knowledge.claims.items.iter();
    items
        .map(|item| {
            let (state, place) = state(item, seen);
            let found = place.map(|place| span(characters, &place));
            let title = held.knowledge.entry(&item.card).map_or_else(String::new, |card| card.title.clone());
            ItemFound::new(item.card.slug().replace('-', "_"), title, state, found)
        })
        .collect()
}

fn state(item: &Item, seen: &Seen<'_>) -> (State, Option<Place>) {
    if item.card.slug() == DISEASE
        && let Some(found) = diagnosis(seen)
    {
        return found;
    }
    if let Some(place) = seen.first(&item.states, &[&item.unless]) {
        return (State::Stated, Some(place));
    }
    match seen.first(&item.partial, &[&item.unless, &item.unless_partial]) {
        Some(place) => (State::Partial, Some(place)),
        None => (State::Missing, None),
    }
}

/// One or two diagnoses are stated, a list of them only in part.
fn diagnosis(seen: &Seen<'_>) -> Option<(State, Option<Place>)> {
    let named = seen.diagnoses();
    let first = named.iter().map(|(_, place)| place).min_by_key(|place| place.words.start)?;
    let state = if named.len() < A_LIST { State::Stated } else { State::Partial };
    Some((state, Some(first.clone())))
}
