//! Measures records in bulk: makes N synthetic studies in the shape of ClinicalTrials.gov's
//! API, imports and indexes them, and searches them.
//!
//! `cargo run --release --example million -- N DIR` runs every phase in a process of its own,
//! so that each one's memory is its own. The set is the same for the same N.

mod study;

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use caveat::answer::{Reply, Request};
use caveat::import::import;
use caveat::library::Library;
use jiff::civil::date;
use study::{FREQUENT, Study, mixed};

/// Studies of one page of the API.
const PAGE: usize = 1_000;
/// How many searches of each sort are timed.
const SEARCHES: usize = 2_000;

type Outcome = Result<(), Box<dyn std::error::Error>>;

fn main() -> Outcome {
    let mut arguments = std::env::args().skip(1);
    let count: usize = arguments.next().unwrap_or_else(|| "1000000".into()).parse()?;
    let dir = PathBuf::from(arguments.next().unwrap_or_else(|| "target/million".into()));
    match arguments.next().as_deref() {
        None => all(count, &dir),
        Some("make") => make(count, &dir),
        Some("import") => take_over(&dir),
        Some("again") => take_over(&dir),
        Some("index") => index(&dir),
        Some("serve") => serve(count, &dir),
        Some(other) => Err(format!("there is no phase {other}").into()),
    }
}

fn all(count: usize, dir: &Path) -> Outcome {
    if dir.exists() {
        fs::remove_dir_all(dir)?;
    }
    fs::create_dir_all(dir)?;
    for phase in ["make", "import", "again", "index", "serve"] {
        let begun = Instant::now();
        println!("{phase}");
        let mut command = Command::new(std::env::current_exe()?);
        let status = command.arg(count.to_string()).arg(dir).arg(phase).status()?;
        println!("  {:.1} s in all", begun.elapsed().as_secs_f64());
        if !status.success() {
            return Err(format!("{phase} failed").into());
        }
    }
    Ok(())
}

fn make(count: usize, dir: &Path) -> Outcome {
    copy(Path::new("knowledge"), &dir.join("knowledge"))?;
    let mut file = BufWriter::new(File::create(dir.join("export.json"))?);
    for first in (0..count).step_by(PAGE) {
        let studies = (first..count.min(first + PAGE)).map(|at| Study::new(at).json());
        let page = serde_json::json!({ "studies": studies.collect::<Vec<_>>() });
        writeln!(file, "{page}")?;
    }
    file.flush()?;
    println!("  {} MB of pages", dir.join("export.json").metadata()?.len() / 1_000_000);
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Outcome {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)?.flatten() {
        match entry.path().is_dir() {
            true => copy(&entry.path(), &to.join(entry.file_name()))?,
            false => fs::copy(entry.path(), to.join(entry.file_name())).map(|_| ())?,
        }
    }
    Ok(())
}

fn take_over(dir: &Path) -> Outcome {
    let files = [dir.join("export.json")];
    let summary = import(&files, None, &dir.join("knowledge"), date(2026, 11, 21), &mut |_| ())?;
    println!("  {summary:?}");
    report();
    Ok(())
}

fn open(dir: &Path) -> Result<Library, caveat::library::LibraryError> {
    Library::open(&dir.join("knowledge"), &dir.join("index"), date(2026, 11, 21))
}

fn index(dir: &Path) -> Outcome {
    let library = open(dir)?;
    println!("  {} records", library.held().records.map_or(0, caveat::search::Records::count));
    println!("  {} MB of index", size(&dir.join("index"))? / 1_000_000);
    println!("  {} MB of records", size(&dir.join("knowledge/source-bulk"))? / 1_000_000);
    report();
    Ok(())
}

fn size(path: &Path) -> std::io::Result<u64> {
    if path.is_file() {
        return path.metadata().map(|data| data.len());
    }
    fs::read_dir(path)?.flatten().map(|entry| size(&entry.path())).sum()
}

fn serve(count: usize, dir: &Path) -> Outcome {
    let begun = Instant::now();
    let library = open(dir)?;
    println!("  opened in {:?}", begun.elapsed());
    report();
    let records = library.held().records.ok_or("there are no records")?;
    let studies: Vec<Study> =
        (0..SEARCHES).map(|turn| Study::new(mixed(turn as u64) as usize % count)).collect();
    let source = |find: String| {
        let reply = library.reply(&Request::Source { find });
        usize::from(matches!(reply, Reply::Sources(found) if !found.sources.is_empty()))
    };
    time("/source, a number held", &studies, |study, _| source(study.number()));
    time("/source, a number not held", &studies, |_, turn| source(format!("NCT99{turn:06}")));
    time("/source, words", &studies, |study, turn| source(study.words(turn)));
    time("records alone, words", &studies, |study, turn| records.named(&study.words(turn), 5).len().min(1));
    time("records alone, frequent words", &studies, |_, turn| {
        records.named(FREQUENT[turn % FREQUENT.len()], 5).len().min(1)
    });
    time("suggest, a title begun", &studies, |study, turn| {
        records.suggest(&study.title().chars().take(2 + turn % 30).collect::<String>(), 25).len().min(1)
    });
    time("suggest, a number begun", &studies, |study, turn| {
        records.suggest(&study.number()[..4 + turn % 8], 25).len().min(1)
    });
    report();
    Ok(())
}

fn time(what: &str, studies: &[Study], mut search: impl FnMut(&Study, usize) -> usize) {
    let mut found = 0;
    let mut times: Vec<Duration> = Vec::with_capacity(studies.len());
    for (turn, study) in studies.iter().enumerate() {
        let begun = Instant::now();
        found += search(study, turn);
        times.push(begun.elapsed());
    }
    times.sort();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_micros();
    let (median, high, worst) = (at(0.5), at(0.99), at(1.0));
    println!(
        "  {what}: median {median} µs, p99 {high} µs, worst {worst} µs; {found} of {} found",
        studies.len()
    );
}

/// The processor's seconds so far, on all threads, where the system tells.
fn report_work() {
    let ticks: u64 = fs::read_to_string("/proc/self/stat")
        .unwrap_or_default()
        .split_whitespace()
        .skip(13)
        .take(2)
        .filter_map(|field| field.parse::<u64>().ok())
        .sum();
    println!("  {:.1} s of processor", ticks as f64 / 100.0);
}

/// The process's memory now and at its highest, where the system tells.
fn report() {
    report_work();
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    for line in
        status.lines().filter(|line| ["VmHWM", "VmRSS", "RssAnon"].iter().any(|key| line.starts_with(key)))
    {
        println!("  {}", line.split_whitespace().collect::<Vec<_>>().join(" "));
    }
}
