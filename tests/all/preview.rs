//! The local page's server: who may ask, what is answered, what a broken card shows.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use caveat::library::Library;
use caveat::transport::preview::{Preview, PreviewError, Settings};
use reqwest::{Client, Response, StatusCode};
use serde_json::{Value, json};

use super::support::{CARD, TODAY, root, sound, write};

/// What a page of Discord's would post.
fn ask(question: &str) -> Value {
    let options = json!([{ "name": "question", "type": 3, "value": question }]);
    json!({
        "id": "1", "application_id": "2", "type": 2, "token": "token", "version": 1, "channel_id": "3",
        "locale": "en-US", "entitlements": [], "app_permissions": "0", "authorizing_integration_owners": {},
        "attachment_size_limit": 10_485_760, "context": 1,
        "user": { "id": "4", "username": "somebody", "discriminator": "0", "global_name": null, "avatar": null },
        "data": { "id": "1", "name": "ask", "type": 1, "options": options },
    })
}

/// A preview of a small knowledge.
struct Page {
    base: String,
    knowledge: tempfile::TempDir,
    client: Client,
}

impl Page {
    async fn open() -> Page {
        let knowledge = tempfile::tempdir().expect("there is room");
        write(&sound(), knowledge.path());
        let listen = ([127, 0, 0, 1], 0).into();
        let preview = Preview::bind(&settings(knowledge.path(), listen), library(knowledge.path())).await;
        let preview = preview.expect("a port is free");
        let base = format!("http://{}", preview.address());
        tokio::spawn(preview.serve());
        Page { base, knowledge, client: Client::new() }
    }

    async fn get(&self, path: &str) -> Response {
        self.client.get(format!("{}{path}", self.base)).send().await.expect("it answers")
    }

    async fn json(&self, path: &str) -> Value {
        self.get(path).await.json().await.expect("it is JSON")
    }

    async fn asks(&self, question: &str) -> Value {
        let request = self.client.post(format!("{}/interactions", self.base));
        let response = request.body(ask(question).to_string()).send().await.expect("it answers");
        response.json().await.expect("it is JSON")
    }

    fn saves(&self, text: &str) {
        std::fs::write(self.knowledge.path().join("basics/knees.toml"), text).expect("it can be written");
    }

    /// Waits until the files were read again after `seen`.
    async fn reads_again(&self, seen: &Value) -> Value {
        let path = format!("/changes/{seen}");
        tokio::time::timeout(Duration::from_secs(20), self.json(&path)).await.expect("it notices")
    }
}

fn settings(knowledge: &Path, listen: std::net::SocketAddr) -> Settings<'_> {
    Settings { listen, knowledge, today: TODAY }
}

fn library(dir: &Path) -> Library {
    Library::in_memory(dir, TODAY).expect("the knowledge is sound")
}

#[tokio::test]
async fn every_response_forbids_the_page_to_load_anything_from_elsewhere() {
    let page = Page::open().await;
    let files = std::fs::read_dir(root().join("src/transport/preview/page")).expect("the page's files");
    let names = files.map(|file| file.expect("a file").file_name().to_string_lossy().into_owned());
    let names = names.map(|name| if name == "index.html" { "/".into() } else { format!("/{name}") });
    for path in names.chain(["/cards".into(), "/commands".into(), "/not-there".into()]) {
        let response = page.get(&path).await;
        assert_eq!(response.status() == StatusCode::OK, path != "/not-there", "{path}");
        let policy = response.headers()["Content-Security-Policy"].to_str().expect("a text");
        assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"), "{policy}");
        assert!(!policy.contains("unsafe") && !policy.contains("http"), "{policy}");
        let text = response.text().await.expect("a text");
        for forbidden in
            ["innerHTML", "outerHTML", "insertAdjacentHTML", "eval(", "src=\"http", "href=\"http"]
        {
            assert!(!text.contains(forbidden), "{path} holds {forbidden}");
        }
    }
}

#[tokio::test]
async fn other_names_and_other_pages_are_refused() {
    let page = Page::open().await;
    let port = page.base.rsplit(':').next().expect("a port");
    let evil = format!("evil.example:{port}");
    for (name, value) in
        [("Host", evil.as_str()), ("Origin", "http://evil.example"), ("Sec-Fetch-Site", "cross-site")]
    {
        for path in ["/", "/cards", "/commands", "/posted"] {
            let request = page.client.get(format!("{}{path}", page.base)).header(name, value);
            assert_eq!(request.send().await.expect("it answers").status(), 403, "{name} {path}");
        }
        let request = page.client.post(format!("{}/interactions", page.base)).header(name, value);
        let request = request.body(ask("What is a knee?").to_string());
        assert_eq!(request.send().await.expect("it answers").status(), 403, "{name}");
    }
}

#[tokio::test]
async fn it_listens_on_this_machine_alone() {
    let knowledge = tempfile::tempdir().expect("there is room");
    write(&sound(), knowledge.path());
    let listen = ([0, 0, 0, 0], 0).into();
    let bound = Preview::bind(&settings(knowledge.path(), listen), library(knowledge.path())).await;
    assert!(matches!(bound.err(), Some(PreviewError::NotLoopback(_))));
    let run =
        Command::new(env!("CARGO_BIN_EXE_caveat")).args(["preview", "--listen", "0.0.0.0:8787"]).output();
    let run = run.expect("it runs");
    assert_eq!(run.status.code(), Some(2));
    let told = String::from_utf8_lossy(&run.stderr);
    assert!(told.contains("this machine alone") && told.contains("--listen 127.0.0.1:8787"), "{told}");
}

#[tokio::test]
async fn an_interaction_is_answered_as_on_discord() {
    let page = Page::open().await;
    let answer = page.asks("What is a knee?").await;
    assert_eq!(answer["type"], 4);
    assert!(
        answer["data"]["embeds"][0]["title"].as_str().is_some_and(|title| title.contains("What knees are"))
    );
    let names = page.json("/commands").await;
    let names: Vec<&str> =
        names.as_array().expect("a list").iter().filter_map(|one| one["name"].as_str()).collect();
    assert!(names.contains(&"ask") && names.contains(&"Find a cited answer"), "{names:?}");
    let nonsense = page.client.post(format!("{}/interactions", page.base)).body("{}").send().await;
    assert_eq!(nonsense.expect("it answers").status(), 400);
}

#[tokio::test]
async fn a_broken_card_shows_its_diagnostic_and_what_was_sound_answers_on() {
    let page = Page::open().await;
    let first = page.reads_again(&json!(0)).await;
    let opened = page.json("/cards/basics:knees").await;
    assert_eq!((&opened["toml"], &opened["shown"]), (&json!(CARD), &json!(true)));

    page.saves(&CARD.replace("title = \"What knees are\"", "title = \"What knees are"));
    let second = page.reads_again(&first).await;
    let opened = page.json("/cards/basics:knees").await;
    assert_eq!((&opened["shown"], &opened["problems"][0]["line"]), (&json!(false), &json!(1)), "{opened:#}");
    let overview = page.json("/cards").await;
    assert_eq!(overview["sound"], false);
    assert!(page.asks("What is a knee?").await.to_string().contains("What knees are"));

    page.saves(&CARD.replace("What knees are", "What a knee is"));
    page.reads_again(&second).await;
    assert_eq!(page.json("/cards").await["sound"], true);
    assert!(page.asks("What is a knee?").await.to_string().contains("What a knee is"));
}

#[tokio::test]
async fn nothing_is_written_and_nothing_outside_the_knowledge_is_read() {
    let page = Page::open().await;
    let before = texts(page.knowledge.path());
    let first = page.reads_again(&json!(0)).await;
    page.asks("What is a knee?").await;
    page.json("/cards/basics:knees").await;
    for id in ["..%2F..%2Fetc%2Fpasswd", "%2Fetc%2Fpasswd", "basics:..", "nothing:here"] {
        assert_eq!(page.get(&format!("/cards/{id}")).await.status(), 404, "{id}");
    }
    assert_eq!(texts(page.knowledge.path()), before);
    assert_eq!(page.json("/cards").await["version"], first, "nothing changed");
}

/// Every file below a folder with its text.
fn texts(dir: &Path) -> BTreeMap<String, String> {
    let entries = std::fs::read_dir(dir).expect("the folder can be read").filter_map(Result::ok);
    let mut found = BTreeMap::new();
    for path in entries.map(|entry| entry.path()) {
        if path.is_dir() {
            found.extend(texts(&path));
        } else {
            found.insert(path.display().to_string(), std::fs::read_to_string(&path).expect("it can be read"));
        }
    }
    found
}
