//! Speed over the shipped knowledge: `cargo bench`. Figures stand in README.md.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use caveat::answer::Request;
use caveat::library::Library;
use caveat::picture::Pictures;
use divan::{Bencher, black_box};
use jiff::civil::date;

static ROOT: LazyLock<PathBuf> = LazyLock::new(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge"));

static LIBRARY: LazyLock<Library> = LazyLock::new(|| {
    Library::in_memory(&ROOT, date(2026, 11, 21)).expect("the shipped knowledge has no errors")
});

/// The golden questions, so that every sort of question is among them.
static QUESTIONS: LazyLock<Vec<String>> =
    LazyLock::new(|| LIBRARY.held().knowledge.golden.iter().map(|golden| golden.question.clone()).collect());

fn main() {
    divan::main();
}

/// Each golden question in turn.
fn each_in_turn(bencher: Bencher<'_, '_>, request: fn(String) -> Request) {
    let mut turn = QUESTIONS.iter().cycle();
    let library = &*LIBRARY;
    bencher
        .with_inputs(|| turn.next().map(|question| request(question.clone())))
        .bench_local_values(|request| request.map(|request| library.reply(black_box(&request))));
}

#[divan::bench(sample_count = 2000, sample_size = 1)]
fn ask(bencher: Bencher<'_, '_>) {
    each_in_turn(bencher, |question| Request::Ask { question });
}

#[divan::bench(sample_count = 2000, sample_size = 1)]
fn source(bencher: Bencher<'_, '_>) {
    each_in_turn(bencher, |find| Request::Source { find });
}

#[divan::bench(sample_count = 2000, sample_size = 1)]
fn suggest(bencher: Bencher<'_, '_>) {
    let mut turn = QUESTIONS.iter().cycle();
    let index = LIBRARY.held().index;
    bencher
        .with_inputs(|| turn.next().map(|question| question.chars().take(12).collect::<String>()))
        .bench_local_values(|typed| typed.map(|typed| index.suggest(black_box(&typed), 25)));
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn open(bencher: Bencher<'_, '_>) {
    let index = tempfile::tempdir().expect("there is room");
    Library::open(&ROOT, index.path(), date(2026, 11, 21)).expect("it builds");
    bencher.bench_local(|| Library::open(&ROOT, index.path(), date(2026, 11, 21)).expect("it opens"));
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn build(bencher: Bencher<'_, '_>) {
    bencher.with_inputs(|| tempfile::tempdir().expect("there is room")).bench_local_values(|index| {
        Library::open(&ROOT, index.path(), date(2026, 11, 21)).expect("it builds")
    });
}

/// The map of stages, drawn from nothing: what the first person to ask for it waits for.
#[divan::bench(sample_count = 50, sample_size = 1)]
fn draw_map(bencher: Bencher<'_, '_>) {
    let knowledge = LIBRARY.held().knowledge;
    bencher
        .with_inputs(|| Pictures::of(knowledge))
        .bench_local_refs(|pictures| pictures.map(None).map(|picture| picture.png.len()));
}
