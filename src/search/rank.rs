//! Finding and ordering entries: candidates by BM25 over the fields, then a second look
//! at how much of the question each one covers and how close its nearest line comes.

use tantivy::Term;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, BoostQuery, DisjunctionMaxQuery, EmptyQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};

use super::document::Sort;
use super::profile::{Line, Profile, Profiles, StemId};
use super::question::{Question, Unit};
use super::store::{Fields, Store};

/// How many candidates get a second look.
const CANDIDATES: usize = 30;
/// What a match in each field counts.
const ASKS: f32 = 2.0;
const ALSO: f32 = 1.5;
const TEXT: f32 = 1.0;
/// What a synonym's match counts beside the word itself.
const SYNONYM: f32 = 0.7;
/// What a synonym adds to BM25, so that it alone makes a candidate.
const CONCEPT: f32 = 0.8;

/// The parts of a final score, each between 0 and 1 before its factor.
const BY_BM25: f32 = 0.8;
const BY_NAMED: f32 = 0.25;
const BY_ALL: f32 = 0.8;
const BY_LINE: f32 = 1.65;
const BY_WANTED: f32 = 0.7;

/// A card is the better answer than a work, unless a work is asked for.
const LESS_FOR_SOURCE: f32 = 1.0;
/// Where one is.
const LESS_FOR_WANTED_SOURCE: f32 = 0.2;
/// A card is the better answer than a word's meaning.
const LESS_FOR_TERM: f32 = 0.7;
/// Stems by which people ask for a work.
const WORK_STEMS: &[&str] = &[
    "paper", "articl", "public", "publish", "refer", "citat", "cite", "journal", "nejm", "doi", "author",
    "sourc",
];

/// An entry that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// Which entry of the knowledge.
    pub entry: usize,
    /// How good it is, for ordering.
    pub score: f32,
    /// Its BM25 score beside the best candidate's, 0 to 1.
    pub bm25: f32,
    /// The share of the question's weight that stands in the entry's names, 0 to 1.
    pub named: f32,
    /// The share of the question's weight that stands anywhere in the entry, 0 to 1.
    pub covered: f32,
    /// How close the nearest of the entry's lines comes, 0 to 1.
    pub line: f32,
    /// The weight of the weightiest title or other name that stands whole in the
    /// question, in weights of a word that only one entry has; 0 where none does.
    pub name: f32,
}

/// The entries that answer the question, best first.
pub fn find(
    question: &Question,
    profiles: &Profiles,
    store: &Store,
    wanted: impl Fn(&Profile) -> bool,
) -> Vec<Hit> {
    let query = query(question, store.fields);
    let collector = TopDocs::with_limit(CANDIDATES).order_by_score();
    let Ok(found) = store.searcher.search(&query, &collector) else { return Vec::new() };
    let best = found.first().map_or(f32::MIN_POSITIVE, |(score, _)| score.max(f32::MIN_POSITIVE));
    let total = question.weight().max(f32::MIN_POSITIVE);
    let mut hits: Vec<Hit> = found
        .into_iter()
        .filter_map(|(score, address)| Some((score, store.entry(address)?)))
        .filter(|(_, entry)| profiles.entries.get(*entry).is_some_and(&wanted))
        .map(|(score, entry)| look_again(question, total, profiles, entry, score / best))
        .collect();
    hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.entry.cmp(&b.entry)));
    hits
}

fn query(question: &Question, fields: Fields) -> Box<dyn Query> {
    let mut parts: Vec<(Occur, Box<dyn Query>)> = Vec::new();
    for unit in question.units.iter().filter(|unit| !unit.stems.is_empty()) {
        let choices = unit.stems.iter().map(|(stem, belief)| boosted(in_fields(stem, fields), *belief));
        parts.push((Occur::Should, Box::new(DisjunctionMaxQuery::new(choices.collect()))));
    }
    let mut concepts: Vec<usize> =
        question.units.iter().flat_map(|unit| unit.concepts.iter().copied()).collect();
    concepts.sort_unstable();
    concepts.dedup();
    for concept in concepts {
        let term = Term::from_field_text(fields.concepts, &concept.to_string());
        let term = TermQuery::new(term, IndexRecordOption::Basic);
        parts.push((Occur::Should, boosted(Box::new(term), CONCEPT)));
    }
    if parts.is_empty() { Box::new(EmptyQuery) } else { Box::new(BooleanQuery::new(parts)) }
}

fn in_fields(stem: &str, fields: Fields) -> Box<dyn Query> {
    let term = |(field, factor): (Field, f32)| {
        let term = TermQuery::new(Term::from_field_text(field, stem), IndexRecordOption::WithFreqs);
        (Occur::Should, boosted(Box::new(term), factor))
    };
    let parts = [(fields.asks, ASKS), (fields.also, ALSO), (fields.text, TEXT)].map(term);
    Box::new(BooleanQuery::new(parts.into()))
}

fn boosted(query: Box<dyn Query>, factor: f32) -> Box<dyn Query> {
    Box::new(BoostQuery::new(query, factor))
}

fn look_again(question: &Question, total: f32, profiles: &Profiles, entry: usize, bm25: f32) -> Hit {
    let profile = &profiles.entries[entry];
    let share = |stems: &[StemId]| {
        question.units.iter().map(|unit| unit.weight * match_in(unit, stems, &profile.concepts)).sum::<f32>()
            / total
    };
    let (named, covered) = (share(&profile.named), share(&profile.all));
    // A line can only hold what the names hold.
    let in_names: Vec<&Unit> = question
        .units
        .iter()
        .filter(|unit| match_in(unit, &profile.named, &profile.concepts) > 0.0)
        .collect();
    let line = profile.lines.iter().map(|line| closeness(&in_names, total, line)).fold(0.0, f32::max);
    let less = match profile.sort {
        Sort::Source if asks_for_work(question) => LESS_FOR_WANTED_SOURCE,
        Sort::Source => LESS_FOR_SOURCE,
        Sort::Term(_) => LESS_FOR_TERM,
        Sort::Answer => 0.0,
    };
    let score = BY_BM25 * bm25
        + BY_NAMED * named
        + BY_ALL * covered
        + BY_LINE * line
        + BY_WANTED * named * profile.told.meets(question.wants)
        - less;
    Hit { entry, score, bm25, named, covered, line, name: whole_name(question, profiles, profile) }
}

/// The weight of the weightiest title or other name that stands whole in the question.
fn whole_name(question: &Question, profiles: &Profiles, profile: &Profile) -> f32 {
    let believed = |id: &StemId| {
        question.units.iter().any(|unit| unit.ids.first().is_some_and(|(first, _)| first == id))
    };
    let weight = |id: &StemId| profiles.weight(profiles.stems.entries(*id));
    let names = profile.lines.iter().take(profile.titles).filter(|line| line.stems.iter().all(believed));
    names.map(|line| line.stems.iter().map(weight).sum::<f32>() / profiles.weight(1)).fold(0.0, f32::max)
}

/// Whether the question asks for a work, not for what it says.
fn asks_for_work(question: &Question) -> bool {
    let mut stems = question.units.iter().filter_map(|unit| unit.stems.first());
    stems.any(|(stem, _)| WORK_STEMS.contains(&stem.as_str()))
}

/// How far a word of the question is met by the stems, 0 to 1.
fn match_in(unit: &Unit, stems: &[StemId], concepts: &[usize]) -> f32 {
    let word = unit.ids.iter().filter(|(id, _)| stems.binary_search(id).is_ok()).map(|(_, belief)| *belief);
    let synonym = unit.concepts.iter().any(|group| concepts.binary_search(group).is_ok());
    word.fold(if synonym { SYNONYM } else { 0.0 }, f32::max)
}

/// The cosine between the question, of which these units may stand in the line, and the line.
fn closeness(units: &[&Unit], total: f32, line: &Line) -> f32 {
    let shared: f32 =
        units.iter().map(|unit| unit.weight * match_in(unit, &line.stems, &line.concepts)).sum();
    if shared == 0.0 {
        return 0.0;
    }
    shared / (total * line.weight).sqrt()
}
