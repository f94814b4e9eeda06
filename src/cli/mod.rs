//! The command line: what can be typed, and which part of the library does it. Prints,
//! and turns what went wrong into an exit code: 1 for what the command found, 2 for
//! what keeps it from running.

mod ask;
mod check;
mod eval;
mod import;
mod index;
mod map;
mod preview;
mod serve;

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::answer::Request;
use crate::library::{Library, LibraryError};
use crate::transport::console;

/// A command could not run.
const CANNOT_RUN: u8 = 2;

/// Answers on stem-cell therapy from a cited knowledge base, always with what the
/// answer does not show.
#[derive(Parser)]
#[command(name = "caveat", version, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Answer a question in your own words
    Ask(Words),
    /// Find a work by author, title, journal, year, DOI or trial number
    Source(Words),
    /// Answer on Discord
    Serve(serve::Serve),
    /// Tell Discord the commands, where they differ from what it holds
    Register(serve::Register),
    /// Check a seller's words for known patterns and for nine facts; `-` reads them from standard input
    Claim(Words),
    /// Ask and browse in the terminal, without a Discord token
    Console(Places),
    /// Show in the browser what members will see, without a Discord token
    Preview(preview::Preview),
    /// Draw the map of stages from lab to clinic, as a PNG
    Map(map::Draw),
    /// Check the knowledge: every problem with file, line and what to do
    Check(check::Check),
    /// Build the search index; bots that share its folder answer from it at once
    Index(Places),
    /// Take over records from exports of ClinicalTrials.gov, PubMed, RIS, CSL-JSON or BibTeX
    Import(import::Import),
    /// Score answers against a file of labelled questions or searches
    Eval(eval::Eval),
}

#[derive(Args)]
struct Words {
    #[command(flatten)]
    places: Places,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// What you want to know
    #[arg(required = true, value_name = "TEXT")]
    text: Vec<String>,
}

#[derive(Args)]
struct Places {
    /// The folder of cards and sources
    #[arg(long, value_name = "DIR", default_value = "knowledge")]
    knowledge: PathBuf,
    /// The folder where search indexes are kept
    #[arg(long, value_name = "DIR", default_value = "index")]
    index: PathBuf,
}

impl Places {
    fn open(&self) -> Result<Library, ExitCode> {
        Library::open(&self.knowledge, &self.index, today()).map_err(|error| refuse(&error, &self.knowledge))
    }
}

/// Runs the command line that this process was started with.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    // The server's settings say how it logs.
    if !matches!(arguments.command, Command::Serve(_)) {
        crate::telemetry::start();
    }
    let done = match arguments.command {
        Command::Ask(words) => ask::run(&words, |question| Request::Ask { question }),
        Command::Source(words) => ask::run(&words, |find| Request::Source { find }),
        Command::Claim(words) => ask::run(&words, |text| Request::Claim { text }),
        Command::Console(places) => places.open().and_then(|library| serve_console(&library)),
        Command::Serve(serve) => serve::run(&serve),
        Command::Register(register) => serve::run_register(&register),
        Command::Preview(preview) => preview::run(&preview),
        Command::Map(draw) => map::run(&draw),
        Command::Check(check) => check::run(&check),
        Command::Index(places) => index::run(&places),
        Command::Eval(eval) => eval::run(&eval),
        Command::Import(import) => import::run(&import),
    };
    done.err().unwrap_or(ExitCode::SUCCESS)
}

fn serve_console(library: &Library) -> Result<(), ExitCode> {
    console::run(library).map_err(|error| {
        eprintln!("caveat: the console stopped: {error}");
        ExitCode::from(CANNOT_RUN)
    })
}

/// Says why there is no library.
fn refuse(error: &LibraryError, dir: &Path) -> ExitCode {
    if let LibraryError::Knowledge(problems) = error {
        eprint!("{}", check::diagnostics(problems, dir, colours(&std::io::stderr())));
    }
    eprintln!("caveat: {error}");
    ExitCode::from(CANNOT_RUN)
}

/// Today's date in UTC; the only clock the knowledge is held against.
fn today() -> Date {
    Timestamp::now().to_zoned(TimeZone::UTC).date()
}

/// Prints to standard output. A reader who closed the pipe has seen enough.
fn print(text: &str) {
    use std::io::Write;
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Prints a value as JSON.
fn print_json(value: &impl serde::Serialize) -> Result<(), ExitCode> {
    let json = serde_json::to_string_pretty(value).map_err(|_| ExitCode::from(CANNOT_RUN))?;
    print(&format!("{json}\n"));
    Ok(())
}

/// Whether to print colours there: a terminal, and <https://no-color.org> not asked for.
fn colours(stream: &impl IsTerminal) -> bool {
    stream.is_terminal() && std::env::var_os("NO_COLOR").is_none()
}
