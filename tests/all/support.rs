//! What the tests share: a small knowledge that breaks no rule, and the shipped one.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use caveat::knowledge::Problem;
use caveat::knowledge::check::check;
use caveat::knowledge::load::Tree;
use caveat::library::Library;
use jiff::civil::{Date, date};

/// The day that tests take for today.
pub const TODAY: Date = date(2026, 11, 21);

/// The repository's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// The shipped knowledge, read once.
pub fn shipped() -> &'static Library {
    static SHIPPED: LazyLock<Library> = LazyLock::new(|| {
        Library::in_memory(&root().join("knowledge"), TODAY).expect("the shipped knowledge has no errors")
    });
    &SHIPPED
}

pub const CARD: &str = r#"title = "What knees are"
asks = ["What is a knee?", "Why do knees bend?"]
also = ["knee joint"]
reviewed = 2026-11-20
certainty = "not-evidence"

[text]
plain = "A knee is a joint. It bends. [^doe-2024]"
caveat = "This does not show that your knee is well. [^doe-2024]"
"#;

pub const SOURCE: &str = r#"title = "Knees"
authors = "Doe J"
container = "Journal of Knees"
year = 2024
doi = "10.1000/knees.1"
trial = ["NCT01234567"]
url = "https://doi.org/10.1000/knees.1"
origin = "peer-reviewed"
supports = "Knees bend, in 12 people."
does_not_show = "That they bend for ever."
figures = ["12"]
checked = 2026-11-20
checked_in = "original"
"#;

pub const SAFETY: &str = r#"title = "Breathing"
order = 1
lines = ["Call your local emergency number now."]
sources = ["doe-2024"]
cues = ["cannot breathe"]
fires = ["I cannot breathe"]
quiet = ["What is breath?"]
"#;

pub const PATTERN: &str = r#"title = "\"Knees like new\""
asks = ["The ad says my knees will be like new, is that so?"]
also = ["new knees claim"]
reviewed = 2026-11-20
certainty = "not-evidence"
order = 1
cues = ["(knee|knees) like new"]
fires = ["Your knees like new!", "Get a knee like new", "Knees like new in May"]
quiet = ["My knee hurts", "A new knee", "We do not promise knees like new"]

[text]
plain = "The words speak of new knees. [^doe-2024]"
why = "They name no study. [^doe-2024]"
caveat = "This does not prove that the knees stay old. [^doe-2024]"
ask = "In how many people was it tried?"
"#;

pub const CLAIMS: &str = r#"unless = ["beware"]

[[list]]
name = "body"
words = ["knee", "knees"]

[[diagnosis]]
names = ["gonarthrosis"]

[[negation]]
words = ["not"]
reach = 4
"#;

/// The small knowledge with a pattern.
pub fn with_pattern(from: &str, to: &str) -> Files {
    assert!(PATTERN.contains(from), "the pattern holds no {from:?}");
    let files = and(sound(), "pattern/knees-like-new.toml", &PATTERN.replacen(from, to, 1));
    and(files, "claims.toml", CLAIMS)
}

/// Files of a knowledge tree, as paths and texts.
pub type Files = Vec<(String, String)>;

/// A small knowledge that breaks no rule.
pub fn sound() -> Files {
    let files =
        [("basics/knees.toml", CARD), ("source/doe-2024.toml", SOURCE), ("safety/breathing.toml", SAFETY)];
    files.map(|(path, text)| (path.to_owned(), text.to_owned())).into()
}

/// The same with `from` written as `to` in one file.
pub fn with(path: &str, from: &str, to: &str) -> Files {
    let mut files = sound();
    let (_, text) = files.iter_mut().find(|(known, _)| known == path).expect("the file is there");
    assert!(text.contains(from), "{path} holds no {from:?}");
    *text = text.replacen(from, to, 1);
    files
}

/// The same with another file.
pub fn and(mut files: Files, path: &str, text: &str) -> Files {
    files.push((path.to_owned(), text.to_owned()));
    files
}

/// What `check` says of the files.
pub fn problems(files: &Files) -> Vec<Problem> {
    let tree = Tree::from_texts(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    check(&tree, TODAY).1
}

/// Writes the files below a folder.
pub fn write(files: &Files, dir: &Path) {
    for (path, text) in files {
        let path = dir.join(path);
        std::fs::create_dir_all(path.parent().expect("files stand in a folder"))
            .expect("the folder can be made");
        std::fs::write(path, text).expect("the file can be written");
    }
}
