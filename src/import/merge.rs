//! Records into the files that hold them. A record's file follows from its id alone, and
//! a file is sorted by id: whatever the order of an import, the same records make the same
//! bytes, and few records change few lines. One file at a time is in memory.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::{ImportError, Summary};
use crate::knowledge::Record;
use crate::knowledge::record::{ENDING, read_line, spread};

/// Letters of a registry number that name its file: `nct047`, up to 100,000 numbers.
const LETTERS_OF_NUMBER: usize = 6;
/// Papers have no order in their numbers, and are spread over so many files.
const PAPER_FILES: u64 = 16;

/// The files of records, with what an import adds to each, on disk until it is merged.
pub struct Shards {
    folder: PathBuf,
    scratch: PathBuf,
    added: BTreeMap<String, BufWriter<File>>,
}

impl Shards {
    /// The files below the folder.
    ///
    /// # Errors
    /// Where what an earlier import left behind can't be taken away.
    pub fn new(folder: &Path) -> Result<Self, ImportError> {
        let scratch = folder.join(format!(".importing-{}", std::process::id()));
        if scratch.exists() {
            fs::remove_dir_all(&scratch).map_err(ImportError::at(&scratch))?;
        }
        Ok(Shards { folder: folder.to_owned(), scratch, added: BTreeMap::new() })
    }

    /// Adds a record to what is to be merged.
    ///
    /// # Errors
    /// Where the disk is full or may not be written.
    pub fn add(&mut self, record: &Record) -> Result<(), ImportError> {
        let name = file_of(record);
        let scratch = &self.scratch;
        let failed = ImportError::at(scratch);
        if !self.added.contains_key(&name) {
            fs::create_dir_all(scratch).map_err(&failed)?;
            let file = File::create(scratch.join(&name)).map_err(&failed)?;
            self.added.insert(name.clone(), BufWriter::new(file));
        }
        match self.added.get_mut(&name) {
            Some(file) => write_line(file, record).map_err(failed),
            None => Ok(()),
        }
    }

    /// Merges what was added into the files, and counts it.
    ///
    /// # Errors
    /// Where a file is broken, or can't be written.
    pub fn merge(mut self, summary: &mut Summary) -> Result<(), ImportError> {
        for (name, added) in std::mem::take(&mut self.added) {
            let failed = ImportError::at(&self.scratch);
            added.into_inner().map_err(|error| failed(error.into_error()))?;
            let path = self.folder.join(&name);
            let mut held = Held::read(&path)?;
            held.take_in(&self.scratch.join(&name), summary)?;
            held.write_if_changed(&path)?;
        }
        Ok(())
    }
}

impl Drop for Shards {
    fn drop(&mut self) {
        // It holds copies only; where it can't be taken away, its name says what it is.
        let _ = fs::remove_dir_all(&self.scratch);
    }
}

/// The records of one file.
struct Held {
    /// Each record's line by its id.
    lines: BTreeMap<String, String>,
    /// What stood under the ids that the import has met; `None` where nothing did.
    before: BTreeMap<String, Option<String>>,
}

impl Held {
    fn read(path: &Path) -> Result<Self, ImportError> {
        let mut lines = BTreeMap::new();
        if path.exists() {
            for_each_line(path, |number, line| {
                lines.insert(id_of(&line).map_err(|error| broken(path, number, &error.to_string()))?, line);
                Ok(())
            })?;
        }
        Ok(Held { lines, before: BTreeMap::new() })
    }

    /// Takes in the added records, each against what stands under its id so far.
    fn take_in(&mut self, added: &Path, summary: &mut Summary) -> Result<(), ImportError> {
        for_each_line(added, |number, line| {
            let id = id_of(&line).map_err(|error| broken(added, number, &error.to_string()))?;
            let held = self.lines.get(&id);
            summary.repeated += usize::from(self.before.contains_key(&id));
            self.before.entry(id.clone()).or_insert_with(|| held.cloned());
            if held.is_none_or(|held| is_news(&line, held)) {
                self.lines.insert(id, line);
            }
            Ok(())
        })?;
        for (id, before) in &self.before {
            match before {
                None => summary.new += 1,
                Some(_) if self.lines.get(id) == before.as_ref() => summary.same += 1,
                Some(_) => summary.changed += 1,
            }
        }
        Ok(())
    }

    fn write_if_changed(&self, path: &Path) -> Result<(), ImportError> {
        if self.before.iter().all(|(id, before)| self.lines.get(id) == before.as_ref()) {
            return Ok(());
        }
        let scratch = path.with_extension("importing");
        let write = || -> io::Result<()> {
            let mut file = BufWriter::new(File::create(&scratch)?);
            for line in self.lines.values() {
                writeln!(file, "{line}")?;
            }
            file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
            fs::rename(&scratch, path)
        };
        write().map_err(ImportError::at(path))
    }
}

/// The name of the file that holds the record.
fn file_of(record: &Record) -> String {
    match &record.registration {
        Some(_) => {
            let letters: String = record.id.chars().take(LETTERS_OF_NUMBER).collect();
            format!("trials-{letters}.{ENDING}")
        }
        None => format!("papers-{:x}.{ENDING}", spread(&record.id) % PAPER_FILES),
    }
}

fn write_line(file: &mut impl Write, record: &Record) -> io::Result<()> {
    serde_json::to_writer(&mut *file, record)?;
    file.write_all(b"\n")
}

/// Whether a record's line says something else than the held one, and is not older. A
/// held line that can't be read gives way.
fn is_news(line: &str, held: &str) -> bool {
    if line == held {
        return false;
    }
    match (read_line(line), read_line(held)) {
        (Ok(record), Ok(held)) => !held.says_the_same(&record) && !record.is_older(&held),
        _ => true,
    }
}

/// The id that a record's line begins with.
fn id_of(line: &str) -> Result<String, serde_json::Error> {
    #[derive(serde::Deserialize)]
    struct Named {
        id: String,
    }
    serde_json::from_str(line).map(|Named { id }| id)
}

fn for_each_line(
    path: &Path,
    mut each: impl FnMut(usize, String) -> Result<(), ImportError>,
) -> Result<(), ImportError> {
    let failed = ImportError::at(path);
    for (at, line) in BufReader::new(File::open(path).map_err(&failed)?).lines().enumerate() {
        each(at + 1, line.map_err(&failed)?)?;
    }
    Ok(())
}

fn broken(path: &Path, number: usize, error: &str) -> ImportError {
    let reason = format!("line {number} is no record ({error}); mend it or delete it, and import again");
    ImportError { path: path.to_owned(), reason }
}
