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

/// The card that is edited.
const CARD: &str = "basics/duration.toml";

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
    let id = CARD.trim_end_matches(".toml").replace('/', ":");

    heading("/kb reload, after a card was changed");
    let (before, after) = text.split_once("also = [").ok_or("the card has other names")?;
    fs::write(&card, format!("{before}also = [\"how long does it hold\", {after}"))?;
    print(&report::reloaded(&store.reload(By::Command)?));

    heading("/kb reload, with two mistakes in the card");
    let wrong = text.replacen("title =", "titel =", 1).replacen("reviewed = 2026", "reviewed = 2027", 1);
    fs::write(&card, wrong)?;
    match store.reload(By::Command) {
        Ok(_) => return Err("it reloaded".into()),
        Err(error) => print(&report::refused(wording::REFUSED, &error)),
    }

    heading(&format!("/kb preview card: {id}"));
    fs::write(&card, text)?;
    let (message, _) = preview::preview(&store.draft(), &id, &About::default());
    let json = serde_json::to_value(&message)?;
    println!("{}\n", json["content"].as_str().unwrap_or_default());
    for embed in json["embeds"].as_array().into_iter().flatten() {
        println!("{}\n\n{}", text_of(&embed["title"]), text_of(&embed["description"]));
        for field in embed["fields"].as_array().into_iter().flatten() {
            println!("\n**{}**\n{}", text_of(&field["name"]), text_of(&field["value"]));
        }
        println!("\n{}", text_of(&embed["footer"]["text"]));
    }
    Ok(())
}

fn heading(text: &str) {
    println!("\n===== {text}\n");
}

fn text_of(value: &serde_json::Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn print(report: &report::Report) {
    let pages = report.pages();
    println!("**{}**\n\n{}", report.title, pages.join("\n----- next page\n"));
    println!("{}", report.foot);
}

fn copy(from: &Path, to: &Path) -> Result<(), Box<dyn Error>> {
    for (path, file) in read_tree(from).0.files {
        let path = to.join(path);
        fs::create_dir_all(path.parent().unwrap_or(to))?;
        fs::write(path, file.text)?;
    }
    Ok(())
}
