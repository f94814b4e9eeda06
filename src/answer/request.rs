//! What a person wants, free of any transport.

use crate::search::Place;

/// What a person wants.
#[derive(Clone, PartialEq, Eq)]
pub enum Request {
    /// An answer to a question in their own words.
    Ask {
        /// The question.
        question: String,
    },
    /// A work, by author, title, journal, year or number.
    Source {
        /// What they know of it.
        find: String,
    },
    /// A card by its id.
    Card {
        /// The id; anything else is taken as a question.
        id: String,
    },
    /// A card that a reply pointed to.
    Open {
        /// Its id.
        id: String,
        /// Which part of it was shown, to show the same again.
        place: Option<Place>,
    },
    /// The cards of a kind, by the kind's name.
    Topic {
        /// The name; a kind that is not held is a question.
        kind: String,
    },
    /// A seller's words, to be checked.
    Claim {
        /// The words.
        text: String,
    },
    /// The nine questions for a headline.
    Checklist,
    /// The stages from the lab to the clinic.
    Map {
        /// The stage to mark, by id.
        stage: Option<String>,
    },
    /// What this is and is not.
    About,
}

impl Request {
    /// What the person typed, if they typed anything.
    pub fn typed(&self) -> Option<&str> {
        match self {
            Request::Ask { question } => Some(question),
            Request::Source { find } => Some(find),
            Request::Card { id } => Some(id),
            Request::Topic { kind } => Some(kind),
            Request::Map { stage } => stage.as_deref(),
            Request::Open { .. } | Request::Checklist | Request::About => None,
            Request::Claim { text } => Some(text),
        }
    }
}

/// Prints which request it is and nothing that anybody typed.
impl std::fmt::Debug for Request {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Request::Ask { .. } => "Ask",
            Request::Source { .. } => "Source",
            Request::Card { .. } => "Card",
            Request::Open { .. } => "Open",
            Request::Topic { .. } => "Topic",
            Request::Claim { .. } => "Claim",
            Request::Checklist => "Checklist",
            Request::Map { .. } => "Map",
            Request::About => "About",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printing_a_request_shows_nothing_that_was_typed() {
        let request = Request::Ask { question: "my secret".into() };
        assert_eq!(format!("{request:?}"), "Ask");
    }
}
