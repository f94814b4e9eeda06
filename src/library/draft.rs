//! A draft: the knowledge files as they are now, checked as a whole, before they answer
//! anybody.

use super::Library;
use super::store::Keeping;
use crate::answer::golden;
use crate::knowledge::load::{Tree, read_tree};
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
            problems.extend(golden_problems(library, &tree));
            problems.extend((keeping.fits)(library, &tree));
        }
        Draft { library, problems }
    }
}

/// A problem for every golden question that misses its card.
pub fn golden_problems(library: &Library, tree: &Tree) -> Vec<Problem> {
    let missed = golden::missed(library.held());
    let problem = |missed: &golden::Missed<'_>| {
        let reached = missed.reached.as_ref().map_or("nothing".to_owned(), ToString::to_string);
        let message = format!("\"{}\" reaches {reached}", missed.golden.question);
        let help = "give the card an ask or another name in such words, or take the question out";
        tree.file("golden.toml").error(missed.golden.at.clone(), "golden-reached", message, help)
    };
    missed.iter().map(problem).collect()
}
