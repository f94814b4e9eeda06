//! `caveat eval`: scores against a file of labelled lines, and bounds to hold them to.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde::Serialize;

use super::{CANNOT_RUN, Places, print, print_json};
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
struct Outcome<'a> {
    file: String,
    #[serde(flatten)]
    scores: &'a Scores,
}

pub fn run(eval: &Eval) -> Result<(), ExitCode> {
    let library = eval.places.open()?;
    let mut items = Vec::new();
    for file in &eval.files {
        items.extend(read(file)?);
    }
    let held = library.held();
    let are_searches = items.first().is_some_and(|item| item.find.is_some());
    let scores = if are_searches { sources(held, &items) } else { questions(held, &items) };
    report(eval, &scores)?;
    hold_to(eval, &scores)
}

fn read(file: &PathBuf) -> Result<Vec<Item>, ExitCode> {
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

fn report(eval: &Eval, scores: &Scores) -> Result<(), ExitCode> {
    let file = eval.files.iter().map(|file| file.display().to_string()).collect::<Vec<_>>().join(" ");
    if eval.json {
        return print_json(&Outcome { file, scores });
    }
    let mut text = format!("{file}: {} lines counted, {} not covered yet\n", scores.n, scores.uncovered);
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
    print(&text);
    Ok(())
}

/// Fails where a score lies outside the bounds asked for, and says which.
fn hold_to(eval: &Eval, scores: &Scores) -> Result<(), ExitCode> {
    let outside = |(name, bound): &(String, f64), word: &str, is_outside: fn(&f64, &f64) -> bool| match scores
        .scores
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
