//! `caveat index`: what the files say now is checked, indexed and tried, and made the
//! current generation. Bots that share the folder answer from it within a second or two.

use std::process::ExitCode;

use super::{CANNOT_RUN, Places, print, refuse, today};
use crate::library::{By, Keeping, LibraryError, ReloadError, publish};
use crate::transport::trial;

pub fn run(places: &Places) -> Result<(), ExitCode> {
    let generation = publish(&keeping(places), By::Command).map_err(|error| refused(error, places))?;
    print(&format!("generation {generation} is ready in {}\n", places.index.display()));
    Ok(())
}

/// What is old is taken away by whoever serves: only their settings say how much stays.
fn keeping(places: &Places) -> Keeping {
    Keeping {
        knowledge: places.knowledge.clone(),
        index: places.index.clone(),
        keep: usize::MAX,
        refuse_lost_golden: false,
        today,
        trial: trial::problems,
    }
}

fn refused(error: ReloadError, places: &Places) -> ExitCode {
    match error {
        ReloadError::Problems(problems) => refuse(&LibraryError::Knowledge(problems), &places.knowledge),
        ReloadError::Index(error) => refuse(&error, &places.knowledge),
        other => {
            eprintln!("caveat: {other}");
            ExitCode::from(CANNOT_RUN)
        }
    }
}
