//! Every card, in every way that it can be shown, fits into a message whole.

use caveat::answer::{Reply, Request};
use caveat::config::About;
use caveat::search::Place;
use caveat::transport::discord::from_discord::Part;
use caveat::transport::discord::to_discord::{Frame, message};
use serenity::all::CreateInteractionResponse;

use super::payload;
use crate::support::shipped;

fn check(reply: &Reply, part: Part, public: bool) {
    let about = About::default();
    let mention = public.then(|| serenity::all::UserId::new(4242));
    let frame = Frame { part, public, mention, form: Some("a question"), about: &about };
    let response = CreateInteractionResponse::Message(message(reply, &frame));
    payload::check_response(&serde_json::to_value(response).expect("a response is JSON"));
}

#[test]
fn every_card_fits_whole_however_it_is_shown() {
    let knowledge = shipped().held().knowledge;
    for card in &knowledge.entries {
        let reply = shipped().reply(&Request::Open { id: card.id.to_string(), place: None });
        for part in [Part::First, Part::Whole, Part::Sources] {
            check(&reply, part, false);
            check(&reply, part, true);
        }
    }
}

#[test]
fn a_report_on_every_pattern_at_once_fits() {
    let knowledge = shipped().held().knowledge;
    let examples: Vec<&str> =
        knowledge.claims.signs.iter().flat_map(|signs| &signs.fires).map(|(text, _)| text.as_str()).collect();
    assert!(examples.len() >= 55);
    for texts in examples.chunks(7).chain(examples.chunks(40)) {
        let text: String = texts.join(" ").chars().take(6_000).collect();
        check(&shipped().reply(&Request::Claim { text }), Part::First, false);
    }
}

#[test]
fn what_the_bot_measures_before_it_uses_a_card_agrees() {
    assert_eq!(caveat::transport::discord::to_discord::fit::misfits(shipped()), []);
}

#[test]
fn every_excerpt_that_a_card_can_show_fits() {
    for card in shipped().held().knowledge.cards() {
        for (section, text) in card.sections.iter().enumerate() {
            let count = text.prose.sentences().count();
            for from in 0..count {
                let lengths = text.prose.sentences().skip(from).map(|s| s.text.chars().count() + 1);
                let mut sum = 0;
                let fitting = lengths
                    .take_while(|length| {
                        sum += length;
                        sum <= 600
                    })
                    .count()
                    .max(1);
                let place = Some(Place { section, from, to: from + fitting });
                let reply = shipped().reply(&Request::Open { id: card.id.to_string(), place });
                check(&reply, Part::First, false);
            }
        }
    }
}

#[test]
fn every_work_topic_and_list_fits() {
    let knowledge = shipped().held().knowledge;
    for source in &knowledge.sources {
        check(&shipped().reply(&Request::Source { find: source.id.to_string() }), Part::First, false);
    }
    for kind in caveat::knowledge::KINDS {
        let reply = shipped().reply(&Request::Topic { kind: kind.name.to_owned() });
        for page in 0..4 {
            check(&reply, Part::Page(page), false);
        }
    }
    for request in [Request::Checklist, Request::About] {
        check(&shipped().reply(&request), Part::First, false);
    }
    for stage in [None, Some("1"), Some("2"), Some("3"), Some("4"), Some("5"), Some("6"), Some("7")] {
        check(&shipped().reply(&Request::Map { stage: stage.map(str::to_owned) }), Part::First, false);
    }
}

#[test]
fn every_golden_question_is_shown_with_its_caveat_whole() {
    let knowledge = shipped().held().knowledge;
    for golden in &knowledge.golden {
        let reply = shipped().reply(&Request::Ask { question: golden.question.clone() });
        check(&reply, Part::First, false);
    }
}
