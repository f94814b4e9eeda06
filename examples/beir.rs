//! Caveat's search over a public test set in BEIR's layout.
//!
//! `cargo run --release --example beir -- DIR [--queries FILE] [--json]` indexes
//! `DIR/corpus.jsonl`, asks every question of `DIR/queries.jsonl` or FILE that has a
//! judgement in `DIR/qrels/test.tsv` or `DIR/qrels.tsv`, and prints the mean scores and how
//! long a question takes.

#[path = "beir/measures.rs"]
mod measures;
#[path = "beir/set.rs"]
mod set;

use std::path::{Path, PathBuf};
use std::time::Instant;

use caveat::search::{Collection, Document, Index};
use clap::Parser;
use measures::{Judged, Scores};
use serde_json::json;
use set::TestSet;

/// Caveat's search over a public test set in BEIR's layout
#[derive(Parser)]
struct Arguments {
    /// The folder of the set
    dir: PathBuf,
    /// The questions, if not those of DIR/queries.jsonl
    #[arg(long, value_name = "FILE")]
    queries: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments = Arguments::parse();
    let queries = queries_file(&arguments);
    let set = TestSet::read(&arguments.dir, &queries)?;
    let start = Instant::now();
    let documents = set.documents.iter().map(|d| Document::plain(&d.title, &d.text)).collect();
    let index = Index::over(&Collection { documents, ..Collection::default() })?;
    let built = start.elapsed();
    let judged: Vec<Judged> = set.questions.iter().map(|question| ask(&index, &set, question)).collect();
    let scores = Scores::of(&judged);
    if arguments.json {
        let mut report = json!({
            "set": arguments.dir, "queries": queries, "documents": set.documents.len(), "n": judged.len(),
            "build_s": built.as_secs_f64(),
        });
        for (name, value) in scores.named() {
            report[name] = json!(value);
        }
        println!("{report}");
    } else {
        println!("{}: {} questions, {} documents, built in {built:.1?}", queries.display(), judged.len(), set.documents.len());
        for (name, value) in scores.named() {
            println!("  {name:<12} {value}");
        }
    }
    Ok(())
}

/// The file of questions: as given, or else below the folder of the set.
fn queries_file(arguments: &Arguments) -> PathBuf {
    let given = arguments.queries.as_deref().unwrap_or(Path::new("queries.jsonl"));
    let is_given = arguments.queries.is_some();
    if is_given && given.exists() { given.to_owned() } else { arguments.dir.join(given) }
}

/// The grades of what a question found, best first, beside those of all that is relevant.
fn ask(index: &Index, set: &TestSet, question: &set::Question) -> Judged {
    let start = Instant::now();
    let found = index.find(&question.text);
    let microseconds = start.elapsed().as_secs_f64() * 1e6;
    let grade = |hit: &caveat::search::Hit| {
        let id = &set.documents[hit.entry].id;
        question.grades.get(id).copied().unwrap_or(0.0)
    };
    Judged {
        found: found.hits.iter().map(grade).collect(),
        relevant: question.grades.values().copied().collect(),
        microseconds,
    }
}
