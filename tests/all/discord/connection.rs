//! Staying up: what happens to the gateway connection, and what is lost then.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use serde_json::json;

use super::chat::{Chat, text};

async fn until(what: &str, patience: Duration, mut holds: impl FnMut() -> bool) {
    let since = Instant::now();
    while !holds() {
        assert!(since.elapsed() < patience, "{what} did not happen");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_bot_asks_for_no_intents() {
    let chat = Chat::start().await;
    chat.asks("What are exosomes?").await;
    assert_eq!(chat.stand_in.identified.lock().expect("lock")[0]["intents"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_connection_is_resumed_and_no_interaction_is_lost() {
    let chat = Chat::start().await;
    chat.asks("What are exosomes?").await;
    chat.stand_in.kill_connection();
    let asked: Vec<_> = (0..20)
        .map(|_| {
            let data =
                json!({ "id": "1", "name": "ask", "type": 1, "options": [text("question", "What is PRP?")] });
            let interaction = chat.interaction(2, data);
            chat.stand_in.dispatch("INTERACTION_CREATE", &interaction);
            interaction["id"].as_str().expect("an id").to_owned()
        })
        .collect();
    for id in asked {
        chat.stand_in.callback(&id).await;
    }
    assert_eq!(chat.stand_in.resumes.load(Ordering::SeqCst), 1);
    assert_eq!(chat.stand_in.identified.lock().expect("lock").len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn heartbeats_keep_a_quiet_connection_up() {
    let chat = Chat::start().await;
    chat.asks("What are exosomes?").await;
    tokio::time::sleep(Duration::from_millis(2_500)).await;
    chat.asks("What is PRP?").await;
    assert_eq!(chat.stand_in.dials.load(Ordering::SeqCst), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_drops_every_connection_is_dialled_ever_more_slowly() {
    let chat = Chat::start().await;
    chat.asks("What are exosomes?").await;
    chat.stand_in.drops_all.store(true, Ordering::SeqCst);
    chat.stand_in.kill_connection();
    let before = chat.stand_in.dials.load(Ordering::SeqCst);
    tokio::time::sleep(Duration::from_secs(6)).await;
    let dials = chat.stand_in.dials.load(Ordering::SeqCst) - before;
    assert!((1..=6).contains(&dials), "{dials} dials");
    chat.stand_in.drops_all.store(false, Ordering::SeqCst);
    chat.asks("What is PRP?").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_discord_ended_is_begun_anew() {
    let chat = Chat::start().await;
    chat.asks("What are exosomes?").await;
    chat.stand_in.close_with(4009);
    chat.stand_in.kill_connection();
    let dials = || chat.stand_in.dials.load(Ordering::SeqCst);
    until("another dial", Duration::from_secs(20), || dials() >= 2).await;
    chat.stand_in.close_with(0);
    chat.asks("What is PRP?").await;
    assert_eq!(chat.stand_in.identified.lock().expect("lock").len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_decoded_is_counted_and_answered() {
    let chat = Chat::start().await;
    let strange = json!({ "id": "1999", "token": "t", "type": 2, "data": "of tomorrow" });
    chat.stand_in.dispatch("INTERACTION_CREATE", &strange);
    let callback = chat.stand_in.callback("1999").await;
    super::chat::Seen::of(callback).is_private().shows("do not know this command");
    assert_eq!(chat.attendant.undecodable(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_callback_that_fails_once_is_sent_again() {
    let chat = Chat::start().await;
    chat.stand_in.refuses_callbacks.lock().expect("lock").push_back(axum::http::StatusCode::BAD_GATEWAY);
    chat.asks("What are exosomes?").await.shows("exosome");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_callback_that_comes_too_fast_or_hangs_is_sent_again() {
    use super::stand_in::Trouble;
    use axum::http::StatusCode;
    let chat = Chat::start().await;
    let refused = [StatusCode::TOO_MANY_REQUESTS, StatusCode::BAD_GATEWAY];
    chat.stand_in.refuses_callbacks.lock().expect("lock").extend(refused);
    chat.asks("What are exosomes?").await.shows("exosome");
    let hangs = Trouble::Hangs(Duration::from_secs(30));
    chat.stand_in.troubles.lock().expect("lock").push_back(hangs);
    chat.asks("What is PRP?").await;
    let lost = Trouble::Lost(StatusCode::BAD_GATEWAY);
    chat.stand_in.troubles.lock().expect("lock").push_back(lost);
    chat.asks("What are exosomes?").await.shows("exosome");
    // What arrived although an error was said is refused the second time, and that is well.
    until("the second answer", Duration::from_secs(20), || {
        chat.stand_in.answered_again.load(Ordering::SeqCst) == 1
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_burst_is_answered_to_the_last_one() {
    let chat = Chat::start().await;
    let ids: Vec<String> = (0..2_000)
        .map(|_| {
            let data = json!({ "id": "1", "name": "checklist", "type": 1 });
            let interaction = chat.interaction(2, data);
            chat.stand_in.dispatch("INTERACTION_CREATE", &interaction);
            interaction["id"].as_str().expect("an id").to_owned()
        })
        .collect();
    for id in ids {
        chat.stand_in.callback(&id).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn stopping_finishes_what_was_begun() {
    let chat = Chat::start().await;
    let seen = chat.asks("What are exosomes?").await;
    seen.shows("exosome");
    chat.stop.cancel();
    tokio::time::timeout(Duration::from_secs(5), chat.attendant.drain()).await.expect("it ends in time");
}
