//! The stand-in's end of callbacks: each interaction is answered once, as Discord has it.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use super::Here;

/// What the bot sent in answer to an interaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Callback {
    pub content_type: String,
    pub body: Vec<u8>,
}

/// What can go wrong with a callback, beside a refusal.
#[derive(Debug, Clone, Copy)]
pub enum Trouble {
    /// It is not taken, and for so long nothing is said of it.
    Hangs(Duration),
    /// It is taken, which is said late.
    Late(Duration),
    /// It is taken, but an error is said.
    Lost(StatusCode),
}

/// What was answered.
#[derive(Default)]
pub struct Callbacks {
    /// Answers that nobody asked for yet.
    waiting: HashMap<String, Callback>,
    /// Every interaction that was answered.
    answered: HashSet<String>,
}

impl Callbacks {
    /// The answer to that interaction, once.
    pub fn remove(&mut self, id: &str) -> Option<Callback> {
        self.waiting.remove(id)
    }

    /// Whether this is the interaction's first answer; then it is kept.
    fn take(&mut self, id: String, callback: Callback) -> bool {
        let first = self.answered.insert(id.clone());
        if first {
            self.waiting.insert(id, callback);
        }
        first
    }
}

/// Takes a callback, with whatever goes wrong.
pub async fn callback(
    here: Here,
    Path((id, _)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if let Some(status) = here.refuses_callbacks.lock().expect("lock").pop_front() {
        return (status, [("Retry-After", "0.05")], "{\"code\": 0}").into_response();
    }
    let trouble = here.troubles.lock().expect("lock").pop_front();
    if let Some(Trouble::Hangs(long)) = trouble {
        tokio::time::sleep(long).await;
        return StatusCode::GATEWAY_TIMEOUT.into_response();
    }
    let content_type = headers["Content-Type"].to_str().expect("a type").to_owned();
    let first = here.callbacks.lock().expect("lock").take(id, Callback { content_type, body: body.to_vec() });
    here.called_back.notify_waiters();
    match trouble {
        Some(Trouble::Late(long)) => tokio::time::sleep(long).await,
        Some(Trouble::Lost(status)) => return status.into_response(),
        _ => {}
    }
    if first {
        return StatusCode::NO_CONTENT.into_response();
    }
    here.answered_again.fetch_add(1, Ordering::SeqCst);
    (StatusCode::BAD_REQUEST, "{\"code\": 40060}").into_response()
}
