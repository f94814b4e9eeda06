//! Names the code that reads knowledge, by a hash of its source, so that what another version
//! read and kept is never taken for what this one would read.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};

const READER: &str = "src/knowledge";

fn main() -> io::Result<()> {
    let mut files = Vec::new();
    collect(Path::new(READER), &mut files)?;
    files.sort();
    let mut hash = DefaultHasher::new();
    for file in &files {
        fs::read(file)?.hash(&mut hash);
    }
    println!("cargo::rerun-if-changed={READER}");
    println!("cargo::rustc-env=CAVEAT_READER={:016x}", hash.finish());
    Ok(())
}

fn collect(dir: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        match entry.file_type()?.is_dir() {
            true => collect(&entry.path(), files)?,
            false => files.push(entry.path()),
        }
    }
    Ok(())
}
