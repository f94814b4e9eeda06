//! What reloads by itself: a signal, a saved file, and another process that shares the
//! folder of generations. All of it is one task, so that no two come at once.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use notify::{EventKind, RecursiveMode, Watcher};
use tokio::sync::mpsc::{Receiver, Sender, UnboundedReceiver, UnboundedSender, channel, unbounded_channel};
use tokio::time::{MissedTickBehavior, interval, timeout};
use tokio_util::sync::CancellationToken;

use crate::knowledge::Severity;
use crate::library::{By, Change, ReloadError, Store};
use crate::telemetry::measures::Measures;

/// A folder is quiet when nothing was saved for so long: editors save in several steps.
const QUIET: Duration = Duration::from_millis(300);
/// A folder that is never quiet is read after so many waits all the same.
const MOST_WAITS: u32 = 10;
/// How often it is looked whether another process changed what answers.
const LOOK: Duration = Duration::from_secs(1);

/// Reloads until `stop`, in a task of its own.
pub fn start(
    store: Arc<Store>,
    measures: Arc<Measures>,
    watch: bool,
    hangups: Hangups,
    stop: CancellationToken,
) {
    let (tell, saved) = unbounded_channel();
    let folder = watch.then(|| Folder::new(store.knowledge(), tell));
    let (calm, calmed) = channel(1);
    tokio::spawn(calm_down(saved, calm));
    tokio::spawn(async move {
        tokio::select! {
            () = run(&store, &measures, folder, hangups, calmed) => {}
            () = stop.cancelled() => {}
        }
    });
}

async fn run(
    store: &Arc<Store>,
    measures: &Measures,
    mut folder: Option<Folder>,
    mut hangups: Hangups,
    mut calmed: Receiver<()>,
) {
    let mut look = interval(LOOK);
    look.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = hangups.next() => reload(store, measures, By::Signal).await,
            Some(()) = calmed.recv() => {
                folder.iter_mut().for_each(Folder::watch_again);
                reload(store, measures, By::Watch).await;
            }
            _ = look.tick() => {
                follow(store, measures).await;
                measures.sum_up();
                folder.iter_mut().for_each(Folder::keep_watching);
            }
        }
    }
}

/// Tells each time that something was saved and then nothing more was. A task of its own:
/// a wait that something else cuts short would lose what was saved.
async fn calm_down(mut saved: UnboundedReceiver<()>, calm: Sender<()>) {
    while saved.recv().await.is_some() {
        for _ in 0..MOST_WAITS {
            if !matches!(timeout(QUIET, drained(&mut saved)).await, Ok(Some(()))) {
                break;
            }
        }
        if calm.send(()).await.is_err() {
            break;
        }
    }
}

/// Waits for the next thing that is saved, and takes all that were saved with it.
async fn drained(saved: &mut UnboundedReceiver<()>) -> Option<()> {
    let first = saved.recv().await;
    while saved.try_recv().is_ok() {}
    first
}

async fn reload(store: &Arc<Store>, measures: &Measures, by: By) {
    let here = store.clone();
    let Ok(outcome) = tokio::task::spawn_blocking(move || patiently(&here, by)).await else { return };
    measures.reloaded(self::outcome(&outcome));
    tell(&outcome, by);
}

/// Reloads; for a saved file once more where another reload, which may have read the files
/// before, was under way: nobody would be there to try again.
fn patiently(store: &Store, by: By) -> Result<Change, ReloadError> {
    loop {
        match store.reload(by) {
            Err(ReloadError::Busy) if by == By::Watch => std::thread::sleep(QUIET),
            outcome => return outcome,
        }
    }
}

async fn follow(store: &Arc<Store>, measures: &Measures) {
    let here = store.clone();
    let Ok(Some(outcome)) = tokio::task::spawn_blocking(move || here.follow().transpose()).await else {
        return;
    };
    measures.reloaded(self::outcome(&outcome));
    tell(&outcome, By::Other);
}

/// How a reload ended, in a word.
pub fn outcome(outcome: &Result<Change, ReloadError>) -> &'static str {
    match outcome {
        Ok(change) if change.is_unchanged() => "unchanged",
        Ok(_) => "changed",
        Err(ReloadError::Busy) => "busy",
        Err(ReloadError::Problems(_)) => "refused",
        Err(_) => "failed",
    }
}

/// Tells the log. A file that was saved without a change is not worth a word.
fn tell(outcome: &Result<Change, ReloadError>, by: By) {
    match outcome {
        Ok(change) if change.is_unchanged() && by == By::Watch => {}
        Ok(change) if change.is_unchanged() => tracing::info!(%by, "reloaded: nothing changed"),
        Ok(change) => tracing::info!(
            %by, from = change.from, to = change.to, added = change.added.len(), changed = change.changed.len(),
            removed = change.removed.len(), golden_lost = change.lost.len(),
            took_ms = change.took.as_millis() as u64, "reloaded"
        ),
        Err(error) => {
            tracing::error!(%by, "not reloaded, the old knowledge goes on answering: {error}");
            tell_problems(error);
        }
    }
}

fn tell_problems(error: &ReloadError) {
    let ReloadError::Problems(problems) = error else { return };
    for problem in problems.iter().filter(|problem| problem.severity == Severity::Error) {
        let at = format!("{}:{}:{}", problem.file, problem.line, problem.column);
        tracing::error!(at, help = problem.help, "{}", problem.message);
    }
}

/// The folder of cards and sources, watched.
struct Folder {
    dir: PathBuf,
    tell: UnboundedSender<()>,
    /// What is watched, and which folder that was: a link may lead elsewhere later.
    watched: Option<(notify::RecommendedWatcher, Identity)>,
}

impl Folder {
    fn new(dir: &Path, tell: UnboundedSender<()>) -> Self {
        let mut folder = Folder { dir: dir.to_owned(), tell, watched: None };
        match folder.watch() {
            Ok(()) => tracing::info!("watching the knowledge for saved files"),
            Err(error) => tracing::error!(%error, "the knowledge can't be watched; reload by hand"),
        }
        folder
    }

    fn watch(&mut self) -> notify::Result<()> {
        let Some(identity) = identity(&self.dir) else { return Err(notify::Error::path_not_found()) };
        let tell = self.tell.clone();
        let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            // Reading a file is an event too, and a reload reads them all.
            if event.is_ok_and(|event| !matches!(event.kind, EventKind::Access(_))) {
                let _ = tell.send(());
            }
        })?;
        watcher.watch(&identity.0, RecursiveMode::Recursive)?;
        self.watched = Some((watcher, identity));
        Ok(())
    }

    /// Watches the folder anew: a folder that was taken away and made again is not the one
    /// that was watched, though it may have the same number.
    fn watch_again(&mut self) {
        if let Err(error) = self.watch() {
            tracing::warn!(%error, "the knowledge can't be watched now; it is tried again");
            self.watched = None;
        }
    }

    /// Watches the folder that stands at the path now, where that is another one: tools
    /// that deliver a folder whole exchange a link.
    fn keep_watching(&mut self) {
        let now = identity(&self.dir);
        let before = self.watched.as_ref().map(|(_, identity)| identity);
        if now.is_some() && now.as_ref() != before && self.watch().is_ok() {
            let _ = self.tell.send(());
        }
    }
}

/// Which folder stands at a path: where links lead, and its number on the disk.
type Identity = (PathBuf, u64);

fn identity(dir: &Path) -> Option<Identity> {
    let resolved = dir.canonicalize().ok()?;
    #[cfg(unix)]
    let number = std::os::unix::fs::MetadataExt::ino(&resolved.metadata().ok()?);
    #[cfg(not(unix))]
    let number = 0;
    Some((resolved, number))
}

/// The signals that ask for a reload.
/// The system's wish that the files be read again: SIGHUP. Where nobody hears it, it ends
/// the process, so that it is heard before anything that takes time.
pub struct Hangups {
    #[cfg(unix)]
    signal: tokio::signal::unix::Signal,
}

impl Hangups {
    /// Hears from now on. Within a runtime.
    ///
    /// # Errors
    /// Where the system's signals can't be heard.
    #[cfg(unix)]
    pub fn new() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Hangups { signal: signal(SignalKind::hangup())? })
    }

    /// There is no such signal here.
    ///
    /// # Errors
    /// None.
    #[cfg(not(unix))]
    pub fn new() -> std::io::Result<Self> {
        Ok(Hangups {})
    }

    async fn next(&mut self) {
        #[cfg(unix)]
        if self.signal.recv().await.is_some() {
            return;
        }
        std::future::pending().await
    }
}
