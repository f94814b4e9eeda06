//! `caveat ask`, `caveat source` and `caveat claim`: one request, one reply.

use std::io::Read;
use std::process::ExitCode;

use super::{CANNOT_RUN, Words, colours, print, print_json};
use crate::answer::Request;
use crate::transport::console::{Look, render};

/// In place of the text: read it from standard input.
const STANDARD_INPUT: &str = "-";

pub fn run(words: &Words, request: impl Fn(String) -> Request) -> Result<(), ExitCode> {
    let text = text(words)?;
    let library = words.places.open()?;
    let reply = library.reply(&request(text));
    if words.json {
        return print_json(&reply);
    }
    print(&render(&reply, Look { colour: colours(&std::io::stdout()), ..Look::default() }));
    Ok(())
}

fn text(words: &Words) -> Result<String, ExitCode> {
    if words.text != [STANDARD_INPUT] {
        return Ok(words.text.join(" "));
    }
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes).map_err(|error| {
        eprintln!("caveat: standard input can't be read: {error}");
        ExitCode::from(CANNOT_RUN)
    })?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
