//! Calls to Discord's REST interface, or to a rate-limit proxy before it. A callback to
//! an interaction goes out at once; other calls are repeated, within reason, where
//! Discord says "not now". Errors name the call and the status, and no token.

use std::fmt;
use std::time::{Duration, Instant};

use reqwest::{Client, Method, RequestBuilder, StatusCode, header};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::response::Response;

/// The version of Discord's interface that this program speaks.
const API: &str = "/api/v10";
/// How Discord wants programs to introduce themselves.
const USER_AGENT: &str = concat!("DiscordBot (caveat, ", env!("CARGO_PKG_VERSION"), ")");
/// A call takes no longer than this.
const TIMEOUT: Duration = Duration::from_secs(10);
/// One try of a callback takes no longer, so that there is time for another.
const CALLBACK_TIMEOUT: Duration = Duration::from_secs(1);
/// As many connections are kept for later: after a burst its memory goes back.
const MOST_IDLE: usize = 8;
/// How often a call is tried.
const TRIES: u32 = 4;
/// The longest wait between two tries.
const LONGEST_WAIT: Duration = Duration::from_secs(15);
/// Of a call that nobody waits for.
const CALM: Patience = Patience { whole: Duration::MAX, first_wait: Duration::from_millis(500) };
/// Of a callback: Discord waits three seconds for an answer.
const HURRY: Patience = Patience { whole: Duration::from_secs(3), first_wait: Duration::from_millis(100) };

/// How long a call is repeated.
#[derive(Clone, Copy)]
struct Patience {
    /// After this time nothing is tried any more.
    whole: Duration,
    /// The wait after the first try, where Discord names none; it doubles from try to try.
    first_wait: Duration,
}

/// The way to Discord's REST interface.
pub struct Rest {
    client: Client,
    base: String,
    token: SecretString,
}

/// Why a call failed.
#[derive(Debug)]
pub enum RestError {
    /// Discord could not be reached.
    Unreachable(String),
    /// The token is not one that Discord knows.
    Unauthorized,
    /// Discord refused the call.
    Refused {
        /// Its status.
        status: StatusCode,
        /// Discord's own number for what is wrong, 0 where it gave none.
        code: u64,
    },
    /// Discord answered something else than it should.
    Strange(&'static str),
}

impl fmt::Display for RestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RestError::Unreachable(reason) => write!(f, "Discord can't be reached: {reason}"),
            RestError::Unauthorized => f.write_str("Discord does not know this token"),
            RestError::Refused { status, code } => {
                write!(f, "Discord refused with {status}, its code {code}")
            }
            RestError::Strange(what) => write!(f, "Discord's answer holds no {what}"),
        }
    }
}

impl std::error::Error for RestError {}

impl Rest {
    /// A way to that address with that token.
    ///
    /// # Errors
    /// Where this machine's encryption can't be set up, or the token holds signs that no
    /// token has.
    pub fn new(base: &str, token: SecretString) -> Result<Self, RestError> {
        let authorization = format!("Bot {}", token.expose_secret());
        let mut authorization =
            header::HeaderValue::from_str(&authorization).map_err(|_| RestError::Unauthorized)?;
        authorization.set_sensitive(true);
        let headers = header::HeaderMap::from_iter([(header::AUTHORIZATION, authorization)]);
        let client = Client::builder().user_agent(USER_AGENT).default_headers(headers).timeout(TIMEOUT);
        let client = client.pool_max_idle_per_host(MOST_IDLE);
        let client = client.build().map_err(unreachable)?;
        Ok(Rest { client, base: format!("{base}{API}"), token })
    }

    /// The token, for the gateway.
    pub fn token(&self) -> &SecretString {
        &self.token
    }

    /// Answers an interaction. Tried again where the connection broke or Discord says "not
    /// now", for as long as Discord waits: it takes one answer only, so another is refused
    /// where the first arrived.
    ///
    /// # Errors
    /// Where it could not be delivered.
    pub async fn callback(&self, id: u64, token: &str, response: &Response) -> Result<(), RestError> {
        let url = format!("{}/interactions/{id}/{token}/callback", self.base);
        let request = || {
            let request = self.client.post(&url).timeout(CALLBACK_TIMEOUT);
            request.header(header::CONTENT_TYPE, &response.content_type).body(response.body.clone())
        };
        match self.call(request, HURRY).await {
            Err(RestError::Refused { code: ALREADY_ANSWERED, .. }) => Ok(()),
            other => other.map(|_| ()),
        }
    }

    /// Asks for a resource.
    ///
    /// # Errors
    /// Where Discord can't be reached, refuses, or answers something else.
    pub async fn get<T: DeserializeOwned>(&self, path: &str, what: &'static str) -> Result<T, RestError> {
        let answer = self.call(|| self.client.get(self.url(path)), CALM).await?;
        answer.json().await.map_err(|_| RestError::Strange(what))
    }

    /// Sends a resource.
    ///
    /// # Errors
    /// Where Discord can't be reached, or refuses.
    pub async fn send(&self, method: Method, path: &str, body: &impl Serialize) -> Result<(), RestError> {
        let json = serde_json::to_vec(body).map_err(|_| RestError::Strange("body"))?;
        let request = || {
            let request = self.client.request(method.clone(), self.url(path));
            request.header(header::CONTENT_TYPE, "application/json").body(json.clone())
        };
        self.call(request, CALM).await.map(|_| ())
    }

    /// Takes a resource away.
    ///
    /// # Errors
    /// Where Discord can't be reached, or refuses.
    pub async fn delete(&self, path: &str) -> Result<(), RestError> {
        self.call(|| self.client.delete(self.url(path)), CALM).await.map(|_| ())
    }

    /// Posts a message in a channel.
    ///
    /// # Errors
    /// Where Discord can't be reached, or refuses.
    pub async fn post_message(&self, channel: u64, message: &impl Serialize) -> Result<(), RestError> {
        self.send(Method::POST, &format!("/channels/{channel}/messages"), message).await
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// Tries a call until Discord takes or refuses it, or there were enough tries.
    async fn call(
        &self,
        request: impl Fn() -> RequestBuilder,
        patience: Patience,
    ) -> Result<reqwest::Response, RestError> {
        let since = Instant::now();
        let mut tried = 1;
        loop {
            let outcome = request().send().await.map_err(unreachable);
            let again = outcome.as_ref().map_or(true, |answer| is_passing(answer.status()));
            let wait = wait(outcome.as_ref().ok(), patience.first_wait * (1 << (tried - 1)));
            if !again || tried == TRIES || since.elapsed() + wait > patience.whole {
                return refusal(outcome?).await;
            }
            tokio::time::sleep(wait).await;
            tried += 1;
        }
    }
}

/// Discord's code for an interaction that was answered before.
const ALREADY_ANSWERED: u64 = 40_060;

/// Whether the same call may succeed later.
fn is_passing(status: StatusCode) -> bool {
    status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error()
}

/// How long Discord says to wait, or so long.
fn wait(answer: Option<&reqwest::Response>, otherwise: Duration) -> Duration {
    let told =
        answer.and_then(|answer| answer.headers().get(header::RETRY_AFTER)?.to_str().ok()?.parse().ok());
    let wait = told.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    wait.unwrap_or(otherwise).min(LONGEST_WAIT)
}

/// The answer, if Discord took the call.
async fn refusal(answer: reqwest::Response) -> Result<reqwest::Response, RestError> {
    let status = answer.status();
    if status.is_success() {
        return Ok(answer);
    }
    if status == StatusCode::UNAUTHORIZED {
        return Err(RestError::Unauthorized);
    }
    let body: Value = answer.json().await.unwrap_or_default();
    Err(RestError::Refused { status, code: body["code"].as_u64().unwrap_or_default() })
}

/// What went wrong on the way, without the address: a callback's holds a token.
fn unreachable(error: reqwest::Error) -> RestError {
    let error = error.without_url();
    let cause = std::error::Error::source(&error).map_or_else(|| error.to_string(), innermost);
    RestError::Unreachable(cause)
}

fn innermost(mut error: &(dyn std::error::Error + 'static)) -> String {
    while let Some(cause) = error.source() {
        error = cause;
    }
    error.to_string()
}
