//! When to ask the quote service for what, and what is then said of it.
//!
//! The whole list once; if there is none, one quote at a time, never faster than the class gets to
//! see them, ever more slowly while it fails, and only while somebody is there. Knows time and
//! outcomes; must never know HTTP.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::spawn_blocking;
use tokio::time::{Instant, sleep, sleep_until};
use tracing::{info, warn};

use super::Settings;
use super::failure::Failure;
use super::sieve::{QUOTES_MAX, Sifted, sift};
use crate::upstream::{State, Upstream};

/// The longest time without a try.
const PAUSE_MAX: Duration = Duration::from_secs(300);
/// How often to look whether somebody has come.
const LOOK: Duration = Duration::from_secs(1);

/// Somebody who can be asked for quotes, and answers within a bounded time.
pub(super) trait Source {
    /// All of them.
    fn list(&self) -> impl Future<Output = Result<Vec<String>, Failure>> + Send;
    /// Any one of them.
    fn one(&self) -> impl Future<Output = Result<String, Failure>> + Send;
}

/// Asks until there is nothing more to ask for.
pub(super) async fn collect(
    source: &impl Source,
    settings: &Settings,
    sender: &watch::Sender<Upstream>,
) {
    let mut backoff = Backoff::new(settings);
    let mut due = match whole_list(source, settings, sender).await {
        Ok(()) => return,
        Err(failure) if failure.is_from_a_healthy_service() => Instant::now(),
        Err(_) => Instant::now() + backoff.next(),
    };
    while sender.borrow().quotes.len() < QUOTES_MAX {
        sleep_until(due).await;
        somebody_is_there(sender).await;
        let asked = Instant::now();
        due = match one_more(source, settings, sender).await {
            Ok(()) => {
                backoff.reset();
                asked + settings.every
            }
            Err(_) => Instant::now() + backoff.next(),
        };
    }
    info!("enough quotes are known, so nobody is asked any more");
}

async fn whole_list(
    source: &impl Source,
    settings: &Settings,
    sender: &watch::Sender<Upstream>,
) -> Result<(), Failure> {
    let list = match source.list().await {
        Ok(raw) => some_of(sifted(raw, settings, sender).await),
        Err(failure) => Err(failure),
    };
    tell(sender, list)
}

async fn one_more(
    source: &impl Source,
    settings: &Settings,
    sender: &watch::Sender<Upstream>,
) -> Result<(), Failure> {
    let one = match source.one().await {
        Ok(raw) => Ok(sifted(vec![raw], settings, sender).await.fresh),
        Err(failure) => Err(failure),
    };
    tell(sender, one)
}

/// A list is only as good as what is left of it. A single quote may be a repetition or unfit: then
/// the next one is better.
fn some_of(list: Sifted) -> Result<Vec<Arc<str>>, Failure> {
    if list.fresh.is_empty() {
        return Err(Failure::NothingFit);
    }
    Ok(list.fresh)
}

/// Sifts on another thread: the filter takes its time, and the rooms share this one.
async fn sifted(raw: Vec<String>, settings: &Settings, sender: &watch::Sender<Upstream>) -> Sifted {
    let known = Arc::clone(&sender.borrow().quotes);
    let uncut = settings.uncut;
    let work = spawn_blocking(move || sift(&raw, &known, uncut));
    let sifted = work.await.unwrap_or_else(|error| {
        warn!(%error, "quotes could not be sifted");
        Sifted::default()
    });
    let (fresh, dropped) = (sifted.fresh.len(), sifted.dropped);
    info!(fresh, dropped, "quotes came");
    sifted
}

/// Publishes how a request went.
fn tell(
    sender: &watch::Sender<Upstream>,
    outcome: Result<Vec<Arc<str>>, Failure>,
) -> Result<(), Failure> {
    if let Err(failure) = &outcome {
        info!("the quote service {failure}");
    }
    sender.send_modify(|upstream| {
        upstream.fetches += 1;
        match &outcome {
            Ok(fresh) => {
                upstream.state = State::Live;
                Arc::make_mut(&mut upstream.quotes).extend(fresh.iter().cloned());
            }
            Err(failure) => note(upstream, *failure),
        }
    });
    outcome.map(|_| ())
}

/// Notes what went wrong, as a sentence.
pub(super) fn note(upstream: &mut Upstream, failure: Failure) {
    upstream.state = State::Failing;
    upstream.error = Some(format!("{} {failure}", upstream.host).into());
}

/// One receiver is the server's own, from which every room with somebody in it has another: only a
/// second one means that a class is there. Nothing tells of a new receiver, so this looks from time to time.
async fn somebody_is_there(sender: &watch::Sender<Upstream>) {
    while sender.receiver_count() < 2 {
        sleep(LOOK).await;
    }
}

/// How long to leave a failing service alone: each time twice as long as before.
#[derive(Debug)]
struct Backoff {
    first: Duration,
    next: Duration,
    /// A failing service is never asked more often than one that is well.
    at_least: Duration,
}

impl Backoff {
    fn new(settings: &Settings) -> Self {
        Self {
            first: settings.backoff,
            next: settings.backoff,
            at_least: settings.every,
        }
    }

    fn next(&mut self) -> Duration {
        let pause = self.next.min(PAUSE_MAX);
        self.next = pause * 2;
        pause.max(self.at_least)
    }

    fn reset(&mut self) {
        self.next = self.first;
    }
}
