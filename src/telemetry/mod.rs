//! Logs, and what is measured. What is logged never holds anything that a person typed,
//! nor who typed it, but for a moderator's number beside what they did with `/kb`: the
//! program's own sentences and numbers only, and of other crates warnings at most.

pub mod measures;

use std::io::{IsTerminal, stderr};

use tracing::Level;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::config;

/// The variable that sets how much a command logs, such as `CAVEAT_LOG=debug`.
const VARIABLE: &str = "CAVEAT_LOG";

/// Starts logging to standard error: warnings and errors, unless the variable asks for more.
pub fn start() {
    let filter = EnvFilter::builder().with_default_directive(Level::WARN.into()).with_env_var(VARIABLE);
    tracing_subscriber::fmt()
        .with_env_filter(filter.from_env_lossy())
        .with_writer(stderr)
        .with_ansi(stderr().is_terminal())
        .without_time()
        .init();
}

/// Starts logging for a server: times, text or JSON, and no words of a panic, which may
/// hold what a person typed.
pub fn serve(log: config::Log) {
    let of_others = LevelFilter::from_level(log.level.min(Level::WARN));
    let filter = Targets::new().with_default(of_others).with_target(env!("CARGO_CRATE_NAME"), log.level);
    let registry = tracing_subscriber::registry().with(filter);
    if log.json {
        registry.with(tracing_subscriber::fmt::layer().json().with_writer(stderr)).init();
    } else {
        let text = tracing_subscriber::fmt::layer().with_writer(stderr);
        registry.with(text.with_ansi(stderr().is_terminal())).init();
    }
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "a part of the program failed");
    }));
}
