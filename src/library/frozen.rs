//! Knowledge as one file: the files that a generation was made from, kept beside its
//! index, so that it can be built again and rolled back to whatever became of them.

use std::fs;
use std::io;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::knowledge::load::Tree;

/// The file's name.
const FILE: &str = "knowledge.json";

/// Writes the files into the folder: a line with their hash, then the files as JSON.
///
/// # Errors
/// Where the folder can't be written.
pub fn write(tree: &Tree, dir: &Path) -> io::Result<()> {
    let texts: Vec<(&str, &str)> =
        tree.files.values().map(|file| (file.path.as_str(), file.text.as_str())).collect();
    let json = serde_json::to_string(&texts)?;
    fs::write(dir.join(FILE), format!("{}\n{json}\n", hash(&json)))
}

/// Reads them back.
///
/// # Errors
/// Where the file is missing or not as it was written.
pub fn read(dir: &Path) -> io::Result<Tree> {
    let texts: Vec<(String, String)> = serde_json::from_str(&whole(dir)?)?;
    Ok(Tree::from_texts(texts.iter().map(|(path, text)| (path.as_str(), text.as_str()))))
}

/// Whether they are there as they were written.
pub fn is_whole(dir: &Path) -> bool {
    whole(dir).is_ok()
}

fn whole(dir: &Path) -> io::Result<String> {
    let mut file = fs::read_to_string(dir.join(FILE))?;
    let damaged = || io::Error::new(io::ErrorKind::InvalidData, "the frozen knowledge is damaged");
    let (told, json) = file.trim_end().split_once('\n').ok_or_else(damaged)?;
    if told != hash(json) {
        return Err(damaged());
    }
    file.drain(..=told.len());
    Ok(file)
}

fn hash(json: &str) -> String {
    Sha256::digest(json).iter().map(|byte| format!("{byte:02x}")).collect()
}
