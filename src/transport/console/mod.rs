//! The terminal: the slash commands without Discord, and replies for people to read in
//! 80 columns.

mod editor;
mod render;
mod report;

use std::io::{self, BufRead, IsTerminal, Write};

pub use render::{Look, render};

use crate::answer::{Request, wording};
use crate::knowledge::{Id, Kind};
use crate::library::Library;

/// A command of the console, as the table below lists it.
struct Command {
    name: &'static str,
    takes: &'static str,
    about: &'static str,
}

/// The commands, in the order in which `/help` shows them.
const COMMANDS: &[Command] = &[
    Command {
        name: "/ask",
        takes: "your question",
        about: "answer a question (typing it alone does the same)",
    },
    Command { name: "/browse", takes: "[topic or card]", about: "list the cards of a topic, or open one" },
    Command { name: "/source", takes: "author, title, year or number", about: "find a cited work" },
    Command { name: "/map", takes: "[stage]", about: "the stages from the lab to the clinic" },
    Command {
        name: "/claim",
        takes: "a seller's words",
        about: "check them for selling patterns and nine facts",
    },
    Command { name: "/checklist", takes: "", about: "nine questions for a headline or an advert" },
    Command { name: "/about", takes: "", about: "what this is and is not" },
    Command { name: "/help", takes: "", about: "this list" },
    Command { name: "/quit", takes: "", about: "leave" },
];

/// What a line of the console asks for.
enum Line<'a> {
    Request(Request),
    Browse(&'a str),
    About,
    Help,
    Quit,
    Nothing,
    Unknown(&'a str),
}

/// Runs the console until the person leaves. Lines are remembered in memory only.
///
/// # Errors
/// Where the terminal can't be read or written.
pub fn run(library: &Library) -> io::Result<()> {
    if !io::stdin().is_terminal() {
        return run_piped(library);
    }
    println!("{}", greeting(library));
    let mut editor = editor::Editor::new(library).map_err(io::Error::other)?;
    let look = Look { colour: std::env::var_os("NO_COLOR").is_none(), width: editor.width() };
    while let Some(line) = editor.line().map_err(io::Error::other)? {
        let Some(answer) = answer(library, &line, look) else { break };
        print!("{answer}");
        io::stdout().flush()?;
    }
    Ok(())
}

/// Reads lines that another program writes: no greeting, no prompt.
fn run_piped(library: &Library) -> io::Result<()> {
    for line in io::stdin().lock().lines() {
        let Some(answer) = answer(library, &line?, Look::default()) else { break };
        io::stdout().write_all(answer.as_bytes())?;
    }
    Ok(())
}

/// What a line is answered with; `None` where the person leaves.
fn answer(library: &Library, line: &str, look: Look) -> Option<String> {
    Some(match read(line) {
        Line::Quit => return None,
        Line::Nothing => String::new(),
        Line::Request(request) => render(&library.reply(&request), look),
        Line::Browse(what) => browse(library, what, look),
        Line::About => format!("{}\n", about(library)),
        Line::Help => help(),
        Line::Unknown(command) => format!("There is no command {command}. /help lists them.\n"),
    })
}

fn read(line: &str) -> Line<'_> {
    let line = line.trim();
    let (command, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let rest = rest.trim();
    match command {
        "" => Line::Nothing,
        "/ask" if rest.is_empty() => Line::Help,
        "/source" | "/claim" if rest.is_empty() => Line::Help,
        "/ask" => Line::Request(Request::Ask { question: rest.to_owned() }),
        "/source" => Line::Request(Request::Source { find: rest.to_owned() }),
        "/claim" => Line::Request(Request::Claim { text: rest.to_owned() }),
        "/browse" => Line::Browse(rest),
        "/map" => Line::Request(Request::Map { stage: (!rest.is_empty()).then(|| rest.to_owned()) }),
        "/checklist" => Line::Request(Request::Checklist),
        "/about" => Line::About,
        "/help" => Line::Help,
        "/quit" | "/exit" => Line::Quit,
        command if command.starts_with('/') => Line::Unknown(command),
        _ => Line::Request(Request::Ask { question: line.to_owned() }),
    }
}

fn browse(library: &Library, what: &str, look: Look) -> String {
    let knowledge = library.held().knowledge;
    let count = |kind: &Kind| knowledge.cards().filter(|card| card.kind == kind).count();
    if what.is_empty() {
        let kinds = crate::knowledge::KINDS.iter().filter(|kind| count(kind) > 0);
        let lines = kinds.map(|kind| format!("  {:<12} {} ({})\n", kind.name, kind.plural, count(kind)));
        return format!("Topics; /browse with one of these lists its cards:\n{}", lines.collect::<String>());
    }
    if let Some(kind) = Kind::named(what) {
        let cards = knowledge.cards().filter(|card| card.kind == kind);
        let lines = cards.map(|card| format!("  {:<34} {}\n", card.id.as_str(), card.title));
        return format!("{}:\n{}", kind.plural, lines.collect::<String>());
    }
    let by_title = knowledge.entries.iter().find(|card| card.title.eq_ignore_ascii_case(what));
    let id = by_title.map_or_else(|| Id::from_text(what), |card| card.id.clone());
    render(&library.reply(&Request::Card { id: id.to_string() }), look)
}

fn greeting(library: &Library) -> String {
    format!("{}\nType a question, or /help. Nothing you type is kept.\n", about(library))
}

fn about(library: &Library) -> String {
    let held = library.held();
    let (cards, sources) = (held.knowledge.cards().count(), held.knowledge.sources.len());
    wording::about(cards, sources, held.generation)
}

fn help() -> String {
    let lines = COMMANDS.iter().map(|command| {
        format!("  {:<42} {}\n", format!("{} {}", command.name, command.takes), command.about)
    });
    lines.collect()
}
