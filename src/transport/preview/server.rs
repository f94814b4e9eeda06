//! The server of the page: its files, the commands, a desk for interactions, the cards.

use std::fmt;
use std::net::SocketAddr;
use std::path::Path as FilePath;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::http::{StatusCode, Uri, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use jiff::civil::Date;
use secrecy::SecretString;
use serde::Serialize;
use serde_json::value::RawValue;
use tokio::net::TcpListener;

use super::shelf::Shelf;
use super::{assets, cards, guard, watch};
use crate::config::Config;
use crate::library::Library;
use crate::transport::discord::attend::answer;
use crate::transport::discord::commands::{COMMANDS, Definition};
use crate::transport::discord::rest::Rest;

/// The longest body that is read, in bytes.
const LONGEST_BODY: usize = 256 * 1024;
/// A question whether anything changed is answered by then.
const LONGEST_WAIT: Duration = Duration::from_secs(25);
/// As many questions to the moderators as are kept until the page shows them.
const MOST_POSTED: usize = 20;
/// The channel in which the page shows what moderators would read.
const MODERATORS: u64 = 1;

/// What the preview is to show, and where.
pub struct Settings<'a> {
    /// Where to listen: on loopback.
    pub listen: SocketAddr,
    /// The folder of cards and sources.
    pub knowledge: &'a FilePath,
    /// The day to count ages from.
    pub today: Date,
}

/// Why there is no preview.
#[derive(Debug)]
pub enum PreviewError {
    /// Others could reach it there.
    NotLoopback(SocketAddr),
    /// Nothing can listen there.
    Listen(SocketAddr, std::io::Error),
    /// The way by which the form comes back to the page can't be made.
    Way(String),
}

impl fmt::Display for PreviewError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PreviewError::NotLoopback(address) => write!(
                f,
                "the preview is for this machine alone and does not listen at {address}. Use --listen 127.0.0.1:{}",
                address.port()
            ),
            PreviewError::Listen(address, error) => write!(
                f,
                "nothing can listen at {address}: {error}. Choose another port, such as --listen 127.0.0.1:8788"
            ),
            PreviewError::Way(reason) => write!(f, "the page's form can't be served: {reason}"),
        }
    }
}

impl std::error::Error for PreviewError {}

/// A preview that listens, ready to answer.
pub struct Preview {
    listener: TcpListener,
    address: SocketAddr,
    shelf: Arc<Shelf>,
}

impl Preview {
    /// Listens, on loopback alone.
    ///
    /// # Errors
    /// Where it may not or can't listen there.
    pub async fn bind(settings: &Settings<'_>, library: Library) -> Result<Self, PreviewError> {
        if !settings.listen.ip().is_loopback() {
            return Err(PreviewError::NotLoopback(settings.listen));
        }
        let failed = |error| PreviewError::Listen(settings.listen, error);
        let listener = TcpListener::bind(settings.listen).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let way = |error: crate::transport::discord::rest::RestError| PreviewError::Way(error.to_string());
        // The page takes Discord's place also for what the bot posts by itself.
        let rest = Rest::new(&format!("http://{address}"), SecretString::from("preview")).map_err(way)?;
        let shelf = Shelf::new(settings.knowledge, settings.today, library, config(), Arc::new(rest));
        Ok(Preview { listener, address, shelf: Arc::new(shelf) })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers until the program ends.
    ///
    /// # Errors
    /// Where listening ends.
    pub async fn serve(self) -> Result<(), PreviewError> {
        tokio::spawn(watch::watch(self.shelf.clone()));
        let served = axum::serve(self.listener, router(self.shelf, self.address)).await;
        served.map_err(|error| PreviewError::Listen(self.address, error))
    }
}

/// One person tries things out: nobody is held up, and moderators read questions.
fn config() -> Config {
    let mut config = Config::default();
    config.limits.per_user = u32::MAX;
    config.limits.per_channel = u32::MAX;
    config.moderation.questions_channel = Some(MODERATORS);
    config.about.run_by = Some("whoever started this preview, on this machine alone".into());
    config
}

struct Served {
    shelf: Arc<Shelf>,
    guard: guard::Guard,
    /// What the bot posted in the moderators' channel and the page has not shown yet.
    posted: Mutex<Vec<Box<RawValue>>>,
}

fn router(shelf: Arc<Shelf>, address: SocketAddr) -> Router {
    let guard = guard::Guard::at(address);
    let served = Arc::new(Served { shelf, guard, posted: Mutex::default() });
    Router::new()
        .route("/commands", get(commands))
        .route("/interactions", post(interaction))
        .route("/cards", get(list))
        .route("/cards/{id}", get(card))
        .route("/changes/{version}", get(changes))
        .route("/posted", get(take_posted))
        .route("/api/v10/channels/{channel}/messages", post(keep_posted))
        .fallback(get(asset))
        .layer(DefaultBodyLimit::max(LONGEST_BODY))
        .layer(from_fn_with_state(served.clone(), guarded))
        .with_state(served)
}

/// Refuses what comes from elsewhere, and says on every response what the page may load.
async fn guarded(State(served): State<Arc<Served>>, request: Request, next: Next) -> Response {
    let mut response = match served.guard.refusal(request.headers()) {
        Some(reason) => (StatusCode::FORBIDDEN, reason).into_response(),
        None => next.run(request).await,
    };
    response.headers_mut().extend(guard::HEADERS);
    response
}

async fn asset(uri: Uri) -> Response {
    match assets::at(uri.path()) {
        Some(asset) => ([(header::CONTENT_TYPE, asset.media)], asset.text).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn commands() -> Response {
    json(&COMMANDS.iter().map(Definition::create).collect::<Vec<_>>())
}

/// Answers as at Discord's desk, in the very bytes that Discord would get.
async fn interaction(State(served): State<Arc<Served>>, body: Bytes) -> Response {
    let Ok(interaction) = serde_json::from_slice(&body) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let response = answer(&served.shelf.now().desk, interaction).await;
    ([(header::CONTENT_TYPE, response.content_type)], response.body).into_response()
}

async fn list(State(served): State<Arc<Served>>) -> Response {
    json(&cards::overview(&served.shelf.now()))
}

async fn card(State(served): State<Arc<Served>>, Path(id): Path<String>) -> Response {
    match cards::opened(&served.shelf.now(), &id) {
        Some(opened) => json(&opened),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Waits until the knowledge is another than at that version, or long enough.
async fn changes(State(served): State<Arc<Served>>, Path(version): Path<u64>) -> Response {
    let mut changes = served.shelf.changes();
    let changed = changes.wait_for(|stand| stand.version != version);
    // Whoever waited in vain asks again.
    let _ = tokio::time::timeout(LONGEST_WAIT, changed).await;
    json(&served.shelf.now().version)
}

/// Stands in for the moderators' channel.
async fn keep_posted(State(served): State<Arc<Served>>, body: Bytes) -> Response {
    let Ok(message) = serde_json::from_slice(&body) else { return StatusCode::BAD_REQUEST.into_response() };
    let mut posted = served.posted.lock().unwrap_or_else(PoisonError::into_inner);
    if posted.len() < MOST_POSTED {
        posted.push(message);
    }
    json(&())
}

/// What was posted in the moderators' channel since the page last asked.
async fn take_posted(State(served): State<Arc<Served>>) -> Response {
    let posted = std::mem::take(&mut *served.posted.lock().unwrap_or_else(PoisonError::into_inner));
    json(&posted)
}

fn json(value: &impl Serialize) -> Response {
    // Texts, numbers and lists serialize always.
    let json = serde_json::to_vec(value).unwrap_or_default();
    ([(header::CONTENT_TYPE, "application/json")], json).into_response()
}
