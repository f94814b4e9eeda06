//! Watching the knowledge: twice a second the files' times and sizes are looked at, and
//! what changed is read again. No system's own watcher is needed for a folder this small.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::shelf::Shelf;

/// How often the files are looked at.
const EVERY: Duration = Duration::from_millis(500);

/// What tells that a file changed: its path, when it was written, how long it is.
type Mark = (String, Option<SystemTime>, u64);

/// Reads the files now, and again whenever they change.
pub async fn watch(shelf: Arc<Shelf>) {
    let mut seen = None;
    loop {
        let shelf = shelf.clone();
        let before = seen.clone();
        let looked = tokio::task::spawn_blocking(move || {
            let now = Some(marks(shelf.dir()));
            if now != before {
                shelf.read();
            }
            now
        });
        match looked.await {
            Ok(now) => seen = now,
            Err(_) => tracing::error!("reading the knowledge failed; the last that was sound answers"),
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// The marks of every TOML file, by path.
fn marks(dir: &Path) -> Vec<Mark> {
    let mut found = Vec::new();
    collect(dir, 1, &mut found);
    found.sort();
    found
}

fn collect(dir: &Path, deeper: usize, found: &mut Vec<Mark>) {
    let Ok(entries) = std::fs::read_dir(dir) else { return };
    for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
        let Ok(about) = std::fs::metadata(&path) else { continue };
        if about.is_dir() && deeper > 0 {
            collect(&path, deeper - 1, found);
        } else if path.extension().is_some_and(|ending| ending == "toml") {
            found.push((path.display().to_string(), about.modified().ok(), about.len()));
        }
    }
}
