//! The records on disk: their files, the identity of these, and the index that is built
//! from them once. Where there is no folder of records nothing is read or built.

use std::collections::{BTreeMap, HashSet};
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::disk::{Shelf, remove_all};
use super::lock::Lock;
use super::{LibraryError, hexadecimal};
use crate::knowledge::record::{ENDING, FOLDER, Fault, read_line, spread};
use crate::knowledge::{Problem, Record, Severity};
use crate::search::{IndexError, RECORDS_FORMAT, RecordWriter, Records};

/// More problems than this are not told at once.
const MOST_PROBLEMS: usize = 50;
/// How much of a broken line is shown, in characters.
const EXCERPT: usize = 160;
/// What one read takes, in bytes.
const BUFFER: usize = 1 << 20;
/// The file that remembers the hashes of files that have not changed since.
const STAMPS: &str = "files.json";

/// What a file was when its hash was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Stamp {
    bytes: u64,
    modified: u128,
    hash: String,
}

/// Records that were opened, and the name of their index.
pub struct Opened {
    /// A hash of the files that they stand in.
    pub identity: String,
    /// The records.
    pub records: Records,
}

/// How an index of records is opened: in haste for a single command, whole for a server.
pub type Opener = fn(&Path) -> Result<Records, IndexError>;

/// Opens the records of a knowledge folder; what is not indexed yet, or damaged, is checked
/// and built on the shelf.
///
/// # Errors
/// Where a file of records is broken or can't be read, or the index can't be written.
pub fn open(knowledge_dir: &Path, shelf: &Shelf, opener: Opener) -> Result<Option<Opened>, LibraryError> {
    let (files, home) = (files(knowledge_dir), shelf.place(FOLDER));
    let failed = |reason: String| LibraryError::Index { dir: home.clone(), reason };
    let Some(identity) = identity(&files, &home).map_err(|error| failed(error.to_string()))? else {
        return Ok(None);
    };
    let records = match opener(&home.join(&identity)) {
        Ok(records) => records,
        Err(_) => built(&files, shelf, &identity, opener)?,
    };
    Ok(Some(Opened { identity, records }))
}

/// The records of a knowledge folder, opened by what they are called.
///
/// # Errors
/// Where their index is gone or damaged.
pub fn kept(identity: &str, shelf: &Shelf) -> Result<Opened, IndexError> {
    let records = Records::open_whole(&shelf.place(FOLDER).join(identity))?;
    Ok(Opened { identity: identity.to_owned(), records })
}

/// What the records of a knowledge folder are called now; nothing where there are none,
/// or where their files can't be read.
pub fn named(knowledge_dir: &Path, shelf: &Shelf) -> Option<String> {
    identity(&files(knowledge_dir), &shelf.place(FOLDER)).ok().flatten()
}

/// What is wrong with records that were not indexed yet: what was, is sound.
pub fn new_problems(knowledge_dir: &Path, shelf: &Shelf) -> Vec<Problem> {
    let known = named(knowledge_dir, shelf)
        .is_some_and(|name| Records::open(&shelf.place(FOLDER).join(name)).is_ok());
    if known { Vec::new() } else { check(knowledge_dir).1 }
}

/// Takes away the indexes that nothing names any more. One that is still open elsewhere
/// lives on until it is closed.
pub fn sweep(_: &Lock, shelf: &Shelf, used: &HashSet<String>) {
    let entries = fs::read_dir(shelf.place(FOLDER)).into_iter().flatten().flatten();
    for other in entries.map(|entry| entry.path()).filter(|path| path.is_dir()) {
        if !used.contains(&name_of(&other)) {
            let _ = remove_all(&other);
        }
    }
}

/// Reads and checks every record: how many there are, and what is wrong.
pub fn check(knowledge_dir: &Path) -> (usize, Vec<Problem>) {
    let mut count = 0;
    let problems = read_all(&files(knowledge_dir), &mut |_, _| {
        count += 1;
        Ok(())
    });
    (count, problems.unwrap_or_else(|never: std::convert::Infallible| match never {}))
}

/// The files of records, by name.
fn files(knowledge_dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(knowledge_dir.join(FOLDER)).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| is_ours(path)).collect();
    files.sort();
    files
}

fn is_ours(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == ENDING) && path.is_file()
}

/// A hash of the index's format and of every file's name and bytes; none where there are
/// no files. The hash of a file that has neither another size nor another date is not
/// made again.
fn identity(files: &[PathBuf], home: &Path) -> io::Result<Option<String>> {
    if files.is_empty() {
        return Ok(None);
    }
    let known = fs::read(home.join(STAMPS)).ok().and_then(|text| serde_json::from_slice(&text).ok());
    let known: BTreeMap<String, Stamp> = known.unwrap_or_default();
    let mut stamps = BTreeMap::new();
    for path in files {
        let name = name_of(path);
        let stamp = stamp(path, known.get(&name))?;
        stamps.insert(name, stamp);
    }
    if stamps != known {
        // Without the note the hashes are made again the next time, which is slower and no worse.
        let _ = note(&stamps, home);
    }
    let mut hash = Sha256::new();
    hash.update(RECORDS_FORMAT.to_le_bytes());
    for (name, stamp) in &stamps {
        hash.update(format!("{name}\n{}\n", stamp.hash));
    }
    Ok(Some(hexadecimal(hash)))
}

/// Notes the hashes; a process beside this one finds them whole or not at all.
fn note(stamps: &BTreeMap<String, Stamp>, home: &Path) -> io::Result<()> {
    fs::create_dir_all(home)?;
    let scratch = home.join(format!(".{STAMPS}-{}", std::process::id()));
    fs::write(&scratch, serde_json::to_vec(stamps)?)?;
    fs::rename(scratch, home.join(STAMPS))
}

fn stamp(path: &Path, known: Option<&Stamp>) -> io::Result<Stamp> {
    let data = path.metadata()?;
    let modified = data.modified()?.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos());
    if let Some(known) = known.filter(|known| known.bytes == data.len() && known.modified == modified) {
        return Ok(known.clone());
    }
    let mut hash = Sha256::new();
    let mut file = File::open(path)?;
    let mut buffer = vec![0; BUFFER];
    loop {
        match file.read(&mut buffer)? {
            0 => break,
            read => hash.update(&buffer[..read]),
        }
    }
    Ok(Stamp { bytes: data.len(), modified, hash: hexadecimal(hash) })
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Builds the index, unless another process did so meanwhile, and opens it.
fn built(files: &[PathBuf], shelf: &Shelf, identity: &str, opener: Opener) -> Result<Records, LibraryError> {
    let home = shelf.place(FOLDER);
    let failed = |reason: String| LibraryError::Index { dir: home.clone(), reason };
    let lock = shelf.lock_records().map_err(|error| failed(error.to_string()))?;
    let place = home.join(identity);
    if let Ok(records) = opener(&place) {
        return Ok(records);
    }
    let used = shelf.records_in_use().into_iter().chain([identity.to_owned()]).collect();
    sweep(&lock, shelf, &used);
    build(files, &home, &place)?;
    Records::open(&place).map_err(|error| failed(error.to_string()))
}

/// Builds the index beside its place and moves it there whole.
fn build(files: &[PathBuf], home: &Path, place: &Path) -> Result<(), LibraryError> {
    let io_failed =
        |error: io::Error| LibraryError::Index { dir: home.to_owned(), reason: error.to_string() };
    let scratch = home.join(format!(".building-{}", std::process::id()));
    fs::create_dir_all(&scratch).map_err(io_failed)?;
    let moved = write(files, &scratch).and_then(|()| {
        remove_all(place).map_err(io_failed)?;
        fs::rename(&scratch, place).map_err(io_failed)
    });
    if moved.is_err() {
        // What could not be used is not left behind; the first error is the one to tell.
        let _ = remove_all(&scratch);
    }
    moved
}

fn write(files: &[PathBuf], dir: &Path) -> Result<(), LibraryError> {
    let failed = |error: IndexError| LibraryError::Index { dir: dir.to_owned(), reason: error.to_string() };
    let mut writer = RecordWriter::new(dir).map_err(failed)?;
    let problems = read_all(files, &mut |record, line| writer.add(record, line)).map_err(failed)?;
    if !problems.is_empty() {
        return Err(LibraryError::Knowledge(problems));
    }
    writer.finish().map_err(failed)
}

/// Hands on every record that is whole, with its line, and tells what is wrong. After a
/// problem nothing more is handed on: it would go to waste.
fn read_all<E>(
    files: &[PathBuf],
    each: &mut dyn FnMut(&Record, &str) -> Result<(), E>,
) -> Result<Vec<Problem>, E> {
    let (mut problems, mut seen) = (Vec::new(), HashSet::new());
    for path in files {
        let lines = match File::open(path) {
            Ok(file) => BufReader::with_capacity(BUFFER, file).lines(),
            Err(error) => {
                problems.push(problem(path, 0, "", &unreadable(&error)));
                continue;
            }
        };
        for (at, line) in lines.enumerate() {
            let read = line.map_err(|error| (String::new(), unreadable(&error)));
            match read.and_then(|line| read_new(line, &mut seen)) {
                Ok((record, line)) if problems.is_empty() => each(&record, &line)?,
                Ok(_) => {}
                Err((line, fault)) => problems.push(problem(path, at + 1, &line, &fault)),
            }
            if problems.len() == MOST_PROBLEMS {
                return Ok(problems);
            }
        }
    }
    Ok(problems)
}

/// Reads a line whose id was not met before.
fn read_new(line: String, seen: &mut HashSet<u64>) -> Result<(Record, String), (String, Fault)> {
    match read_line(&line) {
        Ok(record) if seen.insert(spread(&record.id)) => Ok((record, line)),
        Ok(record) => {
            let message = format!("\"{}\" stands in these files twice", record.id);
            Err((line, Fault { column: 1, message, help: "delete one of the two lines" }))
        }
        Err(fault) => Err((line, fault)),
    }
}

fn unreadable(error: &io::Error) -> Fault {
    let message = format!("this file can't be read: {error}");
    Fault { column: 1, message, help: "import its records again, or restore the file" }
}

fn problem(path: &Path, number: usize, line: &str, fault: &Fault) -> Problem {
    let excerpt: String = line.chars().take(EXCERPT).collect();
    let column = fault.column.min(excerpt.chars().count().max(1));
    Problem {
        file: format!("{FOLDER}/{}", name_of(path)),
        line: number,
        column,
        width: 1,
        excerpt,
        rule: "record",
        severity: Severity::Error,
        message: fault.message.clone(),
        help: fault.help.to_owned(),
    }
}
