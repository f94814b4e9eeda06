//! What is measured: sorts of replies, cards by id, times, reloads, the gateway. No name
//! of a measure and no label comes from what somebody typed, nor from who they are.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use metrics::{Label, counter, gauge, histogram, with_local_recorder};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle, PrometheusRecorder};

use crate::answer::Reply;

/// The bounds of the times that are counted, in seconds: a reply takes some hundred
/// microseconds, a picture a tenth of a second.
const BOUNDS: &[f64] = &[0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.05, 0.25, 1.0, 3.0];

/// What was measured since the program started.
pub struct Measures {
    recorder: PrometheusRecorder,
    handle: PrometheusHandle,
    replies: Mutex<BTreeMap<&'static str, u64>>,
    shards: Mutex<BTreeSet<u16>>,
    listens: AtomicBool,
    since: Instant,
}

impl Default for Measures {
    fn default() -> Self {
        let builder = PrometheusBuilder::new();
        // Bounds can be refused only where there are none.
        let builder = builder.set_buckets(BOUNDS).unwrap_or_default();
        let recorder = builder.build_recorder();
        Measures {
            handle: recorder.handle(),
            recorder,
            replies: Mutex::default(),
            shards: Mutex::default(),
            listens: AtomicBool::new(false),
            since: Instant::now(),
        }
    }
}

impl Measures {
    /// Counts a reply, and how long it took to make.
    pub fn replied(&self, reply: &Reply, took: Duration) {
        let kind = kind(reply);
        *lock(&self.replies).entry(kind).or_default() += 1;
        with_local_recorder(&self.recorder, || {
            counter!("caveat_replies_total", "kind" => kind).increment(1);
            histogram!("caveat_reply_seconds").record(took);
            if let Reply::Card(shown) = reply {
                let card = Label::new("card", shown.card.id.as_str().to_owned());
                counter!("caveat_cards_total", vec![card]).increment(1);
            }
        });
    }

    /// Counts a reload by how it ended.
    pub fn reloaded(&self, outcome: &'static str) {
        with_local_recorder(&self.recorder, || {
            counter!("caveat_reloads_total", "outcome" => outcome).increment(1);
        });
    }

    /// Counts something that Discord sent and that could not be decoded.
    pub fn undecodable(&self) {
        with_local_recorder(&self.recorder, || counter!("caveat_undecodable_total").increment(1));
    }

    /// Notes whether a shard is connected.
    pub fn shard(&self, shard: u16, connected: bool) {
        match connected {
            true => lock(&self.shards).insert(shard),
            false => lock(&self.shards).remove(&shard),
        };
        with_local_recorder(&self.recorder, || {
            gauge!("caveat_gateway_connected", "shard" => shard.to_string())
                .set(f64::from(u8::from(connected)));
        });
    }

    /// Notes whether interactions are listened for over HTTP.
    pub fn listens(&self, listens: bool) {
        self.listens.store(listens, Ordering::Relaxed);
    }

    /// Whether Discord can reach this program.
    pub fn is_ready(&self) -> bool {
        self.listens.load(Ordering::Relaxed) || !lock(&self.shards).is_empty()
    }

    /// The shards that are connected.
    pub fn connected(&self) -> Vec<u16> {
        lock(&self.shards).iter().copied().collect()
    }

    /// How many replies of each sort there were.
    pub fn replies(&self) -> BTreeMap<&'static str, u64> {
        lock(&self.replies).clone()
    }

    /// For how long the program has run.
    pub fn uptime(&self) -> Duration {
        self.since.elapsed()
    }

    /// Everything in Prometheus's text format.
    pub fn render(&self) -> String {
        with_local_recorder(&self.recorder, || {
            gauge!("caveat_uptime_seconds").set(self.uptime().as_secs_f64())
        });
        self.handle.render()
    }

    /// Sums up times that were recorded; without it they would pile up where nobody asks for them.
    pub fn sum_up(&self) {
        self.handle.run_upkeep();
    }
}

/// What was measured is whole even where somebody panicked beside it.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn kind(reply: &Reply) -> &'static str {
    match reply {
        Reply::Card(_) => "card",
        Reply::NothingHeld(_) => "nothing_held",
        Reply::Emergency(_) => "emergency",
        Reply::Sources(_) => "sources",
        Reply::Topic(_) => "topic",
        Reply::Checklist(_) => "checklist",
        Reply::Map(_) => "map",
        Reply::About(_) => "about",
        Reply::Report(_) => "report",
        Reply::Gone(_) => "gone",
        Reply::TooLong(_) => "too_long",
    }
}
