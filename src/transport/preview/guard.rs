//! Who may ask: the page itself, in a browser on this machine, and programs on this
//! machine. A page from elsewhere that sends requests here, or that makes its own name
//! point here, is refused before anything is read.

use std::net::SocketAddr;

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

/// What the page may load: its own files, and pictures that it was sent. Nothing else,
/// from nowhere else.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'none'";

/// What every response says beside its body.
pub const HEADERS: [(HeaderName, HeaderValue); 7] = [
    (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
];

/// The names by which the page may be asked for.
pub struct Guard {
    hosts: Vec<String>,
}

impl Guard {
    /// A guard for what listens there.
    pub fn at(address: SocketAddr) -> Self {
        let names = [address.ip().to_string(), "localhost".into(), "127.0.0.1".into(), "[::1]".into()];
        let port = address.port();
        let bare = names.iter().filter(|_| port == 80).cloned();
        Guard { hosts: names.iter().map(|name| format!("{name}:{port}")).chain(bare).collect() }
    }

    /// Why a request with those headers is refused, if it is.
    pub fn refusal(&self, headers: &HeaderMap) -> Option<&'static str> {
        let text = |name: &HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or_default());
        let host = text(&header::HOST).unwrap_or_default();
        if !self.hosts.iter().any(|known| known.eq_ignore_ascii_case(host)) {
            return Some("The preview answers only to localhost, 127.0.0.1 and [::1], with its port.\n");
        }
        let own = format!("http://{host}");
        let foreign = text(&header::ORIGIN).is_some_and(|origin| !origin.eq_ignore_ascii_case(&own));
        let site = text(&HeaderName::from_static("sec-fetch-site"));
        let elsewhere = site.is_some_and(|site| site != "same-origin" && site != "none");
        (foreign || elsewhere).then_some("The preview answers only its own page.\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(pairs: &[(&'static str, &str)]) -> bool {
        let pairs = pairs
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), value.parse().expect("the value is one")));
        let guard = Guard::at(([127, 0, 0, 1], 8787).into());
        guard.refusal(&pairs.collect()).is_some()
    }

    #[test]
    fn its_own_page_and_programs_here_may_ask() {
        for host in ["localhost:8787", "127.0.0.1:8787", "[::1]:8787", "LOCALHOST:8787"] {
            assert!(!refused(&[("host", host)]), "{host}");
            let origin = format!("http://{host}");
            assert!(!refused(&[("host", host), ("origin", &origin), ("sec-fetch-site", "same-origin")]));
            assert!(!refused(&[("host", host), ("sec-fetch-site", "none")]), "typed into the address bar");
        }
    }

    #[test]
    fn another_name_another_port_and_another_page_may_not() {
        for host in ["evil.example:8787", "localhost", "localhost:80", "127.0.0.1:8787.evil.example", ""] {
            assert!(refused(&[("host", host)]), "{host}");
        }
        assert!(refused(&[]), "no host at all");
        let host = ("host", "localhost:8787");
        for origin in ["null", "http://evil.example", "https://localhost:8787", "http://127.0.0.1:8787"] {
            assert!(refused(&[host, ("origin", origin)]), "{origin}");
        }
        for site in ["cross-site", "same-site"] {
            assert!(refused(&[host, ("sec-fetch-site", site)]), "{site}");
        }
    }
}
