//! What a person can get wrong in a file, and how it is told.

use std::fs;
use std::os::unix::fs::symlink;

use caveat::knowledge::load::read_tree;
use caveat::knowledge::{Severity, check::check};

use super::support::{self, TODAY, and, problems, sound, with};

#[test]
fn a_sound_tree_has_no_problem() {
    assert_eq!(problems(&sound()), []);
}

/// The file, what is written there, what somebody wrote instead, the rule that tells, and the line.
type Mistake = (&'static str, &'static str, &'static str, &'static str, usize);

const MISTAKES: &[Mistake] = &[
    ("basics/a.toml", "title = \"What knees are\"", "title = What knees are", "toml-syntax", 1),
    ("basics/b.toml", "title = \"What knees are\"\n", "", "missing-key", 1),
    ("basics/c.toml", "title =", "titel = \"x\"\ntitle =", "unknown-key", 1),
    ("basics/d.toml", "reviewed = 2026-11-20", "reviewed = \"yesterday\"", "wrong-type", 4),
    ("basics/e.toml", "\"not-evidence\"", "\"probably\"", "wrong-value", 5),
    ("basics/f.toml", "It bends. [^doe-2024]", "It bends. [^doe-2024] [^roe-1999]", "mark-resolves", 8),
    ("basics/g.toml", "[text]", "[links]\nsee_also = [\"basics:elbows\"]\n\n[text]", "link-resolves", 8),
    ("basics/h.toml", "It bends. [^doe-2024]", "It bends 40 times. [^doe-2024]", "figure-backed", 8),
    ("basics/i.toml", "It bends.", "It bends in twelve people.", "figure-in-digits", 8),
    ("basics/j.toml", "asks = [", "asks = [] # [", "has-asks", 1),
    ("basics/k.toml", "It bends. [^doe-2024]", "It bends.", "section-cited", 8),
    ("basics/l.toml", "It bends.", "It is safe.", "plain-claims", 8),
    ("basics/m.toml", "2026-11-20", "2027-11-20", "date-past", 4),
    ("basics/n.toml", "caveat = \"This", "caveat = \"\" #This", "empty-text", 9),
    (
        "basics/o.toml",
        "It bends.",
        "It bends and bends and bends and bends and bends and bends and bends and bends and bends and bends and bends and bends and bends.",
        "sentence-length",
        8,
    ),
    ("bsaics/p.toml", "", "", "unknown-folder", 1),
    ("basics/Q q.toml", "", "", "file-name", 1),
    ("golden.tml.toml", "", "", "unknown-file", 1),
    ("source/r.toml", "10.1000/knees.1\"\ntrial", "knees\"\ntrial", "identifier", 5),
    ("source/s.toml", "peer-reviewed", "clinic", "interest-stated", 1),
];

#[test]
fn twenty_mistakes_give_twenty_problems_each_at_its_line() {
    let mut files = sound();
    for (at, (path, from, to, ..)) in MISTAKES.iter().enumerate() {
        let text = if path.starts_with("source/") { support::SOURCE.to_owned() } else { own_words(at) };
        assert!(text.contains(from), "{path}: {from:?}");
        files = and(files, path, &text.replacen(from, to, 1));
    }
    // Something cites the two sources, so that only their own mistakes are told.
    let citing = own_words(99).replace("It bends. [^doe-2024]", "It bends. [^doe-2024] [^r] [^s]");
    files = and(files, "basics/citing.toml", &citing);

    let mut told: Vec<_> = problems(&files).into_iter().map(|p| (p.file, p.rule, p.line)).collect();
    let mut wanted: Vec<_> =
        MISTAKES.iter().map(|(file, _, _, rule, line)| ((*file).to_owned(), *rule, *line)).collect();
    told.sort();
    wanted.sort();
    assert_eq!(told, wanted);
}

/// The sound card with asks and a caveat of its own.
fn own_words(at: usize) -> String {
    let (first, second) = (at / 26, at % 26);
    let name: String =
        [first, second].iter().map(|n| char::from(b'a' + u8::try_from(*n).unwrap_or(25))).collect();
    support::CARD
        .replace("What is a knee?", &format!("What is knee {name}?"))
        .replace("Why do knees bend?", &format!("Why bends {name}?"))
        .replace("your knee is well", &format!("knee {name} is well"))
}

#[test]
fn several_mistakes_of_one_file_are_told_at_once() {
    let text = support::CARD.replace("reviewed = 2026-11-20", "reviewed = 3").replace("also =", "alos =");
    let told = problems(&and(sound(), "basics/x.toml", &text));
    let rules: Vec<_> = told.iter().map(|problem| (problem.rule, problem.line)).collect();
    assert_eq!(rules, [("unknown-key", 3), ("wrong-type", 4)]);
    assert!(told[0].help.contains("did you mean `also`?"), "{}", told[0].help);
}

#[test]
fn several_syntax_errors_of_one_file_are_told_at_once() {
    let told = problems(&and(sound(), "basics/x.toml", "title = \nasks = [\n\"a\"\nalso = ]["));
    assert!(told.len() >= 2, "{told:#?}");
    assert!(told.iter().all(|problem| problem.rule == "toml-syntax"), "{told:#?}");
}

#[test]
fn a_problem_shows_the_line_and_what_to_do() {
    let told = problems(&with("basics/knees.toml", "\"not-evidence\"", "\"erly-human\""));
    let [problem] = told.as_slice() else { panic!("{told:#?}") };
    assert_eq!(
        (problem.file.as_str(), problem.line, problem.column, problem.width),
        ("basics/knees.toml", 5, 13, 12)
    );
    assert_eq!(problem.excerpt, "certainty = \"erly-human\"");
    assert!(problem.help.ends_with("did you mean `early-human`?"), "{}", problem.help);
}

#[test]
fn files_that_are_no_text_are_named_and_nothing_panics() {
    let dir = tempfile::tempdir().expect("there is room");
    support::write(&sound(), dir.path());
    let basics = dir.path().join("basics");
    fs::write(basics.join("empty.toml"), "").expect("written");
    fs::write(basics.join("binary.toml"), [0, 159, 146, 150, 255]).expect("written");
    fs::write(basics.join("latin.toml"), b"title = \"caf\xe9\"").expect("written");
    fs::File::create(basics.join("huge.toml"))
        .and_then(|file| file.set_len(50 * 1024 * 1024))
        .expect("written");
    symlink("nowhere.toml", basics.join("link.toml")).expect("linked");
    symlink(dir.path(), dir.path().join("loop")).expect("linked");

    let (tree, mut problems) = read_tree(dir.path());
    problems.extend(check(&tree, TODAY).1);

    let told: Vec<_> = problems.iter().map(|problem| (problem.file.as_str(), problem.rule)).collect();
    for (file, rule) in [
        ("basics/empty.toml", "empty-file"),
        ("basics/binary.toml", "unreadable-file"),
        ("basics/latin.toml", "unreadable-file"),
        ("basics/huge.toml", "unreadable-file"),
        ("basics/link.toml", "unreadable-file"),
    ] {
        assert_eq!(told.iter().filter(|told| **told == (file, rule)).count(), 1, "{file}: {told:?}");
    }
    assert_eq!(told.len(), 5, "{told:?}");
    assert!(problems.iter().all(|problem| problem.severity == Severity::Error && !problem.help.is_empty()));
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let (tree, problems) = read_tree(std::path::Path::new("/nowhere/at/all"));
    assert!(tree.files.is_empty());
    let [problem] = problems.as_slice() else { panic!("{problems:#?}") };
    assert!(problem.message.contains("it is not there"), "{}", problem.message);
}

#[test]
fn an_example_of_a_pattern_that_is_not_there_is_told_at_its_line() {
    let example = "[[example]]\ntext = \"Knees like new\"\nshows = [\"knees-like-now\"]\n";
    let files = and(support::with_pattern("Your", "Your"), "examples.toml", example);
    let problems = problems(&files);
    let [problem] = problems.as_slice() else { panic!("{problems:#?}") };
    assert_eq!((problem.rule, problem.line, problem.column), ("unknown-pattern", 3, 10));
    assert!(problem.help.contains("knees-like-new"), "{}", problem.help);
}
