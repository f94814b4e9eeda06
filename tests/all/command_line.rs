//! The binary as a person runs it.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use super::support::{self, root, sound, with};

/// Runs the binary in the repository with an index folder of its own.
fn caveat(arguments: &[&str]) -> Output {
    run(arguments, "")
}

fn run(arguments: &[&str], typed: &str) -> Output {
    let index = tempfile::tempdir().expect("there is room");
    let mut arguments: Vec<&str> = arguments.to_vec();
    let place = index.path().to_str().expect("the path is text").to_owned();
    if !matches!(arguments[0], "check" | "--help" | "--version") {
        arguments.splice(1..1, ["--index", &place]);
    }
    let mut child = Command::new(env!("CARGO_BIN_EXE_caveat"))
        .args(&arguments)
        .current_dir(root())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    let mut stdin = child.stdin.take().expect("stdin is piped");
    stdin.write_all(typed.as_bytes()).expect("it reads");
    drop(stdin);
    child.wait_with_output().expect("it ends")
}

fn out(output: &Output) -> String {
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{:?}", output.status);
    String::from_utf8(output.stdout.clone()).expect("the output is UTF-8")
}

fn json(arguments: &[&str]) -> Value {
    serde_json::from_str(&out(&caveat(arguments))).expect("the output is JSON")
}

#[test]
fn ask_prints_a_card_in_80_columns_with_caveat_sources_and_what_was_matched() {
    let text = out(&caveat(&["ask", "What", "are", "exosomes?"]));
    let caveat_at =
        text.find("Not the same as").or_else(|| text.find("What this does not show")).expect("a caveat");
    let sources_at = text.find("\nSources\n").expect("sources");
    assert!(caveat_at < sources_at, "{text}");
    for words in ["I matched:", "Reviewed 20", "not medical advice", "https://"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    for line in text.lines().filter(|line| !line.contains("https://")) {
        assert!(line.chars().count() <= 90, "{line}");
    }
}

#[test]
fn ask_as_json_keeps_the_contract() {
    let reply = json(&["ask", "--json", "What are exosomes?"]);
    assert_eq!(reply["reply"], "card");
    assert_eq!(reply["matched"][0], reply["card"]["id"]);
    let card = &reply["card"];
    for key in ["id", "kind", "title", "excerpt", "certainty", "reviewed"] {
        assert!(card[key].is_string(), "{key}: {card}");
    }
    assert!(card["sections"][0]["label"].is_string() && card["sections"][0]["text"].is_string());
    assert!(card["caveat"]["label"].is_string() && card["caveat"]["text"].is_string());
    let source = &card["sources"][0];
    assert_eq!(source["number"], 1);
    for key in ["id", "citation", "url", "checked"] {
        assert!(source[key].is_string(), "{key}: {source}");
    }
    assert!(reply["generation"].is_string());
}

#[test]
fn nothing_held_and_emergencies_as_json_keep_the_contract() {
    let nothing = json(&["ask", "--json", "how do I cook rice"]);
    assert_eq!(nothing["reply"], "nothing_held");
    assert_eq!(nothing["matched"], serde_json::json!([]));
    assert!(nothing["nearest"].is_array());
    let emergency = json(&["ask", "--json", "I cannot breathe since the infusion"]);
    assert_eq!(emergency["reply"], "emergency");
    assert!(emergency["emergency"]["group"].is_string() && emergency["emergency"]["lines"][0].is_string());
    assert!(emergency.get("card").is_none());
}

#[test]
fn claim_as_json_keeps_the_contract() {
    let text = "At our clinic there are no side effects. See NCT04786262.";
    let report = json(&["claim", "--json", text]);
    assert_eq!(report["reply"], "report");
    let found = &report["patterns"][0];
    assert_eq!(found["id"], "pattern:no-side-effects");
    let place = |key: &str| usize::try_from(found[key].as_u64().expect("a number")).expect("it is small");
    let quoted: String = text.chars().skip(place("start")).take(place("end") - place("start")).collect();
    assert_eq!(found["quote"], quoted);
    for key in ["why", "ask"] {
        assert!(found[key].is_string(), "{key}: {found}");
    }
    for key in ["id", "citation", "url", "checked"] {
        assert!(found["sources"][0][key].is_string(), "{key}: {found}");
    }
    assert_eq!(report["checklist"].as_array().map(Vec::len), Some(9));
    assert_eq!(report["checklist"][0]["item"], "cell_product");
    assert_eq!(report["checklist"][0]["state"], "missing");
    assert!(report["checklist"][0]["quote"].is_null());
    assert_eq!(report["registered"][0]["number"], "NCT04786262");
    assert_eq!(report["registered"][0]["source"], "source:reichman-2025");
    assert!(report["borrowed"].is_array() && report["generation"].is_string());
}

#[test]
fn a_claim_may_come_from_standard_input_and_the_console() {
    let text = out(&run(&["claim", "-"], "Our therapy has\nno side effects."));
    assert!(text.contains("no side effects"), "{text}");
    let text = out(&run(&["console"], "/claim Our therapy has no side effects.\n"));
    assert!(text.contains("Ask instead"), "{text}");
}

#[test]
fn source_as_json_keeps_the_contract() {
    let found = json(&["source", "--json", "reichman nejm 2025"]);
    let source = &found["sources"][0];
    assert_eq!(source["id"], "source:reichman-2025");
    for key in ["citation", "doi", "url", "title", "supports", "does_not_show", "checked"] {
        assert!(source[key].is_string(), "{key}: {source}");
    }
    assert!(source["trial"].is_array() && source["cards"].is_array());
}

#[test]
fn check_exits_0_on_the_shipped_knowledge_and_1_on_a_broken_one() {
    let text = out(&caveat(&["check", "--today", "2026-11-21"]));
    assert!(text.ends_with("0 errors, 0 warnings\n"), "{text}");
    let dir = tempfile::tempdir().expect("there is room");
    support::write(&with("basics/knees.toml", "title", "titel"), dir.path());
    let broken = caveat(&["check", dir.path().to_str().expect("the path is text")]);
    assert_eq!(broken.status.code(), Some(1));
    let text = String::from_utf8_lossy(&broken.stdout);
    assert!(text.contains("basics/knees.toml:1:1") && text.contains("titel = \"What knees are\""), "{text}");
    assert!(text.contains("did you mean `title`?"), "{text}");
}

#[test]
fn map_writes_a_png_and_prints_the_same_in_words() {
    let dir = tempfile::tempdir().expect("there is room");
    let file = dir.path().join("map.png");
    let path = file.to_str().expect("the path is text");
    let text = out(&caveat(&["map", "--stage", "stage:early-trial", "--out", path]));
    assert!(text.contains("You are looking at stage 3 of 7"), "{text}");
    assert!(std::fs::read(&file).expect("it is written").starts_with(b"\x89PNG"));
    let refused = caveat(&["map", "--stage", "stage:none", "--out", path]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("stage:early-trial"));
}

#[test]
fn a_missing_knowledge_folder_is_said_and_exits_2() {
    let output = caveat(&["ask", "--knowledge", "/nowhere", "hello"]);
    assert_eq!(output.status.code(), Some(2));
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(text.contains("/nowhere") && text.contains("it is not there"), "{text}");
}

#[test]
fn eval_scores_questions_and_searches_and_holds_them_to_bounds() {
    let dir = tempfile::tempdir().expect("there is room");
    let file = |name: &str, text: &str| {
        let path = dir.path().join(name);
        std::fs::write(&path, text).expect("written");
        path.to_str().expect("the path is text").to_owned()
    };
    let questions = file(
        "q.jsonl",
        concat!(
            r#"{"id":"1","question":"What are exosomes?","expected":["frontier:cell-free-signaling","product:exosomes"]}"#,
            "\n",
            r#"{"id":"2","question":"how to cook rice","expected":["abstain"]}"#,
            "\n",
            r#"{"id":"3","question":"he wont wake up after the infusion","expected":["emergency"]}"#,
            "\n",
            r#"{"id":"4","question":"anything","expected":["nokind:nocard"]}"#,
            "\n",
        ),
    );
    let scores = json(&["eval", "--json", "--min", "answer@1=1", &questions]);
    assert_eq!((&scores["n"], &scores["uncovered"]), (&3.into(), &1.into()));
    for name in ["answer@1", "answer@3", "abstain_precision", "abstain_recall", "emergency_recall"] {
        assert_eq!(scores[name], 1.0, "{name}: {scores}");
    }
    assert_eq!(scores["emergency_false_alarms"], 0.0);
    let searches = file("s.jsonl", r#"{"id":"1","find":"kuriyan 2017","expected":["source:kuriyan-2017"]}"#);
    assert_eq!(json(&["eval", "--json", &searches])["found@1"], 1.0);
    let too_high = caveat(&["eval", "--min", "answer@1=1.1", &questions]);
    assert_eq!(too_high.status.code(), Some(1));
    let broken = file("b.jsonl", "{");
    let output = caveat(&["eval", &broken]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("line 1"), "{output:?}");
}

#[test]
fn the_console_answers_commands_and_bare_questions() {
    let typed = "What are exosomes?\n/ask who is kuriyan\n/browse\n/browse frontier\n/browse signal:t1d\n/source kuriyan\n/checklist\n/about\n/nope\n/quit\nnever read\n";
    let text = out(&run(&["console"], typed));
    for words in [
        "xosomes",
        "frontier:cell-free-signaling",
        "Research frontiers",
        "What this does not show",
        "Kuriyan AE",
        "Nine questions",
        "It is not a doctor",
        "There is no command /nope",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.contains("never read"), "{text}");
}

#[test]
fn a_closed_pipe_is_no_panic() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_caveat"))
        .arg("check")
        .current_dir(root())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert!(!String::from_utf8_lossy(&output.stderr).contains("panicked"), "{output:?}");
}

#[test]
fn index_builds_once_and_says_which_generation() {
    let dir = tempfile::tempdir().expect("there is room");
    support::write(&sound(), dir.path());
    let text = out(&caveat(&["index", "--knowledge", dir.path().to_str().expect("the path is text")]));
    assert!(text.starts_with("generation "), "{text}");
}
