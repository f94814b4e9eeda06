//! The map of stages from lab to clinic: what its picture shows and what its alternative
//! text says, made from the cards alone. Which cards stand on it, and where, they say
//! themselves; drawing is not its business.

use serde::Serialize;

use super::wording;
use crate::knowledge::{Card, Id, Knowledge, MapPlace};

/// Discord's limit for the description of an attachment, in characters.
const LONGEST_ALT: usize = 1_024;

/// The stages on their way, and the one that matters where there is one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Map {
    /// What it is a map of.
    pub title: &'static str,
    /// Why the first stage matters, in a sentence: how few come through.
    pub note: Option<String>,
    /// The stages, from the laboratory on; never none.
    pub stages: Vec<StageOnMap>,
    /// The number of the stage that matters.
    pub marked: Option<usize>,
    /// Where to read what the stages do not mean.
    pub end: String,
    /// The same in words, for those who can't see the picture.
    pub alt: String,
}

/// A stage as it stands on the map.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StageOnMap {
    /// Its number, counted from 1.
    pub number: usize,
    /// Its card.
    pub id: Id,
    /// Its card's title.
    pub title: String,
    /// What it is called on the map.
    pub name: String,
    /// What it means, in a sentence.
    pub line: String,
}

impl Map {
    /// The map without a mark; `None` where no card has a place on it.
    pub fn of(knowledge: &Knowledge) -> Option<Self> {
        let cards = knowledge.on_map();
        let (_, first) = cards.first()?;
        let mut map = Map {
            title: first.kind.plural,
            note: first_sentence(first, "why"),
            stages: cards.iter().zip(1..).map(|((place, card), number)| stage(number, place, card)).collect(),
            marked: None,
            end: wording::map_end(first.kind.caveat_label),
            alt: String::new(),
        };
        map.alt = map.in_words();
        Some(map)
    }

    /// The same map with that stage marked; `None` where it does not stand there.
    pub fn marking(&self, id: &Id) -> Option<Self> {
        let number = self.stages.iter().find(|stage| stage.id == *id)?.number;
        let mut map = Map { marked: Some(number), ..self.clone() };
        map.alt = map.in_words();
        Some(map)
    }

    /// The stage that a person names by its id, its number or its name.
    pub fn stage_named(&self, text: &str) -> Option<Id> {
        let text = text.trim();
        let is_named = |stage: &&StageOnMap| {
            stage.id.as_str() == text
                || stage.number.to_string() == text
                || stage.id.slug() == text
                || stage.name.eq_ignore_ascii_case(text)
        };
        self.stages.iter().find(is_named).map(|stage| stage.id.clone())
    }

    /// Whether it marks that stage.
    pub fn marks(&self, id: &Id) -> bool {
        self.stages.iter().any(|stage| Some(stage.number) == self.marked && stage.id == *id)
    }

    /// What the picture says, with as much of it as the limit allows: with the lines, or
    /// with the names alone, or at least which map it is and what is marked.
    fn in_words(&self) -> String {
        let with_lines = |stage: &StageOnMap| format!("{}. {}: {}", stage.number, stage.name, stage.line);
        let with_names = |stage: &StageOnMap| format!("{}. {}.", stage.number, stage.name);
        let tries = [self.told(&with_lines), self.told(&with_names)];
        let fits = |text: &String| text.chars().count() <= LONGEST_ALT;
        tries.into_iter().find(fits).unwrap_or_else(|| self.heading().join(" "))
    }

    fn told(&self, stage: &dyn Fn(&StageOnMap) -> String) -> String {
        let mut parts = self.heading();
        parts.extend(self.note.clone());
        parts.extend(self.stages.iter().map(stage));
        parts.push(self.end.clone());
        parts.join(" ")
    }

    fn heading(&self) -> Vec<String> {
        let count = self.stages.len();
        let marked = self.stages.iter().find(|stage| Some(stage.number) == self.marked);
        let marked = marked.map(|stage| wording::map_marked(stage.number, count, &stage.name));
        [wording::map_heading(self.title, count)].into_iter().chain(marked).collect()
    }
}

fn stage(number: usize, place: &MapPlace, card: &Card) -> StageOnMap {
    StageOnMap {
        number,
        id: card.id.clone(),
        title: card.title.clone(),
        name: place.name.clone(),
        line: first_sentence(card, "plain").unwrap_or_default(),
    }
}

fn first_sentence(card: &Card, section: &str) -> Option<String> {
    let section = card.sections.iter().find(|known| known.kind.key == section)?;
    section.prose.sentences().next().map(|sentence| sentence.text.clone())
}
