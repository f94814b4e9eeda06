//! A stand-in for Discord: REST and gateway on loopback, over real sockets, with faults.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::Notify;

#[path = "callbacks.rs"]
mod callbacks;
pub use callbacks::{Callback, Trouble};
use callbacks::{Callbacks, callback};

/// The token that the stand-in knows.
pub const TOKEN: &str = "the-token-of-the-tests";
/// The application's id.
pub const APPLICATION: &str = "1100000000000000001";

/// The stand-in. Everything that it is told to do wrong is a field.
#[derive(Default)]
pub struct StandIn {
    /// Drops every gateway connection at once.
    pub drops_all: AtomicBool,
    /// Refuses every dial of the gateway.
    pub refuses_dials: AtomicBool,
    /// Answers the next wish to resume with "this session is over".
    pub refuses_resume: AtomicBool,
    /// So many of the next heartbeats are not heard.
    pub ignores_heartbeats: AtomicUsize,
    /// Answers the next REST calls that are no callbacks with these.
    pub refuses: Mutex<VecDeque<StatusCode>>,
    /// Answers the next callbacks with these.
    pub refuses_callbacks: Mutex<VecDeque<StatusCode>>,
    /// What else goes wrong with the next callbacks.
    pub troubles: Mutex<VecDeque<Trouble>>,
    /// How often the gateway was dialled.
    pub dials: AtomicUsize,
    /// How often a session was resumed.
    pub resumes: AtomicUsize,
    /// What was identified with.
    pub identified: Mutex<Vec<Value>>,
    /// The commands that it holds.
    pub commands: Mutex<Vec<Value>>,
    /// How many calls changed them.
    pub command_changes: AtomicUsize,
    /// The commands that it holds for single servers, by server.
    pub home_commands: Mutex<Vec<(String, Value)>>,
    /// What was posted in channels, by channel.
    pub posted: Mutex<Vec<(String, Value)>>,
    /// How often an interaction was answered that had been answered before.
    pub answered_again: AtomicUsize,
    /// How many connections have a session now.
    pub connected: AtomicUsize,
    /// Numbers of events that a connection was sent and that nobody may have read: its
    /// session ended before they were acknowledged.
    pub cut: Mutex<Vec<Range<usize>>>,
    /// From which event on the session that ends now may have read nothing.
    unread: Mutex<Option<usize>>,
    callbacks: Mutex<Callbacks>,
    called_back: Notify,
    /// Frames that are no events of the session, and whether the connection ends with them.
    frames: Mutex<VecDeque<(Message, bool)>>,
    /// Events of the session so far, each with its number at its place, counted from 1.
    events: Mutex<Vec<String>>,
    /// How many of them the bot was sent.
    delivered: AtomicUsize,
    new_event: Notify,
    /// How often the connection was killed.
    kills: AtomicUsize,
    close_code: AtomicU64,
    address: Mutex<String>,
}

impl StandIn {
    /// Listens on a free port.
    pub async fn start() -> Arc<Self> {
        let stand_in = Arc::new(StandIn::default());
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let address = listener.local_addr().expect("it listens").to_string();
        *stand_in.address.lock().expect("lock") = address;
        let api = Router::new()
            .route("/gateway/bot", get(gateway_bot))
            .route("/applications/@me", get(application))
            .route("/applications/{id}/commands", any(commands))
            .route("/applications/{id}/commands/{command}", any(command))
            .route("/applications/{id}/guilds/{guild}/commands", any(home_commands))
            .route("/interactions/{id}/{token}/callback", post(callback))
            .route("/channels/{id}/messages", post(message));
        let router =
            Router::new().nest("/api/v10", api).route("/ws/", get(upgrade)).with_state(stand_in.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        stand_in
    }

    /// Where it listens.
    pub fn base(&self) -> String {
        format!("http://{}", self.address.lock().expect("lock"))
    }

    /// Sends an event to the bot, now or when it resumes; its number.
    pub fn dispatch(&self, name: &str, data: &Value) -> usize {
        let mut events = self.events.lock().expect("lock");
        let number = events.len() + 1;
        let frame = json!({ "op": 0, "s": number, "t": name, "d": data });
        events.push(frame.to_string());
        drop(events);
        self.new_event.notify_waiters();
        number
    }

    /// Sends a frame on the connection that there is; the last one where `ends`.
    pub fn interject(&self, frame: Message, ends: bool) {
        self.frames.lock().expect("lock").push_back((frame, ends));
        self.new_event.notify_waiters();
    }

    /// Notes that the program died: what it was sent may not have been read.
    pub fn died(&self) {
        *self.unread.lock().expect("lock") = Some(0);
        self.kill_connection();
    }

    /// Whether nobody may have read the event of that number.
    pub fn is_cut(&self, number: usize) -> bool {
        self.cut.lock().expect("lock").iter().any(|cut| cut.contains(&(number - 1)))
    }

    /// The bot's answer to that interaction.
    pub async fn callback(&self, id: &str) -> Callback {
        self.try_callback(id, Duration::from_secs(20)).await.expect("the bot answers")
    }

    /// The same, if it comes in time.
    pub async fn try_callback(&self, id: &str, patience: Duration) -> Option<Callback> {
        let wait = async {
            loop {
                let notified = self.called_back.notified();
                if let Some(callback) = self.callbacks.lock().expect("lock").remove(id) {
                    return callback;
                }
                notified.await;
            }
        };
        tokio::time::timeout(patience, wait).await.ok()
    }

    /// Breaks the gateway connection without a word.
    pub fn kill_connection(&self) {
        // Under the events' lock, so that what is sent from now on waits for the next connection.
        let _events = self.events.lock().expect("lock");
        self.kills.fetch_add(1, Ordering::SeqCst);
        self.new_event.notify_waiters();
    }

    /// The events that a connection was not sent yet; none where it was killed.
    fn waiting(&self, sent: usize, kills: usize) -> Option<Vec<String>> {
        let events = self.events.lock().expect("lock");
        (self.kills.load(Ordering::SeqCst) == kills).then(|| events[sent..].to_vec())
    }

    /// Closes the next connections with that code, once they identify.
    pub fn close_with(&self, code: u16) {
        self.close_code.store(code.into(), Ordering::SeqCst);
    }

    /// Whether this heartbeat is heard.
    fn hears(&self) -> bool {
        let fewer = |left: usize| left.checked_sub(1);
        self.ignores_heartbeats.fetch_update(Ordering::SeqCst, Ordering::SeqCst, fewer).is_err()
    }

    /// A new session begins: what the last one left unread is lost.
    fn begins_after(&self, known: usize) {
        if let Some(from) = self.unread.lock().expect("lock").take() {
            self.cut.lock().expect("lock").push(from..known);
        }
    }

    fn refusal(&self) -> Option<Response> {
        let status = self.refuses.lock().expect("lock").pop_front()?;
        Some((status, [("Retry-After", "0.05")], "{\"code\": 0}").into_response())
    }
}

/// Counts itself for as long as it lives.
struct Counted<'a>(&'a AtomicUsize);

impl<'a> Counted<'a> {
    fn new(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::SeqCst);
        Counted(count)
    }
}

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

type Here = State<Arc<StandIn>>;

fn knows(headers: &HeaderMap) -> bool {
    headers.get("Authorization").is_some_and(|value| value == &format!("Bot {TOKEN}"))
}

fn unauthorized() -> Response {
    (StatusCode::UNAUTHORIZED, "{\"code\": 0, \"message\": \"401: Unauthorized\"}").into_response()
}

async fn gateway_bot(State(here): Here, headers: HeaderMap) -> Response {
    if !knows(&headers) {
        return unauthorized();
    }
    let url = format!("ws://{}/ws", here.address.lock().expect("lock"));
    let limit = json!({ "total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1 });
    axum::Json(json!({ "url": url, "shards": 1, "session_start_limit": limit })).into_response()
}

async fn application(State(here): Here, headers: HeaderMap) -> Response {
    if let Some(refusal) = here.refusal() {
        return refusal;
    }
    if !knows(&headers) {
        return unauthorized();
    }
    axum::Json(json!({ "id": APPLICATION })).into_response()
}

async fn commands(State(here): Here, method: Method, body: Bytes) -> Response {
    let mut commands = here.commands.lock().expect("lock");
    if method == Method::POST {
        here.command_changes.fetch_add(1, Ordering::SeqCst);
        let mut command: Value = serde_json::from_slice(&body).expect("commands are JSON");
        super::payload::check_command(&command);
        command["id"] = json!(format!("12000000000000000{:02}", commands.len()));
        command["version"] = json!("1");
        commands.push(command.clone());
        return axum::Json(command).into_response();
    }
    axum::Json(&*commands).into_response()
}

async fn home_commands(
    State(here): Here,
    Path((_, guild)): Path<(String, String)>,
    method: Method,
    body: Bytes,
) -> Response {
    let mut commands = here.home_commands.lock().expect("lock");
    if method == Method::POST {
        let command: Value = serde_json::from_slice(&body).expect("commands are JSON");
        super::payload::check_command(&command);
        commands.push((guild, command.clone()));
        return axum::Json(command).into_response();
    }
    let held: Vec<&Value> =
        commands.iter().filter(|(known, _)| *known == guild).map(|(_, command)| command).collect();
    axum::Json(held).into_response()
}

async fn command(
    State(here): Here,
    Path((_, id)): Path<(String, String)>,
    method: Method,
    body: Bytes,
) -> Response {
    here.command_changes.fetch_add(1, Ordering::SeqCst);
    let mut commands = here.commands.lock().expect("lock");
    let place = commands.iter().position(|command| command["id"] == json!(id)).expect("the command is held");
    if method == Method::DELETE {
        commands.remove(place);
        return StatusCode::NO_CONTENT.into_response();
    }
    let mut changed: Value = serde_json::from_slice(&body).expect("commands are JSON");
    super::payload::check_command(&changed);
    changed["id"] = json!(id);
    commands[place] = changed.clone();
    axum::Json(changed).into_response()
}

async fn message(State(here): Here, Path(id): Path<String>, body: Bytes) -> Response {
    if let Some(refusal) = here.refusal() {
        return refusal;
    }
    let message: Value = serde_json::from_slice(&body).expect("messages are JSON");
    super::payload::check_message(&message);
    here.posted.lock().expect("lock").push((id, message));
    axum::Json(json!({ "id": "1" })).into_response()
}

async fn upgrade(State(here): Here, upgrade: WebSocketUpgrade) -> Response {
    here.dials.fetch_add(1, Ordering::SeqCst);
    if here.refuses_dials.load(Ordering::SeqCst) {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    upgrade.on_upgrade(move |socket| async move {
        if !here.drops_all.load(Ordering::SeqCst) {
            converse(&here, socket).await;
        }
    })
}

/// One gateway connection.
async fn converse(here: &Arc<StandIn>, mut socket: WebSocket) -> Option<()> {
    let kills = here.kills.load(Ordering::SeqCst);
    let hello = json!({ "op": 10, "d": { "heartbeat_interval": 1000 } });
    socket.send(Message::text(hello.to_string())).await.ok()?;
    let mut sent = greeted(here, &mut socket).await?;
    let _connected = Counted::new(&here.connected);
    loop {
        let mut new = std::pin::pin!(here.new_event.notified());
        new.as_mut().enable();
        for event in here.waiting(sent, kills)? {
            socket.send(Message::text(event)).await.ok()?;
            sent += 1;
            here.delivered.fetch_max(sent, Ordering::SeqCst);
        }
        let frames: Vec<_> = here.frames.lock().expect("lock").drain(..).collect();
        for (frame, ends) in frames {
            socket.send(frame).await.ok()?;
            if ends {
                return hung_up(&mut socket).await;
            }
        }
        tokio::select! {
            () = &mut new => {}
            frame = socket.recv() => {
                let Message::Text(text) = frame?.ok()? else { return None };
                let frame: Value = serde_json::from_str(&text).expect("frames are JSON");
                if frame["op"] == 1 && here.hears() {
                    socket.send(Message::text(json!({ "op": 11 }).to_string())).await.ok()?;
                }
            }
        }
    }
}

/// Says nothing more until the bot hangs up.
async fn hung_up(socket: &mut WebSocket) -> Option<()> {
    let silent = async { while let Some(Ok(_)) = socket.recv().await {} };
    tokio::time::timeout(Duration::from_secs(10), silent).await.ok();
    None
}

/// Takes the bot's first words; how many of the session's events it has.
async fn greeted(here: &Arc<StandIn>, socket: &mut WebSocket) -> Option<usize> {
    let Message::Text(text) = socket.recv().await?.ok()? else { return None };
    let frame: Value = serde_json::from_str(&text).expect("frames are JSON");
    let code = here.close_code.load(Ordering::SeqCst);
    if code != 0 || frame["d"]["token"] != TOKEN {
        let code = if code == 0 { 4004 } else { code as u16 };
        socket.send(Message::Close(Some(CloseFrame { code, reason: "".into() }))).await.ok()?;
        return None;
    }
    if frame["op"] == 6 {
        let read = frame["d"]["seq"].as_u64().expect("a number") as usize;
        if here.refuses_resume.swap(false, Ordering::SeqCst) {
            here.unread.lock().expect("lock").get_or_insert(read);
            socket.send(Message::text(json!({ "op": 9, "d": false }).to_string())).await.ok()?;
            return hung_up(socket).await.map(|()| 0);
        }
        here.resumes.fetch_add(1, Ordering::SeqCst);
        socket.send(Message::text(json!({ "op": 0, "t": "RESUMED", "d": {} }).to_string())).await.ok()?;
        return Some(read);
    }
    let known = here.delivered.load(Ordering::SeqCst);
    here.begins_after(known);
    here.identified.lock().expect("lock").push(frame["d"].clone());
    let address = here.address.lock().expect("lock").clone();
    let ready = json!({
        "v": 10, "session_id": "a-session", "resume_gateway_url": format!("ws://{address}/ws"),
        "user": { "id": APPLICATION }, "guilds": [], "application": { "id": APPLICATION, "flags": 0 },
    });
    let ready = json!({ "op": 0, "s": known, "t": "READY", "d": ready });
    socket.send(Message::text(ready.to_string())).await.ok()?;
    Some(known)
}
