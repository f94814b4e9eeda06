//! The cards as moderators see them: a list by kind, and each file with what is wrong in it.

use serde::Serialize;

use super::shelf::Stand;
use crate::knowledge::kind::SOURCE;
use crate::knowledge::{Id, KINDS, Kind, Problem, Severity};

/// Where the files of the root folder are listed.
const LISTS: &str = "Lists";

/// The knowledge at a glance.
#[derive(Serialize)]
pub struct Overview<'a> {
    version: u64,
    generation: &'a str,
    sound: bool,
    errors: usize,
    warnings: usize,
    groups: Vec<Group<'a>>,
}

/// The files of a folder.
#[derive(Serialize)]
struct Group<'a> {
    name: &'a str,
    plural: &'a str,
    mark: &'a str,
    files: Vec<Line>,
}

/// A file in the list.
#[derive(Serialize)]
struct Line {
    id: String,
    title: String,
    /// When somebody last read it against its sources, or opened the source.
    reviewed: Option<String>,
    errors: usize,
    warnings: usize,
}

/// A file, opened.
#[derive(Serialize)]
pub struct Opened<'a> {
    id: &'a str,
    path: String,
    toml: &'a str,
    /// Whether it can be shown as members see it.
    shown: bool,
    problems: Vec<&'a Problem>,
}

/// The list of all files.
pub fn overview(stand: &Stand) -> Overview<'_> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for path in stand.tree.files.keys() {
        let folder = path.split_once('/').map_or("", |(folder, _)| folder);
        let line = line(stand, path);
        match groups.iter_mut().find(|group| group.name == folder) {
            Some(group) => group.files.push(line),
            None => groups.push(group(folder, line)),
        }
    }
    groups.sort_by_key(|group| KINDS.iter().position(|kind| kind.name == group.name).unwrap_or(KINDS.len()));
    let (errors, warnings) = counts(stand.problems.iter());
    Overview {
        version: stand.version,
        generation: &stand.generation,
        sound: stand.is_sound(),
        errors,
        warnings,
        groups,
    }
}

/// The file of that id, if there is one.
pub fn opened<'a>(stand: &'a Stand, id: &'a str) -> Option<Opened<'a>> {
    let path = path_of(id);
    let file = stand.tree.files.get(&path);
    let problems: Vec<_> = stand.problems.iter().filter(|problem| problem.file == path).collect();
    if file.is_none() && problems.is_empty() {
        return None;
    }
    let has_card = kind(Id::from_text(id).kind()).is_some();
    let shown = has_card && counts(problems.iter().copied()).0 == 0;
    Some(Opened { id, toml: file.map_or("", |file| &file.text), path, shown, problems })
}

fn group<'a>(folder: &'a str, first: Line) -> Group<'a> {
    let (plural, mark) = match kind(folder) {
        Some(kind) => (kind.plural, kind.mark),
        None if folder.is_empty() => (LISTS, ""),
        None => (folder, ""),
    };
    Group { name: folder, plural, mark, files: vec![first] }
}

fn line(stand: &Stand, path: &str) -> Line {
    let id = id_of(path);
    let card = stand.knowledge.entry(&Id::from_text(&id));
    let of_file = stand.problems.iter().filter(|problem| problem.file == path);
    let (errors, warnings) = counts(of_file);
    let slug = || id.split_once(':').map_or(id.as_str(), |(_, slug)| slug).replace('-', " ");
    Line {
        title: card.map_or_else(slug, |card| card.title.clone()),
        reviewed: card.map(|card| card.reviewed.to_string()),
        errors,
        warnings,
        id,
    }
}

fn kind(folder: &str) -> Option<&'static Kind> {
    Kind::named(folder).or_else(|| Some(&SOURCE).filter(|kind| kind.name == folder))
}

/// How many errors and warnings there are.
fn counts<'a>(problems: impl Iterator<Item = &'a Problem>) -> (usize, usize) {
    problems.fold((0, 0), |(errors, warnings), problem| match problem.severity {
        Severity::Error => (errors + 1, warnings),
        Severity::Warning => (errors, warnings + 1),
    })
}

/// `faq/prp.toml` is `faq:prp`.
fn id_of(path: &str) -> String {
    path.strip_suffix(".toml").unwrap_or(path).replacen('/', ":", 1)
}

fn path_of(id: &str) -> String {
    format!("{}.toml", id.replacen(':', "/", 1))
}
