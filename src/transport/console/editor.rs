//! Line editing in the terminal: history in memory, completion of commands and cards,
//! and the likeliest question shown while typing.

use std::borrow::Cow;

use rustyline::completion::Completer;
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::MemHistory;
use rustyline::validate::Validator;
use rustyline::{Context, Helper, Result};

use super::COMMANDS;
use crate::knowledge::KINDS;
use crate::library::Library;

/// As many completions as fit without scrolling.
const MOST: usize = 12;
/// Lines longer than this are hard to read.
const WIDEST: usize = 100;
const NARROWEST: usize = 40;

/// The terminal's line editor.
pub struct Editor<'a> {
    lines: rustyline::Editor<Completions<'a>, MemHistory>,
}

impl<'a> Editor<'a> {
    /// An editor that completes from the library.
    ///
    /// # Errors
    /// Where the terminal can't be set up.
    pub fn new(library: &'a Library) -> Result<Self> {
        let config = rustyline::Config::builder()
            .auto_add_history(true)
            .completion_type(rustyline::CompletionType::List)
            .build();
        let mut lines = rustyline::Editor::with_history(config, MemHistory::new())?;
        lines.set_helper(Some(Completions { library }));
        Ok(Editor { lines })
    }

    /// The next line; `None` where the person leaves with Ctrl-C or Ctrl-D.
    ///
    /// # Errors
    /// Where the terminal can't be read.
    pub fn line(&mut self) -> Result<Option<String>> {
        match self.lines.readline("caveat> ") {
            Ok(line) => Ok(Some(line)),
            Err(ReadlineError::Eof | ReadlineError::Interrupted) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The terminal's width in columns, within what reads well.
    pub fn width(&mut self) -> usize {
        let columns =
            self.lines.dimensions().map_or(super::Look::default().width, |(columns, _)| columns.into());
        columns.clamp(NARROWEST, WIDEST)
    }
}

struct Completions<'a> {
    library: &'a Library,
}

impl Completions<'_> {
    /// What the typed words may become, and from which byte on they are replaced.
    fn complete_line(&self, line: &str) -> (usize, Vec<String>) {
        if let Some(topic) = line.strip_prefix("/browse ") {
            return (line.len() - topic.len(), self.topics(topic));
        }
        if let Some(work) = line.strip_prefix("/source ") {
            return (line.len() - work.len(), self.works(work));
        }
        let question = line.strip_prefix("/ask ").unwrap_or(line);
        if question.starts_with('/') {
            let commands = COMMANDS.iter().map(|command| command.name).filter(|name| name.starts_with(line));
            return (0, commands.map(str::to_owned).collect());
        }
        let suggestions = self.library.held().index.suggest(question, MOST);
        (line.len() - question.len(), suggestions.into_iter().map(|suggestion| suggestion.text).collect())
    }

    /// Titles of sources, then of records, that begin so.
    fn works(&self, begun: &str) -> Vec<String> {
        let held = self.library.held();
        let folded = begun.to_lowercase();
        let titles = held.knowledge.sources.iter().map(|source| source.title.clone());
        let titles = titles.filter(|title| !folded.is_empty() && title.to_lowercase().starts_with(&folded));
        let records = held.records.into_iter().flat_map(|records| records.suggest(begun, MOST));
        titles.chain(records.map(|(title, _)| title)).take(MOST).collect()
    }

    fn topics(&self, begun: &str) -> Vec<String> {
        let kinds = KINDS.iter().map(|kind| kind.name);
        let cards = self.library.held().knowledge.cards().map(|card| card.id.as_str());
        kinds.chain(cards).filter(|name| name.starts_with(begun)).take(MOST * 2).map(str::to_owned).collect()
    }
}

impl Completer for Completions<'_> {
    type Candidate = String;

    fn complete(&self, line: &str, at: usize, _: &Context<'_>) -> Result<(usize, Vec<String>)> {
        Ok(self.complete_line(&line[..at]))
    }
}

impl Hinter for Completions<'_> {
    type Hint = String;

    fn hint(&self, line: &str, at: usize, _: &Context<'_>) -> Option<String> {
        if line.is_empty() || at < line.len() {
            return None;
        }
        let (from, candidates) = self.complete_line(line);
        let begun = line[from..].to_lowercase();
        let best = candidates.first()?;
        Some(match best.to_lowercase().strip_prefix(&begun).and_then(|_| best.get(begun.len()..)) {
            Some(rest) => rest.to_owned(),
            None => format!("   ({best}? Tab)"),
        })
    }
}

impl Highlighter for Completions<'_> {
    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        match std::env::var_os("NO_COLOR") {
            Some(_) => Cow::Borrowed(hint),
            None => Cow::Owned(format!("\u{1b}[2m{hint}\u{1b}[0m")),
        }
    }
}

impl Validator for Completions<'_> {}

impl Helper for Completions<'_> {}
