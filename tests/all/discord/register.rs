//! Registering: Discord is told only what differs.

use std::sync::atomic::Ordering;

use caveat::transport::discord::commands::COMMANDS;
use caveat::transport::discord::register::{register, register_home};
use caveat::transport::discord::rest::{Rest, RestError};
use secrecy::SecretString;
use serde_json::json;

use super::stand_in::{StandIn, TOKEN};

fn rest(stand_in: &StandIn) -> Rest {
    Rest::new(&stand_in.base(), SecretString::from(TOKEN)).expect("a way out")
}

#[tokio::test]
async fn all_is_sent_once_and_nothing_a_second_time() {
    let stand_in = StandIn::start().await;
    let sent = register(&rest(&stand_in)).await.expect("it registers");
    assert_eq!(sent.added.len(), COMMANDS.len());
    let again = register(&rest(&stand_in)).await.expect("it registers");
    assert_eq!(again.same, COMMANDS.len());
    assert_eq!(stand_in.command_changes.load(Ordering::SeqCst), COMMANDS.len());
}

#[tokio::test]
async fn only_what_differs_is_sent() {
    let stand_in = StandIn::start().await;
    register(&rest(&stand_in)).await.expect("it registers");
    stand_in.commands.lock().expect("lock")[0]["description"] = json!("something else");
    stand_in.commands.lock().expect("lock").push(json!({ "id": "99", "name": "old", "type": 1 }));
    let sent = register(&rest(&stand_in)).await.expect("it registers");
    assert_eq!((sent.changed, sent.removed), (vec!["ask".to_owned()], vec!["old".to_owned()]));
}

#[tokio::test]
async fn what_discord_refuses_for_now_is_tried_again() {
    let stand_in = StandIn::start().await;
    for status in [429, 503] {
        let status = axum::http::StatusCode::from_u16(status).expect("a status");
        stand_in.refuses.lock().expect("lock").push_back(status);
    }
    assert!(register(&rest(&stand_in)).await.is_ok());
}

#[tokio::test]
async fn a_wrong_token_is_named_as_such() {
    let stand_in = StandIn::start().await;
    let rest = Rest::new(&stand_in.base(), SecretString::from("another")).expect("a way out");
    assert!(matches!(register(&rest).await, Err(RestError::Unauthorized)));
}

#[tokio::test]
async fn the_home_server_alone_gets_the_moderators_command_once() {
    let stand_in = StandIn::start().await;
    let sent = register_home(&rest(&stand_in), 8).await.expect("it registers");
    assert_eq!(sent.added, ["kb"]);
    let again = register_home(&rest(&stand_in), 8).await.expect("it registers");
    assert_eq!((again.same, again.added.len()), (1, 0));
    let held = stand_in.home_commands.lock().expect("lock").clone();
    assert_eq!(held.len(), 1);
    assert_eq!((held[0].0.as_str(), &held[0].1["default_member_permissions"]), ("8", &json!("32")));
    assert!(stand_in.commands.lock().expect("lock").is_empty());
}
