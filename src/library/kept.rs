//! Knowledge as it was read, kept beside its index, so that a start need not read and
//! understand every file again. It can always be made anew: whatever is wrong with it, the
//! files are read instead.

use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::knowledge::Knowledge;

/// The file's name.
pub const FILE: &str = "knowledge.bin";
/// The code that reads knowledge. What other code read may mean something else.
const READER: &str = env!("CAVEAT_READER");

/// What the file holds, in [postcard](https://postcard.jamesmunns.com/wire-format), behind the
/// four bytes of its CRC-32.
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
    let kept = postcard::to_stdvec(&Kept { reader: READER, knowledge }).map_err(io::Error::other)?;
    Ok([&crc32fast::hash(&kept).to_le_bytes(), kept.as_slice()].concat())
}

/// The knowledge that is kept in the folder, where this version of the program kept it
/// and it is as it was written.
pub fn read(dir: &Path) -> Option<Knowledge> {
    let file = fs::read(dir.join(FILE)).ok()?;
    let (sum, kept) = file.split_first_chunk()?;
    let is_whole = crc32fast::hash(kept) == u32::from_le_bytes(*sum);
    // The reader comes first, so that what other code wrote is never taken apart.
    let (reader, _) = postcard::take_from_bytes::<&str>(kept).ok().filter(|_| is_whole)?;
    let kept: Kept<&str, Knowledge> = postcard::from_bytes(kept).ok().filter(|_| reader == READER)?;
    Some(kept.knowledge)
}
