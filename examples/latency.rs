//! How long the shipped knowledge's golden questions take, on a machine that others use
//! too: each is asked several times and the fastest counts.
//!
//! `cargo run --release --example latency`

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use caveat::answer::Request;
use caveat::library::Library;
use jiff::civil::date;

/// As often as each question is asked.
const TIMES: usize = 7;
/// As much of a question has been typed when suggestions are wanted.
const TYPED: usize = 12;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let library = Library::in_memory(Path::new("knowledge"), date(2026, 11, 21))?;
    let (golden, index) = (&library.held().knowledge.golden, library.held().index);
    let over = |action: &dyn Fn(&str)| golden.iter().map(|one| fastest(|| action(&one.question))).collect();
    let typed = |question: &str| question.chars().take(TYPED).collect::<String>();
    print("ask", over(&|question| drop(library.reply(&Request::Ask { question: question.to_owned() }))));
    print("find", over(&|question| drop(black_box(index.find(question)))));
    print("source", over(&|find| drop(library.reply(&Request::Source { find: find.to_owned() }))));
    print("suggest", over(&|question| drop(black_box(index.suggest(&typed(question), 25)))));
    Ok(())
}

/// The shortest of several runs, in microseconds.
fn fastest(run: impl Fn()) -> f64 {
    let timed = |_| {
        let start = Instant::now();
        run();
        start.elapsed().as_secs_f64() * 1e6
    };
    (0..TIMES).map(timed).fold(f64::MAX, f64::min)
}

fn print(name: &str, mut times: Vec<f64>) {
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times.get((times.len() as f64 * share) as usize).copied().unwrap_or_default();
    println!("{name:<8} p50 {:6.0} µs   p90 {:6.0} µs   p99 {:6.0} µs", at(0.5), at(0.9), at(0.99));
}
