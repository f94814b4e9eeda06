//! Starting: from the files where they are sound, else from the last generation that was
//! good. Only where there is neither does a start fail.

use super::bulk::{self, Opened};
use super::change::{By, ReloadError};
use super::disk::{Pointer, Shelf};
use super::store::{Keeping, prepare};
use super::{Generation, Library, LibraryError, generation_of};
use crate::knowledge::Problem;
use crate::knowledge::load::{Tree, parse, read_tree};
use crate::search::{Index, Records};

/// What answers first, and what the folder should say of it.
pub struct Started {
    /// What answers.
    pub generation: Generation,
    /// What the folder says.
    pub pointer: Option<Pointer>,
}

/// What answers first.
///
/// # Errors
/// Where neither the files nor anything that is kept can be used.
pub fn start(keeping: &Keeping, shelf: &Shelf) -> Result<Started, LibraryError> {
    let (tree, problems) = read_tree(&keeping.knowledge);
    let pointer = shelf.current();
    let name = generation_of(&tree);
    let aside = pointer.as_ref().is_some_and(|pointer| pointer.set_aside.as_ref() == Some(&name));
    let error = if aside && problems.is_empty() {
        tracing::warn!(
            "the files are as they were when somebody rolled back: the generation from before answers"
        );
        None
    } else {
        match from_files(keeping, shelf, &tree, problems) {
            Ok(library) => return Ok(noted(shelf, Generation::from(library, &tree), &tree, pointer)),
            Err(error) => Some(error),
        }
    };
    if let Some(error) = &error {
        tell(error);
    }
    match last_good(shelf) {
        Some(generation) => {
            tracing::error!(
                generation = generation.name(),
                "the files can't be used as they are: the last good generation answers. Mend them, then reload"
            );
            Ok(Started { generation, pointer })
        }
        None => match error {
            Some(error) => Err(error),
            None => from_files(keeping, shelf, &tree, Vec::new())
                .map(|library| noted(shelf, Generation::from(library, &tree), &tree, None)),
        },
    }
}

/// What is kept was checked when it was made; what is new is checked whole.
fn from_files(
    keeping: &Keeping,
    shelf: &Shelf,
    tree: &Tree,
    problems: Vec<Problem>,
) -> Result<Library, LibraryError> {
    if shelf.place(&generation_of(tree)).exists() {
        let library = Library::of_tree(tree, problems, shelf, (keeping.today)(), &By::Start)?;
        return Ok(library.with_records(bulk::open(&keeping.knowledge, shelf, Records::open_whole)?));
    }
    match prepare(keeping, shelf, tree, problems, None, &By::Start) {
        Ok((generation, _)) => Ok(generation.library),
        Err(ReloadError::Problems(problems)) => Err(LibraryError::Knowledge(problems)),
        Err(ReloadError::Index(error)) => Err(error),
        Err(other) => Err(shelf.unusable(&other.to_string())),
    }
}

/// Notes in the folder what answers, as far as it can be written.
fn noted(shelf: &Shelf, generation: Generation, tree: &Tree, before: Option<Pointer>) -> Started {
    let pointer = generation.pointer(None);
    let noted =
        shelf.freeze(&pointer.generation, tree).and_then(|()| match before.as_ref() == Some(&pointer) {
            true => Ok(()),
            false => shelf.lock().and_then(|lock| shelf.point(&lock, &pointer, &By::Start)),
        });
    if let Err(error) = noted {
        tracing::warn!(%error, "the folder of generations can't be written: what answers now can't be noted, nor anything new be kept");
        return Started { generation, pointer: before };
    }
    Started { generation, pointer: Some(pointer) }
}

/// The generation that answered last, or one before it where that one is damaged.
fn last_good(shelf: &Shelf) -> Option<Generation> {
    shelf.history().iter().find_map(|past| {
        let loaded = kept(shelf, &past.generation);
        if let Err(error) = &loaded {
            tracing::error!(generation = past.generation, %error, "a kept generation can't be used");
        }
        loaded.ok()
    })
}

/// A kept generation, from the files that it was made from. Where its index is damaged
/// and can't be built again on the disk, it is made in memory.
///
/// # Errors
/// Where what is kept is damaged.
pub fn kept(shelf: &Shelf, name: &str) -> Result<Generation, ReloadError> {
    let tree = shelf.frozen(name).map_err(|_| ReloadError::Damaged(name.to_owned()))?;
    let (knowledge, problems) = parse(&tree);
    let knowledge = super::sound(knowledge, &problems)?;
    let generation = generation_of(&tree);
    let index = Index::open(&shelf.place(&generation));
    let library = match Library::on_shelf(knowledge.clone(), &tree, (generation, index), shelf, &By::Start) {
        Ok(library) => library,
        Err(error) => {
            tracing::error!(%error, "the index is made in memory");
            Library::of(knowledge, &tree)?
        }
    };
    let records =
        shelf.made(name).and_then(|made| made.records).and_then(|records| kept_records(&records, shelf));
    Ok(Generation::from(library.with_records(records), &tree))
}

/// The records that a kept generation answered with, where their index is still there.
fn kept_records(name: &str, shelf: &Shelf) -> Option<Opened> {
    let opened = bulk::kept(name, shelf);
    if let Err(error) = &opened {
        tracing::error!(%error, "the records of a kept generation are gone: it answers without them until a reload");
    }
    opened.ok()
}

/// Says why the files can't be used: every error with its place.
fn tell(error: &LibraryError) {
    tracing::error!("{error}");
    if let LibraryError::Knowledge(problems) = error {
        for problem in problems {
            let at = format!("{}:{}:{}", problem.file, problem.line, problem.column);
            tracing::error!(at, help = problem.help, "{}", problem.message);
        }
    }
}
