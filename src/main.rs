//! Starts the program: what was typed on the command line goes to [`caveat::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    caveat::cli::run()
}
