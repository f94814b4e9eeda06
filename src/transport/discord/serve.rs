//! Serving: everything that must be there before the bot answers, in the order in which
//! it can fail; then answering until the system says stop.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;
use serenity::interactions_endpoint::Verifier;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::attend::Attendant;
use super::desk::Desk;
use super::endpoint;
use super::gateway::{self, GatewayError};
use super::moderation::Moderators;
use super::register::{register, register_home};
use super::rest::{Rest, RestError};
use crate::config::{Config, Endpoint};
use crate::library::Store;
use crate::telemetry::measures::Measures;
use crate::transport::admin;
use crate::transport::reloading::{self, Hangups};

/// What was begun is finished within this time after the system says stop.
const DRAIN: Duration = Duration::from_secs(5);

/// Why serving stopped.
#[derive(Debug)]
pub enum ServeError {
    /// Discord, or the way to it.
    Rest(RestError),
    /// The gateway.
    Gateway(GatewayError),
    /// Nothing can listen there.
    Listen(SocketAddr, std::io::Error),
    /// Nothing can listen there for health checks.
    Admin(SocketAddr, std::io::Error),
    /// The public key is none.
    PublicKey,
    /// The system's signals can't be heard.
    Signals(std::io::Error),
}

impl ServeError {
    /// Whether a person must change something before it can work.
    pub fn is_for_the_operator(&self) -> bool {
        !matches!(self, ServeError::Rest(RestError::Unreachable(_) | RestError::Strange(_)))
    }
}

impl fmt::Display for ServeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ServeError::Rest(RestError::Unauthorized) => f.write_str(
                "Discord does not know this token. Copy it again from the Bot page of your application \
                 (Reset Token), into the file that `token_file` names or the variable DISCORD_TOKEN",
            ),
            ServeError::Rest(error @ RestError::Unreachable(_)) => {
                write!(f, "{error}. Look at this machine's network, and at `api_base` if you set it")
            }
            ServeError::Rest(error) => write!(f, "{error}"),
            ServeError::Gateway(error) => write!(f, "{error}"),
            ServeError::Listen(address, error) => {
                write!(f, "nothing can listen at {address}: {error}. Change `listen` in [http], or stop what listens there")
            }
            ServeError::Admin(address, error) => {
                write!(f, "nothing can listen at {address}: {error}. Change `listen` in [admin], or stop what listens there")
            }
            ServeError::PublicKey => f.write_str(
                "`public_key` in [http] is not the public key of an application. Copy it from the General Information page",
            ),
            ServeError::Signals(error) => write!(f, "the system's signals can't be heard: {error}"),
        }
    }
}

impl std::error::Error for ServeError {}

impl From<RestError> for ServeError {
    fn from(error: RestError) -> Self {
        ServeError::Rest(error)
    }
}

/// Answers on Discord until the system says stop (SIGTERM or Ctrl-C), then finishes what
/// was begun.
///
/// # Errors
/// What keeps the bot from answering.
pub async fn serve(
    config: &Config,
    store: Arc<Store>,
    token: SecretString,
    hangups: Hangups,
) -> Result<(), ServeError> {
    let stop = CancellationToken::new();
    stop_on_signal(stop.clone()).map_err(ServeError::Signals)?;
    run(config, store, token, hangups, stop).await
}

/// The same until `stop`, for those who hold it.
///
/// # Errors
/// What keeps the bot from answering.
pub async fn run(
    config: &Config,
    store: Arc<Store>,
    token: SecretString,
    hangups: Hangups,
    stop: CancellationToken,
) -> Result<(), ServeError> {
    let rest = Arc::new(Rest::new(&config.discord.api_base, token)?);
    let measures = Arc::new(Measures::default());
    if let Some(address) = config.admin {
        let listening = admin::listen(address, measures.clone(), stop.clone()).await;
        listening.map_err(|error| ServeError::Admin(address, error))?;
    }
    let watch = config.knowledge.watch;
    reloading::start(store.clone(), measures.clone(), watch, hangups, stop.clone());
    enrol(config, &rest).await?;
    let moderators = Arc::new(Moderators::new(config, store.clone(), measures.clone(), rest.clone()));
    let desk =
        Desk::new(store.current(), config, &rest).with_moderators(moderators.clone(), measures.clone());
    let desk = Arc::new(desk);
    let pictured = store.now();
    tokio::task::spawn_blocking(move || pictured.pictures.draw_all());
    let attendant = Arc::new(Attendant::new(desk.clone(), rest.clone()));
    let ended = match &config.http {
        Some(http) => listen(desk, http, &measures, &stop).await,
        None => connect(config, &rest, &attendant, &stop).await,
    };
    let drained = async { tokio::join!(attendant.drain(), moderators.drain()) };
    if tokio::time::timeout(DRAIN, drained).await.is_err() {
        tracing::warn!("some answers were not delivered before the time to stop was over");
    }
    ended
}

/// Registers the commands. That the home server can't be told is no reason not to answer.
async fn enrol(config: &Config, rest: &Rest) -> Result<(), ServeError> {
    tracing::info!("{}", register(rest).await?);
    let Some(guild) = config.discord.home_guild else { return Ok(()) };
    match register_home(rest, guild).await {
        Ok(sent) => tracing::info!("in the home server, {sent}"),
        Err(error) => tracing::error!(
            %error,
            "/kb can't be registered in the home server. Is `home_guild` in [discord] right, and the bot a member there?"
        ),
    }
    Ok(())
}

async fn connect(
    config: &Config,
    rest: &Rest,
    attendant: &Arc<Attendant>,
    stop: &CancellationToken,
) -> Result<(), ServeError> {
    let address = gateway::address(rest).await?;
    let shards = (config.discord.shard_ids.as_slice(), config.discord.shards);
    gateway::run(address, shards, attendant, stop).await.map_err(ServeError::Gateway)
}

async fn listen(
    desk: Arc<Desk>,
    http: &Endpoint,
    measures: &Measures,
    stop: &CancellationToken,
) -> Result<(), ServeError> {
    let failed = |error| ServeError::Listen(http.listen, error);
    let verifier = Verifier::try_new(http.public_key).map_err(|_| ServeError::PublicKey)?;
    let listener = TcpListener::bind(http.listen).await.map_err(failed)?;
    measures.listens(true);
    tracing::info!(address = %http.listen, "listening for interactions over HTTP");
    let stopped = stop.clone().cancelled_owned();
    let serving = axum::serve(listener, endpoint::router(desk, verifier)).with_graceful_shutdown(stopped);
    let too_long = async {
        stop.cancelled().await;
        tokio::time::sleep(DRAIN).await;
    };
    tokio::select! {
        served = async { serving.await } => served.map_err(failed),
        () = too_long => Ok(()),
    }
}

/// Cancels the token when the system says stop.
#[cfg(unix)]
fn stop_on_signal(stop: CancellationToken) -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::spawn(async move {
        tokio::select! { _ = terminate.recv() => {} _ = interrupt.recv() => {} }
        tracing::info!("stopping: what was begun is finished first");
        stop.cancel();
    });
    Ok(())
}

/// Cancels the token on Ctrl-C.
#[cfg(not(unix))]
fn stop_on_signal(stop: CancellationToken) -> std::io::Result<()> {
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            stop.cancel();
        }
    });
    Ok(())
}
