//! Speed of the claim checker: over texts of rising length, which should cost in proportion,
//! and over ten times the patterns, which should cost at most three times as much.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use caveat::answer::Request;
use caveat::knowledge::load::{Tree, parse, read_tree};
use caveat::library::Library;
use divan::{Bencher, black_box};
use jiff::civil::date;

/// The same as the program's.
#[cfg(not(target_env = "msvc"))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

static ROOT: LazyLock<PathBuf> = LazyLock::new(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge"));

static LIBRARY: LazyLock<Library> = LazyLock::new(|| {
    Library::in_memory(&ROOT, date(2026, 11, 21)).expect("the shipped knowledge has no errors")
});

fn main() {
    divan::main();
}

/// The labelled snippets of the project's own, one behind the other.
static SNIPPETS: &str = include_str!("../tests/evaluation/claims.jsonl");
/// Words of up to so many letters belong to every subject: "the", "for", "you".
const LONGEST_SHARED: usize = 3;

/// A page of that many characters, made of the labelled snippets: sellers' lines, and neutral ones.
fn page(length: usize) -> String {
    let lines = SNIPPETS.lines().map(|line| {
        let snippet: serde_json::Value = serde_json::from_str(line).expect("a line is JSON");
        snippet["text"].as_str().unwrap_or_default().to_owned()
    });
    let lines: Vec<String> = lines.collect();
    lines.join("\n").chars().cycle().take(length).collect()
}

/// A page made of the patterns' own examples, so that every pattern stands in it.
fn worst_page(length: usize) -> String {
    let claims = &LIBRARY.held().knowledge.claims;
    let examples = claims.signs.iter().flat_map(|signs| [signs.fires.first(), signs.quiet.first()]);
    let lines: Vec<&str> = examples.flatten().map(|(text, _)| text.as_str()).collect();
    lines.join("\n").chars().cycle().take(length).collect()
}

#[divan::bench(args = [750, 1_500, 3_000, 6_000])]
fn claim(bencher: Bencher<'_, '_>, length: usize) {
    let text = page(length);
    bencher.bench_local(|| LIBRARY.reply(&Request::Claim { text: black_box(&text).clone() }));
}

#[divan::bench]
fn claim_with_every_pattern(bencher: Bencher<'_, '_>) {
    let text = worst_page(6_000);
    bencher.bench_local(|| LIBRARY.reply(&Request::Claim { text: black_box(&text).clone() }));
}

/// A pattern's file with the words of its cues made words of its own, as those of another
/// pattern would be; short words stay, and lists.
fn other_words(text: &str, copy: usize) -> String {
    let mut other = String::new();
    let mut word = String::new();
    let mut is_list = false;
    for c in text.chars().chain(['\n']) {
        is_list = (is_list || c == '<') && c != '>';
        if c.is_ascii_alphabetic() {
            word.push(c);
            continue;
        }
        let own = word.len() > LONGEST_SHARED && !is_list && !matches!(c, '=' | '>');
        other.push_str(&word);
        if own {
            other.push_str(&format!("q{copy}"));
        }
        word.clear();
        other.push(c);
    }
    other
}

/// The cues of a file in other words, all else as it stands.
fn copied(text: &str, copy: usize) -> String {
    let lines = text.lines().map(|line| match line.starts_with("  \"") {
        true => other_words(line.trim_end(), copy),
        false => format!("{line}\n"),
    });
    lines.collect()
}

/// The shipped patterns, and ten times as many.
#[divan::bench(args = [1, 10])]
fn patterns(bencher: Bencher<'_, '_>, times: usize) {
    let (tree, _) = read_tree(&ROOT);
    let mut many = tree.clone();
    for copy in 1..times {
        for (path, file) in tree.files.iter().filter(|(path, _)| path.starts_with("pattern/")) {
            let path = path.replace(".toml", &format!("-{copy}.toml"));
            let text = copied(&file.text, copy);
            let Tree { files } = Tree::from_texts([(path.as_str(), text.as_str())]);
            many.files.extend(files);
        }
    }
    let (knowledge, _) = parse(&many);
    let text = page(6_000);
    bencher.bench_local(|| knowledge.claims.see(black_box(&text)).signs().len());
}
