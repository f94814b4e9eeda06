//! Records by words: those that hold all of them, and where these are few, those that
//! hold most of what the words tell.

use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Term};

use super::super::analysis::{Token, is_filler};
use super::{Records, store};
use crate::knowledge::Record;
use crate::knowledge::english::is_english;

/// How many candidates get a second look.
const CANDIDATES: usize = 20;
/// More words than this make a search slow, not better.
const MOST_WORDS: usize = 12;
/// The share of what the words tell that a record must hold.
const COVERED: f32 = 0.5;
/// How far an English word counts that no record has: "nearby" tells less of a trial than
/// a name that is strange to all of them.
const LACKING: f32 = 0.2;

/// A word of a search.
struct Word {
    stem: String,
    term: Term,
    /// How telling it is: the rarer, the more.
    weight: f32,
}

/// The records that hold the words, best first.
pub fn find(records: &Records, text: &str, most: usize) -> tantivy::Result<Vec<Record>> {
    let words = words(records, text)?;
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let all = top(records, &words, Occur::Must, most)?;
    let mut found: Vec<Record> = all.into_iter().filter_map(|at| records.record(at)).collect();
    if found.len() < most && words.len() > 1 {
        let some = top(records, &words, Occur::Should, CANDIDATES)?;
        let more = some.into_iter().filter_map(|at| records.record(at));
        for record in more.filter(|record| covered(records, record, &words) >= COVERED) {
            if !found.iter().any(|known| known.id == record.id) {
                found.push(record);
            }
        }
        found.truncate(most);
    }
    Ok(found)
}

fn words(records: &Records, text: &str) -> tantivy::Result<Vec<Word>> {
    let tokens = records.analysis.tokens(text);
    let telling = tokens.into_iter().filter(|token| !is_filler(&token.word));
    let all = records.searcher.num_docs() as f32;
    let mut words: Vec<Word> = Vec::new();
    for Token { word, stem } in telling {
        if words.len() == MOST_WORDS {
            break;
        }
        if words.iter().any(|known| known.stem == stem) {
            continue;
        }
        let term = Term::from_field_text(records.fields.text, &stem);
        let holding = records.searcher.doc_freq(&term)? as f32;
        let share = if holding == 0.0 && is_english(&word) { LACKING } else { 1.0 };
        words.push(Word { stem, term, weight: share * (1.0 + (all - holding + 0.5) / (holding + 0.5)).ln() });
    }
    Ok(words)
}

/// The best documents, by BM25 over one field: flat, so that tantivy can skip blocks that
/// can't score high enough.
fn top(records: &Records, words: &[Word], occur: Occur, most: usize) -> tantivy::Result<Vec<DocAddress>> {
    let clause = |word: &Word| {
        let query = TermQuery::new(word.term.clone(), IndexRecordOption::WithFreqs);
        (occur, Box::new(query) as Box<dyn Query>)
    };
    let query = BooleanQuery::new(words.iter().map(clause).collect());
    let found = records.searcher.search(&query, &TopDocs::with_limit(most).order_by_score())?;
    Ok(found.into_iter().map(|(_, at)| at).collect())
}

/// The share of what the words tell that stands in the record.
fn covered(records: &Records, record: &Record, words: &[Word]) -> f32 {
    let texts = store::texts(record);
    let mut stems: Vec<String> = texts.iter().flat_map(|text| records.analysis.stems(text)).collect();
    stems.extend(record.year.map(|year| year.to_string()));
    let weight = |wanted: &dyn Fn(&Word) -> bool| {
        words.iter().filter(|word| wanted(word)).map(|word| word.weight).sum::<f32>()
    };
    weight(&|word| stems.contains(&word.stem)) / weight(&|_| true)
}
