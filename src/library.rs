//! The library: one knowledge with its index, and the folder on disk where indexes are
//! kept. It reads, checks, opens or builds; answering is not its business.

mod bulk;

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use sha2::{Digest, Sha256};

use crate::answer::{Held, Reply, Request, reply};
use crate::knowledge::load::{Tree, parse, read_tree};
use crate::knowledge::{Knowledge, Problem, Severity, check};
use crate::search::{FORMAT, Index, IndexError, Records};

pub use bulk::check as check_records;

/// How many hexadecimal digits of the hash name a generation.
const GENERATION_DIGITS: usize = 16;

/// All that is needed to answer: knowledge, index, and the identity of both.
pub struct Library {
    knowledge: Knowledge,
    index: Index,
    generation: String,
    records: Option<Records>,
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
        let (tree, mut problems) = read_tree(dir);
        // Naming the generation and opening its index takes about as long as parsing.
        let (opened, (knowledge, unsound)) = std::thread::scope(|scope| {
            let opened = scope.spawn(|| Opened::of(&tree, index_dir));
            let parsed = parse(&tree);
            (opened.join(), parsed)
        });
        let Opened { generation, place, index } = opened.map_err(|_| LibraryError::Index {
            dir: index_dir.to_owned(),
            reason: "a thread that opens the index stopped".into(),
        })?;
        problems.extend(unsound);
        // What has an index was checked when that was built.
        if !place.exists() {
            problems.extend(check::rules(&tree, &knowledge, today));
        }
        let knowledge = sound(knowledge, problems)?;
        let index = match index {
            Ok(index) if index.entries() == knowledge.entries.len() => index,
            unusable => {
                if place.exists() {
                    let error = unusable.err().map(|error| error.to_string());
                    tracing::warn!(%generation, error, "the index is damaged; it is built again");
                }
                build(&knowledge, index_dir, &place)?
            }
        };
        let records = bulk::open(dir, index_dir)?;
        Ok(Library { knowledge, index, generation, records })
    }

    /// Reads and checks the knowledge in `dir`, with an index in memory only.
    ///
    /// # Errors
    /// Where the knowledge has errors.
    pub fn in_memory(dir: &Path, today: Date) -> Result<Self, LibraryError> {
        let (tree, mut problems) = read_tree(dir);
        let (knowledge, found) = check::check(&tree, today);
        problems.extend(found);
        Self::of(sound(knowledge, problems)?, &tree)
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
        Ok(Library { knowledge, index, generation: generation(tree), records: None })
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
            records: self.records.as_ref(),
        }
    }
}

/// The index of a tree as it stands on disk, if it does.
struct Opened {
    generation: String,
    place: PathBuf,
    index: Result<Index, IndexError>,
}

impl Opened {
    fn of(tree: &Tree, index_dir: &Path) -> Self {
        let generation = generation(tree);
        let place = index_dir.join(&generation);
        let index = Index::open(&place);
        Opened { generation, place, index }
    }
}

/// The knowledge, if nothing in it is an error.
fn sound(knowledge: Knowledge, problems: Vec<Problem>) -> Result<Knowledge, LibraryError> {
    match problems.iter().any(|problem| problem.severity == Severity::Error) {
        true => Err(LibraryError::Knowledge(problems)),
        false => Ok(knowledge),
    }
}

/// The identity of what an index would be made from: a hash of every file and of the
/// index's format.
fn generation(tree: &Tree) -> String {
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

/// Builds the index beside its place and moves it there whole, so that no half-built
/// one is ever found.
fn build(knowledge: &Knowledge, index_dir: &Path, place: &Path) -> Result<Index, LibraryError> {
    let failed = |reason: String| LibraryError::Index { dir: index_dir.to_owned(), reason };
    let io_failed = |error: io::Error| failed(error.to_string());
    let index_failed = |error: IndexError| failed(error.to_string());
    let scratch = index_dir.join(format!(".building-{}", std::process::id()));
    remove_all(&scratch).map_err(io_failed)?;
    fs::create_dir_all(&scratch).map_err(io_failed)?;
    let written = Index::write(knowledge, &scratch).map_err(index_failed);
    let moved = written.and_then(|()| {
        remove_all(place).map_err(io_failed)?;
        fs::rename(&scratch, place).map_err(io_failed)
    });
    if let Err(error) = moved {
        // What could not be used is not left behind; the first error is the one to tell.
        let _ = remove_all(&scratch);
        return Err(error);
    }
    Index::open(place).map_err(index_failed)
}

fn remove_all(dir: &Path) -> io::Result<()> {
    match fs::remove_dir_all(dir) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => fs::remove_file(dir),
        other => other,
    }
}
