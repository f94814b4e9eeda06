//! CSL-JSON, as Zotero and Crossref write it. Its texts may also be numbers or lists.

use serde_json::Value;

use super::Why;
use super::draft::{Draft, initials, year};
use crate::knowledge::Record;

/// The draft of one record.
pub fn draft(record: &str) -> Result<Draft, Why> {
    let value: Value = serde_json::from_str(record)
        .map_err(|error| Why::new(format!("this is no record ({error})"), "download the file again"))?;
    if !value.is_object() {
        let help = "export it as CSL-JSON or from ClinicalTrials.gov";
        return Err(Why::new("it is no object with a title and numbers", help));
    }
    let text = |key: &str| text(&value[key]);
    let record = Record {
        title: text("title").unwrap_or_default(),
        container: text("container-title").or_else(|| text("publisher")).unwrap_or_default(),
        year: issued(&value["issued"]),
        volume: text("volume"),
        issue: text("issue"),
        pages: text("page"),
        doi: text("DOI"),
        pmid: text("PMID").filter(|pmid| pmid.bytes().all(|b| b.is_ascii_digit())),
        url: text("URL").unwrap_or_default(),
        ..Record::default()
    };
    let authors = value["author"].as_array().into_iter().flatten().filter_map(author).collect();
    Ok(Draft { record, authors, exported: None })
}

/// A text, also where it stands as a number or first in a list.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(list) => text(list.first()?),
        _ => None,
    }
}

fn issued(value: &Value) -> Option<i16> {
    let from_parts = text(&value["date-parts"][0]).and_then(|text| year(&text));
    from_parts.or_else(|| ["raw", "literal"].iter().find_map(|key| year(value[key].as_str()?)))
}

fn author(value: &Value) -> Option<String> {
    if let Some(name) = text(&value["literal"]).or_else(|| text(&value["name"])) {
        return Some(name);
    }
    let family = [text(&value["non-dropping-particle"]), text(&value["family"])];
    let family = family.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let given = text(&value["given"]).map(|given| initials(&given)).unwrap_or_default();
    Some(format!("{family} {given}").trim().to_owned())
}
