//! A generation while it answers.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::OnceLock;

use super::Library;
use super::disk::Pointer;
use crate::answer::golden;
use crate::knowledge::load::Tree;
use crate::picture::Pictures;

/// One generation: what answers, and its pictures.
pub struct Generation {
    /// What answers.
    pub library: Library,
    /// Its pictures.
    pub pictures: Pictures,
    /// A hash of each file that it was made from, to tell what another one changes.
    pub(super) files: BTreeMap<String, u64>,
    /// The golden questions that it misses, once somebody asked.
    missed: OnceLock<BTreeSet<String>>,
}

impl Generation {
    /// The generation of that library, whose files nobody will ask for.
    pub fn of(library: Library) -> Self {
        Self::from(library, &Tree::default())
    }

    /// The generation of that library, which was made from those files.
    pub fn from(library: Library, tree: &Tree) -> Self {
        Generation {
            pictures: Pictures::of(library.held().knowledge),
            files: hashes(tree),
            missed: OnceLock::new(),
            library,
        }
    }

    /// Its identity.
    pub fn name(&self) -> &str {
        self.library.held().generation
    }

    /// The name of its records' index, if it has records.
    pub fn records(&self) -> Option<&str> {
        self.library.records().map(|(name, _)| name)
    }

    /// What the folder says where this one answers.
    pub(super) fn pointer(&self, set_aside: Option<String>) -> Pointer {
        let records = self.records().map(str::to_owned);
        Pointer { generation: self.name().to_owned(), set_aside, records }
    }

    /// The golden questions that do not reach their card.
    pub(super) fn missed(&self) -> &BTreeSet<String> {
        self.missed.get_or_init(|| {
            let missed = golden::missed(self.library.held());
            missed.into_iter().map(|missed| missed.golden.question.clone()).collect()
        })
    }
}

fn hashes(tree: &Tree) -> BTreeMap<String, u64> {
    let hash = |text: &str| {
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        hasher.finish()
    };
    tree.files.iter().map(|(path, file)| (path.clone(), hash(&file.text))).collect()
}
