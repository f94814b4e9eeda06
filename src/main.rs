//! Starts the program: what was typed on the command line goes to [`caveat::cli`].

use std::process::ExitCode;

/// A start and a reload take much memory for a moment. This allocator gives it back to the system,
/// where the C library keeps it; `.cargo/config.toml` says after how long.
#[cfg(not(target_env = "msvc"))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    caveat::cli::run()
}
