//! Holding what the bot sends against two models of Discord's interface that other people
//! wrote: twilight's, and Discord's own OpenAPI document where `CAVEAT_DISCORD_OPENAPI`
//! names it.

use std::sync::LazyLock;

use serde_json::{Value, json};
use twilight_model::application::command::{Command, CommandType};
use twilight_model::http::interaction::{InteractionResponse, InteractionResponseType};
use twilight_validate::{command, component, embed, message};

/// Discord's limit for the text of all embeds of a message.
const EMBEDS: usize = 6_000;

/// The JSON of a response, and the files beside it.
pub fn split(content_type: &str, body: &[u8]) -> (Value, Vec<Vec<u8>>) {
    let Some((_, boundary)) = content_type.split_once("boundary=") else {
        assert_eq!(content_type, "application/json");
        return (serde_json::from_slice(body).expect("the body is JSON"), Vec::new());
    };
    let mut parts = parts(body, format!("--{boundary}").as_bytes()).into_iter();
    let json = parts.next().expect("the JSON comes first");
    (serde_json::from_slice(&json).expect("the part is JSON"), parts.collect())
}

fn parts(body: &[u8], boundary: &[u8]) -> Vec<Vec<u8>> {
    let starts: Vec<usize> =
        (0..=body.len() - boundary.len()).filter(|at| body[*at..].starts_with(boundary)).collect();
    let content = |pair: &[usize]| {
        let part = &body[pair[0] + boundary.len()..pair[1]];
        let head = part.windows(4).position(|four| four == b"\r\n\r\n").expect("a part has a head");
        part[head + 4..part.len() - 2].to_vec()
    };
    starts.windows(2).map(content).collect()
}

/// Panics where another model of Discord would refuse the response.
pub fn check_response(json: &Value) {
    let response: InteractionResponse =
        serde_json::from_value(json.clone()).unwrap_or_else(|error| panic!("{error}: {json:#}"));
    if let Some(data) = &response.data {
        let modal = response.kind == InteractionResponseType::Modal;
        let embeds = data.embeds.as_deref().unwrap_or_default();
        embeds.iter().for_each(|one| embed::embed(one).unwrap_or_else(|error| panic!("{error}: {json:#}")));
        let characters: usize = embeds.iter().map(embed::chars).sum();
        assert!(characters <= EMBEDS, "{characters} characters in all embeds: {json:#}");
        message::embeds(embeds).expect("the embeds fit together");
        message::content(data.content.as_deref().unwrap_or_default()).expect("the content fits");
        for attachment in data.attachments.iter().flatten() {
            message::attachment(attachment).expect("the attachment is well-formed");
        }
        let components = data.components.as_deref().unwrap_or_default();
        for one in components.iter().filter(|_| !modal) {
            component::component_v1(one).unwrap_or_else(|error| panic!("{error}: {json:#}"));
        }
        let choices = data.choices.as_deref().unwrap_or_default();
        assert!(choices.len() <= 25);
        choices.iter().for_each(|choice| command::choice(choice).expect("the choice fits"));
    }
    check_ids(json);
    let kind = json["type"].as_u64().expect("a response has a type");
    let schema = match kind {
        1 => "PongInteractionCallbackRequest",
        4 => "CreateMessageInteractionCallbackRequest",
        7 => "UpdateMessageInteractionCallbackRequest",
        8 => "ApplicationCommandAutocompleteCallbackRequest",
        9 => "ModalInteractionCallbackRequest",
        other => panic!("the bot never sends type {other}"),
    };
    check_schema(schema, &with_text_ids(json));
}

/// The document wants attachments' ids as texts; Discord takes the numbers that its
/// guide shows and twilight sends.
fn with_text_ids(json: &Value) -> Value {
    let mut json = json.clone();
    for attachment in json["data"]["attachments"].as_array_mut().into_iter().flatten() {
        attachment["id"] = json!(attachment["id"].to_string());
    }
    json
}

/// Every id of a button or menu is one that Discord takes, and stands there once.
fn check_ids(json: &Value) {
    let mut ids = Vec::new();
    gather(json, &mut ids);
    assert!(ids.iter().all(|id| (1..=100).contains(&id.chars().count())), "{ids:?}");
    let count = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), count, "an id stands twice: {ids:?}");
}

fn gather(json: &Value, ids: &mut Vec<String>) {
    match json {
        Value::Object(keys) => keys.iter().for_each(|(key, value)| match value.as_str() {
            Some(id) if key == "custom_id" => ids.push(id.to_owned()),
            _ => gather(value, ids),
        }),
        Value::Array(items) => items.iter().for_each(|item| gather(item, ids)),
        _ => {}
    }
}

/// Panics where another model of Discord would refuse the command.
pub fn check_command(json: &Value) {
    let mut whole = json.clone();
    whole["version"] = json!("1");
    whole["description"] = json.get("description").cloned().unwrap_or(json!(""));
    let parsed: Command = serde_json::from_value(whole).unwrap_or_else(|error| panic!("{error}: {json:#}"));
    match parsed.kind {
        CommandType::ChatInput => {
            command::command(&parsed).unwrap_or_else(|error| panic!("{error}: {json:#}"))
        }
        _ => command::name(&parsed.name).expect("the name fits"),
    }
    check_schema("ApplicationCommandCreateRequest", &with_number_of_permissions(json));
}

/// The document wants permissions as a number; Discord's guide shows a text, and takes it.
fn with_number_of_permissions(json: &Value) -> Value {
    let mut json = json.clone();
    if let Some(number) =
        json["default_member_permissions"].as_str().and_then(|text| text.parse::<u64>().ok())
    {
        json["default_member_permissions"] = json!(number);
    }
    json
}

/// Panics where another model of Discord would refuse the message.
pub fn check_message(json: &Value) {
    let embeds: Vec<twilight_model::channel::message::Embed> =
        serde_json::from_value(json["embeds"].clone()).expect("embeds are well-formed");
    message::embeds(&embeds).expect("the embeds fit");
    check_schema("MessageCreateRequest", json);
}

static OPENAPI: LazyLock<Option<Value>> = LazyLock::new(|| {
    let path = std::env::var_os("CAVEAT_DISCORD_OPENAPI")?;
    let text = std::fs::read_to_string(path).expect("Discord's OpenAPI document can be read");
    Some(serde_json::from_str(&text).expect("Discord's OpenAPI document is JSON"))
});

fn check_schema(name: &str, json: &Value) {
    use std::collections::HashMap;
    use std::sync::{Arc, Mutex};
    static VALIDATORS: LazyLock<Mutex<HashMap<String, Arc<jsonschema::Validator>>>> =
        LazyLock::new(Mutex::default);
    let Some(openapi) = &*OPENAPI else { return };
    let validator = VALIDATORS
        .lock()
        .expect("lock")
        .entry(name.to_owned())
        .or_insert_with(|| {
            let schema = json!({
                "$ref": format!("#/components/schemas/{name}"),
                "components": openapi["components"],
            });
            Arc::new(jsonschema::draft202012::new(&schema).expect("the document is a schema"))
        })
        .clone();
    if let Some(error) = validator.iter_errors(json).next() {
        panic!("{name} at {}: {error}\n{json:#}", error.instance_path);
    }
}
