//! Finding the card: the index, and questions put to it. The only folder that uses
//! tantivy. It knows the knowledge and nothing of answers or transports; from the
//! outside it takes texts and gives entries of the knowledge with how well they match.

mod analysis;
mod document;
mod excerpt;
mod folder;
mod keep;
mod phrases;
mod profile;
mod question;
mod rank;
mod records;
mod sealed;
mod spelling;
mod store;
mod suggest;
mod want;

use std::path::Path;

pub use document::{Collection, Document, Sort};
pub use excerpt::{Excerpt, Place, at as excerpt_at};
pub use question::Question;
pub use rank::Hit;
pub use records::{RECORDS_FORMAT, RecordWriter, Records};
pub use sealed::{seal, unseal};
pub use store::FORMAT;
pub use suggest::Suggestion;
pub use tantivy::TantivyError as IndexError;

use crate::knowledge::{Card, Knowledge};
use analysis::Analysis;
use keep::Kept;
use spelling::Speller;
use store::Store;

/// The index over one knowledge, ready for questions.
pub struct Index {
    store: Store,
    analysis: Analysis,
    kept: Kept,
    speller: Speller,
}

/// What a question found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The question as it was understood.
    pub question: Question,
    /// The entries, best first.
    pub hits: Vec<Hit>,
}

impl Index {
    /// Writes the index of the knowledge into the empty folder `dir`.
    ///
    /// # Errors
    /// Where the folder can't be written.
    pub fn write(knowledge: &Knowledge, dir: &Path) -> Result<(), IndexError> {
        let (analysis, collection) = (Analysis::default(), Collection::from(knowledge));
        let kept = Kept::new(&collection, &analysis);
        store::write(&collection, &analysis, &kept.profiles, dir)?;
        Ok(kept.write(dir)?)
    }

    /// Opens the index that was written into `dir`.
    ///
    /// # Errors
    /// Where it is missing or damaged.
    pub fn open(dir: &Path) -> Result<Self, IndexError> {
        let kept = Kept::read(dir)?;
        let store = store::open(dir, kept.profiles.entries.len())?;
        Ok(Index { store, analysis: Analysis::default(), kept, speller: Speller::default() })
    }

    /// The index of the knowledge, in memory only.
    ///
    /// # Errors
    /// Where tantivy can't make it.
    pub fn in_memory(knowledge: &Knowledge) -> Result<Self, IndexError> {
        Self::over(&Collection::from(knowledge))
    }

    /// The index of any documents, in memory only.
    ///
    /// # Errors
    /// Where tantivy can't make it.
    pub fn over(collection: &Collection<'_>) -> Result<Self, IndexError> {
        let analysis = Analysis::default();
        let kept = Kept::new(collection, &analysis);
        let store = store::in_memory(collection, &analysis, &kept.profiles)?;
        Ok(Index { store, analysis, kept, speller: Speller::default() })
    }

    /// How many entries it is over.
    pub fn entries(&self) -> usize {
        self.kept.profiles.entries.len()
    }

    /// The entries that answer a question, best first.
    pub fn find(&self, text: &str) -> Found {
        self.find_where(text, |_| true)
    }

    /// The sources that a search means, best first.
    pub fn find_sources(&self, text: &str) -> Found {
        self.find_where(text, |profile| profile.sort == Sort::Source)
    }

    fn find_where(&self, text: &str, wanted: impl Fn(&profile::Profile) -> bool) -> Found {
        let question = self.reader().read(text);
        let hits = rank::find(&question, &self.kept.profiles, &self.store, wanted);
        Found { question, hits }
    }

    /// The part of the card that answers the question; `entry` is the card's place among
    /// the knowledge's entries.
    pub fn excerpt<'a>(&self, card: &'a Card, entry: usize, question: &Question) -> Excerpt<'a> {
        excerpt::choose(card, &self.kept.profiles.entries[entry].sections, |stem| {
            let units = question.units.iter();
            let weights = units.filter_map(|unit| {
                unit.ids.iter().find(|(id, _)| *id == stem).map(|(_, belief)| unit.weight * belief)
            });
            weights.fold(0.0, f32::max)
        })
    }

    /// The places in the glossary of the terms that an entry uses.
    pub fn terms(&self, entry: usize) -> &[usize] {
        &self.kept.profiles.entries[entry].terms
    }

    /// What somebody who has typed that much may want to ask, best first.
    pub fn suggest(&self, typed: &str, most: usize) -> Vec<Suggestion> {
        self.kept.suggester.suggest(typed, &self.analysis, most)
    }

    fn reader(&self) -> question::Reader<'_> {
        question::Reader {
            analysis: &self.analysis,
            profiles: &self.kept.profiles,
            speller: &self.speller,
            store: &self.store,
        }
    }
}
