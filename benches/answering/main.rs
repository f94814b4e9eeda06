//! Speed over the shipped knowledge and over made-up ones: `cargo bench`, or `cargo bench --
//! ask` for one row. `docs/performance.md` has the figures.

mod synthetic;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use caveat::answer::Request;
use caveat::config::About;
use caveat::knowledge::load::{Tree, parse, read_tree};
use caveat::library::{By, Keeping, Library, Store};
use caveat::picture::Pictures;
use caveat::transport::discord::from_discord::Part;
use caveat::transport::discord::to_discord::{Frame, message};
use caveat::transport::trial;
use divan::{Bencher, black_box};
use jiff::civil::{Date, date};
use tempfile::TempDir;

const TODAY: Date = date(2026, 11, 21);
/// As many questions are put to a made-up knowledge.
const QUESTIONS: usize = 500;
/// As much of a question has been typed when suggestions are wanted.
const TYPED: usize = 12;

/// What a row is measured over.
const OVER: [Over; 3] = [Over::Shipped, Over::Entries(1_000), Over::Entries(20_000)];

/// The same as the program's.
#[cfg(not(target_env = "msvc"))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

#[derive(Clone, Copy)]
enum Over {
    Shipped,
    Entries(usize),
}

impl fmt::Display for Over {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Over::Shipped => f.write_str("shipped"),
            Over::Entries(count) => write!(f, "{count}"),
        }
    }
}

/// A knowledge to measure over.
struct Subject {
    library: Library,
    /// Questions of every sort that it answers.
    questions: Vec<String>,
    /// Where its files lie.
    dir: PathBuf,
    /// Holds a made-up one's files.
    _made_up: Option<TempDir>,
}

static SUBJECTS: [LazyLock<Subject>; 3] = [
    LazyLock::new(|| Subject::new(OVER[0])),
    LazyLock::new(|| Subject::new(OVER[1])),
    LazyLock::new(|| Subject::new(OVER[2])),
];

impl Over {
    fn subject(self) -> &'static Subject {
        match self {
            Over::Shipped => &SUBJECTS[0],
            Over::Entries(1_000) => &SUBJECTS[1],
            Over::Entries(_) => &SUBJECTS[2],
        }
    }
}

impl Subject {
    fn new(over: Over) -> Self {
        let (dir, made_up) = match over {
            Over::Shipped => (Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge"), None),
            Over::Entries(count) => {
                let dir = written(&synthetic::tree(count));
                (dir.path().to_owned(), Some(dir))
            }
        };
        let (tree, _) = read_tree(&dir);
        let (knowledge, problems) = parse(&tree);
        assert!(problems.is_empty(), "{:?}", problems.first());
        let questions = match over {
            Over::Shipped => knowledge.golden.iter().map(|golden| golden.question.clone()).collect(),
            Over::Entries(count) => synthetic::questions(count, QUESTIONS),
        };
        let library = Library::of(knowledge, &tree).expect("the index fits in memory");
        Subject { library, questions, dir, _made_up: made_up }
    }
}

/// A folder with the files of the tree.
fn written(tree: &Tree) -> TempDir {
    let dir = tempfile::tempdir().expect("there is room");
    for file in tree.files.values() {
        let path = dir.path().join(&file.path);
        std::fs::create_dir_all(path.parent().unwrap_or(dir.path())).expect("the folder can be made");
        std::fs::write(path, &file.text).expect("the file can be written");
    }
    dir
}

fn main() {
    divan::main();
}

/// A request of each question in turn.
fn each_in_turn(bencher: Bencher<'_, '_>, over: Over, request: fn(String) -> Request) {
    let subject = over.subject();
    let mut turn = subject.questions.iter().cycle();
    bencher
        .with_inputs(|| turn.next().map(|question| request(question.clone())))
        .bench_local_values(|request| request.map(|request| subject.library.reply(black_box(&request))));
}

#[divan::bench(args = OVER, sample_count = 2000, sample_size = 1)]
fn ask(bencher: Bencher<'_, '_>, over: Over) {
    each_in_turn(bencher, over, |question| Request::Ask { question });
}

#[divan::bench(args = OVER, sample_count = 2000, sample_size = 1)]
fn source(bencher: Bencher<'_, '_>, over: Over) {
    each_in_turn(bencher, over, |find| Request::Source { find });
}

#[divan::bench(args = OVER, sample_count = 2000, sample_size = 1)]
fn suggest(bencher: Bencher<'_, '_>, over: Over) {
    let subject = over.subject();
    let (mut turn, index) = (subject.questions.iter().cycle(), subject.library.held().index);
    bencher
        .with_inputs(|| turn.next().map(|question| question.chars().take(TYPED).collect::<String>()))
        .bench_local_values(|typed| typed.map(|typed| index.suggest(black_box(&typed), 25)));
}

/// From a reply to the bytes that Discord gets.
#[divan::bench(args = OVER, sample_count = 2000, sample_size = 1)]
fn render(bencher: Bencher<'_, '_>, over: Over) {
    let (subject, about) = (over.subject(), About::default());
    let frame = Frame { part: Part::First, public: false, mention: None, form: None, about: &about };
    let mut turn = subject.questions.iter().cycle();
    bencher
        .with_inputs(|| {
            turn.next().map(|question| subject.library.reply(&Request::Ask { question: question.clone() }))
        })
        .bench_local_values(|reply| {
            reply
                .map(|reply| serde_json::to_vec(&message(black_box(&reply), &frame)).map(|bytes| bytes.len()))
        });
}

/// From files of which one was saved to the answer: read, checked, built, tried and swapped.
#[divan::bench(args = OVER, sample_count = 5, sample_size = 1)]
fn reload(bencher: Bencher<'_, '_>, over: Over) {
    let folder = tempfile::tempdir().expect("there is room");
    let (knowledge, index) = (folder.path().join("knowledge"), folder.path().join("index"));
    for file in read_tree(&over.subject().dir).0.files.values() {
        let path = knowledge.join(&file.path);
        std::fs::create_dir_all(path.parent().unwrap_or(&knowledge)).expect("the folder can be made");
        std::fs::write(path, &file.text).expect("the file can be written");
    }
    let store = Store::open(Keeping {
        knowledge: knowledge.clone(),
        index,
        keep: 2,
        refuse_lost_golden: false,
        today: || TODAY,
        trial: trial::problems,
    })
    .expect("it opens");
    let synonyms = knowledge.join("synonyms.toml");
    let text = std::fs::read_to_string(&synonyms).unwrap_or_default();
    let mut saved = 0;
    bencher
        .with_inputs(|| {
            saved += 1;
            std::fs::write(&synonyms, format!("{text}\n# saved {saved} times\n")).expect("it can be written");
        })
        .bench_local_values(|()| store.reload(By::Command).map(|change| change.to).expect("it reloads"));
}

/// From files and an index on disk to the first question.
#[divan::bench(args = OVER, sample_count = 10, sample_size = 1)]
fn open(bencher: Bencher<'_, '_>, over: Over) {
    let (index, dir) = (tempfile::tempdir().expect("there is room"), &over.subject().dir);
    let open = || Library::open(dir, index.path(), TODAY).expect("it opens");
    drop(open());
    bencher.bench_local(open);
}

/// From files alone: every rule is checked, and the index is written.
#[divan::bench(args = OVER, sample_count = 2, sample_size = 1)]
fn build(bencher: Bencher<'_, '_>, over: Over) {
    let dir = &over.subject().dir;
    bencher.with_inputs(|| tempfile::tempdir().expect("there is room")).bench_local_values(|index| {
        Library::open(dir, index.path(), TODAY).map(|_| ()).expect("it builds");
    });
}

/// The map of stages, drawn from nothing: what the first person to ask for it waits for.
#[divan::bench(sample_count = 50, sample_size = 1)]
fn draw_map(bencher: Bencher<'_, '_>) {
    let library = Library::in_memory(&Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge"), TODAY)
        .expect("it is sound");
    let knowledge = library.held().knowledge;
    bencher
        .with_inputs(|| Pictures::of(knowledge))
        .bench_local_refs(|pictures| pictures.map(None).map(|picture| picture.png.len()));
}
