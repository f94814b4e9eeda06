//! Reloads, every third of broken files, while questions are answered at a steady rate.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use caveat::answer::{Reply, Request};
use caveat::library::{By, ReloadError, Store};

use super::{Done, Folders, Times, edition};

/// Questions a second, and the threads that answer them.
const RATE: u32 = 2_000;
const THREADS: u32 = 2;
/// Nobody should wait longer.
const LONGEST: Duration = Duration::from_millis(50);
const QUESTIONS: &[&str] = &[
    "What are exosomes?",
    "Is there a cure for Parkinson's with stem cells?",
    "knee arthritis injection worth it",
    "Did anyone go blind from stem cells?",
    "how much does it cost in mexico",
    "NCT04786262",
];

pub fn run(reloads: usize) -> Done {
    let dir = tempfile::tempdir()?;
    let folders = Folders::below(dir.path())?;
    folders.says(0)?;
    let (store, stop) = (folders.store()?, AtomicBool::new(false));
    let (waited, reloaded) = std::thread::scope(|scope| {
        let answering: Vec<_> = (0..THREADS).map(|_| scope.spawn(|| answer(&store, &stop))).collect();
        let reloaded = reload(&folders, &store, reloads).map_err(|error| error.to_string());
        stop.store(true, Ordering::Relaxed);
        let waited =
            answering.into_iter().map(|thread| thread.join().map_err(|_| "a request failed".to_owned()));
        (waited.collect::<Result<Result<Vec<_>, String>, String>>(), reloaded)
    });
    let mut waited = Times(waited??.into_iter().flatten().collect());
    println!("storm: {}", reloaded?);
    let late = waited.0.iter().filter(|wait| **wait > LONGEST).count();
    println!("storm: questions, from when they were due: {}; {late} waited over {LONGEST:?}", waited.told());
    Ok(())
}

/// Answers at the rate; a question that is due while another is answered waits, and that counts.
fn answer(store: &Store, stop: &AtomicBool) -> Result<Vec<Duration>, String> {
    let (mut waited, mut due) = (Vec::new(), Instant::now());
    while !stop.load(Ordering::Relaxed) {
        std::thread::sleep(due.saturating_duration_since(Instant::now()));
        match waited.len() % 4 {
            0 => drop(edition(store).map_err(|error| error.to_string())?),
            _ => ask(store, QUESTIONS[waited.len() % QUESTIONS.len()])?,
        }
        waited.push(due.elapsed());
        due += Duration::from_secs(1) * THREADS / RATE;
    }
    Ok(waited)
}

fn ask(store: &Store, question: &str) -> Result<(), String> {
    let now = store.now();
    match now.library.reply(&Request::Ask { question: question.to_owned() }) {
        Reply::Card(shown) if shown.generation != now.name() => Err("two generations in one reply".into()),
        Reply::Card(_) | Reply::NothingHeld(_) | Reply::Sources(_) => Ok(()),
        other => Err(format!("{question}: {other:?}")),
    }
}

fn reload(folders: &Folders, store: &Store, reloads: usize) -> Done<String> {
    let (mut times, mut refused, mut memory) = (Times::default(), 0, Vec::new());
    for round in 1..=reloads {
        match round % 3 {
            0 => folders.breaks()?,
            _ => folders.says(round)?,
        }
        let since = Instant::now();
        match store.reload(By::Watch) {
            Ok(_) => times.0.push(since.elapsed()),
            Err(ReloadError::Problems(_)) if round % 3 == 0 => refused += 1,
            Err(error) => return Err(told(&error).into()),
        }
        if round % (reloads / 5).max(1) == 0 {
            memory.push(format!("{:.0}", resident()));
        }
    }
    Ok(format!("reloads: {}; {refused} refused; MB resident on the way: {}", times.told(), memory.join(", ")))
}

fn told(error: &ReloadError) -> String {
    match error {
        ReloadError::Problems(problems) => format!("{error}: {problems:#?}"),
        _ => error.to_string(),
    }
}

/// Resident memory in MB.
fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<f64>().ok()).unwrap_or_default() / 1024.0
}
