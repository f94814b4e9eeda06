//! The index on disk: opened where it is whole, rebuilt where it is not.

use std::fs;
use std::path::{Path, PathBuf};

use caveat::answer::{Reply, Request};
use caveat::library::{Library, LibraryError};

use super::support::{self, TODAY, sound, with};

struct Folders {
    _dir: tempfile::TempDir,
    knowledge: PathBuf,
    index: PathBuf,
}

fn folders() -> Folders {
    let dir = tempfile::tempdir().expect("there is room");
    let (knowledge, index) = (dir.path().join("knowledge"), dir.path().join("index"));
    support::write(&sound(), &knowledge);
    Folders { _dir: dir, knowledge, index }
}

fn open(folders: &Folders) -> Library {
    Library::open(&folders.knowledge, &folders.index, TODAY).expect("the library opens")
}

fn answers(library: &Library) -> bool {
    let reply = library.reply(&Request::Ask { question: "What is a knee?".into() });
    matches!(reply, Reply::Card(shown) if shown.card.id.as_str() == "basics:knees")
}

/// The files of the one index in the folder, largest first.
fn index_files(folders: &Folders) -> Vec<PathBuf> {
    let entries = fs::read_dir(&folders.index).expect("there is an index").flatten();
    let generations: Vec<_> = entries.filter(|entry| entry.path().is_dir()).collect();
    assert_eq!(generations.len(), 1, "{generations:?}");
    let files = fs::read_dir(generations[0].path()).expect("it has files").flatten();
    // The frozen knowledge is no part of the index; `reload` damages that too.
    let mut files: Vec<PathBuf> = files
        .map(|entry| entry.path())
        .filter(|path| !["knowledge.json", "made.json"].iter().any(|kept| path.ends_with(kept)))
        .collect();
    files.sort_by_key(|path| std::cmp::Reverse(path.metadata().map_or(0, |data| data.len())));
    files
}

fn modified(path: &Path) -> std::time::SystemTime {
    path.metadata().and_then(|data| data.modified()).expect("the file has a date")
}

#[test]
fn a_second_start_opens_the_index_that_the_first_one_built() {
    let folders = folders();
    let generation = open(&folders).held().generation.to_owned();
    let built = modified(&index_files(&folders)[0]);
    let library = open(&folders);
    assert_eq!(library.held().generation, generation);
    assert_eq!(modified(&index_files(&folders)[0]), built);
    assert!(answers(&library));
}

#[test]
fn changed_knowledge_is_another_generation() {
    let folders = folders();
    let before = open(&folders).held().generation.to_owned();
    support::write(&with("basics/knees.toml", "It bends.", "It can bend."), &folders.knowledge);
    assert_ne!(open(&folders).held().generation, before);
}

#[test]
fn a_damaged_index_is_rebuilt() {
    type Damage = (&'static str, fn(&Path));
    let damages: [Damage; 3] = [
        ("cut short", |file| {
            let bytes = fs::read(file).expect("read");
            fs::write(file, &bytes[..bytes.len() / 2]).expect("written");
        }),
        ("one bit flipped", |file| {
            let mut bytes = fs::read(file).expect("read");
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            fs::write(file, bytes).expect("written");
        }),
        ("missing", |file| fs::remove_file(file).expect("removed")),
    ];
    for (name, damage) in damages {
        let folders = folders();
        drop(open(&folders));
        for at in 0..index_files(&folders).len() {
            let file = index_files(&folders)[at].clone();
            if file.extension().is_some_and(|ending| ending == "lock")
                || file.metadata().is_ok_and(|data| data.len() == 0)
            {
                continue;
            }
            damage(&file);
            assert!(answers(&open(&folders)), "{} {name}", file.display());
        }
    }
}

#[test]
fn a_file_in_place_of_the_index_is_replaced() {
    let folders = folders();
    let generation = open(&folders).held().generation.to_owned();
    let place = folders.index.join(generation);
    fs::remove_dir_all(&place).expect("removed");
    fs::write(&place, "not an index").expect("written");
    assert!(answers(&open(&folders)));
}

#[test]
fn an_index_folder_that_cannot_be_made_is_said_with_its_name() {
    let folders = folders();
    fs::write(&folders.index, "a file").expect("written");
    let refused = Library::open(&folders.knowledge, &folders.index, TODAY);
    let Err(error @ LibraryError::Index { .. }) = refused else { panic!("it opened") };
    assert!(error.to_string().contains(&folders.index.display().to_string()), "{error}");
}

#[test]
fn knowledge_with_errors_gives_no_library_but_the_problems() {
    let folders = folders();
    support::write(&with("basics/knees.toml", "title", "titel"), &folders.knowledge);
    let refused = Library::open(&folders.knowledge, &folders.index, TODAY);
    let Err(LibraryError::Knowledge(problems)) = refused else { panic!("it opened") };
    assert!(problems.iter().any(|problem| problem.rule == "missing-key"), "{problems:#?}");
}

fn shipped_in(index: &Path) -> Library {
    let knowledge = support::root().join("knowledge");
    Library::open(&knowledge, index, TODAY).expect("the shipped knowledge has no errors")
}

/// The knowledge of the one generation in the folder, as it was read and kept.
fn kept(index: &Path) -> PathBuf {
    let entries = fs::read_dir(index).expect("there is an index").flatten();
    let files = entries.map(|entry| entry.path().join("knowledge.bin"));
    files.into_iter().find(|file| file.exists()).expect("it is kept")
}

/// Folders with knowledge that was kept, its file, and what that holds.
fn kept_once() -> (Folders, PathBuf, Vec<u8>) {
    let folders = folders();
    drop(open(&folders));
    let file = kept(&folders.index);
    let whole = fs::read(&file).expect("read");
    (folders, file, whole)
}

#[test]
fn what_is_kept_as_it_was_read_is_what_the_files_say() {
    let dir = tempfile::tempdir().expect("there is room");
    let read = shipped_in(dir.path());
    assert!(kept(dir.path()).exists());
    assert!(shipped_in(dir.path()).held().knowledge == read.held().knowledge);
}

#[test]
fn what_another_version_kept_is_read_from_the_files_and_kept_anew() {
    let (folders, file, whole) = kept_once();
    // Behind the sum and its length, the name of the code that read it.
    let mut other = whole[4..].to_vec();
    other[1] ^= 1;
    fs::write(&file, [&crc32fast::hash(&other).to_le_bytes(), other.as_slice()].concat()).expect("written");
    assert!(answers(&open(&folders)));
    assert!(fs::read(&file).expect("read") == whole);
}

#[test]
fn what_was_kept_and_is_damaged_is_kept_anew() {
    let (folders, file, whole) = kept_once();
    for damaged in [&whole[..whole.len() / 2], &whole[..3], &[]] {
        fs::write(&file, damaged).expect("written");
        assert!(answers(&open(&folders)));
        assert!(fs::read(&file).expect("read") == whole);
    }
}
