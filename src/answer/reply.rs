//! What the bot says, free of any transport. Serialized, it is the JSON that
//! `caveat ask --json` and `caveat source --json` print.

use jiff::civil::Date;
use serde::{Serialize, Serializer};

use super::map::Map;
use crate::knowledge::record::Registration;
use crate::knowledge::{Certainty, Id};
use crate::search::Place;

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
    /// The cards of a kind.
    Topic(Topic),
    /// The nine questions.
    Checklist(Checklist),
    /// The stages from the lab to the clinic.
    Map(Box<MapReply>),
    /// What this is and is not.
    About(About),
    /// A card that a reply once pointed to is not held any more.
    Gone(Gone),
    /// What a seller's words show.
    Report(Box<ClaimReport>),
    /// A text too long to be checked.
    TooLong(TooLong),
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
    /// Where the excerpt stands in the card.
    #[serde(skip)]
    pub excerpt_place: Place,
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
    /// Whether it is the question to take along.
    #[serde(skip)]
    pub ask: bool,
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
    /// Who and when, in two words.
    #[serde(skip)]
    pub short: String,
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
    /// Who and when, in two words.
    #[serde(skip)]
    pub short: String,
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

/// The cards of a kind.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Topic {
    /// The kind's name.
    pub kind: &'static str,
    /// What a list of such cards is called.
    pub plural: &'static str,
    /// The kind's mark.
    #[serde(skip)]
    pub mark: &'static str,
    /// The cards, in the knowledge's order.
    pub cards: Vec<Named>,
    /// The generation that answered.
    pub generation: String,
}

/// The map, and the card of the stage that it marks.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MapReply {
    /// The map.
    pub map: Map,
    /// The marked stage's card.
    pub card: Option<Box<Shown>>,
    /// The generation that answered.
    pub generation: String,
}

/// What the bot holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct About {
    /// How many cards.
    pub cards: usize,
    /// How many sources.
    pub sources: usize,
    /// When the newest card was reviewed.
    #[serde(serialize_with = "iso")]
    pub reviewed: Date,
    /// The generation that answered.
    pub generation: String,
}

/// A card that is not held any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Gone {
    /// The generation that answered.
    pub generation: String,
}

/// The nine questions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Checklist {
    /// Each item's card, and its question.
    pub items: Vec<(Named, String)>,
    /// The generation that answered.
    pub generation: String,
}

/// What a seller's words show.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ClaimReport {
    /// The selling patterns found, weightiest first.
    pub patterns: Vec<PatternFound>,
    /// Real science that the text borrows, in the same form.
    pub borrowed: Vec<PatternFound>,
    /// The nine things that make a real product.
    pub checklist: Vec<ItemFound>,
    /// Works named by a registry number or a DOI.
    pub registered: Vec<Registered>,
    /// Products named beside a disease that they are not known for.
    pub products: Vec<ProductFound>,
    /// The generation that answered.
    pub generation: String,
}

/// A pattern that a text uses.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PatternFound {
    /// Its card.
    pub id: Id,
    /// The card's title.
    pub title: String,
    /// Where it first stands in the text.
    #[serde(flatten)]
    pub place: Span,
    /// Where it stands again.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub again: Vec<Span>,
    /// Why it is weak.
    pub why: String,
    /// What to ask instead.
    pub ask: String,
    /// What finding the pattern does not prove, whole.
    pub caveat: Caveat,
    /// The sources, numbered as in `why`.
    pub sources: Vec<CitedSource>,
}

/// Words of a text, with their place in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Span {
    /// The words, exactly as they stand there.
    pub quote: String,
    /// The first character, counted from 0.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
}

/// How far a text states something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It says it.
    Stated,
    /// It says part of it.
    Partial,
    /// It leaves it out.
    Missing,
}

/// One of the nine things that make a real product.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ItemFound {
    /// Which it is.
    pub item: String,
    /// Its card's title.
    pub title: String,
    /// How far the text states it.
    pub state: State,
    /// The words that do.
    pub quote: Option<String>,
    /// Their first character.
    pub start: Option<usize>,
    /// One past their last character.
    pub end: Option<usize>,
}

impl ItemFound {
    /// An item with the words found, if any were.
    pub fn new(item: String, title: String, state: State, found: Option<Span>) -> Self {
        let (start, end) = (found.as_ref().map(|span| span.start), found.as_ref().map(|span| span.end));
        ItemFound { item, title, state, quote: found.map(|span| span.quote), start, end }
    }
}

/// A product that a text names beside a disease that it is not known for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProductFound {
    /// What it is called.
    pub name: String,
    /// Where the text names it.
    #[serde(flatten)]
    pub place: Span,
    /// The disease beside it.
    pub beside: Span,
    /// What it was approved or tested for.
    pub known_for: String,
    /// The source of that.
    pub sources: Vec<CitedSource>,
}

/// A work that a text names by its number.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Registered {
    /// The registry number or DOI.
    pub number: String,
    /// The source held of it, if any.
    pub source: Option<Id>,
    /// The source's reference in one line.
    pub citation: Option<String>,
    /// Where to read it.
    pub url: Option<String>,
    /// What it is cited for.
    pub supports: Option<String>,
    /// What it does not show.
    pub does_not_show: Option<String>,
}

/// A text too long to be checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TooLong {
    /// Its length in characters.
    pub length: usize,
    /// The most that is checked at once.
    pub longest: usize,
    /// The generation that answered.
    pub generation: String,
}

fn iso<S: Serializer>(date: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(date)
}
