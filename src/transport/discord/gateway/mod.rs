//! The gateway: one connection a shard, kept up. Discord takes a bot's token away that
//! dials too often, so dialling slows down with every failure, and sessions are counted.

mod backoff;
mod connection;
mod frame;

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::Deserialize;
use tokio_util::sync::CancellationToken;

use super::attend::Attendant;
use super::rest::{Rest, RestError};
use backoff::Backoff;
use connection::{Connection, End};

/// A connection that was up for so long was a good one; the next failure is the first again.
const GOOD: Duration = Duration::from_secs(30);
/// Discord allows 1,000 new sessions a day, and takes the token away after them.
const SESSIONS_A_DAY: u32 = 900;
const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// Shards start one after the other: Discord wants five seconds between new sessions.
const BETWEEN_SHARDS: Duration = Duration::from_secs(5);

/// Why the gateway can't go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GatewayError {
    /// Discord does not know the token.
    Token,
    /// Discord refuses the shards as they are set.
    Shards,
    /// Discord refuses what this program asks for.
    Refused(u16),
    /// There were too many new sessions within a day.
    TooManySessions,
}

impl fmt::Display for GatewayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            GatewayError::Token => f.write_str("Discord does not know this token. Copy it again from the Bot page of your application"),
            GatewayError::Shards => f.write_str("Discord refuses these shards. Set `shards` in [discord] to the number it recommends, and `shard_ids` below it"),
            GatewayError::Refused(code) => write!(f, "Discord refuses this program with code {code}. Is there a newer version of it?"),
            GatewayError::TooManySessions => write!(f, "{SESSIONS_A_DAY} sessions were started within a day, and none lasted. Discord would take the token away; look at the network, then start again"),
        }
    }
}

/// Where Discord's gateway is, and how many sessions it still allows.
#[derive(Deserialize)]
pub struct Address {
    url: String,
    #[serde(default)]
    session_start_limit: Option<StartLimit>,
}

#[derive(Deserialize)]
struct StartLimit {
    remaining: u32,
    /// Milliseconds until there are more.
    reset_after: u64,
}

/// Asks Discord for the gateway's address.
///
/// # Errors
/// Where Discord can't be reached, or refuses.
pub async fn address(rest: &Rest) -> Result<Address, RestError> {
    match rest.get("/gateway/bot", "gateway address").await {
        Err(RestError::Refused { status, .. }) if status == reqwest::StatusCode::NOT_FOUND => {
            rest.get("/gateway", "gateway address").await
        }
        other => other,
    }
}

/// Keeps the shards up until `stop`.
///
/// # Errors
/// What a person must mend before Discord lets this program in again.
pub async fn run(
    address: Address,
    shards: (&[u16], u16),
    attendant: &Arc<Attendant>,
    stop: &CancellationToken,
) -> Result<(), GatewayError> {
    if let Some(limit) = address.session_start_limit.filter(|limit| limit.remaining == 0) {
        tracing::warn!(milliseconds = limit.reset_after, "Discord allows no new session before then");
        tokio::select! {
            () = tokio::time::sleep(Duration::from_millis(limit.reset_after)) => {}
            () = stop.cancelled() => return Ok(()),
        }
    }
    let (ids, total) = shards;
    let mut tasks = tokio::task::JoinSet::new();
    for (place, id) in (0u32..).zip(ids) {
        let connection = Connection::new(&address.url, (*id, total), attendant.clone());
        tasks.spawn(keep_up(connection, BETWEEN_SHARDS * place, stop.clone()));
    }
    while let Some(ended) = tasks.join_next().await {
        if let Ok(Err(error)) = ended {
            stop.cancel();
            return Err(error);
        }
    }
    Ok(())
}

/// Keeps one shard up: dials, and after a loss dials again, ever more slowly.
async fn keep_up(
    mut connection: Connection,
    first_wait: Duration,
    stop: CancellationToken,
) -> Result<(), GatewayError> {
    let mut backoff = Backoff::default();
    let mut sessions = Sessions::new();
    let mut wait = first_wait;
    loop {
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = stop.cancelled() => return Ok(()),
        }
        if !connection.can_resume() {
            sessions.count_one()?;
        }
        let dialled = Instant::now();
        match connection.run(&stop).await {
            End::Stopped => return Ok(()),
            End::Refused(error) => return Err(error),
            End::Lost(why) => {
                if dialled.elapsed() >= GOOD {
                    backoff = Backoff::default();
                }
                wait = backoff.next();
                tracing::warn!(why, again_in_ms = wait.as_millis() as u64, "the gateway connection is lost");
            }
        }
    }
}

/// How many sessions were started in the last day.
struct Sessions {
    started: u32,
    since: Instant,
}

impl Sessions {
    fn new() -> Self {
        Sessions { started: 0, since: Instant::now() }
    }

    fn count_one(&mut self) -> Result<(), GatewayError> {
        if self.since.elapsed() >= DAY {
            *self = Sessions::new();
        }
        self.started += 1;
        match self.started > SESSIONS_A_DAY {
            true => Err(GatewayError::TooManySessions),
            false => Ok(()),
        }
    }
}
