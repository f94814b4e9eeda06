//! People who ask: every sort of question, and the buttons under what they see.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::random::Random;
use super::run::World;
use super::stand_in::{APPLICATION, Callback};
use super::verdict::judged;

/// Typed now and then; must stand in no log.
pub const CANARY: &str = "zanzibarquokka";
/// So long an answer may take: outages, slow dialling and starts add up.
const PATIENCE: Duration = Duration::from_secs(120);

/// What people type.
pub struct Words {
    pub questions: &'static [&'static str],
    pub claims: &'static [&'static str],
    pub finds: &'static [&'static str],
    pub cards: &'static [&'static str],
    pub topics: &'static [&'static str],
}

/// What somebody does: the interaction's type and data.
type Act = (u8, Value);

/// Somebody who does one thing after the other.
pub async fn person(world: Arc<World>, seed: u64) {
    let mut random = Random::new(seed);
    let mut seen = Value::Null;
    while world.open.load(Ordering::SeqCst) {
        let act = pressed(&mut random, &seen).unwrap_or_else(|| typed(&mut random, world.words()));
        seen = world.does(act, &mut random).await.unwrap_or_default();
        tokio::time::sleep(Duration::from_millis(random.between(10, 150))).await;
    }
}

/// A button, a menu or the form of what is seen; three times out of five, where there is one.
fn pressed(random: &mut Random, seen: &Value) -> Option<Act> {
    if seen["type"] == 9 {
        let row = |id: &str, value: &str| json!({ "type": 1, "components": [{ "type": 4, "custom_id": id, "value": value }] });
        let rows = [row("question", &format!("What of {CANARY}?")), row("name", "")];
        return Some((5, json!({ "custom_id": seen["data"]["custom_id"], "components": rows })));
    }
    let rows = seen["data"]["components"].as_array().filter(|_| random.below(5) < 3)?;
    let parts: Vec<&Value> = rows.iter().filter_map(|row| row["components"].as_array()).flatten().collect();
    let part = random.pick(&parts)?;
    let mut data = json!({ "custom_id": part["custom_id"], "component_type": part["type"] });
    if let Some(choices) = part["options"].as_array() {
        data["values"] = json!([random.pick(choices)?["value"]]);
    }
    Some((3, data))
}

/// Something typed.
fn typed(random: &mut Random, words: &Words) -> Act {
    let one = |random: &mut Random, from: &[&'static str]| random.pick(from).copied().unwrap_or(CANARY);
    let (name, option, value) = match random.below(14) {
        0..=4 => ("ask", "question", one(random, words.questions)),
        5 => ("ask", "question", CANARY),
        6 => ("claim", "text", one(random, words.claims)),
        7 => ("source", "find", one(random, words.finds)),
        8 => ("browse", "topic", one(random, words.topics)),
        9 => ("frontier", "card", one(random, words.cards)),
        10 => return (2, json!({ "id": "1", "name": "map", "type": 1, "options": [] })),
        11 => return (2, json!({ "id": "1", "name": "checklist", "type": 1, "options": [] })),
        12 => return (4, command("ask", &one(random, words.questions)[..4], "question", true)),
        _ => return (4, command("browse", "", "topic", true)),
    };
    (2, command(name, value, option, false))
}

fn command(name: &str, value: &str, option: &str, typing: bool) -> Value {
    let mut option = json!({ "name": option, "type": 3, "value": value });
    if typing {
        option["focused"] = json!(true);
    }
    json!({ "id": "1", "name": name, "type": 1, "options": [option] })
}

/// An interaction as Discord sends it.
fn interaction(number: u64, (kind, data): &Act, random: &mut Random) -> Value {
    let user = (5_000_000 + random.below(50)).to_string();
    let user =
        json!({ "id": user, "username": "u", "discriminator": "0", "global_name": null, "avatar": null });
    let channel = (6_000_000 + random.below(20)).to_string();
    let mut interaction = json!({
        "id": (1_300_000_000_000_000_000 + number).to_string(), "application_id": APPLICATION, "type": kind,
        "data": data, "token": format!("t{number}"), "version": 1, "channel_id": channel, "locale": "en-US",
        "entitlements": [], "app_permissions": "0", "authorizing_integration_owners": {},
        "attachment_size_limit": 10_485_760, "context": 1, "user": user,
    });
    if *kind == 3 {
        interaction["message"] = json!({
            "id": "66", "channel_id": channel, "author": { "id": "2", "username": "bot", "discriminator": "0" },
            "content": "", "timestamp": "2026-11-21T10:00:00+00:00", "edited_timestamp": null, "tts": false,
            "mention_everyone": false, "mentions": [], "mention_roles": [], "attachments": [],
            "embeds": [], "pinned": false, "type": 0,
        });
    }
    interaction
}

impl World {
    /// Somebody does something; what they see, if it was not cut off.
    pub async fn does(&self, act: Act, random: &mut Random) -> Option<Value> {
        let interaction = interaction(self.sent.fetch_add(1, Ordering::SeqCst), &act, random);
        let asked = Instant::now();
        let events = self.dispatched(&interaction);
        let id = interaction["id"].as_str().unwrap_or_default();
        let Some(callback) = self.answer(id, &events, asked).await else {
            match self.are_cut(&events) {
                true => drop(self.cut.fetch_add(1, Ordering::SeqCst)),
                false => self.violated(format!("never answered: {interaction}")),
            }
            return None;
        };
        self.answered.fetch_add(1, Ordering::SeqCst);
        match judged(&self.editions, &interaction, &callback, (asked, Instant::now())).await {
            Ok(seen) => Some(seen),
            Err(wrong) => {
                self.violated(format!("{wrong}; asked: {}", interaction["data"]));
                None
            }
        }
    }

    /// Sends the interaction to the bot, twice where that is a fault; the events' numbers.
    fn dispatched(&self, interaction: &Value) -> Vec<usize> {
        let fewer = |left: usize| left.checked_sub(1);
        let twice = self.doubles.fetch_update(Ordering::SeqCst, Ordering::SeqCst, fewer).is_ok();
        let send = |_| self.stand_in.dispatch("INTERACTION_CREATE", interaction);
        (0..=usize::from(twice)).map(send).collect()
    }

    fn are_cut(&self, events: &[usize]) -> bool {
        events.iter().all(|number| self.stand_in.is_cut(*number))
    }

    async fn answer(&self, id: &str, events: &[usize], asked: Instant) -> Option<Callback> {
        while asked.elapsed() < PATIENCE {
            // What was cut may still be answered: it was under way already.
            let was_cut = self.are_cut(events);
            let callback = self.stand_in.try_callback(id, Duration::from_secs(1)).await;
            if callback.is_some() || was_cut {
                return callback;
            }
        }
        None
    }
}
