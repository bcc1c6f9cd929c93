//! Gets quotes from the service and publishes what is known of it, again and again as a whole.
//!
//! One task, [`run`]. Nobody waits for it: a room reads the newest [`Upstream`] and shows what it
//! has. It must never know a room, a page, or which quote is shown when.

use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;
use tokio::sync::watch;

use crate::options::QuoteOptions;
use crate::upstream::{State, Upstream};

mod failure;
mod http;
mod schedule;
mod sieve;

#[cfg(test)]
mod tests;

pub use sieve::{QUOTE_MAX_GRAPHEMES, QUOTES_MAX, fit_to_show};

/// Whom to ask, and how patiently.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where one quote is; the list is at `quotes` below it.
    pub url: Url,
    /// From one request to the next, at least.
    pub every: Duration,
    /// Ask nobody.
    pub offline: bool,
    /// Keep quotes that are unfit for a classroom.
    pub uncut: bool,
    /// Time for a whole answer, redirects and all.
    pub timeout: Duration,
    /// Pause after the first failure. It doubles with each further one, up to five minutes.
    pub backoff: Duration,
}

impl Settings {
    /// Long for a service, short for a class that waits for its first quote.
    const TIMEOUT: Duration = Duration::from_secs(3);
    /// Whoever has just failed is in trouble enough.
    const BACKOFF: Duration = Duration::from_secs(10);
}

impl From<&QuoteOptions> for Settings {
    fn from(options: &QuoteOptions) -> Self {
        Self {
            url: options.quotes_url.clone(),
            every: options.every,
            offline: options.offline,
            uncut: options.uncut,
            timeout: Self::TIMEOUT,
            backoff: Self::BACKOFF,
        }
    }
}

/// What is known before anybody was asked: the first value of the channel that [`run`] feeds.
pub fn unasked(settings: &Settings) -> Upstream {
    Upstream {
        state: if settings.offline {
            State::Offline
        } else {
            State::Starting
        },
        host: name(&settings.url),
        start: rand::random(),
        fetches: 0,
        error: None,
        quotes: Arc::default(),
    }
}

/// Asks for quotes and publishes after each request, until the last receiver has gone. It ends no
/// sooner, even if there is nothing left to do, so that a receiver never finds its channel closed.
///
/// At first the list is asked for. If that is none, single quotes are, but only while there are two
/// receivers or more: one is the server's own, each further one that of a room with somebody in it.
pub async fn run(settings: Settings, sender: watch::Sender<Upstream>) {
    if !settings.offline {
        tokio::select! {
            () = ask(&settings, &sender) => {}
            () = sender.closed() => {}
        }
    }
    sender.closed().await;
}

async fn ask(settings: &Settings, sender: &watch::Sender<Upstream>) {
    match http::Service::new(&settings.url, settings.timeout) {
        Ok(service) => schedule::collect(&service, settings, sender).await,
        Err(failure) => sender.send_modify(|upstream| schedule::note(upstream, failure)),
    }
}

/// The service's host as people write it, with the port if that is an unusual one.
fn name(url: &Url) -> Arc<str> {
    let host = url.host_str().unwrap_or_default();
    match url.port() {
        Some(port) => format!("{host}:{port}").into(),
        None => host.into(),
    }
}
