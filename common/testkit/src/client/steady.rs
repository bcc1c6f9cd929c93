//! A client that comes back by itself, and keeps what it said until it was answered, as a page does.
//!
//! It counts what a test wants to know of that: how often it tried, and what was acknowledged.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};
use tokio::time::{Instant, sleep_until};

use super::Client;

/// The first window out of which the wait before a try is drawn; it doubles with each failure.
const FIRST_WINDOW: Duration = Duration::from_millis(500);
/// No wait is shorter.
const SHORTEST: Duration = Duration::from_millis(200);

/// A client and what it has not been answered yet.
#[derive(Debug)]
pub struct Steady {
    /// What it knows.
    pub client: Client,
    /// What was acknowledged, with the numbers of the events.
    pub acked: BTreeMap<String, Option<u64>>,
    /// What was refused for good, with the code.
    pub refused: BTreeMap<String, String>,
    /// How often it tried to come back, and how often it did.
    pub tries: u64,
    /// See [`Self::tries`].
    pub returns: u64,
    /// The close codes that it heard, with whether a goodbye came before.
    pub farewells: Vec<(Option<u16>, bool)>,
    outbox: VecDeque<Entry>,
    /// The connection over which the outbox has gone.
    told: Value,
    /// Whose numbers those in the outbox are.
    author: Value,
    longest: Duration,
    failures: u32,
    retry_at: Option<Instant>,
    chance: StdRng,
}

/// Something that was said and is not answered.
#[derive(Debug)]
struct Entry {
    key: String,
    command: Value,
    n: Option<u64>,
    /// It was refused for now, and waits for the next connection.
    is_held: bool,
}

impl Steady {
    /// Makes a client that has joined one that comes back; no wait before a try is longer than
    /// `longest`, and how long it is follows from the seed.
    pub fn new(client: Client, longest: Duration, seed: u64) -> Self {
        Self {
            acked: BTreeMap::new(),
            refused: BTreeMap::new(),
            tries: 0,
            returns: 0,
            farewells: Vec::new(),
            outbox: VecDeque::new(),
            told: client.welcome["connection"].clone(),
            author: client.session.clone(),
            longest,
            failures: 0,
            retry_at: None,
            chance: StdRng::seed_from_u64(seed),
            client,
        }
    }

    /// Whether everything it said is answered.
    pub fn is_answered(&self) -> bool {
        self.outbox.is_empty()
    }

    /// Whether it is in the room.
    pub fn is_in(&self) -> bool {
        self.client.closed.is_none() && !self.client.welcome.is_null()
    }

    /// Gives a command that must be decided exactly once. The key is for the test.
    pub async fn give(&mut self, key: &str, command: Value) {
        let key = key.to_owned();
        self.outbox.push_back(Entry {
            key,
            command,
            n: None,
            is_held: false,
        });
        if self.is_in() {
            self.flush(false).await;
        }
    }

    /// Says a line, which is its own key.
    pub async fn say(&mut self, text: &str) {
        self.give(text, json!({"type": "say", "text": text})).await;
    }

    /// Waits for whatever comes next, and comes back if that was the end. Giving up waiting loses
    /// nothing.
    pub async fn hear(&mut self) {
        if self.client.closed.is_none() {
            self.client.hear().await;
        } else {
            self.come_back().await;
        }
        self.settle();
        if let Some(farewell) = self
            .client
            .closed
            .clone()
            .filter(|_| self.retry_at.is_none())
        {
            let code = farewell.map(|(code, _)| code);
            self.farewells.push((code, self.client.bye.is_some()));
            self.plan();
        }
        if !self.is_in() {
            return;
        }
        let connection = self.client.welcome["connection"].clone();
        if self.told == connection {
            self.flush(false).await;
        } else {
            self.renumber();
            self.flush(true).await;
            // Only now, so that whoever gave up waiting sends all of it again.
            self.told = connection;
            self.returns += 1;
        }
    }

    /// Hears for so long.
    pub async fn hear_for(&mut self, time: Duration) {
        let end = Instant::now() + time;
        while Instant::now() < end {
            tokio::time::timeout_at(end, self.hear())
                .await
                .unwrap_or_default();
        }
    }

    /// Waits until something is true, at most for so long. Says whether it is.
    pub async fn until(&mut self, most: Duration, is_true: impl Fn(&Self) -> bool) -> bool {
        let end = Instant::now() + most;
        while !is_true(self) {
            if tokio::time::timeout_at(end, self.hear()).await.is_err() {
                return is_true(self);
            }
        }
        true
    }

    async fn come_back(&mut self) {
        if let Some(at) = self.retry_at {
            sleep_until(at).await;
        }
        self.tries += 1;
        self.retry_at = None;
        if self.client.try_to_come_back().await {
            self.failures = 0;
        }
    }

    /// Decides when the next try will be: as the server wished, or by chance out of a window that grows.
    fn plan(&mut self) {
        // What is over is let go of, as a browser does: the server waits for that.
        self.client.vanish();
        let bye = self.client.bye.as_ref();
        let wish = bye.and_then(|bye| bye["retry_ms"].as_u64());
        let window = FIRST_WINDOW.saturating_mul(1 << self.failures.min(10));
        let chance: f64 = self.chance.random();
        let window = window.min(self.longest);
        // As a page: the first wait is anywhere in its window, those after it in the later half.
        let share = if self.failures == 0 {
            chance
        } else {
            f64::midpoint(1.0, chance)
        };
        let drawn = window.mul_f64(share).max(SHORTEST);
        self.failures += 1;
        self.retry_at = Some(Instant::now() + wish.map_or(drawn, Duration::from_millis));
    }

    /// Takes what has been answered out of the outbox.
    fn settle(&mut self) {
        for (n, ack) in std::mem::take(&mut self.client.acks) {
            if let Some(key) = self.take(n) {
                self.acked.insert(key, ack["seq"].as_u64());
            }
        }
        for nack in std::mem::take(&mut self.client.nacks) {
            let code = nack["code"].as_str().unwrap_or_default().to_owned();
            let of_entry = |entry: &&mut Entry| entry.n.is_some() && entry.n == nack["n"].as_u64();
            if code == "shutting_down" || code == "storage" {
                // It is said again, under another number, to the server that comes next.
                if let Some(entry) = self.outbox.iter_mut().find(of_entry) {
                    entry.n = None;
                    entry.is_held = true;
                }
            } else if let Some(key) = nack["n"].as_u64().and_then(|n| self.take(n)) {
                self.refused.insert(key, code);
            }
        }
    }

    fn take(&mut self, n: u64) -> Option<String> {
        let index = self.outbox.iter().position(|entry| entry.n == Some(n))?;
        self.outbox.remove(index).map(|entry| entry.key)
    }

    /// What the server has decided keeps its number, so that it answers again; everything else is
    /// numbered anew, and for a stranger all of it.
    fn renumber(&mut self) {
        let last = self.client.welcome["last_n"].as_u64().unwrap_or_default();
        let author = self.client.session.clone();
        let before = std::mem::replace(&mut self.author, author);
        let is_same = before == self.author;
        self.client.next_n = last + 1;
        for entry in &mut self.outbox {
            entry.n = entry.n.filter(|n| is_same && *n <= last);
        }
    }

    /// Sends what is not answered: all of it, or what never travelled. No more is under way than a
    /// server takes.
    async fn flush(&mut self, all: bool) {
        for entry in self.outbox.iter_mut().take(common::limits::OUTBOX) {
            if !all && (entry.n.is_some() || entry.is_held) {
                continue;
            }
            entry.is_held = false;
            let n = *entry.n.get_or_insert_with(|| {
                self.client.next_n += 1;
                self.client.next_n - 1
            });
            let mut frame = entry.command.clone();
            frame["n"] = n.into();
            self.client.send(&frame).await;
        }
    }
}
