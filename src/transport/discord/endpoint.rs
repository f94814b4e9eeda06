//! Interactions over HTTP: Discord posts each, signed; the answer is the response. What
//! is not signed by Discord, or signed too long ago, is refused before it is read.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use serenity::all::Interaction;
use serenity::interactions_endpoint::Verifier;

use super::attend::answer;
use super::desk::Desk;

/// The longest body that is read, in bytes: Discord's own are some kilobytes.
const LONGEST_BODY: usize = 256 * 1024;
/// A body must have come by then.
const SLOWEST_BODY: Duration = Duration::from_secs(3);
/// A signature that is older, or from later, is refused: somebody may be sending an old
/// request again.
const FRESH: Duration = Duration::from_secs(5 * 60);

struct Endpoint {
    desk: Arc<Desk>,
    verifier: Verifier,
}

/// The endpoint at `/` and `/interactions`, for the application of that key.
pub fn router(desk: Arc<Desk>, verifier: Verifier) -> Router {
    let endpoint = Arc::new(Endpoint { desk, verifier });
    Router::new().route("/", post(interaction)).route("/interactions", post(interaction)).with_state(endpoint)
}

async fn interaction(State(endpoint): State<Arc<Endpoint>>, request: Request) -> Response {
    match attended(&endpoint, request).await {
        Ok(response) => response,
        Err(status) => status.into_response(),
    }
}

async fn attended(endpoint: &Endpoint, request: Request) -> Result<Response, StatusCode> {
    let (head, body) = request.into_parts();
    let signature = Signature::of(&head.headers).ok_or(StatusCode::UNAUTHORIZED)?;
    if !signature.is_fresh(SystemTime::now()) {
        return Err(StatusCode::UNAUTHORIZED);
    }
    let body = read(body).await?;
    let verified = endpoint.verifier.verify(signature.signature, signature.timestamp, &body);
    verified.map_err(|()| StatusCode::UNAUTHORIZED)?;
    let interaction: Interaction = serde_json::from_slice(&body).map_err(|_| StatusCode::BAD_REQUEST)?;
    let response = answer(&endpoint.desk, interaction).await;
    Ok(([(header::CONTENT_TYPE, response.content_type)], response.body).into_response())
}

async fn read(body: Body) -> Result<axum::body::Bytes, StatusCode> {
    match tokio::time::timeout(SLOWEST_BODY, to_bytes(body, LONGEST_BODY)).await {
        Ok(Ok(body)) => Ok(body),
        Ok(Err(_)) => Err(StatusCode::PAYLOAD_TOO_LARGE),
        Err(_) => Err(StatusCode::REQUEST_TIMEOUT),
    }
}

/// What Discord sends to show that a request is its own.
struct Signature<'a> {
    signature: &'a str,
    timestamp: &'a str,
}

impl<'a> Signature<'a> {
    fn of(headers: &'a HeaderMap) -> Option<Self> {
        let header = |name| headers.get(name)?.to_str().ok();
        Some(Signature {
            signature: header("X-Signature-Ed25519")?,
            timestamp: header("X-Signature-Timestamp")?,
        })
    }

    fn is_fresh(&self, now: SystemTime) -> bool {
        let Ok(signed) = self.timestamp.parse::<u64>() else { return false };
        let now = now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        now.abs_diff(signed) <= FRESH.as_secs()
    }
}
