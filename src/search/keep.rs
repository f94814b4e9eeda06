//! What ranking and suggesting need, kept in a file beside the index, so that opening
//! reads it and does not make it again.

use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::analysis::Analysis;
use super::document::Collection;
use super::profile::Profiles;
use super::sealed::{seal, unseal};
use super::suggest::Suggester;

/// The file's name.
const FILE: &str = "profiles";

/// What is made of the documents once a generation.
#[derive(Serialize, Deserialize)]
pub struct Kept {
    /// What ranking knows of each document.
    pub profiles: Profiles,
    /// What can be suggested.
    pub suggester: Suggester,
}

impl Kept {
    /// Makes it.
    pub fn new(collection: &Collection<'_>, analysis: &Analysis) -> Self {
        Kept {
            profiles: Profiles::new(collection, analysis),
            suggester: Suggester::new(collection, analysis),
        }
    }

    /// Writes it into the folder.
    ///
    /// # Errors
    /// Where the folder can't be written.
    pub fn write(&self, dir: &Path) -> io::Result<()> {
        fs::write(dir.join(FILE), seal(self)?)
    }

    /// Reads it back.
    ///
    /// # Errors
    /// Where it is missing or damaged.
    pub fn read(dir: &Path) -> io::Result<Self> {
        unseal(&fs::read(dir.join(FILE))?)
    }
}
