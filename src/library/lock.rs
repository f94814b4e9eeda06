//! The right to change a folder that several processes share.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

/// The file that one process holds while it changes the folder.
const LOCK: &str = ".lock";

/// Held by whoever changes the folder; the system takes it back when a process dies.
pub struct Lock {
    _file: File,
}

/// Waits until nobody else holds the folder.
///
/// # Errors
/// Where the folder can't be written, or somebody holds it for too long.
pub fn lock(dir: &Path, patience: Duration) -> io::Result<Lock> {
    fs::create_dir_all(dir)?;
    let file = File::options().create(true).truncate(false).write(true).open(dir.join(LOCK))?;
    let since = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Lock { _file: file }),
            Err(TryLockError::WouldBlock) if since.elapsed() < patience => {
                std::thread::sleep(Duration::from_millis(20));
            }
            Err(TryLockError::WouldBlock) => {
                return Err(io::Error::other("another process has been changing it for too long"));
            }
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
}
