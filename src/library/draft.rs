//! A draft: the knowledge files as they are now, checked as a whole, before they answer
//! anybody.

use super::Library;
use super::store::Keeping;
use crate::knowledge::load::read_tree;
use crate::knowledge::{Problem, check};

/// The files as they are now.
pub struct Draft {
    /// What would answer; none where nothing can be made of the files.
    pub library: Option<Library>,
    /// Everything that is wrong in them.
    pub problems: Vec<Problem>,
}

impl Draft {
    /// Reads and checks the files, and keeps nothing.
    pub(super) fn of(keeping: &Keeping) -> Self {
        let (tree, mut problems) = read_tree(&keeping.knowledge);
        let (knowledge, found) = check::check(&tree, (keeping.today)());
        problems.extend(found);
        let library = Library::of(knowledge, &tree).ok();
        if let Some(library) = library.as_ref().filter(|_| !super::has_errors(&problems)) {
            problems.extend((keeping.trial)(library, &tree));
        }
        Draft { library, problems }
    }
}
