//! A card from the files as they are now, as members would see it.

use serenity::all::CreateInteractionResponseMessage;

use super::report::{counted, mistakes};
use super::wording;
use crate::answer::{Reply, Request};
use crate::config::About;
use crate::knowledge::{Id, Problem};
use crate::library::Draft;
use crate::transport::discord::from_discord::Part;
use crate::transport::discord::to_discord::{Frame, markdown::escaped, message, plain};

/// The card's message without its buttons, which would lead to what members see; or what
/// keeps it from being shown. Beside it a line for the record.
pub fn preview(draft: &Draft, card: &str, about: &About) -> (CreateInteractionResponseMessage, String) {
    let id = Id::from_text(card);
    let path = format!("{}/{}.toml", id.kind(), id.slug());
    let problems: Vec<Problem> = draft.problems.iter().filter(|one| one.file == path).cloned().collect();
    match shown(draft, &id) {
        Some(reply) => {
            let frame = Frame { part: Part::First, public: false, mention: None, form: None, about };
            let note = (!problems.is_empty()).then(|| wording::preview_has(&counted(&problems)));
            let words: Vec<String> = [wording::PREVIEW.to_owned()].into_iter().chain(note).collect();
            let message = message(&reply, &frame).content(words.join("\n")).components(Vec::new());
            (message, format!("Preview of {id}"))
        }
        None if problems.is_empty() => {
            (plain(wording::NO_CARD).ephemeral(true), "Preview of a card that is not there".into())
        }
        None => {
            let report = mistakes(&format!("{id} can't be shown"), "", &problems);
            let page = report.pages().into_iter().next().unwrap_or_default();
            (plain(&shortened(&report.title, &page)).ephemeral(true), escaped(&report.title))
        }
    }
}

/// The card, or the work, of that id in the draft.
fn shown(draft: &Draft, id: &Id) -> Option<Reply> {
    let library = draft.library.as_ref()?;
    library.held().knowledge.entry(id)?;
    let request = match id.kind() {
        "source" => Request::Source { find: id.to_string() },
        _ => Request::Open { id: id.to_string(), place: None },
    };
    Some(library.reply(&request))
}

/// As much as fits into a message's 2,000 characters, cut at a line; `/kb check` has it whole.
fn shortened(title: &str, page: &str) -> String {
    let mut text = format!("**{title}**\n");
    for part in page.split_inclusive("\n\n") {
        if text.chars().count() + part.chars().count() > 1_900 {
            text.push_str("… /kb check shows the rest.");
            break;
        }
        text.push_str(part);
    }
    text
}
