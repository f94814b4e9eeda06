//! The library: one knowledge with its index. It reads, checks, opens or builds, keeps
//! the last generations on disk, and swaps the one that answers whole; answering is not
//! its business.
//!
//! - [`Library`]: what answers. [`Generation`]: one of them as it is held while it does.
//! - [`Store`]: the generation that answers now, and the ways to change it.
//! - `disk`: the folder `index/`, `lock`: who may change it. `frozen`: the files of a generation as one. `kept`: its knowledge as it was read. `bulk`: the records.

mod bulk;
mod change;
mod disk;
mod draft;
mod frozen;
mod generation;
mod kept;
mod lock;
mod made;
mod start;
mod store;

use std::fmt;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use sha2::{Digest, Sha256};

use crate::answer::{Held, Reply, Request, reply};
use crate::knowledge::load::{Tree, parse, read_tree};
use crate::knowledge::{Knowledge, Problem, Severity, check};
use crate::search::{FORMAT, Index, IndexError, Records};

pub use bulk::check as check_records;
pub use change::{By, Change, ReloadError};
pub use draft::Draft;
pub use generation::Generation;
pub use made::{Made, Past};
pub use store::{Current, Keeping, Store, publish};

use bulk::Opened;
use disk::Shelf;

/// How many hexadecimal digits of the hash name a generation.
const GENERATION_DIGITS: usize = 16;

/// All that is needed to answer: knowledge, index, and the identity of both.
pub struct Library {
    knowledge: Knowledge,
    index: Index,
    generation: String,
    records: Option<Opened>,
}

/// Why there is no library.
#[derive(Debug)]
pub enum LibraryError {
    /// The knowledge has errors; warnings may be among the problems.
    Knowledge(Vec<Problem>),
    /// The index can't be written or opened there.
    Index {
        /// The folder.
        dir: PathBuf,
        /// Why, for a person.
        reason: String,
    },
}

impl fmt::Display for LibraryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LibraryError::Knowledge(problems) => {
                let errors = problems.iter().filter(|problem| problem.severity == Severity::Error).count();
                write!(f, "the knowledge has {errors} errors; `caveat check` shows each with its place")
            }
            LibraryError::Index { dir, reason } => write!(
                f,
                "the index in {} can't be used: {reason}. Check that the folder may be written and the disk has room",
                dir.display()
            ),
        }
    }
}

impl std::error::Error for LibraryError {}

impl Library {
    /// Reads and checks the knowledge in `dir`, and opens its index below `index_dir`;
    /// one that is not there or is damaged is built.
    ///
    /// # Errors
    /// Where the knowledge has errors, or the index folder can't be used.
    pub fn open(dir: &Path, index_dir: &Path, today: Date) -> Result<Self, LibraryError> {
        let ((tree, problems), shelf) = (read_tree(dir), Shelf::at(index_dir));
        let library = Self::of_tree(&tree, problems, &shelf, today, &By::Command)?;
        Ok(library.with_records(bulk::open(dir, &shelf, Records::open)?))
    }

    /// The library of files that were read, of which those problems are known.
    fn of_tree(
        tree: &Tree,
        mut problems: Vec<Problem>,
        shelf: &Shelf,
        today: Date,
        by: &By,
    ) -> Result<Self, LibraryError> {
        let generation = generation_of(tree);
        let place = shelf.place(&generation);
        let (index, kept) = std::thread::scope(|scope| {
            let index = scope.spawn(|| Index::open(&place));
            (index.join(), kept::read(&place).filter(|_| problems.is_empty()))
        });
        let index = index.map_err(|_| shelf.unusable("a thread that opens the index stopped"))?;
        if let Some(knowledge) = kept {
            return Self::on_shelf(knowledge, tree, (generation, index), shelf, by);
        }
        let (knowledge, unsound) = parse(tree);
        problems.extend(unsound);
        // What has an index was checked when that was built.
        let is_new = !place.exists();
        if is_new {
            problems.extend(check::rules(tree, &knowledge, today));
        }
        let knowledge = sound(knowledge, &problems)?;
        let library = Self::on_shelf(knowledge, tree, (generation, index), shelf, by)?;
        if !is_new {
            shelf.keep(&library.generation, &library.knowledge);
        }
        Ok(library)
    }

    /// The library of sound knowledge, with the index that was opened for it, or with
    /// one that is built on the shelf where that is missing or damaged.
    fn on_shelf(
        knowledge: Knowledge,
        tree: &Tree,
        (generation, index): (String, Result<Index, IndexError>),
        shelf: &Shelf,
        by: &By,
    ) -> Result<Self, LibraryError> {
        let index = match index {
            Ok(index) if index.entries() == knowledge.entries.len() => index,
            unusable => {
                if shelf.place(&generation).exists() {
                    let error = unusable.err().map(|error| error.to_string());
                    tracing::warn!(%generation, error, "the index is damaged; it is built again");
                }
                build(&knowledge, tree, &generation, shelf, by)?
            }
        };
        Ok(Library { knowledge, index, generation, records: None })
    }

    /// The same with those records.
    fn with_records(self, records: Option<Opened>) -> Self {
        Library { records, ..self }
    }

    /// The identity of the records, if there are any, and how many there are.
    fn records(&self) -> Option<(&str, u64)> {
        self.records.as_ref().map(|opened| (opened.identity.as_str(), opened.records.count()))
    }

    /// Reads and checks the knowledge in `dir`, with an index in memory only.
    ///
    /// # Errors
    /// Where the knowledge has errors.
    pub fn in_memory(dir: &Path, today: Date) -> Result<Self, LibraryError> {
        let (tree, mut problems) = read_tree(dir);
        let (knowledge, found) = check::check(&tree, today);
        problems.extend(found);
        Self::of(sound(knowledge, &problems)?, &tree)
    }

    /// A library of knowledge that was read from the tree, with an index in memory only.
    ///
    /// # Errors
    /// Where the index can't be made.
    pub fn of(knowledge: Knowledge, tree: &Tree) -> Result<Self, LibraryError> {
        let failed = |error: IndexError| LibraryError::Index {
            dir: PathBuf::from("memory"),
            reason: error.to_string(),
        };
        let index = Index::in_memory(&knowledge).map_err(failed)?;
        Ok(Library { knowledge, index, generation: generation_of(tree), records: None })
    }

    /// Answers a request. Never fails.
    pub fn reply(&self, request: &Request) -> Reply {
        reply(self.held(), request)
    }

    /// What answering needs.
    pub fn held(&self) -> Held<'_> {
        Held {
            knowledge: &self.knowledge,
            index: &self.index,
            generation: &self.generation,
            records: self.records.as_ref().map(|opened| &opened.records),
        }
    }
}

/// The knowledge, if nothing in it is an error.
fn sound(knowledge: Knowledge, problems: &[Problem]) -> Result<Knowledge, LibraryError> {
    match has_errors(problems) {
        true => Err(LibraryError::Knowledge(problems.to_vec())),
        false => Ok(knowledge),
    }
}

/// Whether any of the problems keeps the knowledge from being used.
fn has_errors(problems: &[Problem]) -> bool {
    problems.iter().any(|problem| problem.severity == Severity::Error)
}

/// The identity of what an index would be made from: a hash of every file and of the
/// index's format.
fn generation_of(tree: &Tree) -> String {
    let mut hash = Sha256::new();
    hash.update(FORMAT.to_le_bytes());
    for (path, file) in &tree.files {
        for part in [path, &file.text] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
    }
    hexadecimal(hash)
}

/// The first digits of a hash, as names of folders need them.
fn hexadecimal(hash: Sha256) -> String {
    let hex: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    hex[..GENERATION_DIGITS].to_owned()
}

/// Builds the index on the shelf, unless another process did so meanwhile.
fn build(
    knowledge: &Knowledge,
    tree: &Tree,
    generation: &str,
    shelf: &Shelf,
    by: &By,
) -> Result<Index, LibraryError> {
    let failed = |error: std::io::Error| shelf.unusable(&error.to_string());
    let lock = shelf.lock().map_err(failed)?;
    if let Ok(index) = Index::open(&shelf.place(generation))
        && index.entries() == knowledge.entries.len()
    {
        return Ok(index);
    }
    shelf.put(&lock, generation, knowledge, tree, &Made::now(by)).map_err(failed)?;
    Index::open(&shelf.place(generation)).map_err(|error| shelf.unusable(&error.to_string()))
}
