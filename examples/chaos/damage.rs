//! Damage to a generation that is kept on disk.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::Done;
use super::random::Random;

/// Stands in a damaged generation's folder from then on.
const MARK: &str = "was-damaged";

/// Damages one file of one generation: it is cut short, emptied, or some of it changed.
pub fn one(index: &Path, random: &mut Random, write: impl Fn(&Path, &[u8]) -> io::Result<()>) -> Done {
    let generations = generations(index);
    let Some(generation) = random.pick(&generations) else { return Ok(()) };
    let mut files: Vec<PathBuf> = fs::read_dir(generation)?.flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.is_file());
    files.sort();
    let Some(path) = random.pick(&files) else { return Ok(()) };
    let mut bytes = fs::read(path)?;
    match random.below(3) {
        0 => bytes.clear(),
        1 => bytes.truncate(bytes.len() / 2),
        _ => bytes.iter_mut().step_by(97).for_each(|byte| *byte ^= 0x55),
    }
    write(path, &bytes)?;
    Ok(fs::write(generation.join(MARK), "")?)
}

/// Whether any generation was not damaged since it was made.
pub fn some_are_whole(index: &Path) -> bool {
    generations(index).iter().any(|generation| !generation.join(MARK).exists())
}

fn generations(index: &Path) -> Vec<PathBuf> {
    let is_one = |path: &PathBuf| path.join("made.json").exists();
    let mut found: Vec<PathBuf> =
        fs::read_dir(index).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    found.retain(is_one);
    found.sort();
    found
}
