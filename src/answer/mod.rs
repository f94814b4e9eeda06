//! From a [`Request`] to a [`Reply`]: the safety screen, finding, deciding, composing.
//! Pure: no IO, no clock, no async, no state; the same request on the same generation
//! gives the same reply. It knows search and knowledge, and no transport.

mod ask;
pub mod claim;
mod compose;
pub mod decide;
pub mod golden;
mod map;
mod numbered;
mod record;
mod reply;
mod request;
mod screen;
mod source;
mod suggest;
pub mod wording;

use crate::knowledge::words::words;
use crate::knowledge::{Card, Id, Kind, Knowledge};
use crate::search::{Index, Place, Records};

pub use map::{Map, StageOnMap};
pub use reply::{
    About, CardReply, Caveat, Checklist, CitedSource, ClaimReport, Emergency, EmergencyReply, Gloss, Gone,
    ItemFound, MapReply, Named, NotHeld, NothingHeld, PatternFound, ProductFound, RecordShown, Registered,
    Reply, SectionText, Shown, SourceFound, SourcesReply, Span, State, TooLong, Topic,
};
pub use request::Request;
pub use suggest::{Choice, Typing, suggest};

/// All that is needed to answer.
#[derive(Clone, Copy)]
pub struct Held<'a> {
    /// What the files say.
    pub knowledge: &'a Knowledge,
    /// The index over it.
    pub index: &'a Index,
    /// The identity of both.
    pub generation: &'a str,
    /// What was taken over from registers and catalogs, where anything was.
    pub records: Option<&'a Records>,
}

/// Answers a request. Never fails.
pub fn reply(held: Held<'_>, request: &Request) -> Reply {
    // A claim is screened while its patterns are looked for: it may be about other people.
    let typed = request.typed().filter(|_| !matches!(request, Request::Claim { .. }));
    let emergency = typed.and_then(|typed| screen::emergency(held.knowledge, words(typed).into()));
    match (emergency, request) {
        (Some(emergency), _) => help_first(held, emergency),
        (None, Request::Claim { text }) => claim::check(held, text),
        (None, Request::Ask { question }) => ask::ask(held, question),
        (None, Request::Source { find }) => Reply::Sources(source::find(held, find)),
        (None, Request::Card { id }) => card(held, id),
        (None, Request::Open { id, place }) => open(held, id, *place),
        (None, Request::Topic { kind }) => topic(held, kind),
        (None, Request::Map { stage }) => map(held, stage.as_deref()),
        (None, Request::About) => Reply::About(about(held)),
        (None, Request::Checklist) => Reply::Checklist(checklist(held)),
    }
}

/// What is said to somebody who may be in danger.
fn help_first(held: Held<'_>, emergency: Emergency) -> Reply {
    Reply::Emergency(EmergencyReply { emergency, generation: held.generation.to_owned() })
}

/// The card of that id, or its nearest by name.
fn card(held: Held<'_>, id: &str) -> Reply {
    match held.knowledge.entry(&Id::from_text(id.trim())) {
        Some(card) => Reply::Card(Box::new(compose::shown(held, card, None))),
        None => ask::ask(held, id),
    }
}

/// The card of exactly that id, its excerpt at the place where there still is one.
fn open(held: Held<'_>, id: &str, place: Option<Place>) -> Reply {
    match held.knowledge.entry(&Id::from_text(id)) {
        Some(card) => Reply::Card(Box::new(compose::shown_at(held, card, place))),
        None => Reply::Gone(Gone { generation: held.generation.to_owned() }),
    }
}

/// The cards of the kind of that name.
fn topic(held: Held<'_>, name: &str) -> Reply {
    let Some(kind) = Kind::named(name.trim()) else { return ask::ask(held, name) };
    let cards = held.knowledge.cards().filter(|card| card.kind == kind);
    Reply::Topic(Topic {
        kind: kind.name,
        plural: kind.plural,
        mark: kind.mark,
        cards: suggest::in_order(cards).into_iter().map(named).collect(),
        generation: held.generation.to_owned(),
    })
}

/// The map; with a stage, marked there and with that stage's card under it.
fn map(held: Held<'_>, stage: Option<&str>) -> Reply {
    let gone = || Reply::Gone(Gone { generation: held.generation.to_owned() });
    let Some(map) = Map::of(held.knowledge) else { return gone() };
    let Some(stage) = stage else {
        return Reply::Map(Box::new(MapReply { map, card: None, generation: held.generation.to_owned() }));
    };
    let marked = map.stage_named(stage).and_then(|id| Some((map.marking(&id)?, held.knowledge.entry(&id)?)));
    let Some((map, card)) = marked else { return ask::ask(held, stage) };
    let card = Some(Box::new(compose::shown(held, card, None)));
    Reply::Map(Box::new(MapReply { map, card, generation: held.generation.to_owned() }))
}

fn named(card: &Card) -> Named {
    Named { id: card.id.clone(), title: card.title.clone() }
}

fn about(held: Held<'_>) -> About {
    About {
        cards: held.knowledge.cards().count(),
        sources: held.knowledge.sources.len(),
        reviewed: held.knowledge.cards().map(|card| card.reviewed).max().unwrap_or_default(),
        generation: held.generation.to_owned(),
    }
}

/// The nine questions, in the order of the checklist's own kind.
fn checklist(held: Held<'_>) -> Checklist {
    let mut cards: Vec<&Card> = held.knowledge.cards().filter(|card| card.kind.name == "checklist").collect();
    let items = &held.knowledge.claims.items;
    cards.sort_by_key(|card| items.iter().find(|item| item.card == card.id).map(|item| item.order));
    let items = cards.into_iter().map(|card| {
        let ask = card.sections.iter().find(|section| section.kind.key == "ask");
        let ask = ask.map_or_else(|| card.title.clone(), |section| section.prose.plain());
        (named(card), ask)
    });
    Checklist { items: items.collect(), generation: held.generation.to_owned() }
}
