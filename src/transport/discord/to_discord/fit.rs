//! Whether a card fits Discord's limits, measured on the very message that would be
//! sent. Nothing is cut when a card is shown, so what does not fit is told before.

use serde_json::Value;
use serenity::all::CreateInteractionResponseMessage;

use super::{Frame, message};
use crate::answer::{Reply, Request};
use crate::config::About;
use crate::knowledge::load::Tree;
use crate::knowledge::{Id, Problem};
use crate::library::Library;
use crate::transport::discord::from_discord::Part;

/// Discord's limits, in characters: <https://discord.com/developers/docs/resources/message#embed-object-embed-limits>.
const LIMITS: &[(&str, usize)] = &[("/title", 256), ("/description", 4_096), ("/footer/text", 2_048)];
const FIELD_NAME: usize = 256;
const FIELD: usize = 1_024;
const FIELDS: usize = 25;
const ALL: usize = 6_000;

/// A card that does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// The card.
    pub id: Id,
    /// What is too long, and by how much.
    pub reason: String,
}

/// Every card and source that would not fit into a message whole.
pub fn misfits(library: &Library) -> Vec<Misfit> {
    let about = About::default();
    let frame = |part| Frame { part, public: false, mention: None, form: None, about: &about };
    let misfit = |id: &Id| {
        let request = match id.kind() {
            "source" => Request::Source { find: id.to_string() },
            _ => Request::Open { id: id.to_string(), place: None },
        };
        let reply: Reply = library.reply(&request);
        let parts = [Part::First, Part::Whole, Part::Sources];
        let reason = parts.into_iter().find_map(|part| too_long(&message(&reply, &frame(part))))?;
        Some(Misfit { id: id.clone(), reason })
    };
    library.held().knowledge.entries.iter().filter_map(|card| misfit(&card.id)).collect()
}

/// The same as problems of the files that the library was made from.
pub fn problems(library: &Library, tree: &Tree) -> Vec<Problem> {
    let problem = |misfit: &Misfit| {
        let path = library.held().knowledge.entry(&misfit.id).map_or("", |card| &card.path);
        let message = format!("{} does not fit into a Discord message: {}", misfit.id, misfit.reason);
        tree.file(path).error(0..0, "card-fits", message, "shorten it: nothing is cut when it is shown")
    };
    misfits(library).iter().map(problem).collect()
}

/// What of the message is too long, if anything is.
fn too_long(message: &CreateInteractionResponseMessage) -> Option<String> {
    let json = serde_json::to_value(message).unwrap_or_default();
    let embeds = json["embeds"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut all = 0;
    for embed in embeds {
        for (place, limit) in LIMITS {
            let length = length(embed.pointer(place));
            all += length;
            if length > *limit {
                return Some(format!(
                    "the {} has {length} characters of at most {limit}",
                    place.trim_start_matches('/')
                ));
            }
        }
        let fields = embed["fields"].as_array().map(Vec::as_slice).unwrap_or_default();
        if fields.len() > FIELDS {
            return Some(format!("there are {} fields of at most {FIELDS}", fields.len()));
        }
        for field in fields {
            let (name, text) = (length(field.get("name")), length(field.get("value")));
            all += name + text;
            if name > FIELD_NAME || text > FIELD {
                let label = field["name"].as_str().unwrap_or_default();
                return Some(format!("\"{label}\" has {text} characters of at most {FIELD}"));
            }
        }
    }
    (all > ALL).then(|| format!("it has {all} characters in all, of at most {ALL}"))
}

fn length(text: Option<&Value>) -> usize {
    text.and_then(Value::as_str).map_or(0, |text| text.chars().count())
}
