//! The fetcher against a real service on loopback that is good, bad, slow, or not there.
//!
//! In real time: where a limit of time is meant to be reached, the service never answers at all, and
//! where it is not, the limit is far away. When requests are made is tested with the schedule itself.

#![allow(clippy::unwrap_used, reason = "a test may")]

use std::time::Duration;

use kanye::fetcher::{self, Settings};
use kanye::{QuoteOptions, State, Upstream};
use support::{Reply, Service};
use testkit::PATIENCE;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::time::timeout;

mod support;

/// Asks the service at `url` with all the time in the world, and hardly any pause.
fn settings(url: &str) -> Settings {
    let options = QuoteOptions {
        quotes_url: url.parse().unwrap(),
        every: Duration::from_millis(1),
        ..QuoteOptions::default()
    };
    Settings {
        timeout: PATIENCE,
        backoff: Duration::from_millis(1),
        ..Settings::from(&options)
    }
}

fn start(settings: Settings) -> watch::Receiver<Upstream> {
    let (sender, receiver) = watch::channel(fetcher::unasked(&settings));
    assert_eq!(receiver.borrow().state, State::Starting);
    tokio::spawn(fetcher::run(settings, sender));
    receiver
}

async fn until(
    receiver: &mut watch::Receiver<Upstream>,
    is_so: impl Fn(&Upstream) -> bool,
) -> Upstream {
    let waiting = receiver.wait_for(|upstream| is_so(upstream));
    let upstream = timeout(PATIENCE, waiting).await.expect("it becomes so");
    upstream.expect("the fetcher runs").clone()
}

/// What is known after the first request. Nobody but the test listens, so there is no second one.
async fn first(settings: Settings) -> Upstream {
    until(&mut start(settings), |upstream| upstream.fetches == 1).await
}

fn quotes(upstream: &Upstream) -> Vec<&str> {
    upstream.quotes.iter().map(AsRef::as_ref).collect()
}

fn json(text: &str) -> Reply {
    Reply::Json(text.to_owned())
}

#[tokio::test]
async fn the_whole_list_comes_in_one_request() {
    let service = Service::start(|_| json(r#"["one", " two\n\ntwo ", "", "one", "shit"]"#)).await;
    let upstream = first(settings(&service.url())).await;
    assert_eq!(upstream.state, State::Live);
    assert_eq!(quotes(&upstream), ["one", "two two"]);
    assert_eq!(upstream.error, None);
    assert_eq!(*upstream.host, service.host());
    assert_eq!(service.paths(), ["/quotes"]);
    let head = service.requests()[0].to_lowercase();
    assert!(
        head.contains("user-agent: websockets-notes-kanye/"),
        "{head}"
    );
    assert!(
        !head.contains("accept-encoding"),
        "a small answer may grow when unpacked: {head}"
    );
}

#[tokio::test]
async fn uncut_means_uncut() {
    let service = Service::start(|_| json(r#"["one", "shit"]"#)).await;
    let settings = Settings {
        uncut: true,
        ..settings(&service.url())
    };
    assert_eq!(quotes(&first(settings).await), ["one", "shit"]);
}

#[tokio::test]
async fn every_bad_answer_becomes_a_sentence() {
    let no_list = "answered with something that is no list of quotes.";
    let nothing = "answered with a list that has no quote fit to show.";
    let large = "answered with more than 256 KiB.";
    for (reply, words) in [
        (Reply::Status(500), "answered 500 Internal Server Error."),
        (Reply::Status(404), "answered 404 Not Found."),
        (Reply::Status(799), "answered 799."),
        (Reply::Status(204), no_list),
        (Reply::Large, large),
        (Reply::Endless, large),
        (json(r#"{"quotes": ["one"]}"#), no_list),
        (json(r#"[{"quote": "one"}]"#), no_list),
        (json(r#"["one", null]"#), no_list),
        (json("<html>one</html>"), no_list),
        (json(""), no_list),
        (json(&"[".repeat(100_000)), no_list),
        (json("[]"), nothing),
        (json(r#"["", "\u0000"]"#), nothing),
        (
            Reply::Redirect("/quotes".to_owned()),
            "redirected us more than 3 times.",
        ),
        (
            Reply::Redirect("http://localhost:9/admin".to_owned()),
            "redirected us to somewhere else.",
        ),
        (Reply::Half, "broke off in the middle."),
        (Reply::Garbage, "broke off in the middle."),
    ] {
        let case = format!("{reply:.60?}");
        let service = Service::start(move |_| reply.clone()).await;
        let upstream = first(settings(&service.url())).await;
        assert_eq!(upstream.state, State::Failing, "{case}");
        assert!(upstream.quotes.is_empty(), "{case}");
        let sentence = format!("{} {words}", service.host());
        assert_eq!(upstream.error.as_deref(), Some(sentence.as_str()), "{case}");
    }
}

#[tokio::test]
async fn a_service_that_accepts_and_stays_silent_is_given_up() {
    let service = Service::start(|_| Reply::Silence).await;
    let patience = Duration::from_millis(100);
    let upstream = first(Settings {
        timeout: patience,
        ..settings(&service.url())
    })
    .await;
    assert_eq!(upstream.state, State::Failing);
    let sentence = format!("{} did not answer within 0.1 s.", service.host());
    assert_eq!(upstream.error.as_deref(), Some(sentence.as_str()));
}

#[tokio::test]
async fn a_body_that_never_comes_whole_is_given_up_too() {
    let service = Service::start(|_| Reply::Drip).await;
    let patience = Duration::from_millis(100);
    let upstream = first(Settings {
        timeout: patience,
        ..settings(&service.url())
    })
    .await;
    assert!(
        upstream
            .error
            .unwrap()
            .ends_with("did not answer within 0.1 s.")
    );
}

#[tokio::test]
async fn where_nobody_listens_is_said_so() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let upstream = first(settings(&url)).await;
    assert_eq!(upstream.state, State::Failing);
    assert!(upstream.error.unwrap().ends_with(" could not be reached."));
}

#[tokio::test]
async fn who_cannot_prove_to_be_the_service_is_not_listened_to() {
    // What answers here speaks no TLS at all.
    let service = Service::start(|_| json(r#"["one"]"#)).await;
    let url = service.url().replace("http://", "https://");
    let upstream = first(settings(&url)).await;
    assert!(upstream.error.unwrap().ends_with(" could not be reached."));
}

#[tokio::test]
async fn a_redirect_or_three_are_followed() {
    let service = Service::start(|path| match path {
        "/quotes" => Reply::Redirect("/1".to_owned()),
        "/1" => Reply::Redirect("/2".to_owned()),
        "/2" => Reply::Redirect("/3".to_owned()),
        _ => json(r#"["one"]"#),
    })
    .await;
    let upstream = first(settings(&service.url())).await;
    assert_eq!(upstream.state, State::Live);
    assert_eq!(upstream.fetches, 1);
}

#[tokio::test]
async fn without_a_list_single_quotes_are_gathered() {
    let service = Service::start(counting(|n| {
        json(&format!(r#"{{"quote": "no. {n}", "by": 1}}"#))
    }))
    .await;
    let mut server = start(settings(&service.url()));
    let _room = server.clone();
    let upstream = until(&mut server, |upstream| upstream.quotes.len() >= 3).await;
    assert_eq!(upstream.state, State::Live);
    assert_eq!(quotes(&upstream)[..3], ["no. 1", "no. 2", "no. 3"]);
    assert_eq!(service.paths()[..4], ["/quotes", "/", "/", "/"]);
    let sentence = format!("{} answered 404 Not Found.", service.host());
    assert_eq!(upstream.error.as_deref(), Some(sentence.as_str()));
}

#[tokio::test]
async fn a_service_that_recovers_is_live_again_and_its_errors_are_remembered() {
    let service = Service::start(counting(|n| match n {
        1 => Reply::Status(503),
        2 => json(r#"["no object"]"#),
        3 => Reply::Half,
        _ => json(r#"{"quote": "back"}"#),
    }))
    .await;
    let mut server = start(settings(&service.url()));
    let _room = server.clone();
    let upstream = until(&mut server, |upstream| upstream.state == State::Live).await;
    assert_eq!(upstream.fetches, 5);
    assert_eq!(quotes(&upstream), ["back"]);
    assert!(
        upstream
            .error
            .unwrap()
            .ends_with("broke off in the middle.")
    );
}

#[tokio::test]
async fn a_service_that_invents_without_end_is_left_alone_at_last() {
    let service = Service::start(counting(|n| json(&format!(r#"{{"quote": "no. {n}"}}"#)))).await;
    let mut server = start(settings(&service.url()));
    let _room = server.clone();
    let most = fetcher::QUOTES_MAX;
    let upstream = until(&mut server, |upstream| upstream.quotes.len() == most).await;
    assert_eq!(upstream.fetches, 1 + most as u64);
    assert_eq!(quotes(&upstream)[most - 1], format!("no. {most}"));
}

/// No list, and `one` decides about each further request by its number.
fn counting(one: impl Fn(u64) -> Reply + Send + Sync) -> impl Fn(&str) -> Reply + Send + Sync {
    let count = std::sync::atomic::AtomicU64::new(1);
    move |path| match path {
        "/quotes" => Reply::Status(404),
        _ => one(count.fetch_add(1, std::sync::atomic::Ordering::Relaxed)),
    }
}
