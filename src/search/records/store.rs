//! The records' index on disk: its schema, writing it, opening it, reading a record.

use std::path::Path;

use tantivy::merge_policy::NoMergePolicy;
use tantivy::schema::{Field, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions, Value};
use tantivy::tokenizer::{PreTokenizedString, Token};
use tantivy::{
    DocAddress, DocId, DocSet, IndexWriter, ReloadPolicy, Searcher, SegmentReader, TERMINATED,
    TantivyDocument, TantivyError, Term,
};

use super::super::analysis::Analysis;
use super::super::folder;
use crate::knowledge::Record;
use crate::knowledge::record::compact;

/// A version of the fields below and of what is written into them. Part of the identity
/// of an index: raise it with every change here or in `analysis`.
pub const RECORDS_FORMAT: u32 = 1;

/// What the writer may use, in bytes: a million records make a handful of segments.
const WRITER_BUDGET: usize = 400_000_000;
/// Longer beginnings tell no more titles apart, in characters.
const LONGEST_BEGINNING: usize = 64;
/// Another name that is typed as such: an acronym, not an official title.
const LONGEST_ACRONYM: usize = 30;

/// The fields of the index.
#[derive(Clone, Copy)]
pub struct Fields {
    /// Ids and numbers, as [`key`] writes them.
    pub number: Field,
    /// Everything that is searched, stemmed; the title twice, so that it counts more.
    pub text: Field,
    /// What suggestions begin with: folded titles, acronyms, numbers.
    pub begin: Field,
    /// The record as its file has it.
    pub record: Field,
}

fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let indexed = |option, norms| {
        let indexing = TextFieldIndexing::default().set_index_option(option).set_fieldnorms(norms);
        TextOptions::default().set_indexing_options(indexing)
    };
    let fields = Fields {
        number: builder.add_text_field("number", indexed(IndexRecordOption::Basic, false)),
        text: builder.add_text_field("text", indexed(IndexRecordOption::WithFreqs, true)),
        begin: builder.add_text_field("begin", indexed(IndexRecordOption::Basic, false)),
        record: builder.add_bytes_field("record", STORED),
    };
    (builder.build(), fields)
}

/// How a number or an id stands in the index.
pub fn key(number: &str) -> String {
    match number.starts_with("10.") || number.contains('-') {
        // A sign in a DOI tells it from another, and ids have hyphens.
        true => number.to_lowercase(),
        false => compact(number),
    }
}

/// The texts of a record that are searched, the title first.
pub fn texts(record: &Record) -> Vec<&str> {
    let mut texts = vec![record.title.as_str(), record.authors.as_str(), record.container.as_str()];
    texts.extend(record.also.iter().map(String::as_str));
    if let Some(registration) = &record.registration {
        texts.push(&registration.sponsor);
        let lists = [&registration.conditions, &registration.countries];
        texts.extend(lists.into_iter().flatten().map(String::as_str));
        texts.extend(registration.arms.iter().map(|arm| arm.label.as_str()));
    }
    texts
}

/// Writes an index, a record after the other. The same records in the same order make
/// the same index: one thread writes, and nothing is merged in the background.
pub struct RecordWriter {
    writer: IndexWriter,
    fields: Fields,
    analysis: Analysis,
}

impl RecordWriter {
    /// A writer into the empty folder `dir`.
    ///
    /// # Errors
    /// Where the folder can't be written.
    pub fn new(dir: &Path) -> tantivy::Result<Self> {
        let (schema, fields) = schema();
        let index = tantivy::Index::create_in_dir(dir, schema)?;
        let writer: IndexWriter = index.writer_with_num_threads(1, WRITER_BUDGET)?;
        writer.set_merge_policy(Box::new(NoMergePolicy));
        Ok(RecordWriter { writer, fields, analysis: Analysis::default() })
    }

    /// Adds a record and the line that holds it.
    ///
    /// # Errors
    /// Where the disk is full.
    pub fn add(&mut self, record: &Record, line: &str) -> tantivy::Result<()> {
        let mut document = TantivyDocument::default();
        document.add_bytes(self.fields.record, line.as_bytes());
        document.add_pre_tokenized_text(self.fields.number, terms(numbers(record)));
        document.add_pre_tokenized_text(self.fields.begin, terms(self.beginnings(record)));
        document.add_pre_tokenized_text(self.fields.text, terms(self.stems(record)));
        self.writer.add_document(document).map(|_| ())
    }

    /// Writes what is left, and ends.
    ///
    /// # Errors
    /// Where the disk is full.
    pub fn finish(mut self) -> tantivy::Result<()> {
        self.writer.commit()?;
        self.writer.wait_merging_threads()
    }

    fn stems(&self, record: &Record) -> Vec<String> {
        let texts = texts(record);
        let mut stems: Vec<String> = texts.iter().flat_map(|text| self.analysis.stems(text)).collect();
        stems.extend(self.analysis.stems(&record.title));
        stems.extend(record.year.map(|year| year.to_string()));
        stems
    }

    fn beginnings(&self, record: &Record) -> Vec<String> {
        let acronyms = record.also.iter().filter(|name| name.len() <= LONGEST_ACRONYM);
        let names = std::iter::once(&record.title).chain(acronyms);
        let mut all: Vec<String> = names.map(|name| beginning(name, &self.analysis)).collect();
        all.extend(numbers(record).into_iter().filter(|number| number.starts_with(char::is_alphanumeric)));
        all.retain(|text| !text.is_empty());
        all
    }
}

/// A name as suggestions are looked up.
pub fn beginning(name: &str, analysis: &Analysis) -> String {
    let words: Vec<String> = analysis.words(name).into_iter().map(|token| token.word).collect();
    words.join(" ").chars().take(LONGEST_BEGINNING).collect()
}

fn numbers(record: &Record) -> Vec<String> {
    let pubmed = record.pmid.iter().map(|pmid| format!("pmid{pmid}"));
    let others = record.trial.iter().chain(&record.doi).map(|number| key(number)).chain(pubmed);
    let mut numbers = vec![record.id.clone()];
    for number in others {
        if !numbers.contains(&number) {
            numbers.push(number);
        }
    }
    numbers
}

fn terms(texts: Vec<String>) -> PreTokenizedString {
    let token = |(position, text)| Token { position, text, position_length: 1, ..Token::default() };
    PreTokenizedString { text: String::new(), tokens: texts.into_iter().enumerate().map(token).collect() }
}

/// Opens the index in `dir`.
///
/// # Errors
/// What tantivy says where it is missing or damaged.
pub fn open(dir: &Path) -> tantivy::Result<(Searcher, Fields)> {
    let index = folder::index(dir)?;
    let (schema, fields) = schema();
    if index.schema() != schema {
        return Err(TantivyError::SchemaError("the index is not the one that was written".into()));
    }
    let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
    Ok((reader.searcher(), fields))
}

/// Whether every file of the index in `dir` is as it was written. Reads all of them.
pub fn is_whole(dir: &Path) -> bool {
    folder::index(dir).and_then(|index| folder::is_whole(&index)).unwrap_or(false)
}

/// The documents of a segment that hold a term, in order.
pub fn places(reader: &SegmentReader, term: &Term) -> tantivy::Result<Vec<DocId>> {
    let mut docs = Vec::new();
    if let Some(mut postings) =
        reader.inverted_index(term.field())?.read_postings(term, IndexRecordOption::Basic)?
    {
        while postings.doc() != TERMINATED {
            docs.push(postings.doc());
            postings.advance();
        }
    }
    Ok(docs)
}

/// The record of a document.
pub fn record(searcher: &Searcher, fields: Fields, at: DocAddress) -> Option<Record> {
    let document: TantivyDocument = searcher.doc(at).ok()?;
    serde_json::from_slice(document.get_first(fields.record)?.as_bytes()?).ok()
}
