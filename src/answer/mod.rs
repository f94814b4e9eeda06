//! From a [`Request`] to a [`Reply`]: the safety screen, finding, deciding, composing.
//! Pure: no IO, no clock, no async, no state; the same request on the same generation
//! gives the same reply. It knows search and knowledge, and no transport.

mod ask;
pub mod claim;
mod compose;
pub mod decide;
pub mod golden;
mod numbered;
mod reply;
mod request;
mod screen;
mod source;
pub mod wording;

use crate::knowledge::{Id, Knowledge};
use crate::search::Index;

pub use reply::{
    CardReply, Caveat, Checklist, CitedSource, ClaimReport, Emergency, EmergencyReply, Gloss, ItemFound,
    Named, NothingHeld, PatternFound, ProductFound, Registered, Reply, SectionText, Shown, SourceFound,
    SourcesReply, Span, State, TooLong,
};
pub use request::Request;

/// All that is needed to answer.
#[derive(Clone, Copy)]
pub struct Held<'a> {
    /// What the files say.
    pub knowledge: &'a Knowledge,
    /// The index over it.
    pub index: &'a Index,
    /// The identity of both.
    pub generation: &'a str,
}

/// Answers a request. Never fails.
pub fn reply(held: Held<'_>, request: &Request) -> Reply {
    if let Some(emergency) = emergency(held, request) {
        return Reply::Emergency(EmergencyReply { emergency, generation: held.generation.to_owned() });
    }
    match request {
        Request::Ask { question } => ask::ask(held, question),
        Request::Source { find } => Reply::Sources(source::find(held, find)),
        Request::Card { id } => card(held, id),
        Request::Claim { text } => claim::check(held, text),
        Request::Checklist => Reply::Checklist(checklist(held)),
    }
}

/// The emergency that the request sounds like, if any. Harms that a pasted text tells of
/// other people are none.
fn emergency(held: Held<'_>, request: &Request) -> Option<Emergency> {
    let emergency = screen::emergency(held.knowledge, request.typed()?)?;
    match request {
        Request::Claim { text } if claim::is_about_others(held, text) => None,
        _ => Some(emergency),
    }
}

/// The card of that id, or its nearest by name.
fn card(held: Held<'_>, id: &str) -> Reply {
    match held.knowledge.entry(&Id::from_text(id.trim())) {
        Some(card) => Reply::Card(Box::new(compose::shown(held, card, None))),
        None => ask::ask(held, id),
    }
}

/// The nine questions, in the order of the checklist's own kind.
fn checklist(held: Held<'_>) -> Checklist {
    let cards = held.knowledge.cards().filter(|card| card.kind.name == "checklist");
    let items = cards.map(|card| {
        let ask = card.sections.iter().find(|section| section.kind.key == "ask");
        let ask = ask.map_or_else(|| card.title.clone(), |section| section.prose.plain());
        (Named { id: card.id.clone(), title: card.title.clone() }, ask)
    });
    Checklist { items: items.collect(), generation: held.generation.to_owned() }
}
