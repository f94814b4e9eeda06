//! `caveat import`: exports into records, each one that is refused told in a line.

use std::io::{IsTerminal, Write, stderr};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use jiff::civil::Date;

use super::{CANNOT_RUN, print, today};
use crate::import::{Event, Format, Summary, import};

#[derive(Args)]
pub struct Import {
    /// The format: auto, clinicaltrials, pubmed, ris, csl or bibtex
    #[arg(long, value_name = "FORMAT", default_value = "auto", value_parser = parse_format)]
    format: Asked,
    /// The folder of cards and sources
    #[arg(long, value_name = "DIR", default_value = "knowledge")]
    knowledge: PathBuf,
    /// The day of the export, where the file does not say it; today if left out
    #[arg(long, value_name = "DATE")]
    exported: Option<Date>,
    /// The exports
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
}

/// A format, or none where the file tells it.
#[derive(Clone, Copy)]
struct Asked(Option<Format>);

fn parse_format(name: &str) -> Result<Asked, String> {
    let found = Format::NAMES.iter().find(|(known, _)| *known == name);
    match found {
        Some((_, format)) => Ok(Asked(Some(*format))),
        None if name == "auto" => Ok(Asked(None)),
        None => {
            let names: Vec<&str> = Format::NAMES.iter().map(|(name, _)| *name).collect();
            Err(format!("write auto, {}", names.join(", ")))
        }
    }
}

pub fn run(arguments: &Import) -> Result<(), ExitCode> {
    let exported = arguments.exported.unwrap_or_else(today);
    let shows_progress = stderr().is_terminal();
    let mut tell = |event: Event| match event {
        Event::Read(count) if shows_progress => {
            let _ = write!(stderr(), "\r{count} records read");
        }
        Event::Read(_) => {}
        Event::Refused(refusal) => {
            let start = if shows_progress { "\r" } else { "" };
            let _ = writeln!(stderr(), "{start}{refusal}");
        }
    };
    let summary = import(&arguments.files, arguments.format.0, &arguments.knowledge, exported, &mut tell)
        .map_err(|error| {
            eprintln!("caveat: {error}");
            ExitCode::from(CANNOT_RUN)
        })?;
    if shows_progress {
        let _ = write!(stderr(), "\r");
    }
    report(&summary)
}

fn report(summary: &Summary) -> Result<(), ExitCode> {
    let Summary { read, new, changed, same, repeated, refused } = summary;
    let again = if *repeated > 0 { format!(", {repeated} repeated") } else { String::new() };
    print(&format!("{read} read: {new} new, {changed} changed, {same} same{again}, {refused} refused\n"));
    if *refused > 0 { Err(ExitCode::FAILURE) } else { Ok(()) }
}
