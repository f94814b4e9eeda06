//! `caveat eval`: scores against a file of labelled lines, and bounds to hold them to.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use serde::Serialize;

use super::{CANNOT_RUN, Places, print, print_json};
use serde::de::DeserializeOwned;

use crate::evaluation::claims::{ClaimScores, Text, claims};
use crate::evaluation::{Item, Scores, questions, sources};

#[derive(Args)]
pub struct Eval {
    #[command(flatten)]
    places: Places,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// Fail below this score, such as answer@1=0.92; may be given several times
    #[arg(long = "min", value_name = "NAME=VALUE", value_parser = parse_bound)]
    least: Vec<(String, f64)>,
    /// Fail above this score, such as emergency_false_alarms=0; may be given several times
    #[arg(long = "max", value_name = "NAME=VALUE", value_parser = parse_bound)]
    most: Vec<(String, f64)>,
    /// The labelled lines
    #[arg(value_name = "FILE.jsonl", required = true)]
    files: Vec<PathBuf>,
}

#[derive(Serialize)]
struct Outcome<'a, S> {
    file: String,
    #[serde(flatten)]
    scores: &'a S,
}

pub fn run(eval: &Eval) -> Result<(), ExitCode> {
    let library = eval.places.open()?;
    let held = library.held();
    if are_texts(&eval.files)? {
        let scores = claims(held, &read_all::<Text>(&eval.files)?);
        report(eval, &scores, || claims_table(&scores))?;
        return hold_to(eval, &scores.scores);
    }
    let items = read_all::<Item>(&eval.files)?;
    let are_searches = items.first().is_some_and(|item| item.find.is_some());
    let scores = if are_searches { sources(held, &items) } else { questions(held, &items) };
    report(eval, &scores, || table(&scores))?;
    hold_to(eval, &scores.scores)
}

/// Whether the first line is a labelled text and not a question or a search.
fn are_texts(files: &[PathBuf]) -> Result<bool, ExitCode> {
    let first = files.first().map(|file| read::<serde_json::Value>(file)).transpose()?;
    Ok(first.and_then(|lines| lines.into_iter().next()).is_some_and(|line| line.get("text").is_some()))
}

fn read_all<T: DeserializeOwned>(files: &[PathBuf]) -> Result<Vec<T>, ExitCode> {
    let read: Vec<Vec<T>> = files.iter().map(|file| read(file)).collect::<Result<_, _>>()?;
    Ok(read.into_iter().flatten().collect())
}

fn read<T: DeserializeOwned>(file: &Path) -> Result<Vec<T>, ExitCode> {
    let fail = |message: String| {
        eprintln!("caveat: {}: {message}", file.display());
        ExitCode::from(CANNOT_RUN)
    };
    let text = fs::read_to_string(file).map_err(|error| fail(format!("can't be read: {error}")))?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(at, line)| {
            serde_json::from_str(line).map_err(|error| fail(format!("line {}: {error}", at + 1)))
        })
        .collect()
}

fn report(eval: &Eval, scores: &impl Serialize, table: impl Fn() -> String) -> Result<(), ExitCode> {
    let file = eval.files.iter().map(|file| file.display().to_string()).collect::<Vec<_>>().join(" ");
    if eval.json {
        return print_json(&Outcome { file, scores });
    }
    print(&format!("{file}: {}", table()));
    Ok(())
}

fn table(scores: &Scores) -> String {
    let mut text = format!("{} lines counted, {} not covered yet\n", scores.n, scores.uncovered);
    for (name, value) in &scores.scores {
        text.push_str(&format!("  {name:<24} {value}\n"));
    }
    for miss in &scores.misses {
        let (expected, got) = (miss.expected.join(", "), miss.got.join(", "));
        text.push_str(&format!(
            "  missed {}: {}\n    expected {expected}\n    got {got}\n",
            miss.id, miss.question
        ));
    }
    text
}

fn claims_table(scores: &ClaimScores) -> String {
    let mut text = format!("{} texts\n", scores.n);
    for (name, value) in &scores.scores {
        text.push_str(&format!("  {name:<24} {value}\n"));
    }
    for (item, right) in &scores.checklist_by_item {
        text.push_str(&format!("  checklist {item:<14} {right}\n"));
    }
    for pattern in scores.per_pattern.iter().filter(|pattern| pattern.f1 < 1.0) {
        let (found, labelled, extra) = (pattern.found, pattern.labelled, pattern.extra);
        text.push_str(&format!("  {:<24} found {found} of {labelled}, {extra} more\n", pattern.pattern));
    }
    for miss in &scores.misses {
        text.push_str(&format!("  {}: {}\n", miss.id, miss.text));
        for (what, found) in [("missed", &miss.missed), ("extra", &miss.extra), ("judged", &miss.items)] {
            if !found.is_empty() {
                text.push_str(&format!("    {what} {}\n", found.join("; ")));
            }
        }
    }
    text
}

/// Fails where a score lies outside the bounds asked for, and says which.
fn hold_to(eval: &Eval, scores: &BTreeMap<&'static str, f64>) -> Result<(), ExitCode> {
    let outside = |(name, bound): &(String, f64), word: &str, is_outside: fn(&f64, &f64) -> bool| match scores
        .get(name.as_str())
    {
        Some(score) if is_outside(score, bound) => Some(format!("{name} is {score}, {word} {bound}")),
        Some(_) => None,
        None => Some(format!("there is no score {name} for this file")),
    };
    let too_low = eval.least.iter().filter_map(|bound| outside(bound, "below", f64::lt));
    let too_high = eval.most.iter().filter_map(|bound| outside(bound, "above", f64::gt));
    let broken: Vec<String> = too_low.chain(too_high).collect();
    for message in &broken {
        eprintln!("caveat: {message}");
    }
    if broken.is_empty() { Ok(()) } else { Err(ExitCode::FAILURE) }
}

fn parse_bound(text: &str) -> Result<(String, f64), String> {
    let bound = text.split_once('=').and_then(|(name, value)| Some((name.to_owned(), value.parse().ok()?)));
    bound.ok_or_else(|| "write NAME=VALUE, such as answer@1=0.92".to_owned())
}
