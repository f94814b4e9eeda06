//! From a [`Request`] to a [`Reply`]: the safety screen, finding, deciding, composing.
//! Pure: no IO, no clock, no async, no state; the same request on the same generation
//! gives the same reply. It knows search and knowledge, and no transport.

mod ask;
mod compose;
pub mod decide;
pub mod golden;
mod numbered;
mod record;
mod reply;
mod request;
mod screen;
mod source;
pub mod wording;

use crate::knowledge::{Id, Knowledge};
use crate::search::{Index, Records};

pub use reply::{
    CardReply, Caveat, Checklist, CitedSource, Emergency, EmergencyReply, Gloss, Named, NotHeld, NothingHeld,
    RecordShown, Reply, SectionText, Shown, SourceFound, SourcesReply,
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
    /// What was taken over from registers and catalogs, where anything was.
    pub records: Option<&'a Records>,
}

/// Answers a request. Never fails.
pub fn reply(held: Held<'_>, request: &Request) -> Reply {
    if let Some(emergency) = request.typed().and_then(|text| screen::emergency(held.knowledge, text)) {
        return Reply::Emergency(EmergencyReply { emergency, generation: held.generation.to_owned() });
    }
    match request {
        Request::Ask { question } => ask::ask(held, question),
        Request::Source { find } => Reply::Sources(source::find(held, find)),
        Request::Card { id } => card(held, id),
        Request::Checklist => Reply::Checklist(checklist(held)),
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
