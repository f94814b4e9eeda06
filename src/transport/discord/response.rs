//! A response as bytes: JSON, or JSON with files beside it. Made once, and sent the same
//! way by the gateway's callback and by the endpoint's response.

use serenity::all::CreateInteractionResponse;

/// Between the parts of a body with files. No text that the bot says holds it.
const BOUNDARY: &str = "caveat-5f1d0c9be24a4b0f9a3c";

/// A file that goes with a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attached {
    /// Its name, which the message refers to.
    pub name: &'static str,
    /// Its media type.
    pub media: &'static str,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// What is sent to Discord in answer to an interaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The media type of the body.
    pub content_type: String,
    /// The body.
    pub body: Vec<u8>,
}

impl Response {
    /// The response with its files.
    pub fn new(response: &CreateInteractionResponse, files: &[Attached]) -> Self {
        // Serenity's builders hold strings, numbers and lists, which serialize always.
        let json = serde_json::to_vec(response).unwrap_or_default();
        if files.is_empty() {
            return Response { content_type: "application/json".into(), body: json };
        }
        Response {
            content_type: format!("multipart/form-data; boundary={BOUNDARY}"),
            body: multipart(json, files),
        }
    }
}

/// The body as RFC 7578 lays it out: first the JSON, then each file.
fn multipart(json: Vec<u8>, files: &[Attached]) -> Vec<u8> {
    let mut body = Vec::new();
    let mut part = |head: String, bytes: &[u8]| {
        body.extend_from_slice(format!("--{BOUNDARY}\r\n{head}\r\n\r\n").as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    };
    let json_head = "Content-Disposition: form-data; name=\"payload_json\"\r\nContent-Type: application/json";
    part(json_head.into(), &json);
    for (number, file) in files.iter().enumerate() {
        let disposition =
            format!("Content-Disposition: form-data; name=\"files[{number}]\"; filename=\"{}\"", file.name);
        part(format!("{disposition}\r\nContent-Type: {}", file.media), &file.bytes);
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    body
}
