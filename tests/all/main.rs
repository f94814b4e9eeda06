//! Everything tested from the outside, in one binary.
//!
//! - `architecture`: the arrows between the folders of `src/`.
//! - `loading`: what a person can get wrong in a file, and how it is told.
//! - `rules`: each rule of `caveat check`, broken and kept.
//! - `answering`: promises that every reply keeps, over the shipped knowledge.
//! - `claims`: a seller's words, from the text to the report.
//! - `misspelling`: how answers hold up under typing errors.
//! - `map`: the map of stages, in words and as a picture.
//! - `discord`: what members see and press, against a stand-in for Discord.
//! - `importing`: exports into records, and records beside the curated sources.
//! - `disk`: the index on disk, opened, rebuilt, damaged.
//! - `reload`: what answers while knowledge changes, breaks, rolls back.
//! - `command_line`: the binary as a person runs it.
//! - `preview`: the local page's server: who may ask, what is answered, what a broken card shows.
//! - `readme`: what README.md promises.

mod answering;
mod architecture;
mod claims;
mod command_line;
mod discord;
mod disk;
mod documents;
mod importing;
mod loading;
mod map;
mod misspelling;
mod preview;
mod readme;
mod reload;
mod rules;
mod support;
