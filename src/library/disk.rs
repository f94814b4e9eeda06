//! The folder `index/`: a folder for each generation, the name of the current one, and
//! a lock, so that several processes can share it. Whatever is killed at whatever moment
//! leaves the last whole state: everything is made beside its place and moved there.

use std::cmp::Reverse;
use std::collections::HashSet;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;

use super::lock::{Lock, lock};
use super::made::{Made, Past};
use super::{By, LibraryError, frozen, kept};
use crate::knowledge::Knowledge;
use crate::knowledge::load::Tree;
use crate::knowledge::record::FOLDER as RECORDS;
use crate::search::Index;

/// The file that names the current generation.
const CURRENT: &str = "current";
/// Before the number of the process that builds there.
const SCRATCH: &str = ".building-";
/// Before the name of a generation that another one is about to replace.
const OLD: &str = ".old-";
/// What a generation says of itself.
const MADE: &str = "made.json";
/// So long is waited for another process that builds.
const PATIENCE: Duration = Duration::from_secs(60);
/// So long for one that builds the index of records: a million of them take minutes.
const RECORDS_PATIENCE: Duration = Duration::from_secs(1_200);
/// Before the name of the records in the file that names the current generation.
const RECORDS_ARE: &str = "records=";

/// The folder.
pub struct Shelf {
    dir: PathBuf,
}

/// Which generation answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pointer {
    /// Its name.
    pub generation: String,
    /// The state of the files that somebody rolled back from: a restart does not bring it
    /// back, only a changed file or a wish does.
    pub set_aside: Option<String>,
    /// The records that it answers with, by the name of their index.
    pub records: Option<String>,
}

impl Shelf {
    /// The folder at that path, there or not.
    pub fn at(dir: &Path) -> Self {
        Shelf { dir: dir.to_owned() }
    }

    /// Where a generation is, or would be.
    pub fn place(&self, generation: &str) -> PathBuf {
        self.dir.join(generation)
    }

    /// That the folder can't be used.
    pub fn unusable(&self, reason: &str) -> LibraryError {
        LibraryError::Index { dir: self.dir.clone(), reason: reason.to_owned() }
    }

    /// Waits for the right to change the folder, and clears what dead processes left.
    ///
    /// # Errors
    /// Where the folder can't be written, or another process holds it for too long.
    pub fn lock(&self) -> io::Result<Lock> {
        let lock = lock(&self.dir, PATIENCE)?;
        self.sweep()?;
        Ok(lock)
    }

    /// Waits for the right to change the records, which take longer than all else: who
    /// changes the rest need not wait for them.
    ///
    /// # Errors
    /// As above.
    pub fn lock_records(&self) -> io::Result<Lock> {
        lock(&self.place(RECORDS), RECORDS_PATIENCE)
    }

    /// The same without waiting.
    ///
    /// # Errors
    /// Where somebody else has it, or there are no records.
    pub fn try_lock_records(&self) -> io::Result<Lock> {
        let home = self.place(RECORDS);
        match home.is_dir() {
            true => lock(&home, Duration::ZERO),
            false => Err(io::ErrorKind::NotFound.into()),
        }
    }

    /// The indexes of records that a kept generation answered with.
    pub fn records_in_use(&self) -> HashSet<String> {
        let current = self.current().and_then(|pointer| pointer.records);
        self.history().into_iter().filter_map(|past| past.made.records).chain(current).collect()
    }

    /// Clears what dead processes left: whoever lives and builds holds the lock.
    fn sweep(&self) -> io::Result<()> {
        for name in self.names()? {
            if let Some(generation) = name.strip_prefix(OLD) {
                match self.place(generation).exists() {
                    true => remove_all(&self.dir.join(&name))?,
                    false => fs::rename(self.dir.join(&name), self.place(generation))?,
                }
            } else if name.starts_with(SCRATCH) {
                remove_all(&self.dir.join(&name))?;
            }
        }
        Ok(())
    }

    /// Builds a generation beside its place, and moves it there whole.
    ///
    /// # Errors
    /// Where the folder can't be written, above all where the disk is full.
    pub fn put(
        &self,
        _: &Lock,
        generation: &str,
        knowledge: &Knowledge,
        tree: &Tree,
        made: &Made,
    ) -> io::Result<()> {
        let scratch = self.dir.join(format!("{SCRATCH}{}", std::process::id()));
        fs::create_dir_all(&scratch)?;
        let written = fill(&scratch, knowledge, tree, made).and_then(|()| self.replace(&scratch, generation));
        if written.is_err() {
            // What could not be used is not left behind; the first error is the one to tell.
            let _ = remove_all(&scratch);
        }
        written
    }

    fn replace(&self, scratch: &Path, generation: &str) -> io::Result<()> {
        let (place, old) = (self.place(generation), self.dir.join(format!("{OLD}{generation}")));
        if place.exists() {
            fs::rename(&place, &old)?;
        }
        fs::rename(scratch, &place)?;
        settle(&self.dir)?;
        remove_all(&old)
    }

    /// Which generation answers, where anybody said so.
    pub fn current(&self) -> Option<Pointer> {
        let text = fs::read_to_string(self.dir.join(CURRENT)).ok()?;
        let mut names = text.split_whitespace().filter(|name| is_name(name)).map(str::to_owned);
        let records = text.split_whitespace().find_map(|word| word.strip_prefix(RECORDS_ARE));
        let records = records.filter(|name| is_name(name)).map(str::to_owned);
        Some(Pointer { generation: names.next()?, set_aside: names.next(), records })
    }

    /// Says which generation answers from now on, and that it does.
    ///
    /// # Errors
    /// Where the folder can't be written.
    pub fn point(&self, _: &Lock, to: &Pointer, by: &By) -> io::Result<()> {
        let aside = to.set_aside.iter().map(|name| format!("{name}\n"));
        let records = to.records.iter().map(|name| format!("{RECORDS_ARE}{name}\n"));
        let more = aside.chain(records).collect::<String>();
        let place = self.place(&to.generation);
        if let Some(made) = self.made(&to.generation) {
            let used = Made {
                used: Some(Timestamp::now()),
                used_by: Some(by.to_string()),
                records: to.records.clone(),
                ..made
            };
            write_whole(&place, MADE, &serde_json::to_vec(&used)?)?;
        }
        write_whole(&self.dir, CURRENT, format!("{}\n{more}", to.generation).as_bytes())
    }

    /// The files that a generation was made from.
    ///
    /// # Errors
    /// Where they are missing or damaged.
    pub fn frozen(&self, generation: &str) -> io::Result<Tree> {
        frozen::read(&self.place(generation))
    }

    /// Keeps the files that a generation was made from, where they are not kept whole.
    ///
    /// # Errors
    /// Where the folder can't be written.
    pub fn freeze(&self, generation: &str, tree: &Tree) -> io::Result<()> {
        // A generation is named after its files: what is kept whole under its name is the same.
        if frozen::is_whole(&self.place(generation)) {
            return Ok(());
        }
        let _lock = self.lock()?;
        frozen::write(tree, &self.place(generation))?;
        if self.made(generation).is_none() {
            let made = serde_json::to_vec(&Made::now(&By::Start))?;
            write_whole(&self.place(generation), MADE, &made)?;
        }
        settle(&self.place(generation))
    }

    /// Keeps the knowledge of a generation as it was read, where another version kept it
    /// or nobody did. Only the next start is slower where that can't be done.
    pub fn keep(&self, generation: &str, knowledge: &Knowledge) {
        let kept = lock(&self.dir, Duration::ZERO).and_then(|_lock| {
            let place = self.place(generation);
            kept::bytes(knowledge).and_then(|bytes| write_whole(&place, kept::FILE, &bytes))
        });
        if let Err(error) = kept {
            tracing::debug!(%error, "the knowledge can't be kept as it was read");
        }
    }

    /// What is known of a generation; where that was lost, when its folder last changed.
    fn past(&self, generation: String) -> Past {
        let changed = || self.place(&generation).metadata().and_then(|data| data.modified());
        let lost = || {
            let made = changed().ok().and_then(|time| Timestamp::try_from(time).ok());
            Made {
                made: made.unwrap_or_default(),
                by: "somebody".into(),
                used: None,
                used_by: None,
                records: None,
            }
        };
        Past { made: self.made(&generation).unwrap_or_else(lost), generation }
    }

    /// What a generation says of itself, where that is not lost.
    pub fn made(&self, generation: &str) -> Option<Made> {
        let text = fs::read_to_string(self.place(generation).join(MADE)).ok()?;
        serde_json::from_str(&text).ok()
    }

    /// Every generation that is kept, the one that answers now first, then by when each last did.
    pub fn history(&self) -> Vec<Past> {
        let current = self.current().map(|pointer| pointer.generation);
        let names = self.names().unwrap_or_default().into_iter().filter(|name| is_name(name));
        let mut kept: Vec<Past> = names.map(|generation| self.past(generation)).collect();
        kept.sort_by_key(|past| Reverse((Some(&past.generation) == current.as_ref(), past.made.last())));
        kept
    }

    /// Takes away what was used longest ago, beyond as many as are kept; never the current one.
    ///
    /// # Errors
    /// Where the folder can't be written.
    pub fn prune(&self, _: &Lock, keep: usize) -> io::Result<()> {
        self.history().iter().skip(keep.max(1)).try_for_each(|past| remove_all(&self.place(&past.generation)))
    }

    /// Takes a generation away that never answered.
    ///
    /// # Errors
    /// Where the folder can't be written.
    pub fn discard(&self, _: &Lock, generation: &str) -> io::Result<()> {
        remove_all(&self.place(generation))
    }

    fn names(&self) -> io::Result<Vec<String>> {
        let entries = fs::read_dir(&self.dir)?;
        Ok(entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect())
    }
}

/// Whether a generation can be called so.
fn is_name(name: &str) -> bool {
    name.len() == super::GENERATION_DIGITS && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Everything of a generation, written and on the disk.
fn fill(dir: &Path, knowledge: &Knowledge, tree: &Tree, made: &Made) -> io::Result<()> {
    Index::write(knowledge, dir).map_err(io::Error::other)?;
    frozen::write(tree, dir)?;
    fs::write(dir.join(kept::FILE), kept::bytes(knowledge)?)?;
    fs::write(dir.join(MADE), serde_json::to_vec(made)?)?;
    settle(dir)
}

/// Writes a file so that either the old or the new one is found, whole, whatever happens.
fn write_whole(dir: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let scratch = dir.join(format!(".{name}-{}", std::process::id()));
    let written = fs::write(&scratch, bytes)
        .and_then(|()| File::open(&scratch)?.sync_all())
        .and_then(|()| fs::rename(&scratch, dir.join(name)));
    if written.is_err() {
        let _ = fs::remove_file(&scratch);
    }
    written.and_then(|()| sync(dir))
}

/// Waits until a folder and its files are on the disk.
fn settle(dir: &Path) -> io::Result<()> {
    for entry in fs::read_dir(dir)?.flatten() {
        if entry.file_type()?.is_file() {
            File::open(entry.path())?.sync_all()?;
        }
    }
    sync(dir)
}

/// Waits until a folder's names are on the disk, where the system can say so.
fn sync(dir: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(dir)?.sync_all() } else { Ok(()) }
}

/// Takes a folder away, or a file in its place, if it is there.
///
/// # Errors
/// Where it may not be.
pub fn remove_all(dir: &Path) -> io::Result<()> {
    match fs::remove_dir_all(dir) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => fs::remove_file(dir),
        other => other,
    }
}
