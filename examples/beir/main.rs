//! Caveat's search over a public test set in BEIR's layout.
//!
//! `cargo run --release --example beir -- DIR [--queries FILE] [--json]` indexes
//! `DIR/corpus.jsonl`, asks every question of `DIR/queries.jsonl` or FILE that has a
//! judgement in `DIR/qrels/test.tsv` or `DIR/qrels.tsv`, and prints the mean scores and how
//! long a question takes.

mod measures;
mod set;

use std::path::{Path, PathBuf};
use std::time::Instant;

use caveat::search::{Collection, Document, Hit, Index};
use clap::Parser;
use measures::{Judged, scores};
use serde_json::json;
use set::{Question, TestSet};

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
    let documents = set.documents.iter().map(|document| Document::plain(&document.title, &document.text));
    let index = Index::over(&Collection { documents: documents.collect(), ..Collection::default() })?;
    let built = start.elapsed().as_secs_f64();
    let judged: Vec<Judged> = set.questions.iter().map(|question| ask(&index, &set, question)).collect();
    let file = queries.display().to_string();
    let mut report = json!({
        "file": file, "documents": set.documents.len(), "n": judged.len(), "build_s": (built * 10.0).round() / 10.0,
    });
    for (name, value) in scores(&judged) {
        report[name] = json!(value);
    }
    print(&report, arguments.json);
    Ok(())
}

fn print(report: &serde_json::Value, as_json: bool) {
    if as_json {
        println!("{report}");
        return;
    }
    for (name, value) in report.as_object().into_iter().flatten() {
        println!("{name:<12} {}", value.to_string().trim_matches('"'));
    }
}

/// The file of questions: as given, or else below the folder of the set.
fn queries_file(arguments: &Arguments) -> PathBuf {
    let given = arguments.queries.as_deref().unwrap_or(Path::new("queries.jsonl"));
    let is_given = arguments.queries.is_some();
    if is_given && given.exists() { given.to_owned() } else { arguments.dir.join(given) }
}

/// The grades of what a question found, best first, beside those of all that is relevant.
fn ask(index: &Index, set: &TestSet, question: &Question) -> Judged {
    let start = Instant::now();
    let found = index.find(&question.text);
    let microseconds = start.elapsed().as_secs_f64() * 1e6;
    let grade = |hit: &Hit| {
        let id = &set.documents[hit.entry].id;
        question.grades.get(id).copied().unwrap_or(0.0)
    };
    Judged {
        found: found.hits.iter().map(grade).collect(),
        relevant: question.grades.values().copied().collect(),
        microseconds,
    }
}
