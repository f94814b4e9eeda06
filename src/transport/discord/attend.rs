//! Attending to interactions: each in a task of its own, so that one that goes wrong
//! touches no other; as many at once as may be; and all of them done before the program ends.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde::Deserialize;
use serenity::all::{Interaction, InteractionId};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::task::TaskTracker;

use super::desk::{Desk, told};
use super::response::Response;
use super::rest::Rest;
use crate::answer::wording;

/// As many interactions as are attended to at once; the others wait in their sockets.
const MOST_AT_ONCE: usize = 64;

/// A place among those that are attended to.
pub type Place = Option<OwnedSemaphorePermit>;

/// Answers interactions and sends the answers off.
pub struct Attendant {
    desk: Arc<Desk>,
    rest: Arc<Rest>,
    places: Arc<Semaphore>,
    tasks: TaskTracker,
    undecodable: AtomicU64,
}

/// What is known of an interaction that can't be decoded.
#[derive(Deserialize)]
struct Undecodable {
    id: InteractionId,
    token: String,
}

impl Attendant {
    /// Somebody who attends at that desk.
    pub fn new(desk: Arc<Desk>, rest: Arc<Rest>) -> Self {
        Attendant {
            desk,
            rest,
            places: Arc::new(Semaphore::new(MOST_AT_ONCE)),
            tasks: TaskTracker::new(),
            undecodable: AtomicU64::new(0),
        }
    }

    /// The way to Discord.
    pub fn rest(&self) -> &Rest {
        &self.rest
    }

    /// Notes whether a shard is connected.
    pub fn note_shard(&self, shard: u16, connected: bool) {
        self.desk.measures().shard(shard, connected);
    }

    /// Waits for a free place.
    pub fn free_place(&self) -> impl Future<Output = Place> + use<> {
        let places = self.places.clone();
        async move { places.acquire_owned().await.ok() }
    }

    /// Counts something that Discord sent and that could not be decoded.
    pub fn count_undecodable(&self) {
        self.desk.measures().undecodable();
        self.undecodable.fetch_add(1, Ordering::Relaxed);
        tracing::warn!("Discord sent something that this version can't decode");
    }

    /// How often that happened.
    pub fn undecodable(&self) -> u64 {
        self.undecodable.load(Ordering::Relaxed)
    }

    /// Attends to an interaction, given as JSON, in a task of its own.
    pub fn attend(self: &Arc<Self>, json: &str, place: Place) {
        let interaction = serde_json::from_str::<Interaction>(json);
        let unreadable = || serde_json::from_str::<Undecodable>(json).ok();
        let (id, token, interaction) = match interaction {
            Ok(interaction) => (interaction.id(), interaction.token().to_owned(), Some(interaction)),
            Err(_) => {
                self.count_undecodable();
                let Some(known) = unreadable() else { return };
                (known.id, known.token, None)
            }
        };
        let attendant = self.clone();
        self.tasks.spawn(async move {
            let response = match interaction {
                Some(interaction) => answer(&attendant.desk, interaction).await,
                None => told(wording::OLD_COMMAND),
            };
            if let Err(error) = attendant.rest.callback(id.get(), &token, &response).await {
                tracing::warn!(%error, "an answer could not be delivered");
            }
            drop(place);
        });
    }

    /// Waits until everything that was begun is done.
    pub async fn drain(&self) {
        self.tasks.close();
        self.tasks.wait().await;
    }
}

/// The desk's answer.
pub async fn answer(desk: &Arc<Desk>, interaction: Interaction) -> Response {
    let desk = desk.clone();
    guarded(async move { desk.answer(&interaction).await }).await
}

/// What is answered; where answering panics, a polite word.
pub async fn guarded(answering: impl Future<Output = Response> + Send + 'static) -> Response {
    tokio::spawn(answering).await.unwrap_or_else(|_| {
        tracing::error!("answering an interaction failed; the asker was told to try again");
        told(wording::TRIPPED)
    })
}
