//! Rules on form: what makes a card findable, short enough for one message, and its
//! identifiers usable.

use std::collections::BTreeMap;

use super::super::number::{is_doi, is_registry_number, is_url};
use super::super::words::words;
use super::super::{Card, prose::Prose};
use super::{Context, Report, texts};

/// Discord's limit for a suggestion and for a button's label, in characters.
const LONGEST_ASK: usize = 100;
/// So that a title fits every list, in characters.
const LONGEST_TITLE: usize = 90;
/// A work keeps its own title, however long; in characters.
const LONGEST_WORK: usize = 320;
/// Discord's limit of 1,024 for a field, less the links of its footnotes.
const LONGEST_SECTION: usize = 720;
/// A caveat is read whole or not at all.
const LONGEST_CAVEAT: usize = 480;
/// Discord's limit of 6,000 for a message, less sources and labels.
const LONGEST_CARD: usize = 3_200;
/// As many sources as a list under a reply can show.
const MOST_SOURCES: usize = 9;
/// So that a name on the map takes a line or two on a phone, in characters.
const LONGEST_MAP_NAME: usize = 40;
/// A list longer than this is not read (CDC Clear Communication Index, question 10).
const LONGEST_LIST: usize = 7;

pub fn asks_unique(context: &Context<'_>, report: &mut Report) {
    let mut seen: BTreeMap<String, &Card> = BTreeMap::new();
    for card in &context.knowledge.entries {
        for (ask, at) in &card.asks {
            match seen.insert(folded(ask), card) {
                Some(other) if other.id == card.id => {
                    report.tell(
                        context,
                        &card.path,
                        at.clone(),
                        "this ask stands here twice",
                        "take one out",
                    );
                }
                Some(other) => {
                    let message = format!("{} answers to this ask too", other.id);
                    report.tell(
                        context,
                        &card.path,
                        at.clone(),
                        message,
                        "keep it where it is answered best",
                    );
                }
                None => {}
            }
        }
    }
}

fn folded(ask: &str) -> String {
    words(ask).into_iter().map(|word| word.text).collect::<Vec<_>>().join(" ")
}

pub fn map_places(context: &Context<'_>, report: &mut Report) {
    for (number, (place, card)) in (1..).zip(context.knowledge.on_map()) {
        if place.number != number {
            let message = format!("\"{}\" should have place {number} on the map", place.name);
            let help = format!("write `place = {number}`, or correct the place of the stage before it");
            report.tell(context, &card.path, place.at.clone(), message, help);
        }
        too_long(context, report, card, (place.at.clone(), &place.name, "this name"), LONGEST_MAP_NAME);
    }
}

pub fn has_asks(context: &Context<'_>, report: &mut Report) {
    for card in context.knowledge.cards().filter(|card| card.asks.is_empty()) {
        let help = "add `asks = [...]` with several lines, as people would put it";
        report.tell(context, &card.path, 0..0, "nobody could ask for this card", help);
    }
}

pub fn fits(context: &Context<'_>, report: &mut Report) {
    for card in &context.knowledge.entries {
        too_long(context, report, card, (0..0, &card.title, "the title"), LONGEST_WORK);
        for (ask, at) in &card.asks {
            too_long(context, report, card, (at.clone(), ask, "this ask"), LONGEST_ASK);
        }
    }
    for card in context.knowledge.cards() {
        too_long(context, report, card, (0..0, &card.title, "the title"), LONGEST_TITLE);
        let mut total = 0;
        for (key, prose, at) in card.texts() {
            let text = prose.plain();
            total += text.chars().count();
            let most = if key == "caveat" { LONGEST_CAVEAT } else { LONGEST_SECTION };
            too_long(context, report, card, (at, &text, &format!("`{key}`")), most);
        }
        if total > LONGEST_CARD {
            let message =
                format!("the card has {total} characters of text, {LONGEST_CARD} fit into one message");
            report.tell(context, &card.path, 0..0, message, "say less, or make two cards of it");
        }
        let sources = card.marks().len();
        if sources > MOST_SOURCES {
            let message = format!("the card names {sources} sources, {MOST_SOURCES} fit under a reply");
            report.tell(context, &card.path, 0..0, message, "keep the strongest");
        }
    }
}

fn too_long(
    context: &Context<'_>,
    report: &mut Report,
    card: &Card,
    (at, text, what): (std::ops::Range<usize>, &str, &str),
    most: usize,
) {
    let length = text.chars().count();
    if length > most {
        let message = format!("{what} has {length} characters, {most} fit");
        report.tell(context, &card.path, at, message, "say it shorter: nothing is ever cut");
    }
}

pub fn list_length(context: &Context<'_>, report: &mut Report) {
    for (card, key, prose, at) in texts(context) {
        let longest = longest_list(prose);
        if longest > LONGEST_LIST {
            let message =
                format!("`{key}` has a list of {longest} items, {LONGEST_LIST} can be kept in mind");
            report.tell(context, &card.path, at, message, "join or drop some");
        }
    }
}

fn longest_list(prose: &Prose) -> usize {
    prose.paragraphs.split(|paragraph| !paragraph.item).map(<[_]>::len).max().unwrap_or(0)
}

pub fn identifiers(context: &Context<'_>, report: &mut Report) {
    for source in &context.knowledge.sources {
        let mut wrong = |at: &std::ops::Range<usize>, what: &str, help: &str| {
            report.tell(context, &source.path, at.clone(), what, help);
        };
        if let Some((doi, at)) = &source.doi
            && !is_doi(doi)
        {
            wrong(at, "this is no DOI", "write it bare, such as 10.1056/NEJMoa2506549");
        }
        for (number, at) in &source.trial {
            if !is_registry_number(number) {
                wrong(at, "this is no registry number", "write it as the register does, such as NCT04786262");
            }
        }
        let (url, at) = &source.url;
        if !is_url(url) {
            wrong(at, "this is no https address", "give one stable link that begins with https://");
        }
    }
}
