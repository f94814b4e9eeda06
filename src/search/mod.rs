//! Finding the card: the index, and questions put to it. The only folder that uses
//! tantivy. It knows the knowledge and nothing of answers or transports; from the
//! outside it takes texts and gives entries of the knowledge with how well they match.

mod analysis;
mod excerpt;
mod phrases;
mod profile;
mod question;
mod rank;
mod records;
mod spelling;
mod store;
mod suggest;

use std::path::Path;

use tantivy::Searcher;

pub use excerpt::Excerpt;
pub use question::Question;
pub use rank::Hit;
pub use records::{RECORDS_FORMAT, RecordWriter, Records};
pub use store::FORMAT;
pub use suggest::Suggestion;
pub use tantivy::TantivyError as IndexError;

use crate::knowledge::{Card, Knowledge};
use analysis::Analysis;
use profile::Profiles;
use spelling::Speller;
use store::Fields;
use suggest::Suggester;

/// The index over one knowledge, ready for questions.
pub struct Index {
    searcher: Searcher,
    fields: Fields,
    analysis: Analysis,
    profiles: Profiles,
    speller: Speller,
    suggester: Suggester,
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
        let analysis = Analysis::default();
        store::write(knowledge, &analysis, &Profiles::new(knowledge, &analysis), dir)
    }

    /// Opens the index of the knowledge that was written into `dir`.
    ///
    /// # Errors
    /// Where it is missing, damaged, or of another knowledge.
    pub fn open(knowledge: &Knowledge, dir: &Path) -> Result<Self, IndexError> {
        let analysis = Analysis::default();
        // Checking the files on disk and profiling the entries take about as long as each other.
        let (opened, profiles) = std::thread::scope(|scope| {
            let opened = scope.spawn(|| store::open(dir, knowledge.entries.len()));
            let profiles = Profiles::new(knowledge, &analysis);
            (opened.join(), profiles)
        });
        let stopped = |_| IndexError::SystemError("the thread that opens the index stopped".into());
        let (searcher, fields) = opened.map_err(stopped)??;
        let suggester = Suggester::new(knowledge);
        Ok(Index { searcher, fields, analysis, profiles, speller: Speller::default(), suggester })
    }

    /// The index of the knowledge, in memory only.
    ///
    /// # Errors
    /// Where tantivy can't make it.
    pub fn in_memory(knowledge: &Knowledge) -> Result<Self, IndexError> {
        let analysis = Analysis::default();
        let profiles = Profiles::new(knowledge, &analysis);
        let (searcher, fields) = store::in_memory(knowledge, &analysis, &profiles)?;
        let suggester = Suggester::new(knowledge);
        Ok(Index { searcher, fields, analysis, profiles, speller: Speller::default(), suggester })
    }

    /// The entries that answer a question, best first.
    pub fn find(&self, text: &str) -> Found {
        self.find_where(text, |_| true)
    }

    /// The sources that a search means, best first.
    pub fn find_sources(&self, text: &str) -> Found {
        self.find_where(text, |profile| profile.is_source)
    }

    fn find_where(&self, text: &str, wanted: impl Fn(&profile::Profile) -> bool) -> Found {
        let question = self.reader().read(text);
        let hits = rank::find(&question, &self.profiles, &self.searcher, self.fields, wanted);
        Found { question, hits }
    }

    /// The part of the card that answers the question; `entry` is the card's place among
    /// the knowledge's entries.
    pub fn excerpt<'a>(&self, card: &'a Card, entry: usize, question: &Question) -> Excerpt<'a> {
        excerpt::choose(card, &self.profiles.entries[entry].sections, |stem| {
            let units = question.units.iter();
            let weights = units.filter_map(|unit| {
                unit.ids.iter().find(|(id, _)| *id == stem).map(|(_, belief)| unit.weight * belief)
            });
            weights.fold(0.0, f32::max)
        })
    }

    /// The places in the glossary of the terms that an entry uses.
    pub fn terms(&self, entry: usize) -> &[usize] {
        &self.profiles.entries[entry].terms
    }

    /// What somebody who has typed that much may want to ask, best first.
    pub fn suggest(&self, typed: &str, most: usize) -> Vec<Suggestion> {
        self.suggester.suggest(typed, &self.analysis, most)
    }

    fn reader(&self) -> question::Reader<'_> {
        question::Reader {
            analysis: &self.analysis,
            profiles: &self.profiles,
            speller: &self.speller,
            searcher: &self.searcher,
            fields: self.fields,
        }
    }
}
