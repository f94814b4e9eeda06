//! The HTTP endpoint: only what Discord signed, and signed just now, is read.

use std::time::Duration;

use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::chat::{Chat, Place, Way, settings};

async fn chat() -> Chat {
    Chat::with(Way::Http, Place::Guild, settings()).await
}

fn ping(chat: &Chat) -> Vec<u8> {
    let ping = json!({ "id": "1", "application_id": "1", "type": 1, "token": "t", "version": 1 });
    let _ = chat;
    ping.to_string().into_bytes()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signed_ping_is_answered() {
    let chat = chat().await;
    let response = chat.post_signed(ping(&chat), 0).await;
    assert_eq!(response.status(), 200);
    let json: serde_json::Value = response.json().await.expect("JSON");
    assert_eq!(json["type"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn missing_and_forged_signatures_are_refused() {
    let chat = chat().await;
    let client = reqwest::Client::new();
    let bare = client.post(&chat.endpoint).body(ping(&chat)).send().await.expect("it answers");
    assert_eq!(bare.status(), 401);
    let now = jiff::Timestamp::now().as_second().to_string();
    for signature in ["", "zz", &"ab".repeat(64), &"0".repeat(128)] {
        let forged = client.post(&chat.endpoint).header("X-Signature-Ed25519", signature);
        let forged = forged.header("X-Signature-Timestamp", &now).body(ping(&chat)).send().await;
        assert_eq!(forged.expect("it answers").status(), 401, "{signature}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stale_signature_is_refused_though_it_is_true() {
    let chat = chat().await;
    assert_eq!(chat.post_signed(ping(&chat), 301).await.status(), 401);
    assert_eq!(chat.post_signed(ping(&chat), -310).await.status(), 401);
    assert_eq!(chat.post_signed(ping(&chat), 280).await.status(), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn signed_nonsense_is_refused_as_such() {
    let chat = chat().await;
    assert_eq!(chat.post_signed(b"{\"type\": 2}".to_vec(), 0).await.status(), 400);
    assert_eq!(chat.post_signed(b"not json".to_vec(), 0).await.status(), 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_of_ten_megabytes_is_refused() {
    let chat = chat().await;
    // It may hang up before all has been sent.
    let refused = chat.try_post_signed(vec![b' '; 10 * 1024 * 1024], 0).await;
    assert!(refused.is_err() || refused.is_ok_and(|response| response.status() == 413));
}

#[tokio::test(flavor = "multi_thread")]
async fn other_methods_and_places_are_refused() {
    let chat = chat().await;
    let client = reqwest::Client::new();
    assert_eq!(client.get(&chat.endpoint).send().await.expect("it answers").status(), 405);
    assert_eq!(client.put(&chat.endpoint).send().await.expect("it answers").status(), 405);
    let elsewhere = chat.endpoint.replace("interactions", "admin");
    assert_eq!(client.post(elsewhere).send().await.expect("it answers").status(), 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_never_comes_is_given_up() {
    let chat = chat().await;
    let address = chat.endpoint.trim_start_matches("http://").trim_end_matches("/interactions");
    let mut socket = tokio::net::TcpStream::connect(address).await.expect("it listens");
    let now = jiff::Timestamp::now().as_second();
    let head = format!(
        "POST /interactions HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\nX-Signature-Ed25519: {}\r\nX-Signature-Timestamp: {now}\r\n\r\n{{",
        "ab".repeat(64)
    );
    socket.write_all(head.as_bytes()).await.expect("it takes the head");
    let mut answer = vec![0; 64];
    let read = tokio::time::timeout(Duration::from_secs(20), socket.read(&mut answer)).await;
    let read = read.expect("it gives up").expect("it says so");
    assert!(String::from_utf8_lossy(&answer[..read]).contains("408"));
}
