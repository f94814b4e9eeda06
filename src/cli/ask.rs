//! `caveat ask` and `caveat source`: one request, one reply.

use std::process::ExitCode;

use super::{Words, colours, print, print_json};
use crate::answer::Request;
use crate::transport::console::{Look, render};

pub fn run(words: &Words, request: impl Fn(String) -> Request) -> Result<(), ExitCode> {
    let library = words.places.open()?;
    let reply = library.reply(&request(words.text.join(" ")));
    if words.json {
        return print_json(&reply);
    }
    print(&render(&reply, Look { colour: colours(&std::io::stdout()), ..Look::default() }));
    Ok(())
}
