//! Three replies as the console shows them and as Discord gets them, for README.md:
//!
//! ```sh
//! cargo run --example replies            # prints them
//! cargo run --example replies -- --write # writes them between README.md's marks
//! ```

use std::fs;
use std::path::Path;

use caveat::answer::Request;
use caveat::config::About;
use caveat::library::Library;
use caveat::transport::console::{Look, render};
use caveat::transport::discord::from_discord::Part;
use caveat::transport::discord::to_discord::{Frame, message};
use jiff::civil::date;
use serenity::all::CreateInteractionResponse;

/// What is asked: a card, nothing held, an emergency.
const QUESTIONS: [&str; 3] = [
    "Did anyone lose their sight after stem cells?",
    "stem cells for my migraine",
    "the clinic injected me and now I cannot breathe",
];
const START: &str = "<!-- replies: cargo run --example replies -- --write -->";
const END: &str = "<!-- /replies -->";

fn section(library: &Library, question: &str) -> String {
    let reply = library.reply(&Request::Ask { question: question.to_owned() });
    let about = About::default();
    let frame =
        Frame { part: Part::First, public: false, mention: None, form: Some(question), about: &about };
    let response = CreateInteractionResponse::Message(message(&reply, &frame));
    let json = serde_json::to_string_pretty(&response).expect("a response is JSON");
    let console = render(&reply, Look::default());
    format!(
        "**`/ask question: {question}`**\n\n```text\n{}\n```\n\n<details><summary>the same as Discord gets it</summary>\n\n```json\n{json}\n```\n\n</details>\n\n",
        console.trim()
    )
}

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let library =
        Library::in_memory(&root.join("knowledge"), date(2026, 11, 21)).expect("the knowledge is sound");
    let sections: String = QUESTIONS.iter().map(|question| section(&library, question)).collect();
    if !std::env::args().any(|argument| argument == "--write") {
        print!("{sections}");
        return;
    }
    let path = root.join("README.md");
    let readme = fs::read_to_string(&path).expect("there is a README.md");
    let (before, rest) = readme.split_once(START).expect("README.md has the mark");
    let (_, after) = rest.split_once(END).expect("README.md has the mark");
    fs::write(&path, format!("{before}{START}\n\n{sections}{END}{after}")).expect("README.md can be written");
}
