//! Knowledge as it was read, kept beside its index, so that a start need not read and
//! understand every file again. It can always be made anew: whatever is wrong with it, the
//! files are read instead.

use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::knowledge::Knowledge;
use crate::search::{seal, unseal};

/// The file's name.
pub const FILE: &str = "knowledge.bin";
/// The code that reads knowledge. What other code read may mean something else.
const READER: &str = env!("CAVEAT_READER");

/// What the file holds.
#[derive(Serialize, Deserialize)]
struct Kept<R, K> {
    reader: R,
    knowledge: K,
}

/// The file for that knowledge.
///
/// # Errors
/// Where the knowledge can't be written down, which no knowledge is known to do.
pub fn bytes(knowledge: &Knowledge) -> io::Result<Vec<u8>> {
    seal(&Kept { reader: READER, knowledge })
}

/// The knowledge that is kept in the folder, where this version of the program kept it
/// and it is as it was written.
pub fn read(dir: &Path) -> Option<Knowledge> {
    let file = fs::read(dir.join(FILE)).ok()?;
    let kept: Kept<&str, Knowledge> = unseal(&file).ok()?;
    (kept.reader == READER).then_some(kept.knowledge)
}
