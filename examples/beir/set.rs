//! A test set in BEIR's layout: documents, questions, and which document answers which.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;

use serde::Deserialize;

/// Whatever can be wrong with a set, for a person.
type Fault = Box<dyn std::error::Error>;

/// A document of a set.
#[derive(Deserialize)]
pub struct Document {
    /// Its id.
    #[serde(rename = "_id")]
    pub id: String,
    /// Its title, where it has one.
    #[serde(default)]
    pub title: String,
    /// What it says.
    pub text: String,
}

/// A question of a set.
#[derive(Deserialize)]
pub struct Question {
    /// Its id.
    #[serde(rename = "_id")]
    pub id: String,
    /// What is asked.
    pub text: String,
    /// The documents that are relevant, each with its grade above 0.
    #[serde(skip)]
    pub grades: BTreeMap<String, f64>,
}

/// A test set.
pub struct TestSet {
    /// All documents.
    pub documents: Vec<Document>,
    /// The questions that have a judgement.
    pub questions: Vec<Question>,
}

impl TestSet {
    /// Reads the set in `dir`, with the questions of `queries`.
    pub fn read(dir: &Path, queries: &Path) -> Result<Self, Fault> {
        let mut grades = grades(&text(&judgements(dir))?)?;
        let mut questions: Vec<Question> = lines(queries)?;
        for question in &mut questions {
            question.grades = grades.remove(&question.id).unwrap_or_default();
        }
        questions.retain(|question| !question.grades.is_empty());
        Ok(TestSet { documents: lines(&dir.join("corpus.jsonl"))?, questions })
    }
}

/// Where a set keeps its judgements: BEIR's own place, or beside the questions.
fn judgements(dir: &Path) -> std::path::PathBuf {
    let place = dir.join("qrels").join("test.tsv");
    if place.exists() { place } else { dir.join("qrels.tsv") }
}

/// The documents that are relevant to each question, with their grades.
fn grades(judgements: &str) -> Result<HashMap<String, BTreeMap<String, f64>>, Fault> {
    let mut grades: HashMap<String, BTreeMap<String, f64>> = HashMap::new();
    for (number, line) in judgements.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let fields: Vec<&str> = line.split('\t').map(str::trim).collect();
        let [question, document, grade] = fields[..] else {
            return Err(format!("judgements, line {}: not three fields parted by tabs", number + 1).into());
        };
        match grade.parse::<f64>() {
            Ok(grade) if grade > 0.0 => {
                grades.entry(question.to_owned()).or_default().insert(document.to_owned(), grade);
            }
            Ok(_) => {}
            // The first line may be a heading.
            Err(_) if number == 0 => {}
            Err(_) => return Err(format!("judgements, line {}: {grade} is no grade", number + 1).into()),
        }
    }
    Ok(grades)
}

fn lines<T: for<'a> Deserialize<'a>>(path: &Path) -> Result<Vec<T>, Fault> {
    let text = text(path)?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let read = |(at, line): (usize, &str)| {
        serde_json::from_str(line).map_err(|error| format!("{}, line {}: {error}", path.display(), at + 1))
    };
    Ok(lines.map(read).collect::<Result<_, _>>()?)
}

fn text(path: &Path) -> Result<String, Fault> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()).into())
}
