//! Privacy: a marked word is typed through everything that takes words, into the real
//! program at every level of logging, and then looked for in all that was written.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus};
use std::time::{Duration, Instant};

use caveat::transport::discord::attend::guarded;
use serde_json::json;

use super::chat::{CHANNEL, Chat, GUILD, Place, Seen, USER, Way, settings, text, typing};
use super::stand_in::{StandIn, TOKEN};
use crate::support::root;

const CANARY: &str = "zanzibarquokka";

/// The program, serving against a stand-in.
struct Served {
    child: Child,
    dir: tempfile::TempDir,
}

impl Served {
    fn start(stand_in: &StandIn, level: &str, format: &str) -> Served {
        let dir = tempfile::tempdir().expect("a folder");
        let config = format!(
            "[discord]\napi_base = \"{}\"\n[about]\nrun_by = \"the tests\"\n[moderation]\nquestions_channel = 77\n\
             [knowledge]\ndir = \"{}\"\n[limits]\nper_user = 10000\nper_channel = 10000\n\
             [log]\nlevel = \"{level}\"\nformat = \"{format}\"\n",
            stand_in.base(),
            root().join("knowledge").display()
        );
        fs::write(dir.path().join("config.toml"), config).expect("it can be written");
        let log = |name| File::create(dir.path().join(name)).expect("a file");
        let child = Command::new(env!("CARGO_BIN_EXE_caveat"))
            .args(["serve", "--config", "config.toml"])
            .current_dir(dir.path())
            .env("DISCORD_TOKEN", TOKEN)
            .env("RUST_LOG", "trace")
            .env("CAVEAT_LOG", "trace")
            .stdout(log("stdout.txt"))
            .stderr(log("stderr.txt"))
            .spawn()
            .expect("it starts");
        Served { child, dir }
    }

    /// Says stop, and waits for the end.
    fn stop(&mut self) -> ExitStatus {
        let pid = self.child.id().to_string();
        Command::new("kill").args(["-TERM", &pid]).status().expect("kill is there");
        let since = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("it can be waited for") {
                return status;
            }
            assert!(since.elapsed() < Duration::from_secs(8), "it does not stop");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Everything that was written.
    fn written(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut files = Vec::new();
        gather(self.dir.path(), &mut files);
        files
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

fn gather(dir: &Path, files: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in fs::read_dir(dir).expect("a folder").flatten() {
        match entry.path() {
            path if path.is_dir() => gather(&path, files),
            path => files.push((path.clone(), fs::read(&path).expect("a file"))),
        }
    }
}

/// Types the marked word wherever words can be typed.
async fn types_everywhere(chat: &Chat) {
    let word = |name: &str| json!([text(name, CANARY)]);
    chat.asks(CANARY).await;
    chat.asks(&format!("{CANARY} stem cells for type 1 diabetes")).await;
    chat.types("browse", word("topic")).await;
    chat.types("browse", json!([text("topic", "faq"), text("card", CANARY)])).await;
    chat.types("frontier", word("card")).await;
    chat.types("map", word("stage")).await;
    chat.types("source", word("find")).await;
    chat.types("claim", word("text")).await;
    chat.picks_menu("Check this claim", CANARY).await;
    chat.types(CANARY, json!([])).await;
    for (command, option) in
        [("ask", "question"), ("browse", "topic"), ("browse", "card"), ("source", "find")]
    {
        chat.is_typing(command, json!([typing(option, CANARY)])).await;
    }
    chat.picks_menu("Find a cited answer", &format!("{CANARY} exosomes")).await;
    chat.presses_id(&format!("v1:whole:{CANARY}")).await;
    chat.presses_id(CANARY).await;
    let form = chat.presses_id(&format!("v1:form:{CANARY}")).await;
    chat.sends_form(&form, CANARY, CANARY).await;
    chat.stand_in.refuses.lock().expect("lock").push_back(axum::http::StatusCode::FORBIDDEN);
    chat.sends_form(&form, CANARY, "").await;
    let strange = json!({ "id": "1999", "token": "t", "type": 2, "data": CANARY });
    chat.stand_in.dispatch("INTERACTION_CREATE", &strange);
    Seen::of(chat.stand_in.callback("1999").await).is_private();
}

#[tokio::test(flavor = "multi_thread")]
async fn no_typed_word_no_person_and_no_token_is_written_at_any_level() {
    for (level, format) in [("error", "text"), ("warn", "text"), ("info", "json"), ("debug", "text")] {
        let stand_in = StandIn::start().await;
        let mut served = Served::start(&stand_in, level, format);
        let mut chat = Chat::over(Way::Http, Place::Guild, settings(), stand_in).await;
        chat.way = Way::Gateway;
        types_everywhere(&chat).await;
        chat.stand_in.kill_connection();
        chat.asks(CANARY).await;
        let status = served.stop();
        assert!(status.success(), "{status}");
        let person = USER.to_string();
        for (path, bytes) in served.written() {
            for secret in [CANARY, TOKEN, GUILD, CHANNEL, person.as_str()] {
                let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
                assert!(!found, "{} holds {secret} at level {level}", path.display());
            }
        }
        assert_eq!(chat.stand_in.identified.lock().expect("lock").len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn where_answering_fails_the_asker_gets_a_polite_word() {
    let response = guarded(async { panic!("{CANARY}") }).await;
    let (json, _) = super::payload::split(&response.content_type, &response.body);
    assert!(json.to_string().contains("Please try once more"));
    assert!(!json.to_string().contains(CANARY));
}

fn refused(config: &str, token: Option<&str>) -> (i32, String) {
    let dir = tempfile::tempdir().expect("a folder");
    fs::write(dir.path().join("config.toml"), config).expect("it can be written");
    let mut command = Command::new(env!("CARGO_BIN_EXE_caveat"));
    command.args(["serve", "--config"]).arg(dir.path().join("config.toml")).env_remove("DISCORD_TOKEN");
    if let Some(token) = token {
        command.env("DISCORD_TOKEN", token);
    }
    let output = command.output().expect("it runs");
    (output.status.code().expect("it ends"), String::from_utf8_lossy(&output.stderr).into_owned())
}

fn knowledge() -> String {
    format!("[knowledge]\ndir = \"{}\"\n", root().join("knowledge").display())
}

#[test]
fn settings_that_are_wrong_are_told_all_at_once_with_line_and_column() {
    let config = "[discord]\ntokn_file = \"x\"\napi_base = \"discord\"\n[http]\nlisten = \"here\"\npublic_key = \"1\"\n";
    let (code, told) = refused(config, Some("t"));
    assert_eq!(code, 2);
    for words in [
        "config.toml:2:1",
        "did you mean `token_file`",
        "config.toml:3:12",
        "config.toml:5:10",
        "config.toml:6:14",
    ] {
        assert!(told.contains(words), "{words} is not in: {told}");
    }
}

#[test]
fn a_missing_token_and_a_missing_knowledge_are_named() {
    let (code, told) = refused("", None);
    assert_eq!((code, told.contains("set DISCORD_TOKEN")), (2, true), "{told}");
    let (code, told) = refused("[discord]\ntoken_file = \"nowhere\"\n", None);
    assert_eq!((code, told.contains("nowhere")), (2, true), "{told}");
    let (code, told) = refused("[knowledge]\ndir = \"nowhere\"\n", Some("t"));
    assert_eq!((code, told.contains("nowhere")), (2, true), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_token_and_an_unreachable_discord_are_named() {
    let stand_in = StandIn::start().await;
    let config = |base: &str| format!("[discord]\napi_base = \"{base}\"\n{}", knowledge());
    let wrong = config(&stand_in.base());
    let told = tokio::task::spawn_blocking(move || refused(&wrong, Some("another"))).await.expect("it runs");
    assert_eq!((told.0, told.1.contains("does not know this token")), (2, true), "{}", told.1);
    let nobody = config("http://127.0.0.1:9");
    let told = tokio::task::spawn_blocking(move || refused(&nobody, Some(TOKEN))).await.expect("it runs");
    assert_eq!((told.0, told.1.contains("can't be reached")), (1, true), "{}", told.1);
}
