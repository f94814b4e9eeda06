//! The shelf: the knowledge as its files stand now, what is wrong in them, and the desk of
//! the last generation that was sound. What is broken never takes the desk away.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use arc_swap::ArcSwap;
use jiff::civil::Date;
use tokio::sync::watch;

use crate::config::Config;
use crate::knowledge::load::{Tree, read_tree};
use crate::knowledge::{Knowledge, Problem, Severity, check};
use crate::library::{Generation, Library};
use crate::transport::discord::desk::Desk;
use crate::transport::discord::rest::Rest;
use crate::transport::trial;

/// The knowledge at one moment.
#[derive(Clone)]
pub struct Stand {
    /// Counts the times that the files were read; 0 before the first.
    pub version: u64,
    /// Which generation answers.
    pub generation: String,
    /// Where interactions are answered.
    pub desk: Arc<Desk>,
    /// The files.
    pub tree: Arc<Tree>,
    /// What could be read of them.
    pub knowledge: Arc<Knowledge>,
    /// What is wrong in them.
    pub problems: Arc<[Problem]>,
}

impl Stand {
    /// Whether the files, as they stand, are what answers.
    pub fn is_sound(&self) -> bool {
        is_sound(&self.problems)
    }
}

/// Where the knowledge is, and the moments it went through.
pub struct Shelf {
    dir: PathBuf,
    today: Date,
    config: Config,
    rest: Arc<Rest>,
    stand: watch::Sender<Stand>,
}

impl Shelf {
    /// A shelf over the folder, from which the library was opened.
    pub fn new(dir: &Path, today: Date, library: Library, config: Config, rest: Arc<Rest>) -> Self {
        let generation = library.held().generation.to_owned();
        let knowledge = Arc::new(library.held().knowledge.clone());
        let desk = desk(library, &config, &rest);
        let tree = Arc::new(Tree::default());
        let stand = Stand { version: 0, generation, desk, tree, knowledge, problems: Arc::new([]) };
        Shelf { dir: dir.to_owned(), today, config, rest, stand: watch::Sender::new(stand) }
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The knowledge as it stands.
    pub fn now(&self) -> Stand {
        self.stand.borrow().clone()
    }

    /// Tells of each time that the files were read.
    pub fn changes(&self) -> watch::Receiver<Stand> {
        self.stand.subscribe()
    }

    /// Reads the files again. Takes as long as checking them does.
    pub fn read(&self) {
        let before = self.now();
        let (tree, mut problems) = read_tree(&self.dir);
        let (knowledge, found) = check::check(&tree, self.today);
        problems.extend(found);
        let mut next = Stand { version: before.version + 1, ..before };
        if is_sound(&problems)
            && let Ok(library) = Library::of(knowledge.clone(), &tree)
        {
            problems.extend(trial::problems(&library, &tree));
            next.generation = library.held().generation.to_owned();
            next.desk = desk(library, &self.config, &self.rest);
        }
        next.tree = Arc::new(tree);
        next.knowledge = Arc::new(knowledge);
        next.problems = problems.into();
        self.stand.send_replace(next);
    }
}

/// A desk where that library answers.
fn desk(library: Library, config: &Config, rest: &Arc<Rest>) -> Arc<Desk> {
    let current = Arc::new(ArcSwap::from_pointee(Generation::of(library)));
    Arc::new(Desk::new(current, config, rest))
}

fn is_sound(problems: &[Problem]) -> bool {
    problems.iter().all(|problem| problem.severity != Severity::Error)
}
