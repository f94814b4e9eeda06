//! The real program, reloading by itself: a saved file, a signal, and what it says of
//! its health meanwhile.

use std::fs;
use std::process::{Child, Command};
use std::sync::Arc;
use std::time::Duration;

use serde_json::json;

use super::chat::{Chat, Place, Way, settings, text};
use super::stand_in::{StandIn, TOKEN};
use crate::reload::Folders;

/// What the tests' key is made from.
const KEY: [u8; 32] = [7; 32];

/// An address that nothing listens at.
fn free() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
    listener.local_addr().expect("it listens").to_string()
}

pub struct Served {
    child: Child,
    pub folders: Arc<Folders>,
    /// Asks the program, over HTTP.
    pub chat: Chat,
    admin: String,
}

impl Served {
    async fn start(watch: bool) -> Served {
        Served::over(Arc::new(Folders::new()), watch).await
    }

    /// A program over those folders, which others may share.
    pub async fn over(folders: Arc<Folders>, watch: bool) -> Served {
        let stand_in = StandIn::start().await;
        let (admin, http) = (free(), free());
        let key = ed25519_compact::KeyPair::from_seed(KEY.into());
        let key: String = key.pk.iter().map(|byte| format!("{byte:02x}")).collect();
        let config = format!(
            "[discord]\napi_base = \"{}\"\n[knowledge]\nwatch = {watch}\n[admin]\nlisten = \"{admin}\"\n\
             [limits]\nper_user = 10000\nper_channel = 10000\n[http]\nlisten = \"{http}\"\npublic_key = \"{key}\"\n",
            stand_in.base()
        );
        let path = folders.knowledge.with_file_name(format!("config-{}.toml", &http[10..]));
        fs::write(&path, config).expect("it can be written");
        let child = Command::new(env!("CARGO_BIN_EXE_caveat"))
            .args(["serve", "--config"])
            .arg(path)
            .env("DISCORD_TOKEN", TOKEN)
            .spawn()
            .expect("it starts");
        let mut chat = Chat::over(Way::Http, Place::Guild, settings(), stand_in).await;
        chat.endpoint = format!("http://{http}/interactions");
        let served = Served { child, folders, chat, admin: format!("http://{admin}") };
        served.says("").await;
        served
    }

    /// Asks the system to have the program reload.
    pub fn hang_up(&self) {
        let id = self.child.id().to_string();
        Command::new("kill").args(["-HUP", &id]).status().expect("kill is there");
    }

    /// Ends the program at once, with whatever it was about.
    pub fn kill(&mut self) {
        self.child.kill().expect("it can be killed");
        self.child.wait().expect("it ends");
    }

    pub async fn asks(&self) -> Option<String> {
        let options = json!([text("question", "What is a knee?")]);
        let data = json!({ "id": "1", "name": "ask", "type": 1, "options": options });
        let body = self.chat.interaction(2, data).to_string();
        self.chat.try_post_signed(body.into_bytes(), 0).await.ok()?.text().await.ok()
    }

    /// Waits until it says so, long enough for a busy machine.
    pub async fn says(&self, words: &str) {
        for _ in 0..600 {
            if self.asks().await.is_some_and(|said| said.contains(words)) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        panic!("it never says {words}");
    }

    async fn gets(&self, path: &str) -> (u16, String) {
        let answer = reqwest::get(format!("{}{path}", self.admin)).await.expect("it answers");
        (answer.status().as_u16(), answer.text().await.expect("a body"))
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_saved_file_answers_a_broken_one_does_not_and_both_are_counted() {
    let served = Served::start(true).await;
    served.folders.says("It can bend.");
    served.says("It can bend.").await;
    served.folders.breaks();
    for _ in 0..600 {
        if served.gets("/metrics").await.1.contains("outcome=\"refused\"") {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    served.says("It can bend.").await;
    assert_eq!(served.gets("/healthz").await, (200, "ok\n".into()));
    assert_eq!(served.gets("/readyz").await, (200, "ready\n".into()));
    let (_, measured) = served.gets("/metrics").await;
    for line in [
        "caveat_replies_total{kind=\"card\"}",
        "caveat_cards_total{card=\"basics:knees\"}",
        "caveat_reply_seconds_bucket",
        "caveat_reloads_total{outcome=\"changed\"}",
        "caveat_reloads_total{outcome=\"refused\"}",
    ] {
        assert!(measured.contains(line), "{line} is not in: {measured}");
    }
    assert!(!measured.contains("What is a knee"));
    served.folders.says("It may bend.");
    served.says("It may bend.").await;
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_signal_reloads() {
    let served = Served::start(false).await;
    served.folders.says("It can bend.");
    served.hang_up();
    served.says("It can bend.").await;
}
