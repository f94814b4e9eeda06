//! Editions of the knowledge, each with a desk in this process that says what is right,
//! and when each of them may have answered.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use arc_swap::ArcSwap;
use caveat::config::Config;
use caveat::knowledge::load::read_tree;
use caveat::library::{Generation, Library};
use caveat::transport::discord::desk::Desk;
use caveat::transport::discord::rest::Rest;

use super::Done;

/// How many editions there are.
const EDITIONS: usize = 4;

pub struct Editions {
    /// The folder that the program reads.
    folder: PathBuf,
    /// The card that is edited, below it.
    card: &'static str,
    all: Vec<Edition>,
    times: Mutex<Times>,
}

struct Edition {
    text: String,
    generation: Arc<Generation>,
    desk: Arc<Desk>,
}

#[derive(Default)]
struct Times {
    spans: Vec<Span>,
    /// What the folder holds; `None` where it is broken.
    there: Option<usize>,
}

/// When an edition may answer.
#[derive(Clone, Copy)]
struct Span {
    edition: usize,
    from: Instant,
    until: Option<Instant>,
}

impl Editions {
    /// Copies the knowledge to the folder, and makes a library of every edition.
    pub fn of(
        shipped: &Path,
        folder: &Path,
        card: &'static str,
        config: &Config,
        rest: &Arc<Rest>,
    ) -> Done<Self> {
        copy(shipped, folder)?;
        let first = fs::read_to_string(folder.join(card))?;
        let mut all = Vec::new();
        for number in 0..EDITIONS {
            let text = edited(&first, number)?;
            write(folder, card, &text)?;
            all.push(Edition::of(folder, text, config, rest)?);
        }
        let editions = Editions { folder: folder.to_owned(), card, all, times: Mutex::default() };
        editions.publish(0)?;
        Ok(editions)
    }

    /// Saves an edition: from now on it may answer.
    pub fn publish(&self, edition: usize) -> Done {
        let mut times = self.times.lock().expect("lock");
        times.there = Some(edition);
        times.spans.push(Span { edition, from: Instant::now(), until: None });
        write(&self.folder, self.card, &self.all[edition].text)
    }

    /// The number of an edition other than that there is.
    pub fn another(&self, drawn: u64) -> usize {
        let there = self.times.lock().expect("lock").there.unwrap_or_default();
        (there + 1 + drawn as usize % (EDITIONS - 1)) % EDITIONS
    }

    /// Saves a mistake, which must never answer.
    pub fn break_it(&self) -> Done {
        self.times.lock().expect("lock").there = None;
        write(&self.folder, self.card, &self.all[0].text.replacen("title", "titel", 1))
    }

    pub fn are_broken(&self) -> bool {
        self.times.lock().expect("lock").there.is_none()
    }

    /// The program starts: from broken files any edition may come back that was kept.
    pub fn restarted(&self) {
        let mut times = self.times.lock().expect("lock");
        if times.there.is_none() {
            let from = Instant::now();
            let published: Vec<usize> = times.spans.iter().map(|span| span.edition).collect();
            let again = |edition: &usize| published.contains(edition);
            times.spans.extend((0..EDITIONS).filter(again).map(|edition| Span {
                edition,
                from,
                until: None,
            }));
        }
    }

    /// The editions that may have answered what was asked and answered then.
    pub fn between(&self, asked: Instant, answered: Instant) -> Vec<usize> {
        let times = self.times.lock().expect("lock");
        let may = |span: &&Span| span.from <= answered && span.until.is_none_or(|until| asked <= until);
        let mut editions: Vec<usize> = times.spans.iter().filter(may).map(|span| span.edition).collect();
        editions.sort_unstable();
        editions.dedup();
        editions
    }

    /// An edition answered: whatever was there before it answers no more. Where it is there
    /// twice, nobody knows which of both it was.
    pub fn answered(&self, edition: usize, at: Instant) {
        let mut times = self.times.lock().expect("lock");
        let open = |span: &&Span| span.until.is_none() && span.edition == edition;
        let mut opened = times.spans.iter().filter(open).map(|span| span.from);
        let (Some(from), None) = (opened.next(), opened.next()) else { return };
        let earlier = times.spans.iter_mut().filter(|span| span.until.is_none() && span.from < from);
        earlier.for_each(|span| span.until = Some(at));
    }

    pub fn desk(&self, edition: usize) -> &Arc<Desk> {
        &self.all[edition].desk
    }

    pub fn library(&self, edition: usize) -> &Library {
        &self.all[edition].generation.library
    }

    pub fn all(&self) -> std::ops::Range<usize> {
        0..self.all.len()
    }
}

impl Edition {
    fn of(folder: &Path, text: String, config: &Config, rest: &Arc<Rest>) -> Done<Edition> {
        let today = jiff::Zoned::now().date();
        let library = Library::in_memory(folder, today).map_err(|error| error.to_string())?;
        let generation = Arc::new(Generation::of(library));
        let desk = Arc::new(Desk::new(Arc::new(ArcSwap::new(generation.clone())), config, rest));
        Ok(Edition { text, generation, desk })
    }
}

fn copy(shipped: &Path, folder: &Path) -> Done {
    for (path, file) in read_tree(shipped).0.files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().ok_or("a folder")?)?;
        fs::write(path, file.text)?;
    }
    Ok(())
}

/// Beside its place and then moved there, so that no reader finds half of it.
fn write(folder: &Path, card: &str, text: &str) -> Done {
    let (path, scratch) = (folder.join(card), folder.with_extension("scratch"));
    fs::write(&scratch, text)?;
    Ok(fs::rename(scratch, path)?)
}

/// The card with its title saying which edition it is, in letters: figures need a source.
fn edited(card: &str, number: usize) -> Done<String> {
    let (title, rest) = card.split_once("\"\n").ok_or("the card has a title")?;
    let letter = char::from(b'a' + number as u8);
    Ok(format!("{title} (edition q{letter})\"\n{rest}"))
}
