//! What a moderator wants, read from the interaction. Decides nothing.

use serenity::all::{CommandDataOption, CommandDataOptionValue, CommandInteraction};

/// What is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// Have the files answer.
    Reload,
    /// Tell what is wrong in them.
    Check,
    /// Tell what answers.
    Status,
    /// List what is overdue.
    Stale,
    /// Show a card from the files.
    Preview(String),
    /// List what is kept.
    History,
    /// Have an earlier generation answer.
    Rollback(Option<String>),
    /// Turn to a page of a list, counted from 0.
    Page(List, usize),
}

/// A list with pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// What was wrong when somebody last looked.
    Problems,
    /// What is overdue.
    Stale,
}

impl List {
    /// Both, with the word for each in a button's id.
    pub const WORDS: &[(&str, List)] = &[("problems", List::Problems), ("stale", List::Stale)];

    /// The word for it.
    pub fn word(self) -> &'static str {
        List::WORDS.iter().find(|(_, list)| *list == self).map_or("", |(word, _)| word)
    }
}

impl Wish {
    /// What the command asks for, if this version knows it.
    pub fn of(command: &CommandInteraction) -> Option<Self> {
        let chosen = command.data.options.first()?;
        let text = || text(chosen).unwrap_or_default().trim().to_owned();
        Some(match chosen.name.as_str() {
            "reload" => Wish::Reload,
            "check" => Wish::Check,
            "status" => Wish::Status,
            "stale" => Wish::Stale,
            "preview" => Wish::Preview(text()),
            "history" => Wish::History,
            "rollback" => Wish::Rollback(Some(text()).filter(|text| !text.is_empty())),
            _ => return None,
        })
    }

    /// The subcommand's name, for the record; none for turning a page.
    pub fn name(&self) -> Option<&'static str> {
        Some(match self {
            Wish::Reload => "reload",
            Wish::Check => "check",
            Wish::Status => "status",
            Wish::Stale => "stale",
            Wish::Preview(_) => "preview",
            Wish::History => "history",
            Wish::Rollback(_) => "rollback",
            Wish::Page(..) => return None,
        })
    }
}

/// The text that was typed with a subcommand.
fn text(subcommand: &CommandDataOption) -> Option<&str> {
    let CommandDataOptionValue::SubCommand(options) = &subcommand.value else { return None };
    options.iter().find_map(|option| match &option.value {
        CommandDataOptionValue::String(text) => Some(text.as_str()),
        CommandDataOptionValue::Autocomplete { value, .. } => Some(value.as_str()),
        _ => None,
    })
}

/// Whether somebody is typing where to roll back to.
pub fn is_rollback(command: &CommandInteraction) -> bool {
    let chosen = command.data.options.first().map(|option| option.name.as_str());
    command.data.name == super::command::NAME && chosen == Some("rollback")
}

/// What somebody is typing behind a subcommand.
pub fn typed(command: &CommandInteraction) -> &str {
    command.data.options.first().and_then(text).unwrap_or_default()
}
