//! The generation that answers now, and the ways to change it: reload, roll back, follow
//! another process. Each prepares the new one off to the side and swaps it whole; where
//! anything fails, the old one goes on answering.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, TryLockError};
use std::time::{Duration, Instant};

use arc_swap::ArcSwap;
use jiff::civil::Date;

use super::change::{By, Change, ReloadError};
use super::disk::{Pointer, Shelf};
use super::made::Past;
use super::{Draft, Generation, Library, LibraryError, bulk, generation_of, has_errors, start};
use crate::knowledge::load::{Tree, read_tree};
use crate::knowledge::{Problem, Severity, check};
use crate::search::{Index, Records};

/// The rule of a golden question that misses its card.
const GOLDEN: &str = "golden-reached";

/// How often it is looked whether anybody still answers from an old generation.
const STILL_USED: Duration = Duration::from_millis(10);

/// What answers now: whoever loads it keeps one generation for as long as they answer.
pub type Current = Arc<ArcSwap<Generation>>;

/// How knowledge is kept and what a new generation must pass.
pub struct Keeping {
    /// The folder of cards and sources.
    pub knowledge: PathBuf,
    /// The folder of generations.
    pub index: PathBuf,
    /// How many generations stay.
    pub keep: usize,
    /// Whether a lost golden question keeps a new generation from answering.
    pub refuse_lost_golden: bool,
    /// The day to count ages from.
    pub today: fn() -> Date,
    /// What shows when a library made of the tree is tried: golden questions that miss
    /// their card, and cards that do not fit where they are shown; the library does not know where.
    pub trial: fn(&Library, &Tree) -> Vec<Problem>,
}

/// The generation that answers now, and the ways to change it.
pub struct Store {
    keeping: Keeping,
    shelf: Shelf,
    current: Current,
    /// What the folder said last. Held by whoever changes what answers.
    pointer: Mutex<Option<Pointer>>,
}

impl Store {
    /// Starts from the files, or from the last good generation where they are broken.
    ///
    /// # Errors
    /// Where there is neither.
    pub fn open(keeping: Keeping) -> Result<Self, LibraryError> {
        let shelf = Shelf::at(&keeping.index);
        let started = start::start(&keeping, &shelf)?;
        let current = Arc::new(ArcSwap::from_pointee(started.generation));
        Ok(Store { keeping, shelf, current, pointer: Mutex::new(started.pointer) })
    }

    /// What answers, for those who answer.
    pub fn current(&self) -> Current {
        self.current.clone()
    }

    /// What answers now.
    pub fn now(&self) -> Arc<Generation> {
        self.current.load_full()
    }

    /// Whether the files as they are now are what answers.
    pub fn files_answer(&self) -> bool {
        let (tree, problems) = read_tree(&self.keeping.knowledge);
        let now = self.now();
        problems.is_empty() && generation_of(&tree) == now.name() && self.has_records_of_files(&now)
    }

    fn has_records_of_files(&self, generation: &Generation) -> bool {
        bulk::named(&self.keeping.knowledge, &self.shelf).as_deref() == generation.records()
    }

    /// The folder of cards and sources.
    pub fn knowledge(&self) -> &std::path::Path {
        &self.keeping.knowledge
    }

    /// The day to count ages from.
    pub fn today(&self) -> Date {
        (self.keeping.today)()
    }

    /// The files as they are now, checked, while the same generation answers on.
    pub fn draft(&self) -> Draft {
        Draft::of(&self.keeping)
    }

    /// Everything that keeps the files from answering, or should be looked at soon.
    pub fn check(&self) -> Vec<Problem> {
        let mut problems = self.draft().problems;
        problems.extend(bulk::new_problems(&self.keeping.knowledge, &self.shelf));
        problems
    }

    /// Every generation that is kept, the current one first, then by when each last answered.
    pub fn history(&self) -> Vec<Past> {
        self.shelf.history()
    }

    /// Has the files as they are now answer.
    ///
    /// # Errors
    /// Where anything keeps them from it; then nothing changed.
    pub fn reload(&self, by: By) -> Result<Change, ReloadError> {
        let mut pointer = self.begin()?;
        let since = Instant::now();
        let (tree, problems) = read_tree(&self.keeping.knowledge);
        let (old, name) = (self.now(), generation_of(&tree));
        let set_aside = pointer.as_ref().and_then(|pointer| pointer.set_aside.as_ref()) == Some(&name);
        let is_old = name == old.name() && self.has_records_of_files(&old);
        if problems.is_empty() && (is_old || set_aside && by == By::Watch) {
            return Ok(Change { took: since.elapsed(), ..Change::none(old.name()) });
        }
        let (new, warnings) = prepare(&self.keeping, &self.shelf, &tree, problems, Some(&old), &by)?;
        let to = new.pointer(None);
        self.note(&mut pointer, to, &by).map_err(|error| self.shelf.unusable(&error.to_string()))?;
        let change = Change { warnings, took: since.elapsed(), ..Change::between(&old, &new) };
        self.swap(new);
        Ok(change)
    }

    /// Has a kept generation answer: the one before, or the one whose name begins so. What
    /// the files are now does not matter, and is set aside until somebody changes them.
    ///
    /// # Errors
    /// Where none such is kept, or it is damaged; then nothing changed.
    pub fn rollback(&self, to: Option<&str>, by: By) -> Result<Change, ReloadError> {
        let mut pointer = self.begin()?;
        let since = Instant::now();
        let old = self.now();
        let name = self.find(to, old.name())?;
        let new = start::kept(&self.shelf, &name)?;
        let files = generation_of(&read_tree(&self.keeping.knowledge).0);
        let set_aside = Some(files).filter(|files| files != new.name());
        let to = new.pointer(set_aside);
        // What answers matters more than what is noted: a full disk must not keep a mistake up.
        let unsaved = self.note(&mut pointer, to, &by).err().map(|error| error.to_string());
        let change = Change { unsaved, took: since.elapsed(), ..Change::between(&old, &new) };
        self.swap(new);
        Ok(change)
    }

    /// Has the generation answer that another process made the current one, if it did.
    ///
    /// # Errors
    /// Where that one can't be used; then nothing changed, and it is not tried again.
    pub fn follow(&self) -> Result<Option<Change>, ReloadError> {
        let Ok(mut pointer) = self.begin() else { return Ok(None) };
        let since = Instant::now();
        let told = self.shelf.current();
        if told.is_none() || told == *pointer {
            return Ok(None);
        }
        pointer.clone_from(&told);
        let old = self.now();
        let is_other =
            |told: &Pointer| told.generation != old.name() || told.records.as_deref() != old.records();
        let Some(name) = told.filter(is_other).map(|told| told.generation) else { return Ok(None) };
        let new = start::kept(&self.shelf, &name)?;
        let change = Change { took: since.elapsed(), ..Change::between(&old, &new) };
        self.swap(new);
        Ok(Some(change))
    }

    /// Has the new generation answer; its pictures are drawn while it does. The old one is
    /// taken apart here, when nobody answers from it any more: that takes longer than an
    /// answer may.
    fn swap(&self, mut new: Generation) {
        new.pictures.take_over(&self.now().pictures);
        let old = self.current.swap(Arc::new(new));
        let now = self.now();
        std::thread::spawn(move || {
            now.pictures.draw_all();
            while Arc::strong_count(&old) > 1 {
                std::thread::sleep(STILL_USED);
            }
        });
    }

    /// The right to change what answers.
    fn begin(&self) -> Result<MutexGuard<'_, Option<Pointer>>, ReloadError> {
        match self.pointer.try_lock() {
            Ok(pointer) => Ok(pointer),
            Err(TryLockError::WouldBlock) => Err(ReloadError::Busy),
            // Whoever panicked there had not swapped anything yet.
            Err(TryLockError::Poisoned(poisoned)) => Ok(poisoned.into_inner()),
        }
    }

    fn find(&self, to: Option<&str>, current: &str) -> Result<String, ReloadError> {
        let history = self.shelf.history();
        let others = history.iter().filter(|past| past.generation != current);
        let Some(wanted) = to.map(str::trim) else {
            let before = others.filter(|past| past.made.used.is_some()).map(|past| past.generation.clone());
            return before.into_iter().next().ok_or(ReloadError::NothingBefore);
        };
        let mut meant = history.iter().filter(|past| past.generation.starts_with(wanted));
        match (meant.next(), meant.next()) {
            (Some(past), None) if !wanted.is_empty() => Ok(past.generation.clone()),
            _ => Err(ReloadError::NoSuch(wanted.chars().take(super::GENERATION_DIGITS).collect())),
        }
    }

    fn note(&self, pointer: &mut Option<Pointer>, to: Pointer, by: &By) -> std::io::Result<()> {
        note(&self.shelf, &to, self.keeping.keep, by)?;
        *pointer = Some(to);
        Ok(())
    }
}

/// Has the files as they are now answer wherever the folder is followed, and says which
/// generation that is.
///
/// # Errors
/// Where anything keeps them from it; then nothing changed.
pub fn publish(keeping: &Keeping, by: By) -> Result<String, ReloadError> {
    let shelf = Shelf::at(&keeping.index);
    let (tree, problems) = read_tree(&keeping.knowledge);
    let (new, _) = prepare(keeping, &shelf, &tree, problems, None, &by)?;
    let to = new.pointer(None);
    if shelf.current().as_ref() != Some(&to) {
        note(&shelf, &to, keeping.keep, &by).map_err(|error| shelf.unusable(&error.to_string()))?;
    }
    Ok(to.generation)
}

/// Notes in the folder what answers from now on, and takes away what is too old.
fn note(shelf: &Shelf, to: &Pointer, keep: usize, by: &By) -> std::io::Result<()> {
    let lock = shelf.lock()?;
    shelf.point(&lock, to, by)?;
    if let Err(error) = shelf.prune(&lock, keep) {
        tracing::warn!(%error, "old generations can't be taken away");
    }
    if let Ok(lock) = shelf.try_lock_records() {
        bulk::sweep(&lock, shelf, &shelf.records_in_use());
    }
    Ok(())
}

/// A new generation, built and held against everything that it must pass, with what
/// somebody should look at soon.
///
/// # Errors
/// Every problem that keeps it from answering.
pub fn prepare(
    keeping: &Keeping,
    shelf: &Shelf,
    tree: &Tree,
    mut problems: Vec<Problem>,
    old: Option<&Generation>,
    by: &By,
) -> Result<(Generation, Vec<Problem>), ReloadError> {
    let (knowledge, found) = check::check(tree, (keeping.today)());
    problems.extend(found);
    let knowledge = super::sound(knowledge, &problems)?;
    let name = generation_of(tree);
    let is_new = !shelf.place(&name).exists();
    let index = Index::open(&shelf.place(&name));
    let library = Library::on_shelf(knowledge, tree, (name.clone(), index), shelf, by)?;
    let mut tried = (keeping.trial)(&library, tree);
    let records = match bulk::open(&keeping.knowledge, shelf, Records::open_whole) {
        Ok(records) => records,
        Err(LibraryError::Knowledge(found)) => {
            problems.extend(found);
            None
        }
        Err(error) => return Err(error.into()),
    };
    let new = Generation::from(library.with_records(records), tree);
    forgive(&mut tried, keeping, old, &new);
    problems.extend(tried);
    if has_errors(&problems) {
        if is_new && let Ok(lock) = shelf.lock() {
            let _ = shelf.discard(&lock, &name);
        }
        return Err(ReloadError::Problems(problems));
    }
    Ok((new, problems))
}

/// A golden question that misses its card is an error where the settings say so and it
/// was not missed before, else a warning.
fn forgive(tried: &mut [Problem], keeping: &Keeping, old: Option<&Generation>, new: &Generation) {
    if tried.iter().all(|problem| problem.rule != GOLDEN) {
        return;
    }
    let lost = old.map(|old| Change::between(old, new).lost).unwrap_or_default();
    for problem in tried.iter_mut().filter(|problem| problem.rule == GOLDEN) {
        let is_lost =
            lost.iter().any(|question| problem.message.starts_with(&format!("\"{question}\" reaches")));
        if !(keeping.refuse_lost_golden && is_lost) {
            problem.severity = Severity::Warning;
        }
    }
}
