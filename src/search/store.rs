//! The index on disk: its schema, writing it, opening it. All of tantivy's types that
//! the rest of this folder needs come from here.

use std::path::Path;

use tantivy::columnar::Column;
use tantivy::schema::{
    FAST, Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{PreTokenizedString, Token as IndexToken};
use tantivy::{DocAddress, IndexWriter, ReloadPolicy, Searcher, TantivyDocument, TantivyError};

use super::analysis::{Analysis, Token};
use super::document::{Collection, Document};
use super::folder;
use super::profile::Profiles;

/// A version of the fields below and of what is written into them. Part of a
/// generation's identity: raise it with every change here, in `analysis`
/// or in what is kept beside it.
pub const FORMAT: u32 = 4;

/// What a writer may use, in bytes: tantivy's least for one thread.
const WRITER_BUDGET: usize = 15_000_000;

/// The name of the field that says which entry a document is.
const ENTRY: &str = "entry";

/// The fields of the index.
#[derive(Clone, Copy)]
pub struct Fields {
    /// Title and asks, stemmed.
    pub asks: Field,
    /// Other names, stemmed.
    pub also: Field,
    /// Sections and caveat, stemmed.
    pub text: Field,
    /// The synonym groups that its names speak of, as numbers.
    pub concepts: Field,
    /// Every word as it is written, for spelling.
    pub words: Field,
    /// Which entry of the knowledge it is.
    pub entry: Field,
}

/// An index ready for questions.
pub struct Store {
    /// What is searched.
    pub searcher: Searcher,
    /// Its fields.
    pub fields: Fields,
    /// Which entry each document of each segment is; opening this for every hit would
    /// take a quarter of a question's time.
    entries: Vec<Column<u64>>,
}

impl Store {
    /// The entry that a document is; none for the word list.
    pub fn entry(&self, address: DocAddress) -> Option<usize> {
        let column = self.entries.get(address.segment_ord as usize)?;
        column.first(address.doc_id).map(|entry| entry as usize)
    }
}

/// The fields, and the schema that they make.
fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let stemmed = TextOptions::default()
        .set_indexing_options(TextFieldIndexing::default().set_index_option(IndexRecordOption::WithFreqs));
    let plain = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default().set_index_option(IndexRecordOption::Basic).set_fieldnorms(false),
    );
    let fields = Fields {
        asks: builder.add_text_field("asks", stemmed.clone()),
        also: builder.add_text_field("also", stemmed.clone()),
        text: builder.add_text_field("text", stemmed),
        concepts: builder.add_text_field("concepts", plain.clone()),
        words: builder.add_text_field("words", plain),
        entry: builder.add_u64_field(ENTRY, NumericOptions::from(FAST)),
    };
    (builder.build(), fields)
}

/// Writes the index of all entries into the empty folder `dir`.
///
/// # Errors
/// What tantivy says, above all where the disk is full or may not be written.
pub fn write(
    collection: &Collection<'_>,
    analysis: &Analysis,
    profiles: &Profiles,
    dir: &Path,
) -> tantivy::Result<()> {
    fill(&tantivy::Index::create_in_dir(dir, schema().0)?, collection, analysis, profiles)
}

/// An index of all entries in memory only.
///
/// # Errors
/// What tantivy says.
pub fn in_memory(
    collection: &Collection<'_>,
    analysis: &Analysis,
    profiles: &Profiles,
) -> tantivy::Result<Store> {
    let index = tantivy::Index::create_in_ram(schema().0);
    fill(&index, collection, analysis, profiles)?;
    ready(&index, collection.documents.len())
}

fn fill(
    index: &tantivy::Index,
    collection: &Collection<'_>,
    analysis: &Analysis,
    profiles: &Profiles,
) -> tantivy::Result<()> {
    let (_, fields) = schema();
    let mut writer: IndexWriter = index.writer_with_num_threads(1, WRITER_BUDGET)?;
    for (at, (source, profile)) in collection.documents.iter().zip(&profiles.entries).enumerate() {
        let mut document = document(source, analysis, fields);
        document.add_u64(fields.entry, at as u64);
        document.add_pre_tokenized_text(fields.concepts, numbers(&profile.concepts));
        writer.add_document(document)?;
    }
    writer.add_document(word_list(collection, analysis, fields))?;
    writer.commit()?;
    writer.wait_merging_threads()
}

/// A document that is no entry: the words of synonyms and of what is not held, so that
/// they can be spelt wrong too.
fn word_list(collection: &Collection<'_>, analysis: &Analysis, fields: Fields) -> TantivyDocument {
    let mut document = TantivyDocument::default();
    for name in collection.synonyms.iter().chain(&collection.not_held).flatten() {
        let tokens = analysis.tokens(name);
        document.add_pre_tokenized_text(fields.words, pretokenized(&tokens, |token| &token.word));
    }
    document
}

fn document(source: &Document<'_>, analysis: &Analysis, fields: Fields) -> TantivyDocument {
    let mut document = TantivyDocument::default();
    let mut add = |field: Field, text: &str| {
        let tokens = analysis.tokens(text);
        document.add_pre_tokenized_text(fields.words, pretokenized(&tokens, |token| &token.word));
        document.add_pre_tokenized_text(field, pretokenized(&tokens, |token| &token.stem));
    };
    add(fields.asks, &source.title);
    source.asks.iter().for_each(|line| add(fields.asks, line));
    source.also.iter().for_each(|line| add(fields.also, line));
    source.sections.iter().flatten().for_each(|sentence| add(fields.text, sentence));
    document
}

/// Numbers as the words of a text.
fn numbers(numbers: &[usize]) -> PreTokenizedString {
    let tokens = numbers.iter().map(|number| Token { word: String::new(), stem: number.to_string() });
    pretokenized(&tokens.collect::<Vec<_>>(), |token| &token.stem)
}

fn pretokenized(tokens: &[Token], form: impl Fn(&Token) -> &String) -> PreTokenizedString {
    let token = |(position, token): (usize, &Token)| IndexToken {
        position,
        text: form(token).clone(),
        position_length: 1,
        ..IndexToken::default()
    };
    PreTokenizedString { text: String::new(), tokens: tokens.iter().enumerate().map(token).collect() }
}

/// Opens the index in `dir`, and checks that it holds as many entries as it should and
/// that its files are whole.
///
/// # Errors
/// What tantivy says where the index is missing or damaged.
pub fn open(dir: &Path, entries: usize) -> tantivy::Result<Store> {
    let index = folder::index(dir)?;
    if !folder::is_whole(&index)? || index.schema() != schema().0 {
        return Err(TantivyError::SchemaError("the index is not the one that was written".into()));
    }
    ready(&index, entries)
}

fn ready(index: &tantivy::Index, entries: usize) -> tantivy::Result<Store> {
    let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
    let searcher = reader.searcher();
    // Beside the entries there is the word list.
    if searcher.num_docs() != entries as u64 + 1 {
        return Err(TantivyError::SchemaError("the index does not hold every entry".into()));
    }
    let segments = searcher.segment_readers().iter();
    let entries = segments.map(|segment| segment.fast_fields().u64(ENTRY)).collect::<tantivy::Result<_>>()?;
    Ok(Store { searcher, fields: schema().1, entries })
}
