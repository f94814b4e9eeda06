//! Promises that every reply keeps, over the shipped knowledge and every question that
//! it brings along. The variable `CAVEAT_QUESTIONS` may name files with more.

use std::collections::BTreeSet;

use caveat::answer::{Reply, Request, Shown, golden};
use caveat::evaluation::Item;
use caveat::knowledge::Card;

use super::support::shipped;

/// Every golden question, every ask of every card, and the questions of other files.
fn questions() -> Vec<String> {
    let knowledge = shipped().held().knowledge;
    let golden = knowledge.golden.iter().map(|golden| golden.question.clone());
    let asks = knowledge.entries.iter().flat_map(|card| card.asks.iter().map(|(ask, _)| ask.clone()));
    golden.chain(asks).chain(more_questions()).collect()
}

fn more_questions() -> Vec<String> {
    let files = std::env::var("CAVEAT_QUESTIONS").unwrap_or_default();
    let mut questions = Vec::new();
    for file in files.split_whitespace() {
        let text = std::fs::read_to_string(file).expect("CAVEAT_QUESTIONS names files that can be read");
        for line in text.lines() {
            let item: Item = serde_json::from_str(line).expect("each line is a labelled question");
            questions.extend(item.question);
        }
    }
    questions
}

fn ask(question: &str) -> Reply {
    shipped().reply(&Request::Ask { question: question.to_owned() })
}

/// Text without marks and list signs, with single spaces.
fn bare(text: &str) -> String {
    let mut bare = String::new();
    let mut rest = text;
    while let Some(open) = rest.find('[') {
        let close = rest[open..].find(']').map(|at| open + at);
        let Some(close) = close.filter(|close| rest[open + 1..*close].bytes().all(|b| b.is_ascii_digit()))
        else {
            bare.push_str(&rest[..=open]);
            rest = &rest[open + 1..];
            continue;
        };
        bare.push_str(&rest[..open]);
        rest = &rest[close + 1..];
    }
    bare.push_str(rest);
    bare.split_whitespace().filter(|word| *word != "-").collect::<Vec<_>>().join(" ")
}

fn card(shown: &Shown) -> &'static Card {
    shipped().held().knowledge.entry(&shown.card.id).expect("a shown card is held")
}

#[test]
fn a_shown_card_has_its_whole_caveat_a_link_and_an_exact_excerpt() {
    let mut cards = BTreeSet::new();
    for question in questions() {
        let Reply::Card(shown) = ask(&question) else { continue };
        let card = card(&shown);
        cards.insert(card.id.clone());
        assert_eq!(bare(&shown.card.caveat.text), bare(&card.caveat.plain()), "{}", card.id);
        assert!(shown.card.sources.iter().any(|source| source.url.starts_with("https://")), "{}", card.id);
        assert_eq!(shown.matched.first(), Some(&card.id));
        assert!(shown.matched.len() <= 5);
        let excerpt = bare(&shown.card.excerpt);
        let sections: Vec<String> =
            card.sections.iter().map(|section| bare(&section.prose.plain())).collect();
        assert!(sections.iter().any(|section| section.contains(&excerpt)), "{question}: {excerpt}");
        assert!(!excerpt.is_empty() && excerpt.chars().count() <= 600, "{}: {excerpt}", card.id);
        let mut sentences = card.sections.iter().flat_map(|section| section.prose.sentences());
        assert!(
            sentences.any(|sentence| excerpt.starts_with(&bare(&sentence.text))),
            "{}: {excerpt}",
            card.id
        );
    }
    assert!(cards.len() > 100, "only {} cards were shown", cards.len());
}

#[test]
fn every_mark_in_a_reply_has_its_source() {
    for question in questions() {
        let Reply::Card(shown) = ask(&question) else { continue };
        let numbers: BTreeSet<usize> = shown.card.sources.iter().map(|source| source.number).collect();
        let texts = shown.card.sections.iter().map(|section| &section.text).chain([&shown.card.caveat.text]);
        for number in texts.flat_map(|text| marks(text)) {
            assert!(numbers.contains(&number), "{} has no source {number}", shown.card.id);
        }
    }
}

fn marks(text: &str) -> Vec<usize> {
    text.split('[').skip(1).filter_map(|rest| rest.split_once(']')?.0.parse().ok()).collect()
}

#[test]
fn two_runs_give_the_same_bytes() {
    let json = |question: &String| serde_json::to_string(&ask(question)).expect("a reply is JSON");
    let questions = questions();
    let first: Vec<String> = questions.iter().map(json).collect();
    let second: Vec<String> = questions.iter().map(json).collect();
    assert_eq!(first, second);
}

#[test]
fn every_golden_question_reaches_its_card() {
    let missed: Vec<String> = golden::missed(shipped().held())
        .iter()
        .map(|missed| {
            format!("{} reached {:?}, not {}", missed.golden.question, missed.reached, missed.golden.card)
        })
        .collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn an_id_a_doi_and_a_registry_number_go_straight_to_their_card() {
    for (typed, id) in [
        ("frontier:cell-free-signaling", "frontier:cell-free-signaling"),
        ("what is in 10.1056/NEJMoa2506549?", "source:reichman-2025"),
        ("https://doi.org/10.1056/nejmoa2506549", "source:reichman-2025"),
        ("is NCT04786262 any good", "source:reichman-2025"),
    ] {
        let Reply::Card(shown) = ask(typed) else { panic!("{typed} shows no card") };
        assert_eq!(shown.card.id.as_str(), id, "{typed}");
    }
}

#[test]
fn another_disease_or_subject_is_said_not_to_be_held() {
    for (question, subject) in [
        ("stem cells for tinnitus", Some("tinnitus")),
        ("does it help psoriasis on my elbows", Some("psoriasis")),
        ("can cells fix my endometriosis", Some("endometriosis")),
        ("best pasta with garlic", None),
        ("who won the football yesterday", None),
        ("asdf qwer zxcv", None),
        ("", None),
        ("?!…", None),
    ] {
        let Reply::NothingHeld(nothing) = ask(question) else { panic!("{question} is answered") };
        assert_eq!(nothing.about.as_deref(), subject, "{question}");
        assert!(nothing.matched.is_empty());
    }
}

#[test]
fn an_emergency_comes_first_and_alone_in_every_command() {
    let typed = "I can't breathe since the exosome drip, what are exosomes?".to_owned();
    for request in [
        Request::Ask { question: typed.clone() },
        Request::Source { find: typed.clone() },
        Request::Card { id: typed.clone() },
    ] {
        let Reply::Emergency(reply) = shipped().reply(&request) else {
            panic!("{request:?} is no emergency")
        };
        assert_eq!(reply.emergency.group, "breathing-chest");
        assert!((1..=5).contains(&reply.emergency.lines.len()));
        assert!(reply.emergency.lines[0].contains("emergency"), "{:?}", reply.emergency.lines);
    }
}

#[test]
fn a_source_is_found_by_author_title_journal_and_number() {
    for find in [
        "reichman",
        "richman islets 2025",
        "fully differentiated islets",
        "nejm 2025 type 1 diabetes",
        "10.1056/NEJMoa2506549",
        "NEJMoa2506549",
        "NCT04786262",
        "nct 04786262",
        "source:reichman-2025",
    ] {
        let Reply::Sources(found) = shipped().reply(&Request::Source { find: find.into() }) else {
            panic!("{find} gives no sources")
        };
        let ids: Vec<_> = found.sources.iter().map(|source| source.id.as_str()).collect();
        assert_eq!(ids.first(), Some(&"source:reichman-2025"), "{find}: {ids:?}");
    }
}

#[test]
fn works_are_found_by_what_people_remember_of_them() {
    let file = super::support::root().join("tests/all/source_searches.jsonl");
    let text = std::fs::read_to_string(file).expect("the searches are there");
    let items: Vec<Item> = text
        .lines()
        .map(|line| serde_json::from_str(line).expect("each line is a labelled search"))
        .collect();
    assert!(items.len() >= 60);
    let scores = caveat::evaluation::sources(shipped().held(), &items);
    assert!(scores.scores["found@1"] >= 0.95, "{:#?}", scores.misses);
}

#[test]
fn what_nobody_wrote_is_not_found_among_the_sources() {
    let Reply::Sources(found) = shipped().reply(&Request::Source { find: "zyxwv 1877".into() }) else {
        panic!("a search gives sources")
    };
    assert!(found.sources.is_empty(), "{:?}", found.sources);
}

#[test]
fn any_text_gets_a_reply() {
    proptest::proptest!(|(text in "\\PC{0,300}")| {
        let _ = shipped().reply(&Request::Ask { question: text.clone() });
        let _ = shipped().reply(&Request::Source { find: text.clone() });
        let _ = shipped().reply(&Request::Card { id: text });
    });
}
