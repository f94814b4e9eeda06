//! Whether an answer is right: the bytes that one edition gives in this process, in a
//! form that Discord takes, and with its caveat whole.

use std::time::Instant;

use caveat::answer::{Reply, Request, wording};
use caveat::library::Library;
use caveat::transport::discord::attend::answer;
use caveat::transport::discord::to_discord::markdown::{escaped, linked, quoted};
use serde_json::Value;
use serenity::all::Interaction;

use super::editions::Editions;
use super::payload;
use super::stand_in::Callback;

/// What is seen where the answer is right, else what is wrong with it.
pub async fn judged(
    editions: &Editions,
    interaction: &Value,
    callback: &Callback,
    (asked, answered): (Instant, Instant),
) -> Result<Value, String> {
    let may = editions.between(asked, answered);
    let giving = giving(editions, &may, interaction, callback).await;
    let Some(edition) = giving.first() else {
        let all: Vec<usize> = editions.all().collect();
        let others = self::giving(editions, &all, interaction, callback).await;
        let said = String::from_utf8_lossy(&callback.body[..callback.body.len().min(600)]).into_owned();
        return Err(format!("of the editions {may:?} none gives these bytes, but {others:?} do: {said}"));
    };
    // What several give says nothing of which one answered.
    if giving.len() == 1 {
        editions.answered(*edition, answered);
    }
    let (json, _) = payload::split(&callback.content_type, &callback.body);
    payload::check_response(&json);
    match is_caveated(editions.library(*edition), &json) {
        true => Ok(json),
        false => Err(format!("a card without its whole caveat: {json}")),
    }
}

/// Those of the editions that give these bytes.
async fn giving(
    editions: &Editions,
    among: &[usize],
    interaction: &Value,
    callback: &Callback,
) -> Vec<usize> {
    let mut giving = Vec::new();
    for edition in among {
        let interaction: Interaction =
            serde_json::from_value(interaction.clone()).expect("what is asked can be decoded");
        let response = answer(editions.desk(*edition), interaction).await;
        if (&response.content_type, &response.body) == (&callback.content_type, &callback.body) {
            giving.push(*edition);
        }
    }
    giving
}

/// Whether every card that is shown has its caveat, whole where it is known which card it is.
fn is_caveated(library: &Library, response: &Value) -> bool {
    let embeds = response["data"]["embeds"].as_array().map(Vec::as_slice).unwrap_or_default();
    let whole = card_of(response).and_then(|id| caveat(library, id));
    embeds.iter().filter(|embed| shows_card(embed)).all(|embed| {
        let fields = embed["fields"].as_array().map(Vec::as_slice).unwrap_or_default();
        let texts = fields.iter().filter(|field| text(&field["name"]).starts_with('⚠'));
        let mut texts = texts.map(|field| text(&field["value"]));
        match &whole {
            Some(forms) => texts.any(|text| forms.iter().any(|form| form == text)),
            None => texts.any(|text| !text.is_empty()),
        }
    })
}

/// Whether an embed shows a card's text; the list of its sources has none of it.
fn shows_card(embed: &Value) -> bool {
    text(&embed["footer"]["text"]).contains(wording::I_MATCHED)
        && !text(&embed["title"]).starts_with(&format!("{}:", wording::SOURCES))
}

/// The card that the buttons under it name.
fn card_of(response: &Value) -> Option<&str> {
    let rows = response["data"]["components"].as_array()?;
    let mut ids = rows.iter().filter_map(|row| row["components"].as_array()).flatten();
    ids.find_map(|one| {
        let id = text(&one["custom_id"]);
        id.strip_prefix("v1:whole:").or(id.strip_prefix("v1:sources:"))
    })
}

/// The card's caveat as it may be shown: with links, or where those do not fit without.
fn caveat(library: &Library, id: &str) -> Option<[String; 2]> {
    let Reply::Card(shown) = library.reply(&Request::Open { id: id.to_owned(), place: None }) else {
        return None;
    };
    let caveat = &shown.card.caveat.text;
    Some([quoted(&linked(caveat, &shown.card.sources)), quoted(&escaped(caveat))])
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
