//! The real program under load, against the tests' stand-in for Discord on loopback: how
//! long `/ask` takes beside a fixed sentence, a burst, and memory over many interactions.
//!
//! ```sh
//! cargo build --release && cargo run --release --example load            # some two minutes
//! cargo run --release --example load -- --outage                        # and a minute's outage
//! ```

use std::process::{Child, Command};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

#[path = "../tests/all/discord/stand_in.rs"]
#[allow(dead_code)]
mod stand_in;

/// Payloads are validated in the tests; here they are counted.
mod payload {
    pub fn check_command(_: &serde_json::Value) {}
    pub fn check_message(_: &serde_json::Value) {}
}

use stand_in::{APPLICATION, StandIn, TOKEN};

/// Questions of each sort, one after the other.
const LATENCY: usize = 2_000;
const BURST: usize = 10_000;
const MANY: usize = 100_000;
/// Interactions that are under way at once while there are many.
const AT_ONCE: usize = 64;
const QUESTIONS: &[&str] = &[
    "What are exosomes?",
    "Is there a cure for Parkinson's with stem cells?",
    "knee arthritis injection worth it",
    "Did anyone go blind from stem cells?",
    "how much does it cost in mexico",
    "NCT04786262",
];

struct Bot {
    child: Child,
    _dir: tempfile::TempDir,
}

impl Drop for Bot {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

impl Bot {
    fn start(stand_in: &StandIn) -> Bot {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let dir = tempfile::tempdir().expect("a folder");
        let config = format!(
            "[discord]\napi_base = \"{}\"\n[knowledge]\ndir = \"{}\"\n[limits]\nper_user = 10000\nper_channel = 10000\n[log]\nlevel = \"error\"\n",
            stand_in.base(),
            root.join("knowledge").display()
        );
        std::fs::write(dir.path().join("config.toml"), config).expect("it can be written");
        let caveat = || {
            let mut caveat = Command::new(root.join("target/release/caveat"));
            caveat.current_dir(dir.path()).env("DISCORD_TOKEN", TOKEN);
            caveat
        };
        // A server starts with the index that is there.
        let built =
            caveat().arg("ask").arg("--knowledge").arg(root.join("knowledge")).arg(QUESTIONS[0]).output();
        assert!(built.expect("cargo build --release comes first").status.success());
        let child = caveat().args(["serve", "--config", "config.toml"]).spawn().expect("it starts");
        Bot { child, _dir: dir }
    }

    /// Resident memory in MB.
    fn resident(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap_or_default();
        let kilobytes: f64 = line.split_whitespace().nth(1).and_then(|n| n.parse().ok()).unwrap_or_default();
        kilobytes / 1024.0
    }
}

/// An `/ask`, or, without a question, a command that is answered with a fixed sentence.
fn interaction(number: usize, question: Option<&str>) -> Value {
    let data = match question {
        Some(question) => {
            json!({ "id": "1", "name": "ask", "type": 1, "options": [{ "name": "question", "type": 3, "value": question }] })
        }
        None => json!({ "id": "1", "name": "fixed", "type": 1 }),
    };
    // Many people, so that nobody's limit is met.
    let user = json!({ "id": (1_000_000 + number).to_string(), "username": "u", "discriminator": "0", "global_name": null, "avatar": null });
    json!({
        "id": (2_000_000 + number).to_string(), "application_id": APPLICATION, "type": 2, "data": data,
        "token": format!("t{number}"), "version": 1, "channel_id": (3_000_000 + number).to_string(), "locale": "en-US",
        "entitlements": [], "app_permissions": "0", "authorizing_integration_owners": {},
        "attachment_size_limit": 10_485_760, "context": 1, "user": user,
    })
}

async fn answered(stand_in: &StandIn, number: usize, question: Option<&str>) -> Duration {
    let interaction = interaction(number, question);
    let since = Instant::now();
    stand_in.dispatch("INTERACTION_CREATE", &interaction);
    stand_in.callback(interaction["id"].as_str().unwrap_or_default()).await;
    since.elapsed()
}

fn told(name: &str, mut times: Vec<Duration>) -> Duration {
    times.sort();
    let (median, p99) = (times[times.len() / 2], times[times.len() * 99 / 100]);
    println!("{name:<18} median {:>5} µs   p99 {:>5} µs", median.as_micros(), p99.as_micros());
    median
}

async fn latency(stand_in: &StandIn) {
    let (mut asks, mut fixed) = (Vec::new(), Vec::new());
    for number in 0..LATENCY {
        asks.push(answered(stand_in, 2 * number, Some(QUESTIONS[number % QUESTIONS.len()])).await);
        fixed.push(answered(stand_in, 2 * number + 1, None).await);
    }
    let ask = told("/ask", asks);
    let fixed = told("a fixed sentence", fixed);
    println!("the medians differ by {} µs", ask.saturating_sub(fixed).as_micros());
}

async fn burst(stand_in: &Arc<StandIn>, bot: &Bot) {
    let before = bot.resident();
    let since = Instant::now();
    let interactions: Vec<Value> =
        (0..BURST).map(|n| interaction(100_000 + n, Some(QUESTIONS[n % QUESTIONS.len()]))).collect();
    for one in &interactions {
        stand_in.dispatch("INTERACTION_CREATE", one);
    }
    for one in &interactions {
        stand_in.callback(one["id"].as_str().unwrap_or_default()).await;
    }
    let took = since.elapsed();
    tokio::time::sleep(Duration::from_secs(3)).await;
    println!(
        "a burst of {BURST}: all answered in {:.1} s; resident {before:.1} MB before, {:.1} MB after",
        took.as_secs_f64(),
        bot.resident()
    );
}

async fn many(stand_in: &Arc<StandIn>, bot: &Bot) {
    let mut resident = vec![bot.resident()];
    for half in 0..2 {
        let next = Arc::new(std::sync::atomic::AtomicUsize::new(0));
        let mut workers = tokio::task::JoinSet::new();
        for _ in 0..AT_ONCE {
            let (stand_in, next) = (stand_in.clone(), next.clone());
            workers.spawn(async move {
                loop {
                    let n = next.fetch_add(1, Ordering::SeqCst);
                    if n >= MANY / 2 {
                        return;
                    }
                    answered(&stand_in, 200_000 + half * MANY + n, Some(QUESTIONS[n % QUESTIONS.len()]))
                        .await;
                }
            });
        }
        while workers.join_next().await.is_some() {}
        resident.push(bot.resident());
    }
    println!(
        "{MANY} interactions: resident {:.1} MB before, {:.1} MB in the middle, {:.1} MB after",
        resident[0], resident[1], resident[2]
    );
}

async fn outage(stand_in: &Arc<StandIn>) {
    let before = stand_in.dials.load(Ordering::SeqCst);
    stand_in.drops_all.store(true, Ordering::SeqCst);
    stand_in.kill_connection();
    tokio::time::sleep(Duration::from_secs(60)).await;
    let dials = stand_in.dials.load(Ordering::SeqCst) - before;
    stand_in.drops_all.store(false, Ordering::SeqCst);
    let since = Instant::now();
    let back = interaction(900_000, Some(QUESTIONS[0]));
    stand_in.dispatch("INTERACTION_CREATE", &back);
    let answered = stand_in.try_callback("2900000", Duration::from_secs(60)).await;
    println!(
        "60 s of dropped connections: {dials} dials; answering again after {:.1} s: {}",
        since.elapsed().as_secs_f64(),
        answered.is_some()
    );
}

#[tokio::main]
async fn main() {
    let stand_in = StandIn::start().await;
    let bot = Bot::start(&stand_in);
    answered(&stand_in, 99_999, None).await;
    latency(&stand_in).await;
    burst(&stand_in, &bot).await;
    many(&stand_in, &bot).await;
    if std::env::args().any(|argument| argument == "--outage") {
        outage(&stand_in).await;
    }
}
