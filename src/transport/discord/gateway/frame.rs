//! The gateway's frames, as Discord's documentation of its gateway lists them
//! (<https://discord.com/developers/docs/events/gateway>).

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

/// What Discord sends.
#[derive(Deserialize)]
pub struct Frame<'a> {
    /// What sort of frame it is.
    pub op: u8,
    /// Its number within the session.
    pub s: Option<u64>,
    /// The event's name.
    pub t: Option<&'a str>,
    /// What it carries.
    #[serde(borrow)]
    pub d: Option<&'a RawValue>,
}

/// An event.
pub const DISPATCH: u8 = 0;
/// "Are you there?", both ways.
pub const HEARTBEAT: u8 = 1;
const IDENTIFY: u8 = 2;
const RESUME: u8 = 6;
/// "Dial again."
pub const RECONNECT: u8 = 7;
/// "This session is over."
pub const INVALID_SESSION: u8 = 9;
/// The first frame, with the heartbeat's interval.
pub const HELLO: u8 = 10;
/// "I am here."
pub const HEARTBEAT_ACK: u8 = 11;

/// What a `HELLO` carries.
#[derive(Deserialize)]
pub struct Hello {
    /// Milliseconds between heartbeats.
    pub heartbeat_interval: u64,
}

/// What a `READY` event carries.
#[derive(Deserialize)]
pub struct Ready {
    /// The session's name.
    pub session_id: String,
    /// Where to resume it.
    #[serde(default)]
    pub resume_gateway_url: Option<String>,
}

/// Asks for a new session with no intents at all: interactions need none.
pub fn identify(token: &str, (shard, shards): (u16, u16)) -> Value {
    let properties = json!({ "os": std::env::consts::OS, "browser": "caveat", "device": "caveat" });
    let data = json!({ "token": token, "intents": 0, "shard": [shard, shards], "properties": properties });
    json!({ "op": IDENTIFY, "d": data })
}

/// Asks to go on with a session.
pub fn resume(token: &str, session_id: &str, seq: u64) -> Value {
    json!({ "op": RESUME, "d": { "token": token, "session_id": session_id, "seq": seq } })
}

/// Says that this end is there.
pub fn heartbeat(seq: Option<u64>) -> Value {
    json!({ "op": HEARTBEAT, "d": seq })
}
