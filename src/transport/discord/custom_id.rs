//! What a button, a menu or a form does, written into its `custom_id`: Discord keeps it
//! with the message, so that a button works after a restart and nothing is kept here.
//! The version stands in front; what an older version wrote is answered politely.

use super::moderation::kb::List;
use crate::search::Place;

/// The version that this program writes and reads.
const VERSION: &str = "v1";
/// The most characters that Discord takes.
pub const LONGEST: usize = 100;

/// What pressing, picking or sending does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Shows everyone a copy.
    Share(What),
    /// Shows a card with all its sections.
    Whole(String),
    /// Lists a card's sources.
    Sources(String),
    /// Opens what was picked from a menu; its values are ids.
    Open,
    /// Turns to a page of a topic, counted from 0.
    Page {
        /// The kind's name.
        kind: String,
        /// The page.
        page: usize,
    },
    /// Opens the form for a question to the moderators, with this text in it.
    Form(String),
    /// Sends that form.
    Send,
    /// Turns to a page of a moderators' list, counted from 0.
    Kb(List, usize),
}

/// What a copy is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A card, with the excerpt that was shown.
    Card(String, Option<Place>),
    /// A work.
    Source(String),
    /// The nine questions.
    Checklist,
    /// The map, with a stage marked.
    Map(Option<String>),
}

impl Action {
    /// The `custom_id` for it, or `None` where it is too long for Discord.
    pub fn write(&self) -> Option<String> {
        let id = match self {
            Action::Share(What::Card(id, None)) => format!("share:card:{id}"),
            Action::Share(What::Card(id, Some(place))) => {
                format!("share:card:{id}@{}.{}.{}", place.section, place.from, place.to)
            }
            Action::Share(What::Source(id)) => format!("share:source:{id}"),
            Action::Share(What::Checklist) => "share:checklist".to_owned(),
            Action::Share(What::Map(stage)) => format!("share:map:{}", stage.as_deref().unwrap_or("")),
            Action::Whole(id) => format!("whole:{id}"),
            Action::Sources(id) => format!("sources:{id}"),
            Action::Open => "open".to_owned(),
            Action::Page { kind, page } => format!("page:{page}:{kind}"),
            Action::Form(text) => format!("form:{text}"),
            Action::Send => "send".to_owned(),
            Action::Kb(list, page) => format!("kb:{page}:{}", list.word()),
        };
        let id = format!("{VERSION}:{id}");
        (id.chars().count() <= LONGEST).then_some(id)
    }

    /// What a `custom_id` says, if this version wrote it.
    pub fn read(id: &str) -> Option<Action> {
        let action = id.strip_prefix(VERSION)?.strip_prefix(':')?;
        let (verb, rest) = action.split_once(':').unwrap_or((action, ""));
        Some(match verb {
            "share" => Action::Share(What::read(rest)?),
            "whole" => Action::Whole(rest.to_owned()),
            "sources" => Action::Sources(rest.to_owned()),
            "open" => Action::Open,
            "page" => {
                let (page, kind) = rest.split_once(':')?;
                Action::Page { kind: kind.to_owned(), page: page.parse().ok()? }
            }
            "form" => Action::Form(rest.to_owned()),
            "send" => Action::Send,
            "kb" => {
                let (page, word) = rest.split_once(':')?;
                let (_, list) = List::WORDS.iter().find(|(known, _)| *known == word)?;
                Action::Kb(*list, page.parse().ok()?)
            }
            _ => return None,
        })
    }
}

impl What {
    fn read(text: &str) -> Option<What> {
        let (what, id) = text.split_once(':').unwrap_or((text, ""));
        Some(match what {
            "card" => match id.split_once('@') {
                Some((id, place)) => What::Card(id.to_owned(), Some(read_place(place)?)),
                None => What::Card(id.to_owned(), None),
            },
            "source" => What::Source(id.to_owned()),
            "checklist" => What::Checklist,
            "map" => What::Map((!id.is_empty()).then(|| id.to_owned())),
            _ => return None,
        })
    }
}

fn read_place(text: &str) -> Option<Place> {
    let mut numbers = text.splitn(3, '.').map(|number| number.parse().ok());
    Some(Place { section: numbers.next()??, from: numbers.next()??, to: numbers.next()?? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let id = || "signal:t1d".to_owned();
        for action in [
            Action::Share(What::Card(id(), None)),
            Action::Share(What::Card(id(), Some(Place { section: 1, from: 0, to: 12 }))),
            Action::Share(What::Source("source:doe-2024".into())),
            Action::Share(What::Checklist),
            Action::Share(What::Map(None)),
            Action::Share(What::Map(Some("stage:discovery".into()))),
            Action::Whole(id()),
            Action::Sources(id()),
            Action::Open,
            Action::Page { kind: "condition".into(), page: 1 },
            Action::Form("is it: so?".into()),
            Action::Send,
            Action::Kb(List::Problems, 0),
            Action::Kb(List::Stale, 12),
        ] {
            let written = action.write().expect("it is short");
            assert_eq!(Action::read(&written), Some(action), "{written}");
        }
    }

    #[test]
    fn what_is_too_long_is_not_written_and_what_is_strange_is_not_read() {
        assert_eq!(Action::Form("x".repeat(100)).write(), None);
        for id in
            ["", "v0:open", "v1", "v1:", "v1:dance", "v1:share:card:a@1.2", "v1:page:x:faq", "v1:share:"]
        {
            assert_eq!(Action::read(id), None, "{id}");
        }
    }
}
