//! Chaos, for a moment: the run of `examples/chaos` over a small knowledge, with the faults
//! of one seed. Ten minutes of it are run by hand.

use std::path::PathBuf;
use std::time::Duration;

use super::{payload, stand_in};
use crate::support;

#[path = "../../../examples/chaos/asking.rs"]
mod asking;
#[path = "../../../examples/chaos/damage.rs"]
mod damage;
#[path = "../../../examples/chaos/editions.rs"]
mod editions;
#[path = "../../../examples/chaos/faults.rs"]
mod faults;
#[path = "../../../examples/chaos/program.rs"]
mod program;
#[path = "../../../examples/chaos/random.rs"]
mod random;
#[path = "../../../examples/chaos/run.rs"]
mod run;
#[path = "../../../examples/chaos/summary.rs"]
mod summary;
#[path = "../../../examples/chaos/verdict.rs"]
mod verdict;

use asking::Words;
use run::{Plan, run};

type Done<T = ()> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

const WORDS: Words = Words {
    questions: &["What is a knee?", "Why do knees bend?", "what is the best pizza", "I cannot breathe"],
    claims: &["Your knees like new!", "A trial of NCT01234567 in 12 people."],
    finds: &["Doe 2024", "NCT01234567"],
    cards: &["basics:knees", "no such card at all"],
    topics: &["basics", "pattern"],
};

#[tokio::test(flavor = "multi_thread")]
async fn whatever_goes_wrong_everyone_who_can_be_reached_is_answered_once_and_rightly() {
    let dir = tempfile::tempdir().expect("a folder");
    support::write(&support::with_pattern("May", "May"), dir.path());
    let plan = Plan {
        seed: 1,
        long: Duration::from_secs(6),
        pace: Duration::from_millis(150),
        program: PathBuf::from(env!("CARGO_BIN_EXE_caveat")),
        knowledge: dir.path().to_owned(),
        card: "basics/knees.toml",
        words: WORDS,
    };
    let summary = run(plan).await.expect("the test itself works");
    println!("{summary}");
    assert!(summary.violations.is_empty(), "{summary}");
    assert!(summary.answered > 0);
}
