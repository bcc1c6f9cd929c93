//! A push is never late because the service is, and each says truly where it comes from.
//!
//! The fetcher, a service on loopback and the rules, under a clock that only the test moves: two
//! minutes of a lecture take a moment, however slow the machine is.

#![allow(clippy::unwrap_used, reason = "a test may")]

use std::iter::repeat_n;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc;
use std::time::Duration;

use common::Demo;
use common::demo::{Act, Effects, Input, PersonId, What, Who};
use kanye::demo::{Event, Source};
use kanye::fetcher::{self, Settings};
use kanye::{Kanye, QuoteOptions, State, Upstream, offline};
use support::{Reply, Service};
use testkit::PATIENCE;
use tokio::sync::watch;
use tokio::time::{Instant, advance};

mod support;

const EVERY: Duration = Duration::from_secs(10);
const STEP: Duration = Duration::from_millis(500);
const PUSHES: usize = 12;
/// A limit of time that is not reached, so that only silence is silence.
const FAR_AWAY: Duration = Duration::from_secs(24 * 3600);

/// While this lives, the clock stands still unless it is moved. By itself a paused clock of tokio
/// runs on while bytes are on their way, and every time limit would be reached at once. It does not
/// while a blocking task is at work.
struct StandStill(mpsc::Sender<()>);

impl StandStill {
    fn begin() -> Self {
        let (end, ended) = mpsc::channel();
        tokio::task::spawn_blocking(move || ended.recv().unwrap_or_default());
        Self(end)
    }
}

impl Drop for StandStill {
    fn drop(&mut self) {
        self.0.send(()).unwrap_or_default();
    }
}

/// A room with one person in it.
struct Room {
    kanye: Kanye,
    upstream: watch::Receiver<Upstream>,
    seq: u64,
    pushed: Vec<(u128, Source)>,
}

impl Room {
    fn hear(&mut self, now: Duration, what: What<'_, kanye::demo::Command, Upstream>) {
        let mut effects = Effects::new();
        let at = now.as_millis() as u64;
        let random = at.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(17);
        let input = Input {
            at,
            random,
            next_seq: self.seq + 1,
            what,
        };
        self.kanye.apply(input, &mut effects).unwrap();
        for event in effects.events() {
            self.seq += 1;
            if let Event::Quote { line, .. } = event {
                self.pushed.push((now.as_millis(), line.source));
            }
        }
    }

    fn turn(&mut self, now: Duration) {
        if self.upstream.has_changed().unwrap() {
            let news = self.upstream.borrow_and_update().clone();
            self.hear(now, What::External(news));
        }
        let due = self.kanye.next_tick();
        if due.is_some_and(|due| u128::from(due) <= now.as_millis()) {
            self.hear(now, What::Tick);
        }
    }
}

/// What the room saw in two minutes with a service at `url`, and what was known of it in the end.
/// `is_idle` says whether a number of answers is all that is to be expected after so much time.
async fn two_minutes(
    url: &str,
    timeout: Duration,
    is_idle: impl Fn(u64, Duration) -> bool,
) -> (Vec<Source>, Upstream) {
    let _still = StandStill::begin();
    let options = QuoteOptions {
        quotes_url: url.parse().unwrap(),
        every: EVERY,
        ..QuoteOptions::default()
    };
    let settings = Settings {
        timeout,
        ..Settings::from(&options)
    };
    let unasked = fetcher::unasked(&settings);
    let (sender, servers_own) = watch::channel(unasked.clone());
    let mut room = Room {
        kanye: Kanye::new(EVERY, &unasked, &offline::LINES),
        upstream: servers_own.clone(),
        seq: 0,
        pushed: Vec::new(),
    };
    let fetcher = tokio::spawn(fetcher::run(settings, sender));
    let start = Instant::now();
    settle(&servers_own, |fetches| is_idle(fetches, Duration::ZERO)).await;
    room.turn(Duration::ZERO);
    let ada = Who {
        id: PersonId(1),
        name: "Ada",
        is_plain: false,
    };
    room.hear(Duration::ZERO, What::Person(ada, Act::Joined));
    while room.pushed.len() < PUSHES {
        advance(STEP).await;
        let now = start.elapsed();
        settle(&servers_own, |fetches| is_idle(fetches, now)).await;
        room.turn(now);
    }
    fetcher.abort();
    let expected: Vec<_> = (0..PUSHES as u128).map(|n| n * EVERY.as_millis()).collect();
    let times: Vec<_> = room.pushed.iter().map(|(at, _)| *at).collect();
    assert_eq!(times, expected, "each push comes when it was announced");
    let sources = room.pushed.iter().map(|(_, source)| *source).collect();
    (sources, servers_own.borrow().clone())
}

/// Lets everything happen that can happen while the clock stands still.
async fn settle(upstream: &watch::Receiver<Upstream>, is_idle: impl Fn(u64) -> bool) {
    let patience = std::time::Instant::now();
    loop {
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
        // What the kernel still carries is on its way.
        std::thread::sleep(Duration::from_micros(200));
        if is_idle(upstream.borrow().fetches) {
            return;
        }
        assert!(patience.elapsed() < PATIENCE, "an answer is missing");
    }
}

fn list(count: usize) -> Reply {
    let quotes: Vec<_> = (0..count).map(|n| format!("I am number {n}")).collect();
    Reply::Json(serde_json::to_string(&quotes).unwrap())
}

fn sources(parts: &[(Source, usize)]) -> Vec<Source> {
    let runs = parts
        .iter()
        .map(|(source, times)| repeat_n(*source, *times));
    runs.flatten().collect()
}

#[tokio::test(start_paused = true)]
async fn a_good_list_is_fetched_once_and_is_live_until_all_of_it_was_seen() {
    let service = Service::start(|_| list(PUSHES - 3)).await;
    let (seen, upstream) = two_minutes(&service.url(), FAR_AWAY, |fetches, _| fetches == 1).await;
    assert_eq!(seen, sources(&[(Source::Live, 9), (Source::Cached, 3)]));
    assert_eq!((upstream.fetches, upstream.state), (1, State::Live));
}

#[tokio::test(start_paused = true)]
async fn single_quotes_are_live_each_and_the_stand_ins_step_in_when_they_stop() {
    const GOOD: u32 = 4;
    let asked = AtomicU32::new(0);
    let service = Service::start(move |path| match path {
        "/" if asked.fetch_add(1, Ordering::Relaxed) < GOOD => {
            let n = asked.load(Ordering::Relaxed);
            Reply::Json(format!(r#"{{"quote":"Number {n} is the best"}}"#))
        }
        "/" => Reply::Status(503),
        _ => Reply::Status(404),
    })
    .await;
    // The list in vain, then one quote for each push, as long as there are any.
    let expected = |now: Duration| 2 + (now.as_secs() / EVERY.as_secs()).min(GOOD.into());
    let (seen, upstream) = two_minutes(&service.url(), FAR_AWAY, |fetches, now| {
        fetches >= expected(now)
    })
    .await;
    assert_eq!(seen, sources(&[(Source::Live, 4), (Source::Offline, 8)]));
    assert_eq!(upstream.state, State::Failing);
    assert!(upstream.error.unwrap().contains("503"));
}

#[tokio::test(start_paused = true)]
async fn whatever_nonsense_a_service_answers_the_next_line_is_on_time() {
    let nonsense: [(&str, Reply); 8] = [
        ("500", Reply::Status(500)),
        ("10 MB", Reply::Large),
        ("no end", Reply::Endless),
        ("wrong JSON", Reply::Json(r#"{"quotes":["x"]}"#.to_owned())),
        ("no JSON", Reply::Json("<html>".to_owned())),
        ("an empty list", Reply::Json("[]".to_owned())),
        ("a redirect to itself", Reply::Redirect("/".to_owned())),
        ("half an answer", Reply::Half),
    ];
    for (name, reply) in nonsense {
        let service = Service::start(move |_| reply.clone()).await;
        let (seen, upstream) =
            two_minutes(&service.url(), FAR_AWAY, |fetches, _| fetches > 0).await;
        assert_eq!(seen, sources(&[(Source::Offline, PUSHES)]), "{name}");
        assert_eq!(upstream.state, State::Failing, "{name}");
        assert!(upstream.error.is_some() && upstream.fetches > 0, "{name}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_service_that_says_nothing_or_is_not_there_delays_nobody() {
    let silent = Service::start(|_| Reply::Silence).await;
    let slow = Service::start(|_| Reply::Drip).await;
    let nobody = "http://127.0.0.1:9".to_owned();
    for url in [silent.url(), slow.url(), nobody] {
        let limit = Duration::from_secs(3);
        let (seen, upstream) = two_minutes(&url, limit, |_, _| true).await;
        assert_eq!(seen, sources(&[(Source::Offline, PUSHES)]), "{url}");
        assert_eq!(upstream.state, State::Failing, "{url}");
        assert!(upstream.fetches >= 3, "{url} was asked again");
    }
}
