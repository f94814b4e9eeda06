//! What a moderator reads on Discord, printed: a reload that changed a card, one with two
//! mistakes, and a preview. The messages in knowledge/README.md come from here.
//!
//! ```sh
//! cargo run --example kb_messages
//! ```

use std::error::Error;
use std::fs;
use std::path::Path;

use caveat::config::About;
use caveat::knowledge::load::read_tree;
use caveat::library::{By, Keeping, Store};
use caveat::transport::discord::moderation::{preview, report, wording};
use caveat::transport::trial;
use jiff::civil::date;
use serde_json::Value;

/// The card that is edited, and its id.
const CARD: &str = "basics/duration.toml";
const ID: &str = "basics:duration";
/// A mark of a source in it.
const MARK: &str = "[^pain-clinic-guide]";
/// What takes its place.
const WRONG: &str =
    "[^pain-clinic-guide] It helps 73 in 100. [^pain-clinic-guide] Ask why. [^pain-clinic-gide]";

fn main() -> Result<(), Box<dyn Error>> {
    let dir = tempfile::tempdir()?;
    let (knowledge, index) = (dir.path().join("knowledge"), dir.path().join("index"));
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge"), &knowledge)?;
    let store = Store::open(Keeping {
        knowledge: knowledge.clone(),
        index,
        keep: 5,
        refuse_lost_golden: true,
        today: || date(2026, 11, 21),
        trial: trial::problems,
    })?;
    let card = knowledge.join(CARD);
    let text = fs::read_to_string(&card)?;

    println!("\n**`/kb reload`, after a card was changed:**\n");
    let (before, after) = text.split_once("also = [").ok_or("the card has other names")?;
    fs::write(&card, format!("{before}also = [\"how long does it hold\", {after}"))?;
    quote(&shown(&report::reloaded(&store.reload(By::Command)?)));

    println!(
        "\n**`/kb reload`, with a sentence that only a seller stands behind, and a source spelt wrong:**\n"
    );
    fs::write(&card, text.replacen(MARK, WRONG, 1))?;
    match store.reload(By::Command) {
        Ok(_) => return Err("it reloaded".into()),
        Err(error) => quote(&shown(&report::refused(wording::REFUSED, &error))),
    }

    println!("\n**`/kb preview card: {ID}`:**\n");
    fs::write(&card, text)?;
    let (message, _) = preview::preview(&store.draft(), ID, &About::default());
    quote(&seen(&serde_json::to_value(&message)?));
    Ok(())
}

/// A report on its first page, as Discord shows it.
fn shown(report: &report::Report) -> String {
    let page = report.pages().into_iter().next().unwrap_or_default();
    format!("**{}**\n\n{page}\n\n{}", report.title, report.foot)
}

/// A message with its embeds.
fn seen(message: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut parts = vec![text(&message["content"])];
    for embed in message["embeds"].as_array().into_iter().flatten() {
        parts.push(format!("**{}**", text(&embed["title"])));
        parts.push(text(&embed["description"]));
        let fields = embed["fields"].as_array().into_iter().flatten();
        parts.extend(fields.map(|field| format!("**{}**\n{}", text(&field["name"]), text(&field["value"]))));
        parts.push(text(&embed["footer"]["text"]));
    }
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n")
}

/// Prints it as a quotation that breaks lines where Discord does.
fn quote(text: &str) {
    let mut fenced = false;
    for line in text.trim().lines() {
        let fence = line.starts_with("```");
        fenced ^= fence;
        let end = if fenced || fence || line.is_empty() { "" } else { "  " };
        println!("> {line}{end}");
    }
}

fn copy(from: &Path, to: &Path) -> Result<(), Box<dyn Error>> {
    for (path, file) in read_tree(from).0.files {
        let path = to.join(path);
        fs::create_dir_all(path.parent().unwrap_or(to))?;
        fs::write(path, file.text)?;
    }
    Ok(())
}
