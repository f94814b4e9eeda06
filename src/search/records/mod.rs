//! Records by number, by words and by the beginning of a title: an index of their own,
//! so that the cards' index and its answers are the same with and without them. The
//! records lie on disk, in the index's store.

mod find;
mod store;
mod suggest;

use std::path::Path;

use tantivy::{DocAddress, Searcher, Term};

pub use store::{RECORDS_FORMAT, RecordWriter};

use super::IndexError;
use super::analysis::Analysis;
use crate::knowledge::Record;
use store::Fields;

/// The index over all records, ready for searches.
pub struct Records {
    searcher: Searcher,
    fields: Fields,
    analysis: Analysis,
}

impl Records {
    /// Opens the index that was written into `dir`.
    ///
    /// # Errors
    /// Where it is missing, damaged or of another format.
    pub fn open(dir: &Path) -> Result<Self, IndexError> {
        let (searcher, fields) = store::open(dir)?;
        Ok(Records { searcher, fields, analysis: Analysis::default() })
    }

    /// The same where every file is as it was written, which takes reading them all.
    ///
    /// # Errors
    /// As above.
    pub fn open_whole(dir: &Path) -> Result<Self, IndexError> {
        match store::is_whole(dir) {
            true => Self::open(dir),
            false => Err(IndexError::SchemaError("the index of records is damaged".into())),
        }
    }

    /// How many records there are.
    pub fn count(&self) -> u64 {
        self.searcher.num_docs()
    }

    /// The records of that registry number, DOI, PubMed number or id, registrations first.
    pub fn numbered(&self, number: &str) -> Vec<Record> {
        let term = Term::from_field_text(self.fields.number, &store::key(number));
        let mut records = self.with_term(&term);
        records.sort_by(|a, b| (a.registration.is_none(), &a.id).cmp(&(b.registration.is_none(), &b.id)));
        records
    }

    /// The records that such words mean, best first, at most `most`.
    pub fn named(&self, text: &str, most: usize) -> Vec<Record> {
        find::find(self, text, most).unwrap_or_default()
    }

    /// Titles and numbers that begin with what was typed, with their records' ids.
    pub fn suggest(&self, typed: &str, most: usize) -> Vec<(String, String)> {
        suggest::suggest(self, typed, most).unwrap_or_default()
    }

    fn with_term(&self, term: &Term) -> Vec<Record> {
        let mut records = Vec::new();
        for (segment, reader) in (0..).zip(self.searcher.segment_readers()) {
            let places = store::places(reader, term).unwrap_or_default();
            records.extend(places.into_iter().filter_map(|doc| self.record(DocAddress::new(segment, doc))));
        }
        records
    }

    /// The record at that place; `None` where the disk no longer gives it.
    fn record(&self, at: DocAddress) -> Option<Record> {
        store::record(&self.searcher, self.fields, at)
    }
}
