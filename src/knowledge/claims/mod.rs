//! What the claim checker looks for: selling patterns, the nine things that make a real
//! product, and what keeps a wording from being a claim. All cues are found together in
//! one pass over a text; [`Claims::see`] gives what stands in it.

mod exceptions;
mod likeness;
pub(super) mod read;
mod see;

use std::ops::Range;

pub use exceptions::{Exceptions, Negation};
use likeness::{Example, Likeness, Said};
pub use see::{Place, Seen};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::cue::{CueSet, Lexicon, Listed, Lists, Placed, Text};
use super::words::words;
use super::{Card, Id};

/// The kind of card that must have signs.
const PATTERN: &str = "pattern";
/// The kind of card that may have them.
const BORROWED: &str = "borrowed";
/// The kind of card that holds what states an item of the checklist.
const CHECKLIST: &str = "checklist";

/// So many examples of a pattern show well enough which words are usual.
const SAMPLE: usize = 4;

/// Whether cards in that folder have cues.
pub(super) fn takes_cues(folder: &str) -> bool {
    [PATTERN, BORROWED, CHECKLIST].contains(&folder)
}

/// The wordings by which a card is found in what a seller says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signs {
    /// The card.
    pub card: Id,
    /// How weighty it is for a patient: the lowest comes first.
    pub order: i64,
    /// Wordings that fire it.
    pub cues: Vec<Placed>,
    /// Wordings that fire it even where the sentence holds a "no" or one of `unless`.
    pub always: Vec<Placed>,
    /// Wordings that, in the same sentence, keep `cues` quiet.
    pub unless: Vec<Placed>,
    /// Texts that must fire it.
    pub fires: Vec<(String, Range<usize>)>,
    /// Texts that must not.
    pub quiet: Vec<(String, Range<usize>)>,
    /// Its file, below the knowledge folder.
    pub path: String,
}

impl Signs {
    /// Whether this is a selling pattern, and not science that gets borrowed.
    pub fn is_pattern(&self) -> bool {
        self.card.kind() == PATTERN
    }
}

/// One of the nine things that make a real product, with the wordings that state it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// The card.
    pub card: Id,
    /// Its place among the nine.
    pub order: i64,
    /// Wordings that state it.
    pub states: Vec<Placed>,
    /// Wordings that state a part of it.
    pub partial: Vec<Placed>,
    /// Wordings that, in the same sentence, keep both from counting.
    pub unless: Vec<Placed>,
    /// The same for `partial` alone.
    pub unless_partial: Vec<Placed>,
}

/// A diagnosis under all its names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnosis {
    /// What it is called first.
    pub name: String,
    /// All wordings for it.
    pub wordings: Vec<Placed>,
}

/// A product with a name of its own, and what it is known for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    /// What it is called.
    pub name: String,
    /// Wordings of its names.
    pub names: Vec<Placed>,
    /// Wordings of the diseases that it was approved or tested for.
    pub uses: Vec<Placed>,
    /// That use in a sentence.
    pub known_for: String,
    /// The source of that sentence, by slug, with its bytes in the file.
    pub source: (String, Range<usize>),
}

/// All that the claim checker looks for, ready to be looked for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Claims {
    /// The words that its cues look for: apart from those of emergencies, which are read forgivingly.
    pub lexicon: Lexicon,
    /// Every cue.
    pub cues: CueSet,
    /// Patterns and borrowed science, weightiest first.
    pub signs: Vec<Signs>,
    /// The nine items, in their order.
    pub items: Vec<Item>,
    /// Every diagnosis that it can tell from another.
    pub diagnoses: Vec<Diagnosis>,
    /// Products with names of their own.
    pub products: Vec<Product>,
    /// What keeps a wording from being a claim.
    pub exceptions: Exceptions,
    /// Which lists of `claims.toml` hold a wording.
    listed: Listed,
    /// What was learnt from labelled examples.
    likeness: Likeness,
}

impl Claims {
    /// Puts everything in order and makes the cues ready, once all files are read.
    pub(super) fn prepare(&mut self, lists: &Lists) {
        self.signs.sort_by(|a, b| (a.order, &a.card).cmp(&(b.order, &b.card)));
        self.items.sort_by_key(|item| item.order);
        self.exceptions.prepare(&self.cues, &self.lexicon);
        let examples = self.signs.iter().flat_map(|signs| signs.fires.iter().take(SAMPLE));
        let usual: Vec<Text> = examples.map(|(text, _)| self.lexicon.read_exactly(words(text))).collect();
        self.cues.prepare(&usual, &self.lexicon);
        self.listed = Listed::new(lists, &self.lexicon);
        self.lexicon.close();
    }

    /// Learns from labelled texts, and from what the patterns' own examples and the cards say: no
    /// sentence of a card is a claim.
    pub(super) fn learn(&mut self, labelled: &[(String, Vec<Id>)], cards: &[Card]) {
        let place = |id: &Id| self.signs.iter().position(|signs| signs.card == *id);
        let texts = labelled.iter().map(|(text, shows)| {
            let shows = shows.iter().filter_map(place).collect();
            (text, shows, None)
        });
        let own = self.signs.iter().enumerate().flat_map(|(at, signs)| {
            let fires = signs.fires.iter().map(move |(text, _)| (text, vec![at], Some(at)));
            fires.chain(signs.quiet.iter().map(move |(text, _)| (text, Vec::new(), Some(at))))
        });
        let said = cards.iter().filter(|card| !takes_cues(card.id.kind())).flat_map(Card::texts);
        let said = said.flat_map(|(_, prose, _)| prose.sentences());
        let said = said.map(|said| (&said.text, Vec::new(), None));
        let examples: Vec<(&String, Vec<usize>, Option<usize>)> = texts.chain(own).chain(said).collect();
        let texts: Vec<Text> =
            examples.par_iter().map(|(text, ..)| self.lexicon.read_exactly(words(text))).collect();
        let examples = examples.into_iter().zip(&texts).map(|((_, shows, only), text)| Example {
            said: self.said(0..text.words.len(), text),
            shows,
            only,
        });
        self.likeness = Likeness::learnt(&examples.collect::<Vec<_>>(), self.signs.len());
    }

    /// Some words of a text as likeness judges them.
    fn said<'a>(&self, words: Range<usize>, text: &'a Text) -> Said<'a> {
        Said { words: &text.words[words.clone()], lists: self.listed.among(words, text) }
    }
}
