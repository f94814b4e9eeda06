//! `caveat preview`: the page on this machine that shows what members will see.

use std::net::SocketAddr;
use std::process::{Command, ExitCode, Stdio};

use clap::Args;

use super::{CANNOT_RUN, Places, print, today};
use crate::transport::preview::{Preview as Page, PreviewError, Settings};

#[derive(Args)]
pub struct Preview {
    #[command(flatten)]
    places: Places,
    /// Where to listen, on this machine alone; port 0 takes any free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8787")]
    listen: SocketAddr,
    /// Open the page in the browser
    #[arg(long)]
    open: bool,
}

pub fn run(preview: &Preview) -> Result<(), ExitCode> {
    // Told before the knowledge is read: it is the quicker of the two.
    if !preview.listen.ip().is_loopback() {
        return Err(stopped(&PreviewError::NotLoopback(preview.listen)));
    }
    let library = preview.places.open()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| {
        eprintln!("caveat: this machine gives no threads: {error}");
        ExitCode::from(CANNOT_RUN)
    })?;
    let settings = Settings { listen: preview.listen, knowledge: &preview.places.knowledge, today: today() };
    runtime.block_on(async {
        let page = Page::bind(&settings, library).await.map_err(|error| stopped(&error))?;
        let address = format!("http://{}", page.address());
        print(&format!("The preview is at {address} (Ctrl-C stops it)\n"));
        if preview.open && !open(&address) {
            eprintln!("caveat: no browser could be opened; open {address} yourself");
        }
        page.serve().await.map_err(|error| stopped(&error))
    })
}

fn stopped(error: &PreviewError) -> ExitCode {
    eprintln!("caveat: {error}");
    ExitCode::from(CANNOT_RUN)
}

/// Opens the address with what this system opens addresses with.
fn open(address: &str) -> bool {
    let (program, arguments): (&str, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("cmd", &["/c", "start"]),
        _ => ("xdg-open", &[]),
    };
    let mut command = Command::new(program);
    command.args(arguments).arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().is_ok()
}
