//! A sign that a text shows, for reading: the words, why they are weak, what to ask.

use super::super::reply::{PatternFound, ProductFound, Span};
use super::super::{Held, compose};
use crate::knowledge::Card;
use crate::knowledge::claims::{Place, Product, Signs};

/// More places than this of one pattern tell no more.
const MOST_PLACES: usize = 5;

/// What composing needs.
pub struct Composer<'a> {
    pub held: Held<'a>,
    pub characters: &'a [char],
}

impl Composer<'_> {
    /// The signs in the order given; one whose card is missing is left out.
    pub fn patterns(&self, found: Vec<(&Signs, Vec<Place>)>) -> Vec<PatternFound> {
        let found = found.into_iter();
        found
            .filter_map(|(signs, places)| self.pattern(self.held.knowledge.entry(&signs.card)?, &places))
            .collect()
    }

    fn pattern(&self, card: &Card, places: &[Place]) -> Option<PatternFound> {
        let mut spans = places.iter().take(MOST_PLACES).map(|place| self.span(place));
        let marks = compose::marks_of(card, &["why", "ask"]);
        Some(PatternFound {
            id: card.id.clone(),
            title: card.title.clone(),
            place: spans.next()?,
            again: spans.collect(),
            why: compose::section(card, "why", &marks),
            ask: compose::section(card, "ask", &marks),
            caveat: compose::caveat(card, &marks),
            sources: compose::sources(self.held.knowledge, &marks),
        })
    }

    /// Products named beside a disease that they are not known for.
    pub fn products(&self, strayed: Vec<(&Product, Place, Place)>) -> Vec<ProductFound> {
        let strayed = strayed.into_iter();
        let found = strayed.map(|(product, name, beside)| ProductFound {
            name: product.name.clone(),
            place: self.span(&name),
            beside: self.span(&beside),
            known_for: product.known_for.clone(),
            sources: compose::sources(self.held.knowledge, &[&product.source.0]),
        });
        found.collect()
    }

    fn span(&self, place: &Place) -> Span {
        span(self.characters, place)
    }
}

/// The place with its words, exactly as they stand in the text.
pub fn span(characters: &[char], place: &Place) -> Span {
    let range = place.characters.clone();
    let quote = characters.get(range.clone()).unwrap_or_default().iter().collect();
    Span { quote, start: range.start, end: range.end }
}
