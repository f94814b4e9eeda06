//! Moderators: who may, and what they see.

use std::sync::Arc;
use std::time::Duration;

use caveat::config::Config;
use caveat::library::Store;
use caveat::telemetry::measures::Measures;
use serde_json::{Value, json};

use super::chat::{Chat, GUILD, Seen, USER, settings};
use crate::reload::Folders;
use crate::support::{and, sound, with};

/// A role of moderators.
const ROLE: u64 = 600_000_000_000_000_006;
/// What Discord calls the right to manage a server.
const MANAGE_GUILD: &str = "32";
const AUDIT: u64 = 700_000_000_000_000_007;

struct House {
    folders: Folders,
    store: Arc<Store>,
    measures: Arc<Measures>,
    chat: Chat,
}

/// Who somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    Role,
    User,
    Manager,
    Nobody,
}

/// Where they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Where {
    Home,
    Dm,
    Foreign,
    /// In another server, by somebody who installed the bot for themselves alone.
    Installed,
}

fn home() -> Config {
    let mut config = settings();
    config.discord.home_guild = GUILD.parse().ok();
    config.moderation.audit_channel = Some(AUDIT);
    config
}

impl House {
    async fn with(config: &Config) -> House {
        let folders = Folders::new();
        let (store, measures) = (Arc::new(folders.open()), Arc::new(Measures::default()));
        let chat = Chat::moderated(config, &store, &measures).await;
        House { folders, store, measures, chat }
    }

    /// Where the member of the role moderates.
    async fn start() -> House {
        let mut config = home();
        config.moderation.roles = vec![ROLE];
        House::with(&config).await
    }

    async fn uses(&self, who: Who, place: Where, subcommand: &str, option: Option<(&str, &str)>) -> Seen {
        let options: Vec<Value> =
            option.iter().map(|(name, value)| json!({ "name": name, "type": 3, "value": value })).collect();
        let chosen = json!([{ "name": subcommand, "type": 1, "options": options }]);
        let data = json!({ "id": "1", "name": "kb", "type": 1, "options": chosen });
        self.chat.does(by(self.chat.interaction(2, data), who, place)).await
    }

    async fn moderator(&self, subcommand: &str) -> Seen {
        self.uses(Who::Role, Where::Home, subcommand, None).await
    }

    async fn presses(&self, who: Who, seen: &Seen, label: &str) -> Seen {
        let id = seen.button(label).unwrap_or_else(|| panic!("no button {label}: {:#}", seen.json));
        let mut press = self.chat.interaction(3, json!({ "custom_id": id, "component_type": 2 }));
        press["message"] = json!({
            "id": "66", "channel_id": "1", "author": { "id": "2", "username": "bot", "discriminator": "0" }, "content": "",
            "timestamp": "2026-11-21T10:00:00+00:00", "edited_timestamp": null, "tts": false,
            "mention_everyone": false, "mentions": [], "mention_roles": [], "attachments": [],
            "embeds": [], "pinned": false, "type": 0,
        });
        self.chat.does(by(press, who, Where::Home)).await
    }

    /// What the audit channel was told, once it was told so much.
    async fn audit(&self, lines: usize) -> Vec<String> {
        for _ in 0..100 {
            let posted = self.chat.stand_in.posted.lock().expect("lock").clone();
            if posted.len() >= lines {
                assert!(posted.iter().all(|(channel, _)| *channel == AUDIT.to_string()));
                return posted
                    .iter()
                    .map(|(_, one)| one["content"].as_str().unwrap_or_default().to_owned())
                    .collect();
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("the audit channel was not told")
    }
}

/// The interaction as that person's, there.
fn by(mut interaction: Value, who: Who, place: Where) -> Value {
    let user = if who == Who::User { USER + 1 } else { USER };
    let roles = if who == Who::Role { json!([ROLE.to_string()]) } else { json!(["1"]) };
    interaction["member"]["user"]["id"] = json!(user.to_string());
    interaction["member"]["roles"] = roles;
    interaction["member"]["permissions"] = json!(if who == Who::Manager { MANAGE_GUILD } else { "0" });
    match place {
        Where::Home => {}
        Where::Foreign => interaction["guild_id"] = json!("800000000000000099"),
        Where::Installed => {
            interaction["guild_id"] = json!("800000000000000099");
            interaction["context"] = json!(0);
            interaction["authorizing_integration_owners"] = json!({ "1": user.to_string() });
        }
        Where::Dm => {
            interaction["user"] = interaction["member"]["user"].clone();
            let keys = interaction.as_object_mut().expect("an object");
            keys.retain(|key, _| !["member", "guild_id", "guild_locale"].contains(&key.as_str()));
            interaction["context"] = json!(1);
        }
    }
    interaction
}

const SUBCOMMANDS: &[&str] = &["check", "history", "preview", "reload", "rollback", "stale", "status"];

#[tokio::test]
async fn only_moderators_in_the_home_server_may() {
    let mut named = home();
    named.moderation.roles = vec![ROLE];
    named.moderation.users = vec![USER + 1];
    for (config, names_somebody) in [(named, true), (home(), false)] {
        let house = House::with(&config).await;
        for subcommand in SUBCOMMANDS {
            for who in [Who::Role, Who::User, Who::Manager, Who::Nobody] {
                for place in [Where::Home, Where::Dm, Where::Foreign, Where::Installed] {
                    let option = (*subcommand == "preview").then_some(("card", "basics:knees"));
                    let seen = house.uses(who, place, subcommand, option).await;
                    seen.is_private();
                    let named = if names_somebody {
                        who == Who::Role || who == Who::User
                    } else {
                        who == Who::Manager
                    };
                    let refused = match (place, named) {
                        (Where::Home, true) => None,
                        (Where::Home, false) => Some("Only this bot's moderators"),
                        _ => Some("works only in the server that looks after"),
                    };
                    let words = seen.words();
                    match refused {
                        Some(refusal) => {
                            assert!(words.contains(refusal), "{subcommand} {who:?} {place:?}: {words}")
                        }
                        None => assert!(
                            !words.contains("Only this bot's") && !words.contains("works only in"),
                            "{subcommand} {who:?} {place:?}: {words}"
                        ),
                    }
                }
            }
        }
    }
}

#[tokio::test]
async fn without_a_home_server_nobody_may() {
    let mut config = home();
    config.discord.home_guild = None;
    let house = House::with(&config).await;
    house.uses(Who::Manager, Where::Home, "reload", None).await.shows("works only in the server");
}

#[tokio::test]
async fn a_reload_tells_what_changed_and_who_did_it_is_told() {
    let house = House::start().await;
    house.folders.says("It can bend.");
    let seen = house.moderator("reload").await;
    seen.is_private().shows("this answers from now on").shows("`basics:knees`").shows("**Changed** (1)");
    house.moderator("reload").await.shows("Nothing to do");
    let told = house.audit(2).await;
    assert!(told[0].starts_with(&format!("<@{USER}> used `/kb reload`: Reloaded")), "{told:?}");
    house.chat.asks("What is a knee?").await.shows("It can bend.");
    assert!(house.measures.render().contains("caveat_reloads_total{outcome=\"changed\"} 1"));
}

#[tokio::test]
async fn mistakes_are_told_with_their_place_and_pages_turn() {
    let house = House::start().await;
    let before = house.store.now().name().to_owned();
    let mut files = with("basics/knees.toml", "also =", "alsoo =");
    for number in 0..30 {
        files = and(files, &format!("basics/wrong-{number}.toml"), "titel = \"x\"\n");
    }
    house.folders.write(&files);
    let seen = house.moderator("reload").await;
    seen.shows("Not reloaded").shows("What to do").shows("members notice nothing");
    let mut page = seen.clone();
    let (mut words, mut pages) = (seen.words(), 1);
    while page.button("Next").is_some() {
        page = house.presses(Who::Role, &page, "Next").await;
        assert_eq!(page.json["type"], 7, "a page takes the place of the one before");
        words.push_str(&page.words());
        pages += 1;
    }
    assert!(pages > 2);
    assert!(words.contains("`basics/knees.toml`, line 3, column 1"), "{words}");
    assert!((0..30).all(|number| words.contains(&format!("`basics/wrong-{number}.toml`"))));
    house.presses(Who::Nobody, &seen, "Next").await.shows("Only this bot's moderators");
    assert_eq!(house.store.now().name(), before);
    house.chat.asks("What is a knee?").await.shows("It bends.");
}

#[tokio::test]
async fn a_preview_shows_the_card_as_members_would_see_it_and_to_nobody_else() {
    let house = House::start().await;
    house.folders.says("It can bend.");
    let option = Some(("card", "basics:knees"));
    let seen = house.uses(Who::Role, Where::Home, "preview", option).await;
    seen.is_private().shows("Preview").shows("It can bend.").shows("What knees are");
    assert!(seen.json["data"]["components"].as_array().is_none_or(Vec::is_empty));
    house.chat.asks("What is a knee?").await.shows("It bends.");
    house.folders.breaks();
    house.uses(Who::Role, Where::Home, "preview", option).await.shows("can't be shown").shows("line 1");
    let none = Some(("card", "no such card"));
    house.uses(Who::Role, Where::Home, "preview", none).await.shows("hold no card of that name");
}

#[tokio::test]
async fn check_status_stale_history_and_rollback_tell_what_they_say() {
    let house = House::start().await;
    house.moderator("check").await.shows("The files are sound");
    house.chat.asks("What is a knee?").await;
    house
        .moderator("status")
        .await
        .shows(house.store.now().name())
        .shows("card 1")
        .shows("1 cards, 1 sources");
    house.moderator("stale").await.shows("Every card was reviewed");
    house.folders.write(&with("basics/knees.toml", "reviewed = 2026", "reviewed = 2024"));
    let first = house.store.now().name().to_owned();
    house.moderator("reload").await.shows("nobody has reviewed this card since 2024-11-20");
    house.moderator("stale").await.shows("2024-11-20 `basics:knees`, reviewed");
    house.moderator("history").await.shows(&first).shows("answers now").shows("when the bot started");
    let by_name = Some(("generation", "ffffffffffffffff"));
    house.uses(Who::Role, Where::Home, "rollback", by_name).await.shows("Not rolled back");
    house.moderator("rollback").await.shows("Rolled back");
    assert_eq!(house.store.now().name(), first);
    house.folders.write(&sound());
    house.moderator("status").await.shows("The files are what answers");
}

#[tokio::test]
async fn while_typing_a_preview_cards_are_offered() {
    let house = House::start().await;
    let focused = json!([{ "name": "card", "type": 3, "value": "kne", "focused": true }]);
    let data = json!({ "id": "1", "name": "kb", "type": 1, "options": [{ "name": "preview", "type": 1, "options": focused }] });
    let seen = house.chat.does(house.chat.interaction(4, data)).await;
    assert_eq!(seen.json["data"]["choices"][0]["value"], "basics:knees");
}

#[tokio::test]
async fn while_typing_where_to_roll_back_to_kept_generations_are_offered_to_moderators_alone() {
    let house = House::start().await;
    let first = house.store.now().name().to_owned();
    house.folders.says("It is new.");
    house.moderator("reload").await;
    for (who, offered) in [(Who::Role, 1), (Who::Nobody, 0)] {
        let focused = json!([{ "name": "generation", "type": 3, "value": &first[..3], "focused": true }]);
        let chosen = json!([{ "name": "rollback", "type": 1, "options": focused }]);
        let data = json!({ "id": "1", "name": "kb", "type": 1, "options": chosen });
        let seen = house.chat.does(by(house.chat.interaction(4, data), who, Where::Home)).await;
        let choices = seen.json["data"]["choices"].as_array().expect("choices").clone();
        assert_eq!(choices.len(), offered, "{choices:?}");
        assert!(choices.iter().all(|choice| choice["value"] == first.as_str()));
    }
}
