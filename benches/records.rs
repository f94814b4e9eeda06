//! Speed beside records in bulk, over the million that `cargo run --release --example million`
//! makes below `target/million`; nothing is measured where they are not there.

use std::path::Path;
use std::sync::LazyLock;

use caveat::answer::{Request, Typing, suggest};
use caveat::library::Library;
use divan::{Bencher, black_box};
use jiff::civil::date;

#[path = "../examples/million/study.rs"]
#[allow(dead_code)]
mod study;
use study::{FREQUENT, Study, mixed};

/// The same as the program's.
#[cfg(not(target_env = "msvc"))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// As many different searches are made.
const SEARCHES: usize = 500;
/// So many suggestions Discord shows.
const MOST: usize = 25;

fn open() -> Option<Library> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/million");
    let library = Library::open(&dir.join("knowledge"), &dir.join("index"), date(2026, 11, 21)).ok()?;
    library.held().records.is_some().then_some(library)
}

static LIBRARY: LazyLock<Option<Library>> = LazyLock::new(open);

fn main() {
    match LIBRARY.as_ref() {
        Some(_) => divan::main(),
        None => println!("make the records first: cargo run --release --example million"),
    }
}

/// Studies that are held, each with its turn.
fn studies() -> Vec<(usize, Study)> {
    let held = LIBRARY.as_ref().and_then(|library| library.held().records).map_or(0, |r| r.count());
    let study = |turn| (turn, Study::new(mixed(turn as u64) as usize % held.max(1) as usize));
    (0..SEARCHES).map(study).collect()
}

/// Asks for one after the other.
fn ask_each(bencher: Bencher<'_, '_>, requests: &[Request]) {
    let (Some(library), mut turn) = (LIBRARY.as_ref(), 0) else { return };
    bencher.bench_local(|| {
        turn += 1;
        library.reply(black_box(&requests[turn % requests.len()]))
    });
}

#[divan::bench]
fn source_by_number(bencher: Bencher<'_, '_>) {
    let requests = studies().into_iter().map(|(_, study)| Request::Source { find: study.number() });
    ask_each(bencher, &requests.collect::<Vec<_>>());
}

#[divan::bench]
fn source_by_words(bencher: Bencher<'_, '_>) {
    let requests = studies().into_iter().map(|(turn, study)| Request::Source { find: study.words(turn) });
    ask_each(bencher, &requests.collect::<Vec<_>>());
}

#[divan::bench]
fn source_by_frequent_words(bencher: Bencher<'_, '_>) {
    let requests = FREQUENT.iter().map(|words| Request::Source { find: (*words).to_owned() });
    ask_each(bencher, &requests.collect::<Vec<_>>());
}

#[divan::bench]
fn ask(bencher: Bencher<'_, '_>) {
    let requests = studies().into_iter().map(|(turn, study)| Request::Ask { question: study.words(turn) });
    ask_each(bencher, &requests.collect::<Vec<_>>());
}

#[divan::bench]
fn suggest_while_typing(bencher: Bencher<'_, '_>) {
    let (Some(library), mut turn) = (LIBRARY.as_ref(), 0) else { return };
    let begun =
        |(turn, study): (usize, Study)| Typing::Source(study.title().chars().take(2 + turn % 30).collect());
    let begun: Vec<Typing> = studies().into_iter().map(begun).collect();
    bencher.bench_local(|| {
        turn += 1;
        suggest(library.held(), black_box(&begun[turn % begun.len()]), MOST)
    });
}

#[divan::bench]
fn opening(bencher: Bencher<'_, '_>) {
    bencher.bench_local(open);
}
