//! `caveat map`: the map of stages as a picture in a file.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::{CANNOT_RUN, Places, print};
use crate::answer::Map;
use crate::knowledge::{Id, Knowledge};
use crate::picture::Pictures;

#[derive(Args)]
pub struct Draw {
    #[command(flatten)]
    places: Places,
    /// The stage to mark, such as stage:early-trial
    #[arg(long, value_name = "ID")]
    stage: Option<String>,
    /// The file to write, as PNG
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// Writes the picture, and prints its alternative text.
pub fn run(draw: &Draw) -> Result<(), ExitCode> {
    let library = draw.places.open()?;
    let knowledge = library.held().knowledge;
    let marked = draw.stage.as_deref().map(|id| stage(knowledge, id)).transpose().map_err(refuse)?;
    let pictures = Pictures::of(knowledge);
    let picture = pictures.map(marked.as_ref()).ok_or_else(|| refuse("the knowledge holds no stages"))?;
    std::fs::write(&draw.out, picture.png)
        .map_err(|error| refuse(format!("{} can't be written: {error}", draw.out.display())))?;
    print(&format!("{}\n", picture.alt));
    Ok(())
}

fn stage(knowledge: &Knowledge, id: &str) -> Result<Id, String> {
    let stages = Map::of(knowledge).map(|map| map.stages).unwrap_or_default();
    let ids: Vec<&str> = stages.iter().map(|stage| stage.id.as_str()).collect();
    match ids.contains(&id) {
        true => Ok(Id::from_text(id)),
        false => Err(format!("there is no stage {id}; the stages are: {}", ids.join(", "))),
    }
}

fn refuse(why: impl std::fmt::Display) -> ExitCode {
    eprintln!("caveat: {why}");
    ExitCode::from(CANNOT_RUN)
}
