//! Values as bytes behind their checksum, as they are kept beside an index.

use std::io;

use serde::{Deserialize, Serialize};

/// A value in [postcard](https://postcard.jamesmunns.com/wire-format), behind the four bytes of its CRC-32.
///
/// # Errors
/// Where the value can't be written down.
pub fn seal(value: &impl Serialize) -> io::Result<Vec<u8>> {
    let bytes = postcard::to_stdvec(value).map_err(io::Error::other)?;
    Ok([&crc32fast::hash(&bytes).to_le_bytes(), bytes.as_slice()].concat())
}

/// The value, if the bytes are as they were sealed.
///
/// # Errors
/// Where they are damaged, or of another sort of value.
pub fn unseal<'a, T: Deserialize<'a>>(sealed: &'a [u8]) -> io::Result<T> {
    let damaged = || io::Error::new(io::ErrorKind::InvalidData, "what is kept is damaged");
    let (sum, bytes) = sealed.split_first_chunk().ok_or_else(damaged)?;
    if crc32fast::hash(bytes) != u32::from_le_bytes(*sum) {
        return Err(damaged());
    }
    postcard::from_bytes(bytes).map_err(io::Error::other)
}
