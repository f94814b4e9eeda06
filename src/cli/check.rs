//! `caveat check`: every rule held against a knowledge folder, and its golden questions
//! tried.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use clap::Args;
use jiff::civil::Date;
use serde::Serialize;

use super::{colours, print, print_json, today};
use crate::knowledge::load::{Tree, read_tree};
use crate::knowledge::readability::grades;
use crate::knowledge::{Knowledge, Problem, Severity, check};
use crate::library::{Library, golden_problems};
use crate::transport::discord::to_discord::fit;

#[derive(Args)]
pub struct Check {
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// The day to count ages from, such as 2026-11-21
    #[arg(long, value_name = "DATE")]
    today: Option<Date>,
    /// List the rules instead of checking
    #[arg(long)]
    rules: bool,
    /// The folder of cards and sources
    #[arg(value_name = "DIR", default_value = "knowledge")]
    dir: PathBuf,
}

/// What `check --json` prints.
#[derive(Serialize)]
struct Outcome<'a> {
    cards: usize,
    sources: usize,
    golden: usize,
    grade_median: f64,
    grade_median_unmasked: f64,
    errors: usize,
    warnings: usize,
    problems: &'a [Problem],
}

pub fn run(check: &Check) -> Result<(), ExitCode> {
    if check.rules {
        let rules = check::RULES.iter().map(|rule| format!("{:<20} {}\n", rule.name, rule.asks));
        print(&rules.collect::<String>());
        return Ok(());
    }
    let (tree, mut problems) = read_tree(&check.dir);
    let (knowledge, found) = check::check(&tree, check.today.unwrap_or_else(today));
    problems.extend(found);
    if !has_errors(&problems) {
        problems.extend(in_use(&knowledge, &tree));
    }
    report(check, &knowledge, &problems)?;
    if has_errors(&problems) { Err(ExitCode::FAILURE) } else { Ok(()) }
}

fn has_errors(problems: &[Problem]) -> bool {
    problems.iter().any(|problem| problem.severity == Severity::Error)
}

/// What shows only when the knowledge answers: golden questions that miss their card, and
/// cards that do not fit into a message.
fn in_use(knowledge: &Knowledge, tree: &Tree) -> Vec<Problem> {
    let Ok(library) = Library::of(knowledge.clone(), tree) else { return Vec::new() };
    [golden_problems(&library, tree), fit::problems(&library, tree)].concat()
}

fn report(check: &Check, knowledge: &Knowledge, problems: &[Problem]) -> Result<(), ExitCode> {
    let errors = problems.iter().filter(|problem| problem.severity == Severity::Error).count();
    let (masked, unmasked) = median_grades(knowledge);
    let outcome = Outcome {
        cards: knowledge.cards().count(),
        sources: knowledge.sources.len(),
        golden: knowledge.golden.len(),
        grade_median: masked,
        grade_median_unmasked: unmasked,
        errors,
        warnings: problems.len() - errors,
        problems,
    };
    if check.json {
        return print_json(&outcome);
    }
    let counts = format!(
        "{} cards, {} sources, {} golden questions; reading grade {masked:.1} (median, names masked; {unmasked:.1} unmasked)",
        outcome.cards, outcome.sources, outcome.golden
    );
    let diagnostics = diagnostics(problems, &check.dir, colours(&std::io::stdout()));
    print(&format!("{diagnostics}{counts}\n{} errors, {} warnings\n", outcome.errors, outcome.warnings));
    Ok(())
}

/// The median reading grades of all cards, rounded to a tenth.
fn median_grades(knowledge: &Knowledge) -> (f64, f64) {
    let names = check::names(knowledge);
    let all: Vec<_> = knowledge
        .cards()
        .filter_map(|card| grades(card.texts().map(|(_, prose, _)| prose), &names))
        .collect();
    let median = |mut grades: Vec<f64>| {
        grades.sort_by(f64::total_cmp);
        grades.get(grades.len() / 2).map_or(0.0, |grade| (grade * 10.0).round() / 10.0)
    };
    (median(all.iter().map(|g| g.masked).collect()), median(all.iter().map(|g| g.unmasked).collect()))
}

/// Problems as a compiler tells them: what, where, the line itself, and what to do.
pub fn diagnostics(problems: &[Problem], dir: &Path, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    problems.iter().map(|problem| renderer.render(&[group(problem, dir)]) + "\n\n").collect()
}

fn group<'a>(problem: &'a Problem, dir: &Path) -> annotate_snippets::Group<'a> {
    let level = match problem.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let path = dir.join(&problem.file).display().to_string();
    let title = level.primary_title(problem.message.as_str()).id(problem.rule);
    let help = Level::HELP.message(problem.help.as_str());
    if problem.line == 0 {
        return title.element(annotate_snippets::Origin::path(path)).element(help);
    }
    let byte = |column: usize| {
        problem.excerpt.char_indices().nth(column).map_or(problem.excerpt.len(), |(at, _)| at)
    };
    let start = byte(problem.column.saturating_sub(1));
    let end = byte(problem.column.saturating_sub(1) + problem.width).max(start);
    let snippet = Snippet::source(problem.excerpt.as_str())
        .path(path)
        .line_start(problem.line)
        .annotation(AnnotationKind::Primary.span(start..end));
    title.element(snippet).element(help)
}
