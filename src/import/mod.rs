//! From files that moderators download to records: ClinicalTrials.gov's JSON, PubMed's
//! nbib, RIS, CSL-JSON and BibTeX. Reads as a stream, a record at a time; whatever is no
//! usable record is told with its place. It knows the knowledge's records and nothing of
//! searching or answering.

mod bibtex;
mod clinicaltrials;
mod csl;
mod draft;
mod format;
mod json;
mod merge;
mod pubmed;
mod ris;
mod tagged;

use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::knowledge::record::FOLDER;
use draft::Draft;
pub use format::Format;
use merge::Shards;

/// After so many records progress is told.
const PROGRESS: usize = 5_000;
/// What one read of a file takes, in bytes.
const BUFFER: usize = 1 << 20;

/// What came of an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// Records read.
    pub read: usize,
    /// Not held before.
    pub new: usize,
    /// Held before, and now otherwise.
    pub changed: usize,
    /// Held already, or older than what is held.
    pub same: usize,
    /// The same number again in the same import.
    pub repeated: usize,
    /// Not usable.
    pub refused: usize,
}

/// A record that was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The file.
    pub file: PathBuf,
    /// The line where it begins, counted from 1.
    pub line: usize,
    /// Which record of the file, counted from 1.
    pub record: usize,
    /// What is wrong with it, and what to do.
    pub why: Why,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Refusal { file, line, record, why } = self;
        write!(f, "{}:{line}: record {record} is refused: {}; {}", file.display(), why.message, why.help)
    }
}

/// Why something is no usable record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    /// What is wrong or missing.
    pub message: String,
    /// What to do.
    pub help: &'static str,
}

impl Why {
    fn new(message: impl Into<String>, help: &'static str) -> Self {
        Why { message: message.into(), help }
    }
}

/// Why an import had to stop.
#[derive(Debug)]
pub struct ImportError {
    /// The file or folder.
    pub path: PathBuf,
    /// Why, and what to do.
    pub reason: String,
}

impl ImportError {
    fn at(path: &Path) -> impl Fn(io::Error) -> ImportError + '_ {
        |error| ImportError { path: path.to_owned(), reason: error.to_string() }
    }
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.reason)
    }
}

impl std::error::Error for ImportError {}

/// What is told while an import runs.
#[derive(Debug)]
pub enum Event {
    /// So many records were read.
    Read(usize),
    /// A record was refused.
    Refused(Refusal),
}

/// A part of a file that should be a record: the line where it begins, and the record.
struct Item {
    line: usize,
    draft: Result<Draft, Why>,
}

/// Imports the files into the knowledge folder. `exported` is the day of the exports
/// that do not say it themselves.
///
/// # Errors
/// Where a file can't be read or is of no known format, or the folder can't be written.
pub fn import(
    files: &[PathBuf],
    format: Option<Format>,
    knowledge: &Path,
    exported: Date,
    tell: &mut dyn FnMut(Event),
) -> Result<Summary, ImportError> {
    let folder = knowledge.join(FOLDER);
    let mut summary = Summary::default();
    let mut shards = Shards::new(&folder)?;
    for file in files {
        read_file(file, format, &mut |at, item| {
            summary.read += 1;
            if summary.read.is_multiple_of(PROGRESS) {
                tell(Event::Read(summary.read));
            }
            match item.draft.and_then(|draft| draft.finish(exported)) {
                Ok(record) => shards.add(&record),
                Err(why) => {
                    summary.refused += 1;
                    tell(Event::Refused(Refusal { file: file.clone(), line: item.line, record: at, why }));
                    Ok(())
                }
            }
        })?;
    }
    shards.merge(&mut summary)?;
    Ok(summary)
}

/// What takes the records of a file, with their number in it.
type Taking<'a> = dyn FnMut(usize, Item) -> Result<(), ImportError> + 'a;

fn read_file(file: &Path, format: Option<Format>, take: &mut Taking<'_>) -> Result<(), ImportError> {
    let failed = ImportError::at(file);
    let mut input = BufReader::with_capacity(BUFFER, File::open(file).map_err(&failed)?);
    let format = match format {
        Some(format) => format,
        None => Format::of(input.fill_buf().map_err(&failed)?).ok_or_else(|| ImportError {
            path: file.to_owned(),
            reason: "this is no format that I know; say which it is with --format".into(),
        })?,
    };
    skip_mark(&mut input).map_err(&failed)?;
    let (mut count, mut stopped) = (0, Ok(()));
    let mut each = |item: Item| {
        count += 1;
        if stopped.is_ok() {
            stopped = take(count, item);
        }
    };
    format.read(&mut input, &mut each).map_err(&failed)?;
    stopped?;
    if count > 0 {
        return Ok(());
    }
    let why = Why::new("there is no record in this file", "download it again, or say its --format");
    take(1, Item { line: 1, draft: Err(why) })
}

/// Some programs put a mark before UTF-8 text.
fn skip_mark(input: &mut impl BufRead) -> io::Result<()> {
    if input.fill_buf()?.starts_with(b"\xef\xbb\xbf") {
        input.consume(3);
    }
    Ok(())
}
