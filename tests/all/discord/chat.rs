//! A chat with the bot: what somebody does, and what they see.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};

use arc_swap::ArcSwap;
use caveat::config::Config;
use caveat::library::{Generation, Library, Store};
use caveat::telemetry::measures::Measures;
use caveat::transport::discord::attend::Attendant;
use caveat::transport::discord::desk::Desk;
use caveat::transport::discord::moderation::Moderators;
use caveat::transport::discord::rest::Rest;
use caveat::transport::discord::{endpoint, gateway};
use secrecy::SecretString;
use serde_json::{Value, json};
use serenity::interactions_endpoint::Verifier;
use tokio_util::sync::CancellationToken;

use super::payload;
use super::stand_in::{APPLICATION, Callback, StandIn, TOKEN};
use crate::support::{TODAY, root};

/// The type of a form's interaction: sending one twice would be seen.
const FORM: u8 = 5;

/// Numbers that must show up in no log.
pub const CHANNEL: &str = "900000000000000009";
pub const GUILD: &str = "800000000000000008";
pub const USER: u64 = 500_000_000_000_000_001;

/// Where somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Guild,
    Dm,
}

/// The way in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Gateway,
    Http,
}

/// The bot, running against a stand-in.
pub struct Chat {
    pub stand_in: Arc<StandIn>,
    pub attendant: Arc<Attendant>,
    pub place: Place,
    pub way: Way,
    pub stop: CancellationToken,
    /// Where the endpoint listens.
    pub endpoint: String,
    key: ed25519_compact::KeyPair,
    user: AtomicU64,
    next_id: AtomicU64,
}

/// What somebody sees.
#[derive(Debug, Clone)]
pub struct Seen {
    pub json: Value,
    pub files: Vec<Vec<u8>>,
}

/// The shipped knowledge, read once.
fn generation() -> Arc<Generation> {
    static SHIPPED: LazyLock<Arc<Generation>> = LazyLock::new(|| {
        let library = Library::in_memory(&root().join("knowledge"), TODAY).expect("the knowledge is sound");
        Arc::new(Generation::of(library))
    });
    SHIPPED.clone()
}

/// The settings of most tests: nobody is held up, and moderators read questions.
pub fn settings() -> Config {
    let mut config = Config::default();
    config.limits.per_user = 10_000;
    config.limits.per_channel = 10_000;
    config.moderation.questions_channel = Some(77);
    config.about.run_by = Some("the tests".into());
    config
}

impl Chat {
    /// A chat in a server, over the gateway.
    pub async fn start() -> Chat {
        Chat::with(Way::Gateway, Place::Guild, settings()).await
    }

    /// A chat with the shipped knowledge.
    pub async fn with(way: Way, place: Place, config: Config) -> Chat {
        Chat::over(way, place, config, StandIn::start().await).await
    }

    pub async fn over(way: Way, place: Place, config: Config, stand_in: Arc<StandIn>) -> Chat {
        let desk = |rest: &_| Desk::new(Arc::new(ArcSwap::new(generation())), &config, rest);
        Chat::at(desk, way, place, stand_in).await
    }

    /// A chat over HTTP with moderators who look after that store.
    pub async fn moderated(config: &Config, store: &Arc<Store>, measures: &Arc<Measures>) -> Chat {
        let desk = |rest: &Arc<Rest>| {
            let moderators = Moderators::new(config, store.clone(), measures.clone(), rest.clone());
            let desk = Desk::new(store.current(), config, rest);
            desk.with_moderators(Arc::new(moderators), measures.clone())
        };
        Chat::at(desk, Way::Http, Place::Guild, StandIn::start().await).await
    }

    async fn at(
        desk: impl FnOnce(&Arc<Rest>) -> Desk,
        way: Way,
        place: Place,
        stand_in: Arc<StandIn>,
    ) -> Chat {
        let rest = Arc::new(Rest::new(&stand_in.base(), SecretString::from(TOKEN)).expect("a way out"));
        let desk = Arc::new(desk(&rest));
        let attendant = Arc::new(Attendant::new(desk.clone(), rest.clone()));
        let stop = CancellationToken::new();
        let key = ed25519_compact::KeyPair::from_seed([7; 32].into());
        let verifier = Verifier::try_new(*key.pk).expect("the key is one");
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let endpoint = format!("http://{}/interactions", listener.local_addr().expect("it listens"));
        tokio::spawn(async move { axum::serve(listener, endpoint::router(desk, verifier)).await });
        if way == Way::Gateway {
            let (attendant, stop) = (attendant.clone(), stop.clone());
            tokio::spawn(async move {
                let address = gateway::address(&rest).await.expect("the stand-in is there");
                gateway::run(address, (&[0], 1), &attendant, &stop).await
            });
        }
        Chat {
            stand_in,
            attendant,
            place,
            way,
            stop,
            endpoint,
            key,
            user: AtomicU64::new(USER),
            next_id: AtomicU64::new(1_300_000_000_000_000_001),
        }
    }

    /// From here on, another person.
    pub fn somebody_else(&self) -> &Self {
        self.user.fetch_add(1, Ordering::SeqCst);
        self
    }

    /// Somebody types `/ask`.
    pub async fn asks(&self, question: &str) -> Seen {
        self.types("ask", json!([text("question", question)])).await
    }

    /// Somebody types a command with its options.
    pub async fn types(&self, command: &str, options: Value) -> Seen {
        self.does(self.interaction(2, json!({ "id": "1", "name": command, "type": 1, "options": options })))
            .await
    }

    /// Somebody is typing; the lines that they are offered.
    pub async fn is_typing(&self, command: &str, options: Value) -> Vec<(String, String)> {
        let data = json!({ "id": "1", "name": command, "type": 1, "options": options });
        let seen = self.does(self.interaction(4, data)).await;
        let choices = seen.json["data"]["choices"].as_array().expect("choices").clone();
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        choices.iter().map(|choice| (text(&choice["name"]), text(&choice["value"]))).collect()
    }

    /// Somebody opens the menu of another's message.
    pub async fn picks_menu(&self, entry: &str, message: &str) -> Seen {
        let message = json!({
            "id": "55", "channel_id": CHANNEL, "author": user(1), "content": message,
            "timestamp": "2026-11-21T10:00:00+00:00", "edited_timestamp": null, "tts": false,
            "mention_everyone": false, "mentions": [], "mention_roles": [], "attachments": [],
            "embeds": [], "pinned": false, "type": 0,
        });
        let resolved = json!({ "messages": { "55": message } });
        let data = json!({ "id": "2", "name": entry, "type": 3, "target_id": "55", "resolved": resolved });
        self.does(self.interaction(2, data)).await
    }

    /// Somebody presses the button of that label.
    pub async fn presses(&self, seen: &Seen, label: &str) -> Seen {
        let id = seen.button(label).unwrap_or_else(|| panic!("there is no button {label}: {:#}", seen.json));
        self.presses_id(&id).await
    }

    /// Somebody presses a button of that id.
    pub async fn presses_id(&self, id: &str) -> Seen {
        self.does(self.component(json!({ "custom_id": id, "component_type": 2 }))).await
    }

    /// Somebody picks a menu's entry.
    pub async fn picks(&self, seen: &Seen, value: &str) -> Seen {
        let (id, values) = seen.menu().expect("there is a menu");
        assert!(values.iter().any(|known| known == value), "the menu holds no {value}: {values:?}");
        self.does(self.component(json!({ "custom_id": id, "component_type": 3, "values": [value] }))).await
    }

    /// Somebody sends the form.
    pub async fn sends_form(&self, seen: &Seen, question: &str, name: &str) -> Seen {
        let row = |id: &str, value: &str| json!({ "type": 1, "components": [{ "type": 4, "custom_id": id, "value": value }] });
        let rows = json!([row("question", question), row("name", name)]);
        let data = json!({ "custom_id": seen.json["data"]["custom_id"], "components": rows });
        self.does(self.interaction(5, data)).await
    }

    fn component(&self, data: Value) -> Value {
        let mut interaction = self.interaction(3, data);
        interaction["message"] = json!({
            "id": "66", "channel_id": CHANNEL, "author": user(2), "content": "",
            "timestamp": "2026-11-21T10:00:00+00:00", "edited_timestamp": null, "tts": false,
            "mention_everyone": false, "mentions": [], "mention_roles": [], "attachments": [],
            "embeds": [], "pinned": false, "type": 0,
        });
        interaction
    }

    /// An interaction as Discord sends it.
    pub fn interaction(&self, kind: u8, data: Value) -> Value {
        let id = self.next_id.fetch_add(1, Ordering::SeqCst).to_string();
        let somebody = user(self.user.load(Ordering::SeqCst));
        let mut interaction = json!({
            "id": id, "application_id": APPLICATION, "type": kind, "data": data, "token": format!("token-{id}"),
            "version": 1, "channel_id": CHANNEL, "locale": "en-US", "entitlements": [],
            "app_permissions": "0", "authorizing_integration_owners": {}, "attachment_size_limit": 10_485_760,
        });
        match self.place {
            Place::Guild => {
                interaction["guild_id"] = json!(GUILD);
                interaction["guild_locale"] = json!("en-US");
                interaction["context"] = json!(0);
                interaction["member"] = json!({
                    "user": somebody, "roles": [], "joined_at": "2026-01-01T00:00:00+00:00",
                    "deaf": false, "mute": false, "flags": 0, "permissions": "0", "pending": false,
                });
            }
            Place::Dm => {
                interaction["context"] = json!(1);
                interaction["user"] = somebody;
            }
        }
        interaction
    }

    /// Sends an interaction, and waits for what is seen. Every payload is validated, and
    /// what came over the gateway is the same over HTTP, byte for byte.
    pub async fn does(&self, interaction: Value) -> Seen {
        let callback = match self.way {
            Way::Gateway => {
                self.stand_in.dispatch("INTERACTION_CREATE", &interaction);
                let callback = self.stand_in.callback(interaction["id"].as_str().expect("an id")).await;
                if interaction["type"] != FORM {
                    assert_eq!(self.posts(&interaction).await, callback, "HTTP and gateway differ");
                }
                callback
            }
            Way::Http => self.posts(&interaction).await,
        };
        Seen::of(callback)
    }

    async fn posts(&self, interaction: &Value) -> Callback {
        let response = self.post_signed(interaction.to_string().into_bytes(), 0).await;
        assert_eq!(response.status(), 200);
        let content_type = response.headers()["Content-Type"].to_str().expect("a type").to_owned();
        Callback { content_type, body: response.bytes().await.expect("a body").to_vec() }
    }

    /// Posts to the endpoint as Discord would have so many seconds ago.
    pub async fn post_signed(&self, body: Vec<u8>, seconds_ago: i64) -> reqwest::Response {
        self.try_post_signed(body, seconds_ago).await.expect("the endpoint answers")
    }

    /// The same, where the endpoint may hang up.
    pub async fn try_post_signed(
        &self,
        body: Vec<u8>,
        seconds_ago: i64,
    ) -> reqwest::Result<reqwest::Response> {
        let now = jiff::Timestamp::now().as_second() - seconds_ago;
        let signature = self.key.sk.sign([now.to_string().as_bytes(), &body].concat(), None);
        let hex: String = signature.iter().map(|byte| format!("{byte:02x}")).collect();
        let request = reqwest::Client::new().post(&self.endpoint);
        let request =
            request.header("X-Signature-Ed25519", hex).header("X-Signature-Timestamp", now.to_string());
        request.body(body).send().await
    }
}

impl Drop for Chat {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

impl Seen {
    /// What a callback shows, once it was validated.
    pub fn of(callback: Callback) -> Seen {
        let (json, files) = payload::split(&callback.content_type, &callback.body);
        payload::check_response(&json);
        Seen { json, files }
    }

    /// All words that are shown.
    pub fn words(&self) -> String {
        let mut words = String::new();
        gather(&self.json["data"], &mut words);
        words
    }

    /// Holds that the words are shown.
    #[track_caller]
    pub fn shows(&self, words: &str) -> &Self {
        assert!(self.words().contains(words), "it does not show {words:?}: {:#}", self.json);
        self
    }

    /// Holds that only the asker sees it.
    #[track_caller]
    pub fn is_private(&self) -> &Self {
        assert_eq!(self.json["data"]["flags"].as_u64().unwrap_or(0) & 64, 64, "{:#}", self.json);
        self
    }

    /// Holds that everyone sees it.
    #[track_caller]
    pub fn is_public(&self) -> &Self {
        assert_eq!(self.json["data"]["flags"].as_u64().unwrap_or(0) & 64, 0, "{:#}", self.json);
        self
    }

    /// The field of an embed whose name holds the words.
    pub fn field(&self, name: &str) -> Option<String> {
        let embeds = self.json["data"]["embeds"].as_array()?;
        let mut fields = embeds.iter().filter_map(|embed| embed["fields"].as_array()).flatten();
        let field = fields.find(|field| field["name"].as_str().is_some_and(|known| known.contains(name)))?;
        Some(field["value"].as_str()?.to_owned())
    }

    /// The first embed's title.
    pub fn title(&self) -> &str {
        self.json["data"]["embeds"][0]["title"].as_str().unwrap_or_default()
    }

    fn components(&self) -> Vec<&Value> {
        let rows = self.json["data"]["components"].as_array().map(Vec::as_slice).unwrap_or_default();
        rows.iter().filter_map(|row| row["components"].as_array()).flatten().collect()
    }

    /// The id of the button of that label.
    pub fn button(&self, label: &str) -> Option<String> {
        let button = self.components().into_iter().find(|one| one["type"] == 2 && one["label"] == label)?;
        Some(button["custom_id"].as_str()?.to_owned())
    }

    /// The menu's id and its values.
    pub fn menu(&self) -> Option<(String, Vec<String>)> {
        let menu = self.components().into_iter().find(|one| one["type"] == 3)?;
        let values = menu["options"].as_array()?.iter().filter_map(|one| one["value"].as_str());
        Some((menu["custom_id"].as_str()?.to_owned(), values.map(str::to_owned).collect()))
    }
}

fn gather(json: &Value, words: &mut String) {
    match json {
        Value::String(text) => {
            words.push_str(text);
            words.push('\n');
        }
        Value::Object(keys) => keys.values().for_each(|value| gather(value, words)),
        Value::Array(items) => items.iter().for_each(|item| gather(item, words)),
        _ => {}
    }
}

/// A text option.
pub fn text(name: &str, value: &str) -> Value {
    json!({ "name": name, "type": 3, "value": value })
}

/// A text option that is being typed.
pub fn typing(name: &str, value: &str) -> Value {
    json!({ "name": name, "type": 3, "value": value, "focused": true })
}

/// `share: true`.
pub fn share() -> Value {
    json!({ "name": "share", "type": 5, "value": true })
}

fn user(id: u64) -> Value {
    json!({ "id": id.to_string(), "username": "somebody", "discriminator": "0", "global_name": null, "avatar": null })
}
