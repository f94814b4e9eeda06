//! Registering the commands: what Discord holds is compared with the table, and only
//! what differs is sent.

use std::fmt;

use reqwest::Method;
use serde_json::{Map, Value};
use serenity::all::CreateCommand;

use super::commands::COMMANDS;
use super::moderation::command;
use super::rest::{Rest, RestError};

/// What was sent.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Sent {
    /// Commands that Discord did not hold.
    pub added: Vec<String>,
    /// Commands that were otherwise there.
    pub changed: Vec<String>,
    /// Commands that the table does not hold.
    pub removed: Vec<String>,
    /// How many were there already.
    pub same: usize,
}

impl fmt::Display for Sent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |names: &Vec<String>| if names.is_empty() { "none".to_owned() } else { names.join(", ") };
        write!(
            f,
            "commands added: {}; changed: {}; removed: {}; {} were there already",
            list(&self.added),
            list(&self.changed),
            list(&self.removed),
            self.same
        )
    }
}

/// Brings Discord's list of this application's commands to the table's.
///
/// # Errors
/// Where Discord can't be reached, or refuses.
pub async fn register(rest: &Rest) -> Result<Sent, RestError> {
    let id = application(rest).await?;
    let wanted = COMMANDS.iter().map(|definition| json(&definition.create())).collect();
    bring(rest, &format!("/applications/{id}/commands"), wanted).await
}

/// Brings the home server's list to the moderators' command.
///
/// # Errors
/// Where Discord can't be reached, or refuses: the bot may not be in that server.
pub async fn register_home(rest: &Rest, guild: u64) -> Result<Sent, RestError> {
    let id = application(rest).await?;
    let wanted = vec![json(&command::create())];
    bring(rest, &format!("/applications/{id}/guilds/{guild}/commands"), wanted).await
}

async fn application(rest: &Rest) -> Result<String, RestError> {
    let application: Value = rest.get("/applications/@me", "application").await?;
    application["id"].as_str().map(str::to_owned).ok_or(RestError::Strange("application id"))
}

/// Brings the list at that path to what is wanted.
async fn bring(rest: &Rest, path: &str, wanted: Vec<Value>) -> Result<Sent, RestError> {
    let held: Vec<Value> = rest.get(path, "list of commands").await?;
    let mut sent = Sent::default();
    for wanted in &wanted {
        let name = wanted["name"].as_str().unwrap_or_default().to_owned();
        match held.iter().find(|command| is_same_command(command, wanted)) {
            Some(command) if says_the_same(wanted, command) => sent.same += 1,
            Some(command) => {
                rest.send(Method::PATCH, &place(path, command), wanted).await?;
                sent.changed.push(name);
            }
            None => {
                rest.send(Method::POST, path, wanted).await?;
                sent.added.push(name);
            }
        }
    }
    let is_not_wanted = |command: &&Value| !wanted.iter().any(|wanted| is_same_command(command, wanted));
    for command in held.iter().filter(is_not_wanted) {
        rest.delete(&place(path, command)).await?;
        sent.removed.push(command["name"].as_str().unwrap_or_default().to_owned());
    }
    Ok(sent)
}

fn place(path: &str, command: &Value) -> String {
    format!("{path}/{}", command["id"].as_str().unwrap_or_default())
}

/// Serenity's builders hold strings, numbers and lists, which serialize always.
fn json(command: &CreateCommand) -> Value {
    serde_json::to_value(command).unwrap_or_default()
}

/// A command is known by its name and its kind.
fn is_same_command(a: &Value, b: &Value) -> bool {
    let kind = |command: &Value| command["type"].as_u64().unwrap_or(1);
    a["name"] == b["name"] && kind(a) == kind(b)
}

/// Whether everything that is wanted is what Discord holds. Discord adds keys of its own,
/// and leaves out those that say nothing.
fn says_the_same(wanted: &Value, held: &Value) -> bool {
    match (wanted, held) {
        (Value::Object(wanted), held) => {
            let none = Map::new();
            let held = held.as_object().unwrap_or(&none);
            wanted.iter().all(|(key, value)| says_the_same(value, held.get(key).unwrap_or(&Value::Null)))
        }
        (Value::Array(wanted), Value::Array(held)) => {
            wanted.len() == held.len() && wanted.iter().zip(held).all(|(a, b)| says_the_same(a, b))
        }
        (wanted, held) if says_nothing(wanted) && says_nothing(held) => true,
        (wanted, held) => wanted == held,
    }
}

fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(keys) => keys.is_empty(),
        Value::String(text) => text.is_empty(),
        _ => false,
    }
}
