//! Asks the quote service over HTTP, within bounds of time, size and redirects.
//!
//! Every answer is a stranger's. This module sees to it that one neither takes long nor takes much
//! memory, and reads its JSON; it must never know when to ask, or which quotes are fit to show.

use std::error::Error;
use std::net::IpAddr;
use std::time::Duration;

use reqwest::header::ACCEPT;
use reqwest::{Client, Url, redirect};
use rustls::crypto::ring;
use serde_json::Value;
use tokio::time::timeout;
use tracing::{debug, warn};

use super::failure::Failure;
use super::schedule::Source;

/// Most bytes of an answer. The whole list is about 10 KiB today.
pub(super) const BODY_MAX: usize = 256 * 1024;
/// Most redirects on the way to an answer.
pub(super) const REDIRECTS_MAX: usize = 3;
/// Who is asking, for whoever reads the log of the service.
const USER_AGENT: &str = concat!("websockets-notes-kanye/", env!("CARGO_PKG_VERSION"));

/// The service at one address.
#[derive(Debug)]
pub(super) struct Service {
    client: Client,
    one: Url,
    list: Url,
    timeout: Duration,
}

impl Service {
    /// The service at `url`; each answer, redirects and all, has to be complete within `timeout`.
    pub(super) fn new(url: &Url, timeout: Duration) -> Result<Self, Failure> {
        // An error only says that somebody has installed one before, which is just as good.
        let _ = ring::default_provider().install_default();
        let mut builder = Client::builder()
            .user_agent(USER_AGENT)
            .redirect(redirect::Policy::custom(follow));
        if is_this_computer(url) {
            builder = builder.no_proxy();
        }
        let client = builder.build().map_err(|error| {
            warn!(?error, "nobody can be asked for quotes");
            Failure::NoTrust
        })?;
        Ok(Self {
            client,
            one: url.clone(),
            list: below(url, "quotes"),
            timeout,
        })
    }

    async fn get(&self, url: &Url) -> Result<Vec<u8>, Failure> {
        timeout(self.timeout, self.read(url))
            .await
            .unwrap_or(Err(Failure::Silent(self.timeout)))
    }

    async fn read(&self, url: &Url) -> Result<Vec<u8>, Failure> {
        let request = self.client.get(url.clone());
        let request = request.header(ACCEPT, "application/json");
        let mut response = request.send().await.map_err(|error| why(&error))?;
        if !response.status().is_success() {
            return Err(Failure::Status(response.status()));
        }
        // The length it claims to have is the service's word; what counts is what comes.
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| why(&error))? {
            if body.len() + chunk.len() > BODY_MAX {
                return Err(Failure::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }
}

impl Source for Service {
    async fn list(&self) -> Result<Vec<String>, Failure> {
        let body = self.get(&self.list).await?;
        serde_json::from_slice(&body).map_err(|_| Failure::NoList)
    }

    async fn one(&self) -> Result<String, Failure> {
        let body = self.get(&self.one).await?;
        // Not a struct: serde would also take an array for one.
        let answer: Value = serde_json::from_slice(&body).map_err(|_| Failure::NoQuote)?;
        let quote = answer.get("quote").and_then(Value::as_str);
        quote.map(str::to_owned).ok_or(Failure::NoQuote)
    }
}

/// A redirect leads to somewhere else.
#[derive(Debug, thiserror::Error)]
#[error("a redirect leads to another host")]
struct Elsewhere;

/// Follows a few redirects, and only on the same host: whoever has taken over the service must not
/// send this computer about in its own network.
fn follow(attempt: redirect::Attempt<'_>) -> redirect::Action {
    let from = &attempt.previous()[0];
    let to = attempt.url();
    let is_as_safe = from.scheme() == to.scheme() || to.scheme() == "https";
    if from.host() != to.host() || !is_as_safe {
        attempt.error(Elsewhere)
    } else if attempt.previous().len() > REDIRECTS_MAX {
        attempt.error("too many of them")
    } else {
        attempt.follow()
    }
}

/// The words for people are few. Whoever wants to know more, a certificate that is not trusted for
/// example, follows the log.
fn why(error: &reqwest::Error) -> Failure {
    debug!(?error, "the quote service failed");
    let is_elsewhere = |source: &(dyn Error + 'static)| source.is::<Elsewhere>();
    if error.is_redirect() && error.source().is_some_and(is_elsewhere) {
        Failure::Elsewhere
    } else if error.is_redirect() {
        Failure::Redirects
    } else if error.is_connect() {
        Failure::Unreachable
    } else {
        Failure::BrokenOff
    }
}

/// A proxy would look for a service on this computer on its own.
fn is_this_computer(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    address.parse().map_or_else(
        |_| host == "localhost" || host.ends_with(".localhost"),
        |address: IpAddr| address.is_loopback(),
    )
}

/// The address `name` below `base`, which may have a path of its own.
fn below(base: &Url, name: &str) -> Url {
    let mut url = base.clone();
    if let Ok(mut path) = url.path_segments_mut() {
        path.pop_if_empty().push(name);
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        text.parse().unwrap()
    }

    #[test]
    fn the_list_lies_below_whatever_address_was_given() {
        for (base, list) in [
            ("https://api.kanye.rest", "https://api.kanye.rest/quotes"),
            (
                "http://a.example:81/kanye",
                "http://a.example:81/kanye/quotes",
            ),
            ("http://a.example/kanye/", "http://a.example/kanye/quotes"),
        ] {
            assert_eq!(below(&url(base), "quotes").as_str(), list);
        }
    }

    #[test]
    fn a_proxy_is_never_asked_for_a_service_on_this_computer() {
        for here in [
            "http://localhost:1/",
            "http://quotes.localhost/",
            "http://127.0.0.9/",
            "http://[::1]:1/",
        ] {
            assert!(is_this_computer(&url(here)), "{here}");
        }
        for elsewhere in ["http://localhost.example/", "http://10.0.0.1/"] {
            assert!(!is_this_computer(&url(elsewhere)), "{elsewhere}");
        }
    }
}
