//! What moderators read: changes, mistakes, and the state of things, as titles and lines.

use jiff::Timestamp;
use jiff::civil::Date;

use super::wording;
use crate::knowledge::{Id, Problem, Severity, check};
use crate::library::{Change, Generation, Past, ReloadError};
use crate::transport::discord::to_discord::markdown::escaped;

/// As many ids of a sort as are listed; the rest is counted.
const MOST_LISTED: usize = 15;
/// As many characters as a page has: less than Discord's 4,096, so that its head fits too.
const PAGE: usize = 3_200;
/// As many characters of a line as are shown.
const LONGEST_EXCERPT: usize = 100;

/// Something to read: a title, and parts that are spread over pages and never cut.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// What it is, in a line.
    pub title: String,
    /// What it means, on every page.
    pub head: String,
    /// Its parts.
    pub parts: Vec<String>,
    /// Under it.
    pub foot: String,
    /// A line for the record, where the title says too little.
    pub record: Option<String>,
}

impl Report {
    /// A report without parts.
    pub fn told(title: &str, head: impl Into<String>) -> Self {
        Report { title: title.to_owned(), head: head.into(), ..Report::default() }
    }

    /// The pages, each as full as may be.
    pub fn pages(&self) -> Vec<String> {
        let mut pages = vec![String::new()];
        for part in &self.parts {
            let full = pages
                .last()
                .is_some_and(|page| !page.is_empty() && page.chars().count() + part.chars().count() > PAGE);
            if full {
                pages.push(String::new());
            }
            if let Some(page) = pages.last_mut() {
                page.push_str(part);
                page.push('\n');
            }
        }
        pages.iter().map(|page| format!("{}\n\n{page}", self.head).trim().to_owned()).collect()
    }
}

/// What a reload or a rollback changed.
pub fn change(title: &str, head: &str, change: &Change) -> Report {
    let mut parts: Vec<String> = [
        ids("New", &change.added),
        ids("Changed", &change.changed),
        ids("Gone", &change.removed),
        list("Other files changed", &change.other_files),
        change.records.map(wording::records),
        list("Golden questions that now reach their card", &change.gained),
        list("⚠️ Golden questions that miss their card now", &change.lost),
        list("To look at soon", &warnings(change)),
    ]
    .into_iter()
    .flatten()
    .collect();
    parts.extend(change.unsaved.as_deref().map(wording::unsaved));
    let foot = format!("{} → {} · took {} ms", change.from, change.to, change.took.as_millis());
    let record = wording::changed(
        title,
        [change.added.len(), change.changed.len(), change.removed.len()],
        (&change.from, &change.to),
    );
    Report { title: title.to_owned(), head: head.to_owned(), parts, foot, record: Some(record) }
}

/// A reload that worked, or found nothing to do.
pub fn reloaded(done: &Change) -> Report {
    match done.is_unchanged() {
        true => Report::told(wording::UNCHANGED, wording::UNCHANGED_MEANS),
        false => change(wording::RELOADED, "", done),
    }
}

/// Why the old generation goes on answering.
pub fn refused(title: &str, error: &ReloadError) -> Report {
    match error {
        ReloadError::Problems(problems) => mistakes(title, wording::REFUSED_MEANS, problems),
        error => Report::told(title, escaped(&format!("{error}."))),
    }
}

/// Everything that is wrong, the mistakes first.
pub fn mistakes(title: &str, head: &str, problems: &[Problem]) -> Report {
    let mut sorted: Vec<&Problem> = problems.iter().collect();
    sorted.sort_by_key(|problem| problem.severity);
    let parts = sorted.iter().enumerate().map(|(at, one)| problem(at + 1, one)).collect();
    Report {
        title: format!("{title}: {}", counted(problems)),
        head: head.to_owned(),
        parts,
        ..Report::default()
    }
}

/// How many there are of each sort.
pub fn counted(problems: &[Problem]) -> String {
    let errors = problems.iter().filter(|problem| problem.severity == Severity::Error).count();
    wording::mistakes(errors, problems.len() - errors)
}

/// One mistake: where, what, the line itself with the place marked, and what to do.
fn problem(number: usize, problem: &Problem) -> String {
    let sign = if problem.severity == Severity::Error { "❌" } else { "🕓" };
    let place = match problem.line {
        0 => format!("`{}`", problem.file),
        line => format!("`{}`, line {line}, column {}", problem.file, problem.column),
    };
    let excerpt = if problem.excerpt.trim().is_empty() { String::new() } else { marked(problem) };
    format!(
        "{sign} **{number}.** {place}\n{}\n{excerpt}**{}:** {}\n",
        prose(&problem.message),
        wording::TO_DO,
        prose(&problem.help)
    )
}

/// The line with the place marked under it, moved so that the place shows.
fn marked(problem: &Problem) -> String {
    let from = problem.column.saturating_sub(1 + LONGEST_EXCERPT / 3);
    let shown: String = problem.excerpt.chars().skip(from).take(LONGEST_EXCERPT).collect();
    let before = problem.column.saturating_sub(1 + from);
    let width = problem.width.clamp(1, shown.chars().count().saturating_sub(before).max(1));
    // Three of these would end the block.
    let shown = shown.replace('`', "'");
    format!("```toml\n{shown}\n{}{}\n```\n", " ".repeat(before), "^".repeat(width))
}

/// A sentence about files as Discord shows it: what stands between backticks is a piece of a file.
fn prose(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return escaped(text);
    }
    let piece = |(at, part): (usize, &&str)| if at % 2 == 1 { format!("`{part}`") } else { escaped(part) };
    parts.iter().enumerate().map(piece).collect()
}

fn ids(label: &str, ids: &[Id]) -> Option<String> {
    list(label, &ids.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>())
}

fn list(label: &str, items: &[String]) -> Option<String> {
    let shown = items.iter().take(MOST_LISTED).map(|item| format!("- {item}\n")).collect::<String>();
    let more = items.len().saturating_sub(MOST_LISTED);
    let more = if more > 0 { format!("- and {more} more\n") } else { String::new() };
    (!items.is_empty()).then(|| format!("**{label}** ({})\n{shown}{more}", items.len()))
}

fn warnings(change: &Change) -> Vec<String> {
    let line = |problem: &Problem| format!("`{}`: {}", problem.file, prose(&problem.message));
    change.warnings.iter().map(line).collect()
}

/// The generations that are kept.
pub fn history(history: &[Past], current: &str) -> Report {
    let line = |past: &Past| {
        let here = if past.generation == current { " ← **answers now**" } else { "" };
        let made = format!("made {} {}", when(past.made.made), wording::who(&past.made.by));
        let used = past.made.used.map_or("never answered".to_owned(), |used| {
            format!(
                "began to answer {} {}",
                when(used),
                wording::who(past.made.used_by.as_deref().unwrap_or_default())
            )
        });
        format!("- `{}`{here}\n  {made}; {used}", past.generation)
    };
    let parts = history.iter().map(line).collect();
    Report { parts, foot: wording::HISTORY_NEXT.to_owned(), ..Report::told(wording::HISTORY, "") }
}

/// The same as lines to pick from while typing, with what each stands for. Discord shows
/// no names and no times of its own there.
pub fn choices(history: &[Past], current: &str, typed: &str) -> Vec<(String, String)> {
    let fits = |past: &&Past| past.generation != current && past.generation.starts_with(typed);
    let line = |past: &Past| {
        let (when, did) = past.made.used.map_or((past.made.made, "made"), |used| (used, "answered from"));
        format!("{} · {did} {}", past.generation, when.strftime("%Y-%m-%d %H:%M UTC"))
    };
    history.iter().filter(fits).map(|past| (line(past), past.generation.clone())).collect()
}

/// A moment as Discord shows it to each reader in their own time.
pub fn when(moment: Timestamp) -> String {
    format!("<t:{}:f>", moment.as_second())
}

/// The cards and sources that nobody has looked at for a year, the oldest first.
pub fn stale(generation: &Generation, today: Date) -> Report {
    let overdue = overdue(generation, today);
    if overdue.is_empty() {
        return Report::told(wording::STALE, wording::NOTHING_STALE);
    }
    let line = |(date, what, id): &(Date, &str, &Id)| format!("- {date} `{id}`, {what}");
    Report { parts: overdue.iter().map(line).collect(), ..Report::told(wording::STALE, "") }
}

/// What is overdue: since when, what was done then, and to which card or source.
pub fn overdue(generation: &Generation, today: Date) -> Vec<(Date, &'static str, &Id)> {
    let knowledge = generation.library.held().knowledge;
    let cards = knowledge.cards().map(|card| (card.reviewed, "reviewed", &card.id));
    let sources = knowledge.sources.iter().map(|source| (source.checked, "opened", &source.id));
    let mut overdue: Vec<_> =
        cards.chain(sources).filter(|(date, ..)| check::is_overdue(*date, today)).collect();
    overdue.sort();
    overdue
}

/// The state of things, beside the generation itself.
pub struct State {
    /// When and by whom it was made and used, where that is kept.
    pub made: Option<Past>,
    /// How many cards and sources are overdue.
    pub overdue: usize,
    /// For how long the program has run.
    pub uptime: std::time::Duration,
    /// How many replies of each sort there were.
    pub replies: std::collections::BTreeMap<&'static str, u64>,
    /// Whether the files are what answers.
    pub files_answer: bool,
    /// How many shards there are in all, and which are connected here; none over HTTP.
    pub shards: (u16, Vec<u16>),
}

/// What answers, since when, and how much it is used.
pub fn status(generation: &Generation, state: &State) -> Report {
    let knowledge = generation.library.held().knowledge;
    let since = state.made.as_ref().and_then(|past| Some((past.made.used?, past.made.used_by.as_deref()?)));
    let since =
        since.map_or(String::new(), |(used, by)| format!(", since {} {}", when(used), wording::who(by)));
    let files = if state.files_answer { wording::FILES_ANSWER } else { wording::FILES_DIFFER };
    let replies: Vec<String> =
        state.replies.iter().map(|(kind, number)| format!("{} {number}", kind.replace('_', " "))).collect();
    let replies = if replies.is_empty() { "none".to_owned() } else { replies.join(", ") };
    let connected = match &state.shards {
        (0, _) => "over HTTP".to_owned(),
        (all, here) => format!("shard {here:?} of {all}").replace(['[', ']'], ""),
    };
    let parts = vec![
        format!("Knowledge `{}`{since}", generation.name()),
        files.to_owned(),
        format!(
            "{} cards, {} sources, {} golden questions, {} safety groups",
            knowledge.cards().count(),
            knowledge.sources.len(),
            knowledge.golden.len(),
            knowledge.safety.len()
        ),
        format!("{} reviews and checks overdue; /kb stale lists them", state.overdue),
        format!("Up for {}; connected: {connected}", wording::lasted(state.uptime.as_secs())),
        format!("Replies since then: {replies}"),
    ];
    Report { parts, ..Report::told(wording::STATUS, "") }
}
