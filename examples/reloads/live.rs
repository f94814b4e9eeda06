//! From a saved file to an answer: by `/kb reload`, and by the watcher.

use std::sync::Arc;
use std::time::{Duration, Instant};

use caveat::library::By;
use caveat::transport::reloading::{self, Hangups};
use tokio_util::sync::CancellationToken;

use super::{Done, Folders, Times, edition};

pub fn run(rounds: usize) -> Done {
    let dir = tempfile::tempdir()?;
    let folders = Folders::below(dir.path())?;
    let store = Arc::new(folders.store()?);
    let mut reloads = Times::default();
    for round in 0..rounds {
        folders.says(round)?;
        let since = Instant::now();
        store.reload(By::Command)?;
        edition(&store)?;
        reloads.0.push(since.elapsed());
    }
    println!("live: from a reload to the answer: {}", reloads.told());
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let stop = CancellationToken::new();
    runtime.block_on(async {
        reloading::start(store.clone(), Arc::default(), true, Hangups::new()?, stop.clone());
        Ok::<_, std::io::Error>(())
    })?;
    let mut saves = Times::default();
    for round in rounds..2 * rounds {
        let before = edition(&store)?;
        folders.says(round)?;
        let since = Instant::now();
        while edition(&store)? == before && since.elapsed() < Duration::from_secs(60) {
            std::thread::sleep(Duration::from_millis(5));
        }
        saves.0.push(since.elapsed());
    }
    stop.cancel();
    println!("live: from saving a file to the answer, watched: {}", saves.told());
    Ok(())
}
