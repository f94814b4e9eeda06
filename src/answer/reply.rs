//! What the bot says, free of any transport. Serialized, it is the JSON that
//! `caveat ask --json` and `caveat source --json` print.

use jiff::civil::Date;
use serde::{Serialize, Serializer};

use crate::knowledge::record::Registration;
use crate::knowledge::{Certainty, Id};

/// What the bot says.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "reply", rename_all = "snake_case")]
pub enum Reply {
    /// A card answers.
    Card(Box<Shown>),
    /// Nothing held answers.
    NothingHeld(NothingHeld),
    /// It sounds like an emergency.
    Emergency(EmergencyReply),
    /// Works that were searched for.
    Sources(SourcesReply),
    /// The nine questions.
    Checklist(Checklist),
}

/// A card as an answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Shown {
    /// What was found, best first, at most five; the card first.
    pub matched: Vec<Id>,
    /// The titles of the same, for "I matched".
    #[serde(skip)]
    pub matched_titles: Vec<String>,
    /// The card.
    pub card: CardReply,
    /// Related cards.
    pub related: Vec<Named>,
    /// The generation that answered.
    pub generation: String,
}

/// A card, composed for reading: its marks are numbers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CardReply {
    /// Its id.
    pub id: Id,
    /// Its kind's name.
    pub kind: &'static str,
    /// Its kind's mark.
    #[serde(skip)]
    pub mark: &'static str,
    /// Its title.
    pub title: String,
    /// The part that answers, word for word.
    pub excerpt: String,
    /// The label over the section that the excerpt comes from.
    pub excerpt_label: &'static str,
    /// All sections.
    pub sections: Vec<SectionText>,
    /// What it does not show, whole.
    pub caveat: Caveat,
    /// The field's words that it uses, explained.
    pub terms: Vec<Gloss>,
    /// The sources it uses, numbered as in the text.
    pub sources: Vec<CitedSource>,
    /// How far its evidence has come.
    pub certainty: Certainty,
    /// When somebody last read it against its sources.
    #[serde(serialize_with = "iso")]
    pub reviewed: Date,
}

/// A section, composed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SectionText {
    /// The label over it.
    pub label: &'static str,
    /// Its text.
    pub text: String,
}

/// A word of the field and what it means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Gloss {
    /// The word.
    pub term: String,
    /// What it means, in one line.
    pub meaning: String,
}

/// A caveat, composed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Caveat {
    /// The label over it.
    pub label: &'static str,
    /// Its text, whole.
    pub text: String,
}

/// A source under a card.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CitedSource {
    /// Its number in the text.
    pub number: usize,
    /// Its id.
    pub id: Id,
    /// The reference in one line.
    pub citation: String,
    /// Where to read it.
    pub url: String,
    /// When somebody last opened it.
    #[serde(serialize_with = "iso")]
    pub checked: Date,
    /// What its authors or sponsors stand to gain, where they do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interest: Option<String>,
}

/// A card by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Named {
    /// Its id.
    pub id: Id,
    /// Its title.
    pub title: String,
}

/// Nothing held answers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NothingHeld {
    /// Always empty: nothing matched.
    pub matched: Vec<Id>,
    /// What the question is about, where that is known not to be held.
    pub about: Option<String>,
    /// The nearest cards, only where they share the question's subject.
    pub nearest: Vec<Named>,
    /// The generation that answered.
    pub generation: String,
}

/// It sounds like an emergency.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EmergencyReply {
    /// The group and its lines.
    pub emergency: Emergency,
    /// The generation that answered.
    pub generation: String,
}

/// A safety group's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Emergency {
    /// The group.
    pub group: String,
    /// What to do, a line each.
    pub lines: Vec<String>,
}

/// Works that were searched for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SourcesReply {
    /// The works, best first.
    pub sources: Vec<SourceFound>,
    /// Numbers in the right form that nothing held has.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_held: Vec<NotHeld>,
    /// The generation that answered.
    pub generation: String,
}

/// A work that was searched for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SourceFound {
    /// Its id.
    pub id: Id,
    /// The reference in one line.
    pub citation: String,
    /// Its DOI.
    pub doi: Option<String>,
    /// The registry numbers of the trials it reports.
    pub trial: Vec<String>,
    /// Where to read it.
    pub url: String,
    /// Its title.
    pub title: String,
    /// What it is cited for.
    pub supports: String,
    /// What it does not show.
    pub does_not_show: String,
    /// What its authors or sponsors stand to gain, where they do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interest: Option<String>,
    /// When somebody last opened it.
    #[serde(serialize_with = "iso")]
    pub checked: Date,
    /// The cards that use it.
    pub cards: Vec<Id>,
    /// What a register or catalog says, where nobody here has read the work.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<RecordShown>,
}

/// A number in the right form that nothing held has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NotHeld {
    /// The number, as its register writes it.
    pub number: String,
    /// Where it can be looked up.
    pub site: &'static str,
}

/// A registration or a paper as a register or catalog gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RecordShown {
    /// `registration` or `paper`.
    pub sort: &'static str,
    /// The register or journal.
    pub container: String,
    /// PubMed's number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pmid: Option<String>,
    /// Whether the journal took the paper back.
    pub retracted: bool,
    /// What the register says of the trial.
    #[serde(flatten)]
    pub registration: Option<Registration>,
    /// The names of the groups that the treatment is compared with.
    pub comparator: Vec<String>,
    /// When the register or catalog last changed it.
    pub updated: Option<Date>,
    /// When the export was made.
    pub exported: Date,
}

/// The nine questions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Checklist {
    /// Each item's card, and its question.
    pub items: Vec<(Named, String)>,
    /// The generation that answered.
    pub generation: String,
}

fn iso<S: Serializer>(date: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(date)
}
