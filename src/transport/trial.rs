//! What shows only when the knowledge answers: golden questions that miss their card, and
//! cards that do not fit into a message.

use crate::answer::golden;
use crate::knowledge::Problem;
use crate::knowledge::load::Tree;
use crate::library::Library;
use crate::transport::discord::to_discord::fit::{Misfit, misfits};

/// Everything that shows when a library made of the tree is tried. Both halves ask for
/// hundreds of replies, so each has a thread: a moderator waits for them.
pub fn problems(library: &Library, tree: &Tree) -> Vec<Problem> {
    let (mut golden, misfit) = std::thread::scope(|scope| {
        let misfit = scope.spawn(|| misfit_problems(library, tree));
        (golden_problems(library, tree), misfit.join())
    });
    golden.extend(misfit.unwrap_or_else(|_| misfit_problems(library, tree)));
    golden
}

fn misfit_problems(library: &Library, tree: &Tree) -> Vec<Problem> {
    let problem = |misfit: &Misfit| {
        let path = library.held().knowledge.entry(&misfit.id).map_or("", |card| &card.path);
        let message = format!("{} does not fit into a Discord message: {}", misfit.id, misfit.reason);
        tree.file(path).error(0..0, "card-fits", message, "shorten it: nothing is cut when it is shown")
    };
    misfits(library).iter().map(problem).collect()
}

/// A problem for every golden question that misses its card.
fn golden_problems(library: &Library, tree: &Tree) -> Vec<Problem> {
    let missed = golden::missed(library.held());
    let problem = |missed: &golden::Missed<'_>| {
        let reached = missed.reached.as_ref().map_or("nothing".to_owned(), ToString::to_string);
        let message = format!("\"{}\" reaches {reached}", missed.golden.question);
        let help = "give the card an ask or another name in such words, or take the question out";
        tree.file("golden.toml").error(missed.golden.at.clone(), "golden-reached", message, help)
    };
    missed.iter().map(problem).collect()
}
