//! Everything tested from the outside, in one binary.
//!
//! - `architecture`: the arrows between the folders of `src/`.
//! - `loading`: what a person can get wrong in a file, and how it is told.
//! - `rules`: each rule of `caveat check`, broken and kept.
//! - `answering`: promises that every reply keeps, over the shipped knowledge.
//! - `misspelling`: how answers hold up under typing errors.
//! - `map`: the map of stages, in words and as a picture.
//! - `disk`: the index on disk, opened, rebuilt, damaged.
//! - `reload`: what answers while knowledge changes, breaks, rolls back.
//! - `command_line`: the binary as a person runs it.
//! - `readme`: what README.md promises.

mod answering;
mod architecture;
mod command_line;
mod discord;
mod disk;
mod documents;
mod loading;
mod map;
mod misspelling;
mod readme;
mod reload;
mod rules;
mod support;
