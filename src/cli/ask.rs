//! `caveat ask` and `caveat source`: one request, one reply.

use std::process::ExitCode;

use super::{CANNOT_RUN, Words, colours};
use crate::answer::Request;
use crate::transport::console::{Look, render};

pub fn run(words: &Words, request: impl Fn(String) -> Request) -> Result<(), ExitCode> {
    let library = words.places.open()?;
    let reply = library.reply(&request(words.text.join(" ")));
    if words.json {
        let json = serde_json::to_string_pretty(&reply).map_err(|_| ExitCode::from(CANNOT_RUN))?;
        println!("{json}");
    } else {
        print!("{}", render(&reply, Look { colour: colours(&std::io::stdout()), ..Look::default() }));
    }
    Ok(())
}
