//! Everything tested from the outside, in one binary.
//!
//! - `architecture`: the arrows between the folders of `src/`.
//! - `loading`: what a person can get wrong in a file, and how it is told.
//! - `rules`: each rule of `caveat check`, broken and kept.
//! - `answering`: promises that every reply keeps, over the shipped knowledge.
//! - `misspelling`: how answers hold up under typing errors.
//! - `importing`: exports into records, and records beside the curated sources.
//! - `disk`: the index on disk, opened, rebuilt, damaged.
//! - `command_line`: the binary as a person runs it.
//! - `readme`: what README.md promises.

mod answering;
mod architecture;
mod command_line;
mod disk;
mod importing;
mod loading;
mod misspelling;
mod readme;
mod rules;
mod support;
