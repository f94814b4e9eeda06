//! Logs. What is logged never holds anything that a person typed.

use std::io::{IsTerminal, stderr};

use tracing_subscriber::EnvFilter;

/// The variable that sets how much is logged, such as `CAVEAT_LOG=debug`.
const VARIABLE: &str = "CAVEAT_LOG";

/// Starts logging to standard error: warnings and errors, unless the variable asks for more.
pub fn start() {
    let filter =
        EnvFilter::builder().with_default_directive(tracing::Level::WARN.into()).with_env_var(VARIABLE);
    tracing_subscriber::fmt()
        .with_env_filter(filter.from_env_lossy())
        .with_writer(stderr)
        .with_ansi(stderr().is_terminal())
        .without_time()
        .init();
}
