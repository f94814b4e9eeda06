//! Fits the numbers of `src/answer/decide.rs`: a logistic regression that tells questions
//! that the best card answers from questions that nothing held should answer.
//!
//! `cargo run --release --example thresholds -- QUESTIONS.jsonl...`; the golden questions of
//! the knowledge are always among the answerable ones. Prints the weights, what each bound
//! would cost on either side, and the questions nearest to it.

use std::path::Path;

use caveat::answer::decide::Signs;
use caveat::evaluation::Item;
use caveat::library::Library;
use jiff::civil::date;

/// Steps of gradient descent, and their length.
const STEPS: usize = 20_000;
const RATE: f64 = 0.05;

/// A question with its signs and whether the best card answers it.
struct Example {
    question: String,
    signs: [f64; 5],
    answerable: bool,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let knowledge = std::env::var("CAVEAT_KNOWLEDGE").unwrap_or_else(|_| "knowledge".into());
    let library = Library::in_memory(Path::new(&knowledge), date(2026, 11, 21))?;
    let examples = examples(&library)?;
    let (weights, bias) = fit(&examples);
    let score = |example: &Example| example.signs.iter().zip(weights).map(|(s, w)| s * w).sum::<f64>() + bias;
    println!("counts {weights:.2?}, enough {:.2}", -bias);
    println!("{:>7} {:>10} {:>10}", "bound", "lost", "leaked");
    for step in -8..=4 {
        let bound = f64::from(step) * 0.25;
        let count = |answerable| {
            let side: Vec<_> = examples.iter().filter(|example| example.answerable == answerable).collect();
            let wrong = side.iter().filter(|example| (score(example) >= bound) != answerable).count();
            format!("{wrong}/{}", side.len())
        };
        println!("{bound:>7} {:>10} {:>10}", count(true), count(false));
    }
    let mut near: Vec<_> = examples.iter().map(|example| (score(example), example)).collect();
    near.sort_by(|a, b| a.0.total_cmp(&b.0));
    println!("\nlowest that should be answered:");
    for (score, example) in near.iter().filter(|(_, example)| example.answerable).take(40) {
        println!("{score:7.2} {}", example.question);
    }
    println!("\nhighest that should not:");
    for (score, example) in near.iter().rev().filter(|(_, example)| !example.answerable).take(40) {
        println!("{score:7.2} {}", example.question);
    }
    Ok(())
}

/// The golden questions, and those of the files that name no emergency and nothing that is
/// listed as not held; of the answerable ones, those whose best card is right.
fn examples(library: &Library) -> Result<Vec<Example>, Box<dyn std::error::Error>> {
    let held = library.held();
    let golden = held.knowledge.golden.iter();
    let mut labelled: Vec<(String, Vec<String>)> =
        golden.map(|golden| (golden.question.clone(), vec![golden.card.to_string()])).collect();
    for file in std::env::args().skip(1) {
        for line in std::fs::read_to_string(file)?.lines() {
            let item: Item = serde_json::from_str(line)?;
            labelled.extend(item.question.map(|question| (question, item.expected)));
        }
    }
    let mut examples = Vec::new();
    for (question, expected) in labelled {
        let found = held.index.find(&question);
        let Some(best) = found.hits.first() else { continue };
        let id = held.knowledge.entries[best.entry].id.to_string();
        let answerable = expected.first().is_some_and(|label| label != "abstain");
        let is_right = expected.contains(&id);
        let counts = if answerable { is_right } else { !is_right && found.question.not_held.is_empty() };
        if counts && !expected.iter().any(|label| label == "emergency") {
            let signs = Signs::of(best, &found.question).values().map(f64::from);
            examples.push(Example { question, signs, answerable });
        }
    }
    Ok(examples)
}

/// Weights and bias, both sides counting the same whatever their number.
fn fit(examples: &[Example]) -> ([f64; 5], f64) {
    let answerable = examples.iter().filter(|example| example.answerable).count() as f64;
    let share = |example: &Example| {
        if example.answerable { 0.5 / answerable } else { 0.5 / (examples.len() as f64 - answerable) }
    };
    let (mut weights, mut bias) = ([0.0; 5], 0.0);
    for _ in 0..STEPS {
        let (mut slope, mut bias_slope) = ([0.0; 5], 0.0);
        for example in examples {
            let sum: f64 = example.signs.iter().zip(weights).map(|(s, w)| s * w).sum::<f64>() + bias;
            let error =
                (1.0 / (1.0 + (-sum).exp()) - f64::from(u8::from(example.answerable))) * share(example);
            for (slope, sign) in slope.iter_mut().zip(example.signs) {
                *slope += error * sign;
            }
            bias_slope += error;
        }
        for (weight, slope) in weights.iter_mut().zip(slope) {
            *weight -= RATE * slope * 10.0;
        }
        bias -= RATE * bias_slope * 10.0;
    }
    (weights, bias)
}
