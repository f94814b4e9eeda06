//! Finding and ordering entries: candidates by BM25 over the fields, then a second look
//! at how much of the question each one covers and how close its nearest line comes.

use tantivy::collector::TopDocs;
use tantivy::query::{
    BooleanQuery, BoostQuery, DisjunctionMaxQuery, EmptyQuery, Occur, PhraseQuery, Query, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use super::profile::{Line, Profile, Profiles, StemId};
use super::question::{Question, Unit};
use super::store::Fields;

/// How many candidates get a second look.
const CANDIDATES: usize = 50;
/// What a match in each field counts.
const ASKS: f32 = 2.0;
const ALSO: f32 = 1.5;
const TEXT: f32 = 1.0;
/// What a synonym's match counts beside the word itself.
const SYNONYM: f32 = 0.7;
/// What two words side by side add, as in the text.
const PHRASE: f32 = 0.15;

/// The parts of a final score, each between 0 and 1 before its factor.
const BY_BM25: f32 = 0.7;
const BY_NAMED: f32 = 0.35;
const BY_ALL: f32 = 0.95;
const BY_LINE: f32 = 1.5;

/// A card is the better answer where it is nearly as good as a work.
const LESS_FOR_SOURCE: f32 = 0.4;

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
    searcher: &Searcher,
    fields: Fields,
    wanted: impl Fn(&Profile) -> bool,
) -> Vec<Hit> {
    let query = query(question, fields);
    let collector = TopDocs::with_limit(CANDIDATES * 2).order_by_score();
    let Ok(found) = searcher.search(&query, &collector) else { return Vec::new() };
    let found: Vec<(f32, usize)> = found
        .into_iter()
        .filter_map(|(score, address)| Some((score, entry_of(searcher, address)?)))
        .collect();
    let candidates = with_concepts(question, profiles, found);
    let best = candidates.iter().map(|(score, _)| *score).fold(f32::MIN_POSITIVE, f32::max);
    let total = question.weight().max(f32::MIN_POSITIVE);
    let mut hits: Vec<Hit> = candidates
        .into_iter()
        .filter(|(_, entry)| profiles.entries.get(*entry).is_some_and(&wanted))
        .take(CANDIDATES)
        .map(|(score, entry)| look_again(question, total, profiles, entry, score / best))
        .collect();
    hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.entry.cmp(&b.entry)));
    hits
}

/// Adds the entries that share only a synonym with the question.
fn with_concepts(question: &Question, profiles: &Profiles, found: Vec<(f32, usize)>) -> Vec<(f32, usize)> {
    let mut found = found;
    let groups: Vec<usize> = question.units.iter().flat_map(|unit| unit.concepts.iter().copied()).collect();
    if groups.is_empty() {
        return found;
    }
    let shares = |profile: &Profile| groups.iter().any(|group| profile.concepts.binary_search(group).is_ok());
    for (entry, profile) in profiles.entries.iter().enumerate() {
        if shares(profile) && !found.iter().any(|(_, known)| *known == entry) {
            found.push((0.0, entry));
        }
    }
    found
}

fn entry_of(searcher: &Searcher, address: tantivy::DocAddress) -> Option<usize> {
    let segment = searcher.segment_reader(address.segment_ord);
    let column = segment.fast_fields().u64("entry").ok()?;
    column.first(address.doc_id).map(|entry| entry as usize)
}

fn query(question: &Question, fields: Fields) -> Box<dyn Query> {
    let mut parts: Vec<(Occur, Box<dyn Query>)> = Vec::new();
    for unit in question.units.iter().filter(|unit| !unit.stems.is_empty()) {
        let choices = unit.stems.iter().map(|(stem, belief)| boosted(in_fields(stem, fields), *belief));
        parts.push((Occur::Should, Box::new(DisjunctionMaxQuery::new(choices.collect()))));
    }
    for pair in question.units.windows(2) {
        if let ([(first, _), ..], [(second, _), ..]) = (pair[0].stems.as_slice(), pair[1].stems.as_slice()) {
            for field in [fields.asks, fields.text] {
                let terms =
                    vec![(0, Term::from_field_text(field, first)), (1, Term::from_field_text(field, second))];
                let phrase = PhraseQuery::new_with_offset_and_slop(terms, 1);
                parts.push((Occur::Should, boosted(Box::new(phrase), PHRASE)));
            }
        }
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
    let line =
        profile.lines.iter().map(|line| closeness(question, total, profiles, line)).fold(0.0, f32::max);
    let less = if profile.is_source { LESS_FOR_SOURCE } else { 0.0 };
    let score = BY_BM25 * bm25 + BY_NAMED * named + BY_ALL * covered + BY_LINE * line - less;
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

/// How far a word of the question is met by the stems, 0 to 1.
fn match_in(unit: &Unit, stems: &[StemId], concepts: &[usize]) -> f32 {
    let word = unit.ids.iter().filter(|(id, _)| stems.binary_search(id).is_ok()).map(|(_, belief)| *belief);
    let synonym = unit.concepts.iter().any(|group| concepts.binary_search(group).is_ok());
    word.fold(if synonym { SYNONYM } else { 0.0 }, f32::max)
}

/// The cosine between the question and a line, their stems weighted.
fn closeness(question: &Question, total: f32, profiles: &Profiles, line: &Line) -> f32 {
    let shared: f32 =
        question.units.iter().map(|unit| unit.weight * match_in(unit, &line.stems, &line.concepts)).sum();
    if shared == 0.0 {
        return 0.0;
    }
    let weight: f32 = line.stems.iter().map(|id| profiles.weight(profiles.stems.entries(*id))).sum();
    shared / (total * weight).sqrt()
}
