//! A folder with an index that is only read. tantivy takes a lock there before it opens
//! one, which a folder that may not be written refuses; but an index that is in its place
//! never changes, so that no lock is needed.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, WatchCallback, WatchHandle, WritePtr,
};

/// The folder, its files mapped into memory.
#[derive(Clone, Debug)]
struct Folder(MmapDirectory);

/// The index in a folder.
///
/// # Errors
/// Where there is none, or it is damaged.
pub fn index(dir: &Path) -> tantivy::Result<tantivy::Index> {
    tantivy::Index::open(Folder(MmapDirectory::open(dir)?))
}

/// What each segment of an index is kept in.
const ENDINGS: &[&str] = &["term", "idx", "pos", "store", "fast", "fieldnorm"];

/// Whether every file of the index is there as it was written. Reads all of them. tantivy's
/// own check passes over files that its list of them has lost.
///
/// # Errors
/// Where one is missing or can't be read.
pub fn is_whole(index: &tantivy::Index) -> tantivy::Result<bool> {
    for segment in index.searchable_segment_metas()? {
        for ending in ENDINGS {
            let file = PathBuf::from(format!("{}.{ending}", segment.id().uuid_string()));
            if !index.directory().validate_checksum(&file)? {
                return Ok(false);
            }
        }
    }
    Ok(true)
}

impl Directory for Folder {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.0.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.0.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.0.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.0.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.0.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.0.atomic_write(path, data)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.0.sync_directory()
    }

    fn acquire_lock(&self, _: &Lock) -> Result<DirectoryLock, LockError> {
        Ok(DirectoryLock::from(Box::new(())))
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.0.watch(callback)
    }
}
