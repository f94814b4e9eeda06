//! What README.md promises: its commands are those that are there, and its example is
//! what the program prints.

use std::fs;

use super::support::root;

fn readme() -> String {
    fs::read_to_string(root().join("README.md")).expect("there is a README.md")
}

#[test]
fn the_example_answer_is_what_the_program_prints() {
    let readme = readme();
    let (_, rest) =
        readme.split_once("```console\n$ cargo run --release -- ask ").expect("there is an example");
    let (question, rest) = rest.split_once('\n').expect("the example has an answer");
    let (printed, _) = rest.split_once("\n```").expect("the example ends");
    let reply = super::support::shipped()
        .reply(&caveat::answer::Request::Ask { question: question.trim_matches('"').to_owned() });
    let answer = caveat::transport::console::render(&reply, caveat::transport::console::Look::default());
    let without_generation = |text: &str| {
        let lines =
            text.lines().map(|line| line.split(" · knowledge ").next().unwrap_or(line).trim_end().to_owned());
        lines.collect::<Vec<_>>().join("\n").trim().to_owned()
    };
    assert_eq!(without_generation(printed), without_generation(&answer));
}

#[test]
fn the_example_claim_is_what_the_program_prints() {
    let readme = readme();
    let (_, rest) =
        readme.split_once("```console\n$ cargo run --release -- claim ").expect("there is an example");
    let (text, rest) = rest.split_once('\n').expect("the example has a report");
    let (printed, _) = rest.split_once("\n```").expect("the example ends");
    let reply = super::support::shipped()
        .reply(&caveat::answer::Request::Claim { text: text.trim_matches('"').to_owned() });
    let report = caveat::transport::console::render(&reply, caveat::transport::console::Look::default());
    assert_eq!(printed.trim(), report.trim());
}

#[test]
fn every_command_is_named() {
    let readme = readme();
    for command in [
        "serve", "register", "ask", "source", "claim", "console", "map", "check", "index", "import", "eval",
        "preview",
    ] {
        assert!(
            readme.contains(&format!("caveat {command}")) || readme.contains(&format!("-- {command}")),
            "{command}"
        );
    }
}

#[test]
fn the_counts_are_right() {
    let knowledge = super::support::shipped().held().knowledge;
    let counts = format!("{} cards and {} sources", knowledge.cards().count(), knowledge.sources.len());
    assert!(readme().contains(&counts), "README.md should say: {counts}");
}
