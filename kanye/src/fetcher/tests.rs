//! The schedule under a clock that stands still until everybody waits for it.
//!
//! Such a clock also jumps while a socket is being waited for, which would end every request at
//! once. So the service here is one in memory; a real socket, in real time, is for `tests/fetcher.rs`.

use std::collections::VecDeque;
use std::sync::Mutex;

use reqwest::StatusCode;
use tokio::time::{Instant, timeout};

use super::failure::Failure;
use super::schedule::{Source, collect};
use super::*;

/// How a test's service answers `/`, the last answer again and again.
type Answers = Vec<Result<&'static str, Failure>>;

/// Answers as the test says, at once, and keeps the times at which it was asked for one quote.
struct Script {
    list: Result<Vec<&'static str>, Failure>,
    ones: Mutex<VecDeque<Result<&'static str, Failure>>>,
    start: Instant,
    asked: Mutex<Vec<u64>>,
    lists: Mutex<usize>,
}

impl Script {
    fn new(list: Result<Vec<&'static str>, Failure>, ones: Answers) -> Self {
        Self {
            list,
            ones: Mutex::new(ones.into()),
            start: Instant::now(),
            asked: Mutex::default(),
            lists: Mutex::default(),
        }
    }

    /// Seconds after the start at which `/` was asked.
    fn asked(&self) -> Vec<u64> {
        self.asked.lock().unwrap().clone()
    }
}

impl Source for Script {
    async fn list(&self) -> Result<Vec<String>, Failure> {
        *self.lists.lock().unwrap() += 1;
        let list = self.list.clone()?;
        Ok(list.into_iter().map(str::to_owned).collect())
    }

    async fn one(&self) -> Result<String, Failure> {
        self.asked
            .lock()
            .unwrap()
            .push(self.start.elapsed().as_secs());
        let mut ones = self.ones.lock().unwrap();
        let answer = if ones.len() > 1 {
            ones.pop_front().unwrap()
        } else {
            ones[0]
        };
        answer.map(str::to_owned)
    }
}

fn settings(every: u64) -> Settings {
    Settings::from(&QuoteOptions {
        every: Duration::from_secs(every),
        ..QuoteOptions::default()
    })
}

/// Lets the schedule run for so many seconds with a room listening; what is known then.
async fn after(seconds: u64, script: &Script, settings: &Settings) -> Upstream {
    let (sender, _server) = watch::channel(unasked(settings));
    let room = sender.subscribe();
    let limit = Duration::from_secs(seconds);
    let _ = timeout(limit, collect(script, settings, &sender)).await;
    room.borrow().clone()
}

const BROKEN: Failure = Failure::Status(StatusCode::INTERNAL_SERVER_ERROR);

#[tokio::test(start_paused = true)]
async fn with_the_whole_list_nobody_is_asked_ever_again() {
    let script = Script::new(Ok(vec!["a", "b", "a"]), vec![Ok("c")]);
    let upstream = after(86_400, &script, &settings(10)).await;
    assert_eq!(upstream.state, State::Live);
    assert_eq!((upstream.fetches, script.asked().len()), (1, 0));
    assert_eq!(*upstream.quotes, ["a".into(), "b".into()]);
    assert_eq!(upstream.error, None);
}

#[tokio::test(start_paused = true)]
async fn single_quotes_are_asked_for_at_once_and_then_once_each_interval() {
    let script = Script::new(Err(Failure::NoList), vec![Ok("a"), Ok("a"), Ok("b")]);
    let upstream = after(35, &script, &settings(10)).await;
    assert_eq!(script.asked(), [0, 10, 20, 30]);
    assert_eq!(*script.lists.lock().unwrap(), 1);
    assert_eq!(upstream.fetches, 5);
    assert_eq!(upstream.state, State::Live);
    assert_eq!(*upstream.quotes, ["a".into(), "b".into()]);
    let error = upstream.error.unwrap();
    assert_eq!(
        &*error,
        "api.kanye.rest answered with something that is no list of quotes."
    );
}

#[tokio::test(start_paused = true)]
async fn a_service_in_trouble_is_asked_ever_more_rarely() {
    let script = Script::new(Err(BROKEN), vec![Err(BROKEN)]);
    let upstream = after(1_300, &script, &settings(10)).await;
    // After 10 s, 20, 40, 80, 160, and from then on 300.
    assert_eq!(script.asked(), [10, 30, 70, 150, 310, 610, 910, 1_210]);
    assert_eq!(upstream.fetches, 9);
    assert_eq!(upstream.state, State::Failing);
    let error = upstream.error.unwrap();
    assert_eq!(
        &*error,
        "api.kanye.rest answered 500 Internal Server Error."
    );
}

#[tokio::test(start_paused = true)]
async fn one_success_ends_the_caution_and_the_error_stays_readable() {
    let ones = vec![Err(BROKEN), Err(BROKEN), Ok("a"), Err(BROKEN), Ok("b")];
    let script = Script::new(Err(Failure::NoList), ones);
    let upstream = after(58, &script, &settings(5)).await;
    // 10 s and 20 s after the failures, 5 s after the success, 10 s after the next failure.
    assert_eq!(script.asked(), [0, 10, 30, 35, 45, 50, 55]);
    assert_eq!(upstream.state, State::Live);
    assert!(upstream.error.unwrap().contains("500"));
}

#[tokio::test(start_paused = true)]
async fn a_failure_must_not_make_requests_more_frequent() {
    let ones = vec![Err(BROKEN), Ok("a"), Err(BROKEN), Err(BROKEN), Ok("b")];
    let script = Script::new(Err(Failure::Silent(Settings::TIMEOUT)), ones);
    after(400, &script, &settings(60)).await;
    assert_eq!(script.asked(), [60, 120, 180, 240, 300, 360]);
}

#[tokio::test(start_paused = true)]
async fn which_failures_of_the_list_ask_for_patience() {
    let status = |code| Failure::Status(StatusCode::from_u16(code).unwrap());
    for (failure, first) in [
        (Failure::NoList, 0),
        (Failure::TooLarge, 0),
        (Failure::Redirects, 0),
        (status(404), 0),
        (status(429), 10),
        (status(503), 10),
        (Failure::Unreachable, 10),
        (Failure::BrokenOff, 10),
        (Failure::Silent(Settings::TIMEOUT), 10),
    ] {
        let script = Script::new(Err(failure), vec![Ok("a")]);
        after(11, &script, &settings(10)).await;
        assert_eq!(script.asked()[0], first, "{failure}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_list_without_a_usable_quote_is_no_list() {
    for list in [vec![], vec!["", "\u{200B}", "this is shit"]] {
        let script = Script::new(Ok(list), vec![Ok("a")]);
        let upstream = after(1, &script, &settings(10)).await;
        assert_eq!(script.asked(), [0]);
        assert_eq!(*upstream.quotes, ["a".into()]);
        assert!(upstream.error.unwrap().contains("no quote fit to show"));
    }
}

#[tokio::test(start_paused = true)]
async fn where_nobody_is_nobody_asks_and_whoever_comes_need_not_wait() {
    let settings = settings(10);
    let (sender, server) = watch::channel(unasked(&settings));
    let script = Script::new(Err(Failure::NoList), vec![Ok("a")]);
    let visit = async {
        tokio::time::sleep(Duration::from_secs(1_000)).await;
        assert_eq!(
            server.borrow().fetches,
            1,
            "the list, at the start, is asked for by nobody"
        );
        let room = server.clone();
        tokio::time::sleep(Duration::from_secs(15)).await;
        drop(room);
        tokio::time::sleep(Duration::from_secs(1_000)).await;
        assert_eq!(server.borrow().fetches, 3);
    };
    tokio::select! {
        () = collect(&script, &settings, &sender) => unreachable!("there is more to ask for"),
        () = visit => {}
    }
    let asked = script.asked();
    assert!(
        matches!(asked[..], [1_000..=1_001, 1_010..=1_011]),
        "{asked:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn it_ends_with_the_last_receiver_and_not_before() {
    let settings = Settings {
        offline: true,
        ..settings(10)
    };
    let (sender, receiver) = watch::channel(unasked(&settings));
    let task = tokio::spawn(run(settings, sender));
    tokio::time::sleep(Duration::from_secs(1_000)).await;
    assert_eq!(
        receiver.has_changed().ok(),
        Some(false),
        "the channel is open"
    );
    assert_eq!(receiver.borrow().state, State::Offline);
    assert_eq!(receiver.borrow().fetches, 0);
    drop(receiver);
    task.await.unwrap();
}

#[test]
fn the_host_is_named_as_people_write_it() {
    for (url, host) in [
        ("https://api.kanye.rest", "api.kanye.rest"),
        ("https://api.kanye.rest:443/x", "api.kanye.rest"),
        ("http://someone:secret@127.0.0.1:81/", "127.0.0.1:81"),
        ("http://[::1]:8080/", "[::1]:8080"),
    ] {
        assert_eq!(&*name(&url.parse().unwrap()), host);
    }
}
