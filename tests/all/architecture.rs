//! The arrows of ARCHITECTURE.md, held against the sources.

use std::fs;
use std::path::{Path, PathBuf};

use super::support::root;

/// A part of `src/`, what of the crate it may use, and which outside crates only it may.
const ARROWS: &[(&str, &[&str], &[&str])] = &[
    ("knowledge", &["knowledge"], &["toml"]),
    (
        "search",
        &["knowledge", "search"],
        &["tantivy", "tantivy_fst", "levenshtein_automata", "frostem", "postcard", "crc32fast"],
    ),
    ("answer", &["knowledge", "search", "answer"], &[]),
    ("picture", &["knowledge", "answer", "picture"], &["resvg", "png"]),
    ("library", &["knowledge", "search", "answer", "picture", "library"], &["sha2"]),
    ("import", &["knowledge"], &["biblatex"]),
    ("evaluation.rs", &["knowledge", "answer", "evaluation"], &[]),
    (
        "transport/console",
        &["knowledge", "answer", "picture", "library", "transport"],
        &["rustyline", "textwrap"],
    ),
    (
        "transport/discord",
        &["knowledge", "search", "answer", "picture", "library", "config", "telemetry", "transport"],
        &["reqwest", "tokio_tungstenite", "governor"],
    ),
    ("config.rs", &["knowledge", "config"], &[]),
    ("transport/preview", &["answer", "config", "knowledge", "library", "transport"], &[]),
    (
        "telemetry",
        &["telemetry", "config", "answer"],
        &["tracing_subscriber", "metrics", "metrics_exporter_prometheus"],
    ),
];

/// What answering and knowing must not do, as words of code.
const ABSENT: &[(&str, &[&str])] = &[
    (
        "answer",
        &[
            "std::fs",
            "std::env",
            "std::net",
            "async ",
            "SystemTime",
            "Instant::now",
            "static mut",
            "println!",
        ],
    ),
    (
        "picture",
        &[
            "std::fs",
            "std::env",
            "std::net",
            "async ",
            "SystemTime",
            "Instant::now",
            "static mut",
            "println!",
        ],
    ),
    ("search", &["std::env", "std::net", "SystemTime", "Instant::now", "static mut", "println!"]),
    ("knowledge", &["std::env", "std::net", "SystemTime", "Instant::now", "static mut", "println!"]),
];

#[test]
fn arrows_point_inward() {
    for (part, may_use, _) in ARROWS {
        for (path, code) in sources(part) {
            for used in
                code.match_indices("crate::").filter_map(|(at, _)| name_at(&code[at + "crate::".len()..]))
            {
                assert!(may_use.contains(&used), "{} uses crate::{used}", path.display());
            }
        }
    }
}

#[test]
fn each_outside_crate_has_one_home() {
    for (home, _, crates) in ARROWS {
        for outside in *crates {
            for (path, code) in sources("") {
                let shares = ARROWS.iter().filter(|(_, _, crates)| crates.contains(outside));
                let inside =
                    shares.map(|(home, ..)| home).any(|home| path.starts_with(root().join("src").join(home)));
                let used = code.contains(&format!("{outside}::"));
                assert!(inside || !used, "{} uses {outside}, which belongs in {home}", path.display());
            }
        }
    }
}

#[test]
fn the_core_has_no_clock_no_environment_and_no_globals() {
    for (part, absent) in ABSENT {
        for (path, code) in sources(part) {
            for word in *absent {
                assert!(!code.contains(word), "{} holds `{word}`", path.display());
            }
        }
    }
}

#[test]
fn reading_files_happens_in_two_places() {
    for (path, code) in sources("knowledge") {
        assert!(path.ends_with("load.rs") || !code.contains("std::fs"), "{} reads files", path.display());
    }
}

#[test]
fn every_direct_dependency_is_listed_with_why() {
    let read = |name: &str| fs::read_to_string(root().join(name)).expect("the file can be read");
    let (manifest, page) = (read("Cargo.toml"), read("ARCHITECTURE.md"));
    let listed: Vec<&str> =
        page.lines().filter_map(|line| line.strip_prefix("| ")?.split(" | ").next()).collect();
    let sections = manifest.split("\n[").filter(|section| section.contains("dependencies]"));
    let names: Vec<&str> = sections
        .flat_map(|section| section.lines().skip(1))
        .filter_map(|line| line.split_once(" = "))
        .map(|(name, _)| name)
        .collect();
    assert!(names.len() > 20, "{names:?}");
    for name in names {
        let is_named = |cell: &&str| cell.split([',', ' ']).any(|word| word.trim_end_matches("'s") == name);
        assert!(listed.iter().any(is_named), "{name} is not listed in ARCHITECTURE.md");
    }
}

fn name_at(code: &str) -> Option<&str> {
    let end = code.find(|c: char| !(c.is_alphanumeric() || c == '_'))?;
    Some(&code[..end]).filter(|name| !name.is_empty())
}

/// Every source file of a part, its tests and comments left out.
fn sources(part: &str) -> Vec<(PathBuf, String)> {
    let start = root().join("src").join(part);
    let mut found = Vec::new();
    collect(&start, &mut found);
    assert!(!found.is_empty(), "there is no {}", start.display());
    found
}

fn collect(path: &Path, found: &mut Vec<(PathBuf, String)>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).expect("the folder can be read") {
            collect(&entry.expect("the entry can be read").path(), found);
        }
    } else if path.extension().is_some_and(|ending| ending == "rs") {
        let code = fs::read_to_string(path).expect("the file can be read");
        let code = code.split("#[cfg(test)]").next().unwrap_or_default();
        let code: Vec<&str> = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        found.push((path.to_owned(), code.join("\n")));
    }
}
