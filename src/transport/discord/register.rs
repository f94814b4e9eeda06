//! Registering the commands: what Discord holds is compared with the table, and only
//! what differs is sent.

use std::fmt;

use reqwest::Method;
use serde_json::{Map, Value};

use super::commands::COMMANDS;
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
    let application: Value = rest.get("/applications/@me", "application").await?;
    let id = application["id"].as_str().ok_or(RestError::Strange("application id"))?;
    let path = format!("/applications/{id}/commands");
    let held: Vec<Value> = rest.get(&path, "list of commands").await?;
    let mut sent = Sent::default();
    for definition in COMMANDS {
        let wanted = serde_json::to_value(definition.create()).unwrap_or_default();
        let name = definition.name.to_owned();
        match held.iter().find(|command| is_same_command(command, &wanted)) {
            Some(command) if says_the_same(&wanted, command) => sent.same += 1,
            Some(command) => {
                let place = format!("{path}/{}", command["id"].as_str().unwrap_or_default());
                rest.send(Method::PATCH, &place, &wanted).await?;
                sent.changed.push(name);
            }
            None => {
                rest.send(Method::POST, &path, &wanted).await?;
                sent.added.push(name);
            }
        }
    }
    for command in held.iter().filter(|command| !is_ours(command)) {
        rest.delete(&format!("{path}/{}", command["id"].as_str().unwrap_or_default())).await?;
        sent.removed.push(command["name"].as_str().unwrap_or_default().to_owned());
    }
    Ok(sent)
}

fn is_ours(command: &Value) -> bool {
    COMMANDS.iter().any(|definition| {
        let wanted = serde_json::to_value(definition.create()).unwrap_or_default();
        is_same_command(command, &wanted)
    })
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
