//! From files to [`Knowledge`]: which files there are, and what each key of each sort
//! of file becomes. Everything that can't be read is told, with its place.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::ops::Range;
use std::path::Path;

use jiff::civil::Date;

use super::card::{Card, Certainty, Id, MapPlace, Section};
use super::claims;
use super::cue::{Cue, CueError, Lexicon, Lists, PlacedCue};
use super::diagnostic::{File, Problem};
use super::kind::{self, Kind};
use super::prose::Prose;
use super::read::{Located, Reader, read_file};
use super::safety::{Emergencies, SafetyGroup};
use super::source::{CheckedIn, Origin, Placed, Source};
use super::{Golden, Knowledge, Subject, Synonyms, Term};

/// No file of the tree may be larger, in bytes: a card is a page at most.
const LARGEST_FILE: u64 = 1024 * 1024;
/// The folder of the safety groups.
const SAFETY: &str = "safety";
/// The files beside the folders.
const TOP_FILES: &[&str] = &[
    "synonyms.toml",
    "golden.toml",
    "not-held.toml",
    "glossary.toml",
    "lists.toml",
    "claims.toml",
    "examples.toml",
    "products.toml",
];

/// The files of a knowledge folder, by path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    /// Every readable TOML file.
    pub files: BTreeMap<String, File>,
}

impl Tree {
    /// A tree from paths and texts.
    pub fn from_texts<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let file = |(path, text): (&str, &str)| {
            (path.to_owned(), File { path: path.to_owned(), text: text.to_owned() })
        };
        Tree { files: texts.into_iter().map(file).collect() }
    }

    /// The file of that path; an empty one where there is none.
    pub fn file(&self, path: &str) -> File {
        let empty = || File { path: path.to_owned(), text: String::new() };
        self.files.get(path).cloned().unwrap_or_else(empty)
    }
}

/// Reads the knowledge folder `dir`: its TOML files, and one folder deep.
///
/// A folder or file that can't be read, is too large or is not UTF-8 becomes a problem
/// that names it; other sorts of file are passed over.
pub fn read_tree(dir: &Path) -> (Tree, Vec<Problem>) {
    let mut tree = Tree::default();
    let mut problems = Vec::new();
    for (name, path, is_dir) in listing(dir, "", &mut problems) {
        if is_dir {
            for (inner, path, is_dir) in listing(&path, &name, &mut problems) {
                if !is_dir {
                    read_into(&mut tree, &format!("{name}/{inner}"), &path, &mut problems);
                }
            }
        } else {
            read_into(&mut tree, &name, &path, &mut problems);
        }
    }
    (tree, problems)
}

/// The entries of a folder, by name, without hidden ones.
fn listing(dir: &Path, shown: &str, problems: &mut Vec<Problem>) -> Vec<(String, std::path::PathBuf, bool)> {
    let shown = if shown.is_empty() { "." } else { shown };
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) => {
            let message = format!("this folder can't be read: {}", io_reason(&error));
            problems.push(unreadable(shown, message, "check that the folder is there and may be read"));
            return Vec::new();
        }
    };
    let mut found: Vec<_> = entries
        .filter_map(Result::ok)
        .map(|entry| {
            let path = entry.path();
            (entry.file_name().to_string_lossy().into_owned(), path.is_dir(), path)
        })
        .filter(|(name, ..)| !name.starts_with('.'))
        .map(|(name, is_dir, path)| (name, path, is_dir))
        .collect();
    found.sort();
    found
}

fn read_into(tree: &mut Tree, shown: &str, path: &Path, problems: &mut Vec<Problem>) {
    if path.extension().is_none_or(|ending| ending != "toml") {
        return;
    }
    match read_text(path) {
        Ok(text) => {
            tree.files.insert(shown.to_owned(), File { path: shown.to_owned(), text });
        }
        Err((message, help)) => problems.push(unreadable(shown, message, help)),
    }
}

fn read_text(path: &Path) -> Result<String, (String, &'static str)> {
    let cannot = |error: std::io::Error| {
        let help = "check that the file, or what it links to, is there and may be read";
        (format!("this file can't be read: {}", io_reason(&error)), help)
    };
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(cannot)?;
    file.take(LARGEST_FILE + 1).read_to_end(&mut bytes).map_err(cannot)?;
    if bytes.len() as u64 > LARGEST_FILE {
        let message = format!("this file is larger than {} KiB", LARGEST_FILE / 1024);
        return Err((message, "a card is a page at most: move what does not belong here"));
    }
    String::from_utf8(bytes)
        .map_err(|_| ("this file is not UTF-8 text".to_owned(), "save it again as plain text in UTF-8"))
}

fn io_reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "it is not there".into(),
        std::io::ErrorKind::PermissionDenied => "that is not permitted".into(),
        _ => error.to_string(),
    }
}

/// A problem with a file that has no readable lines to point at.
fn unreadable(path: &str, message: String, help: &str) -> Problem {
    let file = File { path: path.to_owned(), text: String::new() };
    let problem = file.error(0..0, "unreadable-file", message, help);
    Problem { line: 0, column: 0, width: 0, ..problem }
}

/// Reads every file of the tree; what can't be read becomes a problem.
pub fn parse(tree: &Tree) -> (Knowledge, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut knowledge = Knowledge::default();
    let lists = tree
        .files
        .get("lists.toml")
        .map(|file| read_lists(file, &mut knowledge.emergencies.lexicon, &mut problems));
    let lists = lists.unwrap_or_default();
    let claim_lists = tree.files.get("claims.toml").map(|file| knowledge.claims.read(file, &mut problems));
    let claim_lists = claim_lists.unwrap_or_default();
    if let Some(file) = tree.files.get("products.toml") {
        knowledge.claims.read_products(file, &claim_lists, &mut problems);
    }
    let (in_folders, at_top): (Vec<&File>, Vec<&File>) =
        tree.files.values().partition(|file| file.path.contains('/'));
    let folder = |file: &File| file.path.split_once('/').map_or("", |(folder, _)| folder).to_owned();
    let (safety, cards): (Vec<&File>, Vec<&File>) =
        in_folders.into_iter().partition(|file| folder(file) == SAFETY);
    let (with_cues, cards): (Vec<&File>, Vec<&File>) =
        cards.into_iter().partition(|file| claims::takes_cues(&folder(file)));
    // Cues share a lexicon, so this thread reads them while others read the cards.
    let parts = std::thread::scope(|scope| {
        let parts = scope.spawn(|| read_cards(&cards));
        for file in safety {
            read_in_folder(file, &lists, &mut knowledge, &mut problems);
        }
        for file in with_cues {
            read_in_folder(file, &claim_lists, &mut knowledge, &mut problems);
        }
        knowledge.emergencies.prepare(&knowledge.safety);
        knowledge.claims.prepare(&claim_lists);
        for file in at_top {
            read_at_top(file, &mut knowledge, &mut problems);
        }
        parts.join()
    });
    for (part, found) in parts.unwrap_or_else(|_| read_cards(&cards)) {
        knowledge.known.extend(part.known);
        knowledge.sources.extend(part.sources);
        knowledge.entries.extend(part.entries);
        problems.extend(found);
    }
    knowledge.sources.sort_by(|a, b| a.id.slug().cmp(b.id.slug()));
    knowledge.safety.sort_by(|a, b| (a.order, &a.slug).cmp(&(b.order, &b.slug)));
    add_derived_entries(&mut knowledge);
    knowledge.close();
    if let Some(file) = tree.files.get("examples.toml") {
        let examples = knowledge.claims.read_examples(file, &mut problems);
        knowledge.claims.learn(&examples, &knowledge.entries);
    }
    (knowledge, problems)
}

/// Reads files of cards and sources on two threads: there are hundreds, and none needs another.
fn read_cards(files: &[&File]) -> Vec<(Knowledge, Vec<Problem>)> {
    let read = |files: &[&File]| {
        let (mut knowledge, mut problems) = (Knowledge::default(), Vec::new());
        for file in files {
            read_in_folder(file, &Lists::default(), &mut knowledge, &mut problems);
        }
        (knowledge, problems)
    };
    let (first, second) = files.split_at(files.len() / 2);
    std::thread::scope(|scope| {
        let other = scope.spawn(|| read(second));
        let one = read(first);
        // A thread that could not end is read again here, where its panic would show.
        vec![one, other.join().unwrap_or_else(|_| read(second))]
    })
}

/// Sources and terms are entries too; a term without its source is told by a rule.
fn add_derived_entries(knowledge: &mut Knowledge) {
    let sources = knowledge.sources.iter().map(Source::to_card);
    let terms = knowledge
        .glossary
        .iter()
        .filter_map(|term| Some(term.to_card(knowledge.source(&term.source.0)?.checked)));
    let derived: Vec<Card> = sources.chain(terms).collect();
    knowledge.known.extend(derived.iter().map(|card| card.id.clone()));
    knowledge.entries.extend(derived);
}

fn read_in_folder(file: &File, lists: &Lists, knowledge: &mut Knowledge, problems: &mut Vec<Problem>) {
    let (folder, name) = file.path.split_once('/').unwrap_or(("", &file.path));
    let slug = name.trim_end_matches(".toml");
    if !is_slug(slug) {
        let message = format!("`{name}` can't be an id");
        let help = "name the file with lower-case letters, digits and single hyphens, such as eye-drops.toml";
        problems.push(file.error(0..0, "file-name", message, help));
        return;
    }
    let id = Id::new(folder, slug);
    knowledge.known.insert(id.clone());
    if folder == kind::SOURCE.name {
        knowledge.sources.extend(read_file(file, problems, |r| read_source(r, id)));
    } else if folder == SAFETY {
        let Knowledge { safety, emergencies, .. } = knowledge;
        safety.extend(read_file(file, problems, |r| read_safety(r, slug, lists, emergencies)));
    } else if let Some(kind) = Kind::named(folder) {
        let Knowledge { entries, claims, .. } = knowledge;
        let read = read_file(file, problems, |r| {
            let cues = claims::read::read_card(r, &id, lists, claims);
            Some((read_card(r, id, kind)?, cues))
        });
        if let Some((card, cues)) = read {
            entries.push(card);
            cues.into_iter().for_each(|cues| claims.take(cues));
        }
    } else {
        let names: Vec<&str> = kind::KINDS.iter().map(|kind| kind.name).collect();
        let close = super::read::did_you_mean(folder, &names);
        let help = format!("the folders are: {}, source, safety{close}", names.join(", "));
        problems.push(file.error(0..0, "unknown-folder", format!("`{folder}` is no kind of card"), help));
    }
}

fn read_at_top(file: &File, knowledge: &mut Knowledge, problems: &mut Vec<Problem>) {
    match file.path.as_str() {
        "synonyms.toml" => {
            let read = |r: &mut Reader<'_>| Some(r.tables("group", read_synonyms));
            knowledge.synonyms = read_file(file, problems, read).unwrap_or_default();
        }
        "golden.toml" => {
            let read = |r: &mut Reader<'_>| Some(r.tables("golden", read_golden));
            knowledge.golden = read_file(file, problems, read).unwrap_or_default();
        }
        "not-held.toml" => {
            let read = |r: &mut Reader<'_>| Some(r.tables("subject", read_subject));
            knowledge.not_held = read_file(file, problems, read).unwrap_or_default();
        }
        "glossary.toml" => {
            let read = |r: &mut Reader<'_>| Some(r.tables("term", read_term));
            knowledge.glossary = read_file(file, problems, read).unwrap_or_default();
        }
        "lists.toml" | "claims.toml" | "examples.toml" | "products.toml" => {}
        name => {
            let help = format!(
                "cards go into a folder named after their kind; beside the folders stand: {}{}",
                TOP_FILES.join(", "),
                super::read::did_you_mean(name, TOP_FILES),
            );
            problems.push(file.error(
                0..0,
                "unknown-file",
                format!("`{name}` is no file of the knowledge"),
                help,
            ));
        }
    }
}

/// Lower-case letters and digits, parted by single hyphens.
fn is_slug(text: &str) -> bool {
    text.split('-')
        .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
}

fn read_card(r: &mut Reader<'_>, id: Id, kind: &'static Kind) -> Option<Card> {
    let title = r.text("title");
    let asks = r.texts("asks");
    let also = r.texts("also");
    let reviewed = r.date("reviewed");
    let certainty = word(r, "certainty", Certainty::WORDS);
    let text = r.table("text", |r| read_sections(r, kind));
    if text.is_none() {
        let help = "add a line [text] with the card's sections and its caveat below it";
        r.problem(0..0, "missing-key", "`[text]` is missing", help);
    }
    let see_also = r.table("links", |r| r.texts("see_also")).unwrap_or_default();
    let map = r.table("map", read_map_place);
    let (sections, caveat) = text?;
    let (reviewed, caveat) = (reviewed?, caveat?);
    Some(Card {
        id,
        kind,
        title: title?.trimmed().value,
        asks: asks.into_iter().map(placed).collect(),
        also: also.into_iter().map(placed).collect(),
        reviewed: reviewed.value,
        reviewed_at: reviewed.at,
        certainty: certainty?,
        sections,
        caveat: Prose::parse(&caveat.value),
        caveat_at: caveat.at,
        see_also: see_also.into_iter().map(|l| (Id::from_text(&l.value), l.at)).collect(),
        map: map.flatten(),
        path: r.file().path.clone(),
    })
}

fn read_map_place(r: &mut Reader<'_>) -> Option<MapPlace> {
    let number = r.optional_number("place").map_or(i64::MAX, |place| place.value);
    let (name, at) = placed(r.text("name")?);
    Some(MapPlace { number, name, at })
}

fn read_sections(r: &mut Reader<'_>, kind: &'static Kind) -> (Vec<Section>, Option<Located<String>>) {
    let mut sections = Vec::new();
    for section in kind.sections {
        let text = if section.required { r.text(section.key) } else { r.optional_text(section.key) };
        sections.extend(text.map(|text| Section {
            kind: section,
            prose: Prose::parse(&text.value),
            at: text.at,
        }));
    }
    (sections, r.text("caveat"))
}

fn read_source(r: &mut Reader<'_>, id: Id) -> Option<Source> {
    let title = r.text("title");
    let authors = r.text("authors");
    let container = r.text("container");
    let year = r.optional_number("year");
    let [volume, issue, pages, interest] =
        ["volume", "issue", "pages", "interest"].map(|key| r.optional_text(key).map(|t| t.trimmed().value));
    let doi = r.optional_text("doi");
    let trial = r.texts("trial");
    let url = r.text("url");
    let origin = word(r, "origin", Origin::WORDS);
    let asks = r.texts("asks");
    let also = r.texts("also");
    let supports = r.text("supports");
    let does_not_show = r.text("does_not_show");
    let figures = r.texts("figures");
    let checked: Option<Located<Date>> = r.date("checked");
    let checked_in = word(r, "checked_in", CheckedIn::WORDS);
    let checked = checked?;
    Some(Source {
        id,
        title: title?.trimmed().value,
        authors: authors?.trimmed().value,
        container: container?.trimmed().value,
        year: year.map(|year| year.value),
        volume,
        issue,
        pages,
        doi: doi.map(placed),
        trial: trial.into_iter().map(placed).collect(),
        url: placed(url?),
        origin: origin?,
        interest,
        asks: asks.into_iter().map(placed).collect(),
        also: also.into_iter().map(placed).collect(),
        supports: placed(supports?),
        does_not_show: placed(does_not_show?),
        figures: figures.into_iter().map(|figure| figure.value).collect(),
        checked: checked.value,
        checked_at: checked.at,
        checked_in: checked_in?,
        path: r.file().path.clone(),
    })
}

fn read_safety(
    r: &mut Reader<'_>,
    slug: &str,
    lists: &Lists,
    emergencies: &mut Emergencies,
) -> Option<SafetyGroup> {
    let title = r.text("title");
    let order = r.optional_number("order").map_or(i64::MAX, |order| order.value);
    let lines = r.texts("lines");
    let sources = r.texts("sources");
    let [always, cues, unless] =
        ["always", "cues", "unless"].map(|key| read_cues(r, key, lists, &mut emergencies.lexicon));
    let fires = r.texts("fires");
    let quiet = r.texts("quiet");
    Some(SafetyGroup {
        slug: slug.to_owned(),
        title: title?.trimmed().value,
        order,
        lines: lines.into_iter().map(placed).collect(),
        sources: sources.into_iter().map(placed).collect(),
        always: emergencies.wordings.take(always),
        cues: emergencies.wordings.take(cues),
        unless: emergencies.exceptions.take(unless),
        fires: fires.into_iter().map(placed).collect(),
        quiet: quiet.into_iter().map(placed).collect(),
        path: r.file().path.clone(),
    })
}

pub(super) fn read_cues(
    r: &mut Reader<'_>,
    key: &'static str,
    lists: &Lists,
    lexicon: &mut Lexicon,
) -> Vec<PlacedCue> {
    let mut cues = Vec::new();
    for text in r.texts(key) {
        match Cue::parse(&text.value, lists, lexicon) {
            Ok(cue) => cues.push(PlacedCue { cue, at: text.at }),
            Err(error) => cue_problem(r, text.at, error),
        }
    }
    cues
}

fn cue_problem(r: &mut Reader<'_>, text: Range<usize>, error: CueError) {
    // The text starts one byte behind its opening quote.
    let start = (text.start + 1 + error.at).min(text.end);
    let help = "knowledge/README.md shows how cues are written";
    r.problem(start..start + 1, "cue-notation", error.message, help);
}

fn read_lists(file: &File, lexicon: &mut Lexicon, problems: &mut Vec<Problem>) -> Lists {
    let mut lists = Lists::default();
    let read = |r: &mut Reader<'_>| {
        let named = r.tables("list", |r| {
            let name = r.text("name");
            let words = r.texts("words");
            Some((name?.value, words))
        });
        for (name, words) in named {
            add_list(r, &mut lists, &name, &words, lexicon);
        }
        Some(())
    };
    read_file(file, problems, read);
    lists
}

pub(super) fn add_list(
    r: &mut Reader<'_>,
    lists: &mut Lists,
    name: &str,
    words: &[Located<String>],
    lexicon: &mut Lexicon,
) {
    let wordings = words.iter().map(|word| word.value.as_str());
    for (at, error) in lists.add(name, wordings, lexicon) {
        cue_problem(r, words[at].at.clone(), error);
    }
}

fn read_synonyms(r: &mut Reader<'_>) -> Option<Synonyms> {
    let names = r.texts("names");
    Some(Synonyms { names: names.into_iter().map(placed).collect() })
}

fn read_subject(r: &mut Reader<'_>) -> Option<Subject> {
    let names = r.texts("names");
    let always = r.flag("always");
    Some(Subject { names: names.into_iter().map(placed).collect(), always })
}

fn read_golden(r: &mut Reader<'_>) -> Option<Golden> {
    let question = r.text("question");
    let card = r.text("card");
    let card = card?;
    Some(Golden { question: question?.value, card: Id::from_text(&card.value), at: card.at })
}

fn read_term(r: &mut Reader<'_>) -> Option<Term> {
    let names = r.texts("names");
    let meaning = r.text("meaning");
    let caveat = r.text("caveat");
    let source = r.text("source");
    Some(Term {
        names: names.into_iter().map(placed).collect(),
        meaning: placed(meaning?),
        caveat: placed(caveat?),
        source: placed(source?),
        path: r.file().path.clone(),
    })
}

fn word<T: Copy>(r: &mut Reader<'_>, key: &'static str, words: &[(&str, T)]) -> Option<T> {
    let names: Vec<&str> = words.iter().map(|(name, _)| *name).collect();
    let parse = |text: &str| words.iter().find(|(name, _)| *name == text).map(|(_, value)| *value);
    r.word(key, &names, parse).map(|found| found.value)
}

pub(super) fn placed(text: Located<String>) -> Placed {
    let text = text.trimmed();
    (text.value, text.at)
}
