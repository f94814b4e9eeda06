//! Chaos: the real program against the tests' stand-in for Discord, with faults drawn from
//! a seed. Whatever happens, each interaction that arrives is answered once, rightly and
//! with its caveat; the program never ends by itself and does not grow.
//!
//! ```sh
//! cargo build --release && cargo run --release --example chaos                       # ten minutes
//! cargo build --release && cargo run --release --example chaos -- --seconds 120 --seed 7
//! ```
//!
//! The seed repeats the faults and the questions, not the moments at which they meet.

mod asking;
mod damage;
mod editions;
mod faults;
mod program;
mod random;
mod run;
mod summary;
mod verdict;

#[path = "../../tests/all/discord/payload.rs"]
#[allow(clippy::panic)]
mod payload;
#[path = "../../tests/all/discord/stand_in.rs"]
#[allow(dead_code)]
mod stand_in;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use asking::Words;
use run::{Plan, run};

/// What goes wrong with the test itself ends it.
type Done<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;

const WORDS: Words = Words {
    questions: &[
        "What are exosomes?",
        "Is there a cure for Parkinson's with stem cells?",
        "knee arthritis injection worth it",
        "Did anyone go blind from stem cells?",
        "how much does it cost in mexico",
        "How long do stem cell effects last?",
        "stem cells for type 1 diabetes",
        "what is the best pizza in naples",
        "what dose of ivermectin cures tapeworm in goats",
        "I had the injection an hour ago and I cannot breathe",
        "NCT04786262",
    ],
    claims: &[
        "Our exosomes are FDA approved and cure arthritis with no risk of rejection!",
        "Join 10,000 happy patients. Your own cells, so no side effects. Book your spot today.",
        "A phase 1 trial in 12 people, NCT04786262, tested islet cells for type 1 diabetes.",
    ],
    finds: &["Reichman 2025", "NCT04786262", "exosome safety warning"],
    cards: &["frontier:cell-free-signaling", "basics:duration", "no such card at all"],
    topics: &["condition", "harm", "frontier", "faq"],
};

#[tokio::main]
async fn main() -> ExitCode {
    match plan() {
        Ok(plan) => told(run(plan).await),
        Err(error) => told(Err(error)),
    }
}

fn told(summary: Done<summary::Summary>) -> ExitCode {
    match summary {
        Ok(summary) => {
            println!("{summary}");
            ExitCode::from(u8::from(!summary.violations.is_empty()))
        }
        Err(error) => {
            eprintln!("chaos: {error}");
            ExitCode::FAILURE
        }
    }
}

fn plan() -> Done<Plan> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |name: &str, default| match arguments.iter().position(|argument| argument == name) {
        Some(place) => Ok(arguments.get(place + 1).ok_or("a number comes after it")?.parse()?),
        None => Done::Ok(default),
    };
    Ok(Plan {
        seed: number("--seed", fastrand::u64(..1_000_000))?,
        long: Duration::from_secs(number("--seconds", 600)?),
        pace: Duration::from_millis(2_200),
        program: program()?,
        knowledge: Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge"),
        card: "basics/duration.toml",
        words: WORDS,
    })
}

/// The program that was built like this one.
fn program() -> Done<PathBuf> {
    let here = std::env::current_exe()?;
    let folder = here.parent().and_then(Path::parent).ok_or("a folder of programs")?;
    Ok(folder.join("caveat"))
}
