//! One connection to the gateway: hello, identify or resume, heartbeats, events.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use secrecy::ExposeSecret;
use serde_json::Value;
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep_until, timeout};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};
use tokio_util::sync::CancellationToken;

use super::GatewayError;
use super::frame::{self, Frame, Hello, Ready};
use crate::transport::discord::attend::{Attendant, Place};

/// Dialling, and each first frame, takes no longer than this.
const PATIENCE: Duration = Duration::from_secs(10);

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

type Incoming = Option<Result<Message, tokio_tungstenite::tungstenite::Error>>;

/// How a connection ended.
pub enum End {
    /// It was asked to.
    Stopped,
    /// It broke, or Discord wants a new one.
    Lost(&'static str),
    /// Discord does not want this program as it is.
    Refused(GatewayError),
}

/// What a session needs to go on where it broke off.
struct Session {
    id: String,
    url: String,
    seq: u64,
}

/// A shard's way to the gateway, over all its connections.
pub struct Connection {
    url: String,
    shard: (u16, u16),
    attendant: Arc<Attendant>,
    session: Option<Session>,
}

/// What lasts as long as one socket.
struct Pulse {
    every: Duration,
    next: Instant,
    /// Whether the last heartbeat was heard.
    heard: bool,
}

impl Connection {
    /// A shard that has not dialled yet.
    pub fn new(url: &str, shard: (u16, u16), attendant: Arc<Attendant>) -> Self {
        Connection { url: url.to_owned(), shard, attendant, session: None }
    }

    /// Whether there is a session to go on with.
    pub fn can_resume(&self) -> bool {
        self.session.is_some()
    }

    /// Dials, and hands every interaction on until the connection ends.
    pub async fn run(&mut self, stop: &CancellationToken) -> End {
        let end = tokio::select! {
            end = self.connected() => end,
            () = stop.cancelled() => End::Stopped,
        };
        self.attendant.note_shard(self.shard.0, false);
        end
    }

    async fn connected(&mut self) -> End {
        match self.listen().await {
            Ok(never) => match never {},
            Err(end) => end,
        }
    }

    async fn listen(&mut self) -> Result<Infallible, End> {
        let mut socket = self.dial().await?;
        let mut pulse = hello(&mut socket).await?;
        send(&mut socket, &self.greeting()).await?;
        loop {
            // Frames wait in the socket while as many interactions are attended to as may be.
            tokio::select! {
                () = sleep_until(pulse.next) => self.beat(&mut socket, &mut pulse).await?,
                (place, message) = next(&mut socket, self.attendant.free_place()) => {
                    self.take(message, &mut socket, &mut pulse, place).await?;
                }
            }
        }
    }

    async fn dial(&self) -> Result<Socket, End> {
        let base = self.session.as_ref().map_or(self.url.as_str(), |session| &session.url);
        let url = format!("{}/?v=10&encoding=json", base.trim_end_matches('/'));
        let dialled = timeout(PATIENCE, connect_async(url)).await;
        match dialled {
            Ok(Ok((socket, _))) => Ok(socket),
            Ok(Err(_)) => Err(End::Lost("it could not be dialled")),
            Err(_) => Err(End::Lost("dialling took too long")),
        }
    }

    /// What is said first: the session to go on with, or the wish for a new one.
    fn greeting(&self) -> Value {
        let token = self.attendant.rest().token().expose_secret();
        match &self.session {
            Some(session) => frame::resume(token, &session.id, session.seq),
            None => frame::identify(token, self.shard),
        }
    }

    async fn beat(&self, socket: &mut Socket, pulse: &mut Pulse) -> Result<(), End> {
        if !pulse.heard {
            return Err(End::Lost("Discord did not hear the last heartbeat"));
        }
        pulse.heard = false;
        pulse.next = Instant::now() + pulse.every;
        send(socket, &frame::heartbeat(self.seq())).await
    }

    fn seq(&self) -> Option<u64> {
        self.session.as_ref().map(|session| session.seq)
    }

    async fn take(
        &mut self,
        message: Incoming,
        socket: &mut Socket,
        pulse: &mut Pulse,
        place: Place,
    ) -> Result<(), End> {
        let text = match message {
            Some(Ok(Message::Text(text))) => text,
            Some(Ok(Message::Close(frame))) => return Err(self.closed(frame.as_ref())),
            Some(Ok(_)) => return Ok(()),
            Some(Err(_)) | None => return Err(End::Lost("the connection broke")),
        };
        let Ok(frame) = serde_json::from_str::<Frame<'_>>(&text) else {
            self.attendant.count_undecodable();
            return Ok(());
        };
        match frame.op {
            frame::DISPATCH => self.dispatch(&frame, place),
            frame::HEARTBEAT => send(socket, &frame::heartbeat(self.seq())).await?,
            frame::HEARTBEAT_ACK => pulse.heard = true,
            frame::RECONNECT => return Err(End::Lost("Discord wants a new connection")),
            frame::INVALID_SESSION => {
                if frame.d.is_none_or(|data| data.get() != "true") {
                    self.session = None;
                }
                return Err(End::Lost("Discord ended the session"));
            }
            _ => {}
        }
        Ok(())
    }

    fn dispatch(&mut self, frame: &Frame<'_>, place: Place) {
        let data = frame.d.map_or("null", |data| data.get());
        if matches!(frame.t, Some("READY" | "RESUMED")) {
            self.attendant.note_shard(self.shard.0, true);
        }
        match frame.t {
            Some("READY") => match serde_json::from_str::<Ready>(data) {
                Ok(ready) => {
                    let url = ready.resume_gateway_url.unwrap_or_else(|| self.url.clone());
                    self.session = Some(Session { id: ready.session_id, url, seq: 0 });
                    tracing::info!(shard = self.shard.0, "connected to the gateway");
                }
                Err(_) => self.attendant.count_undecodable(),
            },
            Some("RESUMED") => tracing::info!(shard = self.shard.0, "resumed on the gateway"),
            Some("INTERACTION_CREATE") => self.attendant.attend(data, place),
            _ => {}
        }
        if let (Some(session), Some(seq)) = (&mut self.session, frame.s) {
            session.seq = seq;
        }
    }

    /// What a close code means, after Discord's table of them.
    fn closed(&mut self, frame: Option<&CloseFrame>) -> End {
        match frame.map(|frame| u16::from(frame.code)) {
            Some(4004) => End::Refused(GatewayError::Token),
            Some(4010 | 4011) => End::Refused(GatewayError::Shards),
            Some(code @ 4012..=4014) => End::Refused(GatewayError::Refused(code)),
            Some(4007 | 4009) => {
                self.session = None;
                End::Lost("Discord ended the session")
            }
            _ => End::Lost("Discord closed the connection"),
        }
    }
}

/// Waits for the first frame, which says how often to beat. The first beat comes at a
/// random moment within the interval, as Discord asks.
async fn hello(socket: &mut Socket) -> Result<Pulse, End> {
    let lost = End::Lost("Discord did not say hello");
    let Ok(Some(Ok(Message::Text(text)))) = timeout(PATIENCE, socket.next()).await else { return Err(lost) };
    let frame = serde_json::from_str::<Frame<'_>>(&text).ok().filter(|frame| frame.op == frame::HELLO);
    let hello = frame.and_then(|frame| serde_json::from_str::<Hello>(frame.d?.get()).ok());
    let Some(hello) = hello else { return Err(lost) };
    let every = Duration::from_millis(hello.heartbeat_interval.max(1));
    Ok(Pulse { every, next: Instant::now() + every.mul_f64(fastrand::f64()), heard: true })
}

/// The next frame, once there is a place to attend to it. Given up at any moment, it
/// loses neither: a frame is the last thing waited for.
async fn next(socket: &mut Socket, place: impl Future<Output = Place>) -> (Place, Incoming) {
    let place = place.await;
    (place, socket.next().await)
}

async fn send(socket: &mut Socket, frame: &Value) -> Result<(), End> {
    let sent = timeout(PATIENCE, socket.send(Message::text(frame.to_string()))).await;
    match sent {
        Ok(Ok(())) => Ok(()),
        _ => Err(End::Lost("the connection broke")),
    }
}
