//! What members see and press: each command, menu, button and form, in a server and in a
//! direct message, over the gateway and over HTTP.

use serde_json::json;

use super::chat::{Chat, Place, Seen, Way, settings, share, text, typing};

const PLACES: [Place; 2] = [Place::Guild, Place::Dm];

async fn everywhere() -> Vec<Chat> {
    let mut chats = Vec::new();
    for place in PLACES {
        chats.push(Chat::with(Way::Gateway, place, settings()).await);
    }
    chats
}

fn caveat(seen: &Seen) -> String {
    seen.field("⚠️").expect("a card is shown with its caveat")
}

#[tokio::test(flavor = "multi_thread")]
async fn ask_answers_privately_with_caveat_sources_and_what_was_matched() {
    for chat in everywhere().await {
        let seen = chat.asks("What are exosomes?").await;
        seen.is_private().shows("exosome").shows("I matched").shows("not medical advice").shows("checked 20");
        assert!(!caveat(&seen).is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_emergency_is_answered_alone_and_in_plain_words() {
    for chat in everywhere().await {
        let seen = chat.asks("I had the injection an hour ago and I cannot breathe").await;
        seen.is_private().shows("**Call your local emergency number");
        assert!(seen.json["data"]["embeds"].is_null() && seen.json["data"]["components"].is_null());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn share_shows_everyone_the_same_card_and_caveat() {
    for chat in everywhere().await {
        let private = chat.asks("stem cells for type 1 diabetes").await;
        let public = chat.presses(&private, "Share").await;
        public.is_public();
        assert_eq!(public.title(), private.title());
        assert_eq!(caveat(&public), caveat(&private));
        let excerpt = |seen: &Seen| seen.json["data"]["embeds"][0]["description"].clone();
        assert_eq!(excerpt(&public), excerpt(&private));
        assert_eq!(public.button("Share"), None);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn share_and_for_make_a_public_answer_that_mentions_nobody_else() {
    let chat = Chat::start().await;
    let question = text("question", "What are exosomes?");
    let shared = chat.types("ask", json!([question, share()])).await;
    assert_eq!(shared.is_public().json["data"]["allowed_mentions"]["parse"], json!([]));
    let somebody = json!({ "name": "for", "type": 6, "value": "4242" });
    let meant = chat.types("ask", json!([question, somebody])).await;
    meant.is_public().shows("For <@4242>");
    assert_eq!(meant.json["data"]["allowed_mentions"]["users"], json!(["4242"]));
    assert_eq!(meant.json["data"]["allowed_mentions"]["parse"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_card_and_its_sources_are_one_press_away() {
    for chat in everywhere().await {
        let seen = chat.asks("stem cells for type 1 diabetes").await;
        let whole = chat.presses(&seen, "Whole card").await;
        whole.is_private().shows("Harms seen");
        assert!(!caveat(&whole).is_empty());
        let sources = chat.presses(&seen, "Sources").await;
        sources.is_private().shows("[1]").shows("checked 20");
        let (_, works) = sources.menu().expect("a menu of works");
        chat.picks(&sources, &works[0]).await.shows("What this does not show");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn related_cards_open_from_the_menu() {
    for chat in everywhere().await {
        let seen = chat.asks("What are exosomes?").await;
        let (_, related) = seen.menu().expect("a menu of related cards");
        let opened = chat.picks(&seen, &related[0]).await;
        opened.is_private();
        assert!(!caveat(&opened).is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn browse_opens_a_card_and_pages_through_a_topic() {
    for chat in everywhere().await {
        let options = json!([text("topic", "signal"), text("card", "signal:t1d")]);
        assert!(!caveat(&chat.types("browse", options).await).is_empty());
        let first = chat.types("browse", json!([text("topic", "condition")])).await;
        first.is_private().shows("Page 1 of 2");
        let second = chat.presses(&first, "Next").await;
        second.shows("Page 2 of 2");
        assert_eq!(second.json["type"], 7, "a page takes the place of the one before");
        let (_, cards) = second.menu().expect("a menu of cards");
        assert!(!caveat(&chat.picks(&second, &cards[0]).await).is_empty());
        chat.presses(&second, "Back").await.shows("Page 1 of 2");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn frontier_opens_its_cards() {
    for chat in everywhere().await {
        let seen = chat.types("frontier", json!([text("card", "frontier:cell-free-signaling")])).await;
        assert!(seen.field("Not the same as").is_some());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_map_is_a_picture_with_the_same_in_words() {
    for chat in everywhere().await {
        let seen = chat.types("map", json!([])).await;
        assert!(seen.is_private().files[0].starts_with(b"\x89PNG"));
        let alt = seen.json["data"]["attachments"][0]["description"].as_str().expect("an alternative text");
        assert!(alt.contains("7 stages"), "{alt}");
        let marked = chat.types("map", json!([text("stage", "stage:early-trial")])).await;
        assert!(!caveat(&marked).is_empty());
        marked.shows("You are looking at stage 3 of 7");
        let shared = chat.presses(&marked, "Share").await;
        assert_eq!(shared.is_public().files, marked.files);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn source_shows_what_a_work_does_not_show() {
    for chat in everywhere().await {
        let seen = chat.types("source", json!([text("find", "NCT04786262")])).await;
        seen.is_private().shows("NCT04786262").shows("Cited for");
        assert!(!caveat(&seen).is_empty());
        chat.presses(&seen, "Share").await.is_public().shows("NCT04786262");
        chat.types("source", json!([text("find", "xyzzy plugh")])).await.shows("I hold no work like this");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn checklist_and_about_say_what_they_must() {
    for chat in everywhere().await {
        let seen = chat.types("checklist", json!([])).await;
        seen.is_private().shows("9. ");
        chat.presses(&seen, "Share").await.is_public().shows("9. ");
        let about = chat.types("about", json!([])).await;
        about.shows("run by the tests").shows("Nothing you type is kept").shows("not a doctor");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_message_menu_answers_somebody_elses_words() {
    for chat in everywhere().await {
        let seen = chat.picks_menu("Find a cited answer", "are exosomes the same as stem cells??").await;
        assert!(!caveat(seen.is_private()).is_empty());
        chat.picks_menu("Find a cited answer", "").await.is_private().shows("no words that I can read");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn claim_shows_patterns_in_the_sellers_words_and_what_is_left_out() {
    for chat in everywhere().await {
        let advert = "Our own-cell therapy has zero side effects and a 92% success rate for knees. Book now!";
        let seen = chat.types("claim", json!([text("text", advert)])).await;
        seen.is_private().shows("known selling patterns").shows("zero side effects").shows("Left out");
        seen.shows("Finding nothing is not a clearance");
        let (_, patterns) = seen.menu().expect("a menu of patterns");
        assert!(!caveat(&chat.picks(&seen, &patterns[0]).await).is_empty());
        chat.types("claim", json!([text("text", advert), share()])).await.is_public();
        let menu = chat.picks_menu("Check this claim", advert).await;
        assert_eq!(menu.is_private().words(), seen.words());
        let none = chat.types("claim", json!([text("text", "The museum opens at nine.")])).await;
        none.shows("I found none").shows("Finding nothing is not a clearance");
        chat.types("claim", json!([text("text", "cells ".repeat(1_100).as_str())]))
            .await
            .shows("at most 6000");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_held_offers_the_form_and_the_moderators_get_the_question_without_a_name() {
    for chat in everywhere().await {
        let seen = chat.asks("how do I fix my bicycle chain").await;
        seen.is_private().shows("I hold nothing");
        let form = chat.presses(&seen, "Send this question to the moderators").await;
        form.shows("how do I fix my bicycle chain").shows("moderators");
        let sent = chat.sends_form(&form, "Is there a trial for bicycles?", "").await;
        sent.is_private().shows("Sent to the moderators");
        let posted = chat.stand_in.posted.lock().expect("lock").clone();
        let (channel, message) = posted.last().expect("it was posted");
        assert_eq!(channel, "77");
        assert_eq!(message["embeds"][0]["description"], "Is there a trial for bicycles?");
        assert!(!message.to_string().contains("somebody"), "{message}");
        chat.sends_form(&form, "And another?", "Ann").await;
        let posted = chat.stand_in.posted.lock().expect("lock").clone();
        assert!(posted.last().expect("it was posted").1.to_string().contains("Ann"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_sounds_like_an_emergency_is_answered_and_not_sent() {
    let chat = Chat::start().await;
    let form = chat.presses_id("v1:form:").await;
    chat.sends_form(&form, "i cannot breathe after the injection", "").await.shows("emergency number");
    assert!(chat.stand_in.posted.lock().expect("lock").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_that_cannot_be_posted_says_so() {
    let chat = Chat::start().await;
    chat.stand_in.refuses.lock().expect("lock").push_back(axum::http::StatusCode::FORBIDDEN);
    let form = chat.presses_id("v1:form:").await;
    chat.sends_form(&form, "Is anybody there?", "").await.is_private().shows("could not be sent");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_channel_for_questions_there_is_no_form() {
    let mut config = settings();
    config.moderation.questions_channel = None;
    let chat = Chat::with(Way::Gateway, Place::Guild, config).await;
    let seen = chat.asks("how do I fix my bicycle chain").await;
    assert_eq!(seen.shows("I hold nothing").button("Send this question to the moderators"), None);
    chat.presses_id("v1:form:").await.shows("No moderators read questions here");
}

#[tokio::test(flavor = "multi_thread")]
async fn typing_offers_lines_that_fit() {
    for chat in everywhere().await {
        let starters = chat.is_typing("ask", json!([typing("question", "")])).await;
        assert!(starters.len() >= 10, "{starters:?}");
        let offered = chat.is_typing("ask", json!([typing("question", "exoso")])).await;
        assert!(offered.iter().all(|(line, _)| line.to_lowercase().contains("exoso")), "{offered:?}");
        let topics = chat.is_typing("browse", json!([typing("topic", "cond")])).await;
        assert!(topics.iter().any(|(_, kind)| kind == "condition"), "{topics:?}");
        let options = json!([text("topic", "condition"), typing("card", "knee")]);
        let cards = chat.is_typing("browse", options).await;
        assert!(cards.iter().all(|(_, id)| id.starts_with("condition:")), "{cards:?}");
        let frontiers = chat.is_typing("frontier", json!([typing("card", "")])).await;
        assert_eq!(frontiers.len(), 6);
        let stages = chat.is_typing("map", json!([typing("stage", "")])).await;
        assert_eq!(stages[0].1, "stage:discovery");
        assert_eq!(stages.len(), 7);
        let works = chat.is_typing("source", json!([typing("find", "islets type 1")])).await;
        assert!(works.iter().all(|(_, id)| id.starts_with("source:")), "{works:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn buttons_of_another_version_and_cards_that_are_gone_are_answered_politely() {
    let chat = Chat::start().await;
    chat.presses_id("v0:whatever").await.is_private().shows("older version");
    chat.presses_id("v1:whole:faq:taken-out").await.is_private().shows("taken out or renamed");
    chat.types("dance", json!([])).await.is_private().shows("do not know this command");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_too_often_is_told_so_and_nobody_else_is() {
    let mut config = settings();
    config.limits.per_user = 3;
    let chat = Chat::with(Way::Http, Place::Guild, config).await;
    for _ in 0..3 {
        chat.types("checklist", json!([])).await.shows("9. ");
    }
    chat.types("checklist", json!([])).await.is_private().shows("Please wait a minute");
    chat.somebody_else().types("checklist", json!([])).await.shows("9. ");
}
