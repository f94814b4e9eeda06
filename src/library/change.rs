//! What became different when one generation took another's place, or why none did.

use std::collections::BTreeSet;
use std::fmt;
use std::time::Duration;

use super::{Generation, LibraryError};
use crate::knowledge::{Id, Kind, Problem};

/// Who changed what answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The program, when it started.
    Start,
    /// The program, when a file was saved.
    Watch,
    /// The system, with a signal.
    Signal,
    /// Somebody at a command line.
    Command,
    /// Another process that shares the folder.
    Other,
    /// A moderator, by their number at Discord.
    Person(u64),
}

impl fmt::Display for By {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            By::Start => f.write_str("start"),
            By::Watch => f.write_str("watch"),
            By::Signal => f.write_str("signal"),
            By::Command => f.write_str("command"),
            By::Other => f.write_str("another process"),
            By::Person(id) => write!(f, "{id}"),
        }
    }
}

/// What became different.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Change {
    /// The generation that answered before.
    pub from: String,
    /// The one that answers now.
    pub to: String,
    /// Cards and sources that are new.
    pub added: Vec<Id>,
    /// Cards and sources whose files are not what they were.
    pub changed: Vec<Id>,
    /// Cards and sources that are gone.
    pub removed: Vec<Id>,
    /// Other files that are new, gone or not what they were, such as `golden.toml`.
    pub other_files: Vec<String>,
    /// Golden questions that now reach their card, and did not before.
    pub gained: Vec<String>,
    /// Golden questions that do not reach their card any more.
    pub lost: Vec<String>,
    /// How many records there were and are, where they are not what they were.
    pub records: Option<(u64, u64)>,
    /// What somebody should look at soon.
    pub warnings: Vec<Problem>,
    /// How long it took.
    pub took: Duration,
    /// Why it could not be noted on disk, so that a restart would undo it.
    pub unsaved: Option<String>,
}

/// Why the old generation goes on answering.
#[derive(Debug)]
pub enum ReloadError {
    /// Another change is under way.
    Busy,
    /// The files can't be used; warnings may be among the problems.
    Problems(Vec<Problem>),
    /// The folder of generations can't be used.
    Index(LibraryError),
    /// No kept generation is called so, or several are.
    NoSuch(String),
    /// There is no earlier generation.
    NothingBefore,
    /// What was kept of that generation is damaged.
    Damaged(String),
}

impl fmt::Display for ReloadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReloadError::Busy => f.write_str("another reload is under way; try again when it is done"),
            ReloadError::Problems(problems) => LibraryError::Knowledge(problems.clone()).fmt(f),
            ReloadError::Index(error) => error.fmt(f),
            ReloadError::NoSuch(name) => {
                write!(f, "no kept generation is called {name}, or more than one is; look at the history")
            }
            ReloadError::NothingBefore => f.write_str("no earlier generation is kept to roll back to"),
            ReloadError::Damaged(name) => {
                write!(f, "what was kept of generation {name} is damaged; pick another one")
            }
        }
    }
}

impl std::error::Error for ReloadError {}

impl From<LibraryError> for ReloadError {
    fn from(error: LibraryError) -> Self {
        match error {
            LibraryError::Knowledge(problems) => ReloadError::Problems(problems),
            index => ReloadError::Index(index),
        }
    }
}

impl Change {
    /// That nothing changed.
    pub(super) fn none(generation: &str) -> Self {
        Change { from: generation.to_owned(), to: generation.to_owned(), ..Change::default() }
    }

    /// What is different between two generations.
    pub(super) fn between(old: &Generation, new: &Generation) -> Self {
        let mut change =
            Change { from: old.name().to_owned(), to: new.name().to_owned(), ..Change::default() };
        let paths: BTreeSet<&String> = old.files.keys().chain(new.files.keys()).collect();
        for path in paths {
            let (before, after) = (old.files.get(path), new.files.get(path));
            match (entry(path), before, after) {
                (_, before, after) if before == after => {}
                (None, ..) => change.other_files.push(path.clone()),
                (Some(id), None, _) => change.added.push(id),
                (Some(id), _, None) => change.removed.push(id),
                (Some(id), ..) => change.changed.push(id),
            }
        }
        (change.gained, change.lost) = golden_between(old, new);
        change.records = records_between(old, new);
        change
    }

    /// Whether everything is as it was.
    pub fn is_unchanged(&self) -> bool {
        self.from == self.to && self.records.is_none()
    }
}

/// How many records there were and are, where they are others.
fn records_between(old: &Generation, new: &Generation) -> Option<(u64, u64)> {
    let (before, after) = (old.library.records(), new.library.records());
    let name = |records: Option<(&str, u64)>| records.map(|(name, _)| name.to_owned());
    let count = |records: Option<(&str, u64)>| records.map_or(0, |(_, count)| count);
    (name(before) != name(after)).then(|| (count(before), count(after)))
}

/// The card or source that a file holds; none for other files.
fn entry(path: &str) -> Option<Id> {
    let (folder, name) = path.split_once('/')?;
    (folder == "source" || Kind::named(folder).is_some())
        .then(|| Id::new(folder, name.trim_end_matches(".toml")))
}

/// The golden questions that reach their card in one generation only: gained, then lost.
/// One that was taken out of the list is not lost: somebody meant it.
fn golden_between(old: &Generation, new: &Generation) -> (Vec<String>, Vec<String>) {
    let (missed_before, missed_now) = (old.missed(), new.missed());
    let asked = |generation: &Generation| -> BTreeSet<String> {
        generation.library.held().knowledge.golden.iter().map(|golden| golden.question.clone()).collect()
    };
    let reached_before: BTreeSet<String> = asked(old).difference(missed_before).cloned().collect();
    let reached_now: BTreeSet<String> = asked(new).difference(missed_now).cloned().collect();
    let gained = reached_now.difference(&reached_before).cloned().collect();
    (gained, missed_now.difference(missed_before).cloned().collect())
}
