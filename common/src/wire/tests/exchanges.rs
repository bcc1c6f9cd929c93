//! Requests and answers, in bytes that come in any pieces.

use proptest::prelude::*;
use serde_json::Value;

use crate::wire::exchange::Exchanges;
use crate::wire::tests::{Scene, sum};

/// What passes one connection: bytes up, a handler that gets the request, bytes down.
enum Step<'a> {
    Up(&'a str),
    Handled,
    Down(&'a str),
}

use Step::{Down, Handled, Up};

const GET: &str = "GET /rooms/class/poll HTTP/1.1\r\nHost: a\r\n\r\n";
const POST: &str = "POST /send HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello";
const NO_CONTENT: &str = "HTTP/1.1 204 No Content\r\ndate: now\r\n\r\n";
const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nabc";
const STREAM: &str =
    "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";

/// Plays all steps, each in pieces of at most `piece` bytes, and then closes the connection.
fn play(scene: &Scene, steps: &[Step<'_>], piece: usize) -> [u64; 2] {
    let mut http = Exchanges::default();
    let mut passed = [0, 0];
    for step in steps {
        match step {
            Up(text) => {
                passed[0] += text.len() as u64;
                let pieces = text.as_bytes().chunks(piece);
                pieces.for_each(|bytes| http.read(bytes, 1.0));
            }
            Handled => {
                http.dispatch();
                http.belongs_to(&scene.tap);
            }
            Down(text) => {
                passed[1] += text.len() as u64;
                let pieces = text.as_bytes().chunks(piece);
                pieces.for_each(|bytes| http.wrote(bytes, 2.0));
            }
        }
    }
    http.end(3.0);
    passed
}

/// Plays the steps in pieces of every size, and hands out what was told, which is always the same.
fn told(steps: &[Step<'_>]) -> Vec<Value> {
    let of = |piece| {
        let scene = Scene::watched("poll");
        let passed = play(&scene, steps, piece);
        let told = scene.told();
        assert_eq!(sum(&told), passed, "in pieces of {piece}");
        told[1..].to_vec()
    };
    let whole = of(usize::MAX);
    (1..200).for_each(|piece| assert_eq!(of(piece), whole, "in pieces of {piece}"));
    whole
}

#[test]
fn requests_on_a_connection_that_is_kept_are_told_apart() {
    let told = told(&[
        Up(GET),
        Handled,
        Down(NO_CONTENT),
        Up(POST),
        Handled,
        Down(OK),
    ]);
    assert_eq!(told.len(), 2);
    assert_eq!(told[0]["status"], 204);
    assert_eq!(told[0]["request"], GET);
    assert_eq!(told[0]["answer"], NO_CONTENT);
    assert_eq!(told[0]["up"], GET.len());
    assert_eq!(told[0]["down"], NO_CONTENT.len());
    assert_eq!(told[0]["held"], 1.0);
    assert_eq!(told[1]["body_up"], "hello");
    assert_eq!(told[1]["body_down"], "abc");
    assert_eq!(told[1]["target"], "/send");
}

#[test]
fn requests_that_come_at_once_are_told_apart() {
    let both = [POST, GET].concat();
    let told = told(&[Up(&both), Handled, Down(OK), Handled, Down(NO_CONTENT)]);
    assert_eq!(told[0]["up"], POST.len());
    assert_eq!(told[1]["up"], GET.len());
    assert_eq!(told[1]["status"], 204);
}

#[test]
fn a_second_handler_may_begin_before_the_first_answer_is_out() {
    let scene = Scene::watched("poll");
    let both = [GET, POST].concat();
    let steps = [Up(&both), Handled, Handled, Down(OK), Down(NO_CONTENT)];
    let passed = play(&scene, &steps, 7);
    assert_eq!(sum(&scene.told()), passed);
}

#[test]
fn the_answer_to_head_has_no_body_whatever_its_length() {
    let head = "HEAD / HTTP/1.1\r\n\r\n";
    let answer = "HTTP/1.1 200 OK\r\ncontent-length: 3000\r\n\r\n";
    let told = told(&[Up(head), Handled, Down(answer), Up(GET), Handled, Down(OK)]);
    assert_eq!(told[0]["down"], answer.len());
    assert_eq!(told[1]["down"], OK.len());
}

#[test]
fn a_chunked_request_ends_behind_its_trailers() {
    let chunked = "POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n\
        3;a=b\r\nabc\r\n2\r\nde\r\n0\r\nx: y\r\n\r\n";
    let told = told(&[Up(chunked), Handled, Down(OK), Up(GET), Handled, Down(OK)]);
    assert_eq!(told[0]["body_up"], "abcde");
    assert_eq!(told[0]["up"], chunked.len());
}

#[test]
fn a_continue_is_part_of_its_exchange() {
    let wait = "HTTP/1.1 100 Continue\r\n\r\n";
    let (head, body) = POST.split_at(POST.len() - 5);
    let told = told(&[Up(head), Handled, Down(wait), Up(body), Down(OK)]);
    assert_eq!(told.len(), 1);
    assert_eq!(told[0]["down"], wait.len() + OK.len());
    assert_eq!(told[0]["status"], 200);
}

#[test]
fn each_chunk_of_a_stream_is_told_with_its_framing() {
    let first = "18\r\nid: a.7\ndata: {\"a\":1}\n\n\r\n";
    let second = "22\r\ndata: {\"b\":2}\n\nid: a.8\ndata: {}\n\n\r\n";
    let end = "0\r\n\r\n";
    let steps = [
        Up(GET),
        Handled,
        Down(STREAM),
        Down(first),
        Down(second),
        Down(end),
    ];
    let told = told(&steps);
    assert_eq!(told[0]["ended"], Value::Null);
    assert_eq!(told[0]["down"], STREAM.len());
    assert_eq!(told[1]["size"], first.len());
    assert_eq!(told[1]["texts"], serde_json::json!(["{\"a\":1}"]));
    assert_eq!(told[2]["texts"], serde_json::json!(["{\"b\":2}", "{}"]));
    assert_eq!(told[3]["id"], told[0]["id"]);
    assert_eq!(told[3]["ended"], 2.0);
    assert_eq!(told[3]["down"], STREAM.len() + end.len());
}

#[test]
fn a_stream_that_breaks_off_is_aborted_and_counted() {
    let steps = [Up(GET), Handled, Down(STREAM), Down("5\r\nab")];
    let told = told(&steps);
    assert_eq!(told[1]["aborted"], true);
    assert_eq!(told[1]["down"], STREAM.len() + 5);
}

#[test]
fn an_answer_that_ends_with_the_connection_is_whole() {
    let answer = "HTTP/1.1 200 OK\r\n\r\nuntil the end";
    let told = told(&[Up("GET / HTTP/1.0\r\n\r\n"), Handled, Down(answer)]);
    assert_eq!(told[0].get("aborted"), None);
    assert_eq!(told[0]["body_down"], "until the end");
}

#[test]
fn an_early_answer_does_not_end_an_exchange_whose_request_goes_on() {
    let (head, body) = POST.split_at(POST.len() - 5);
    let told = told(&[Up(head), Handled, Down(OK), Up(body)]);
    assert_eq!(told.len(), 1);
    assert_eq!(told[0]["up"], POST.len());
}

#[test]
fn an_answer_is_owed_to_a_request_that_is_complete_until_it_is_out() {
    let go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    let (head, body) = POST.split_at(POST.len() - 5);
    let (begun, rest) = OK.split_at(OK.len() - 1);
    let mut http = Exchanges::default();
    assert!(!http.owes_an_answer(), "nothing was asked");
    for (step, is_owed) in [
        (Up("GET /rooms"), false),
        (Up(&GET["GET /rooms".len()..]), true),
        (Down(begun), true),
        // Another one behind it, of which only a part has come.
        (Up(head), true),
        (Down(rest), false),
        (Down(go_on), false),
        (Up(body), true),
        (Down(NO_CONTENT), false),
        // An answer that does not wait for all of the request is an answer.
        (Up(head), false),
        (Down(STREAM), true),
        (Down("0\r\n\r\n"), false),
    ] {
        let text = match step {
            Up(text) => {
                http.read(text.as_bytes(), 1.0);
                text
            }
            Down(text) => {
                http.wrote(text.as_bytes(), 2.0);
                text
            }
            Handled => continue,
        };
        assert_eq!(http.owes_an_answer(), is_owed, "after {text:?}");
    }
}

#[test]
fn a_handshake_ends_the_exchanges_and_what_was_read_ahead_is_none() {
    let scene = Scene::watched("websocket");
    let mut http = Exchanges::default();
    http.read(&[GET.as_bytes(), b"\x81\x80abcd"].concat(), 1.0);
    http.dispatch();
    http.belongs_to(&scene.tap);
    assert!(http.take_upgraded().is_none());
    let answer = "HTTP/1.1 101 Switching Protocols\r\n\r\n";
    http.wrote(answer.as_bytes(), 2.0);
    assert!(http.take_upgraded().is_some());
    let told = scene.told();
    assert_eq!(told[1]["status"], 101);
    assert_eq!(told[1]["ended"], Value::Null);
    assert_eq!(told[1]["up"], GET.len());
    assert_eq!(told[1]["down"], answer.len());
}

#[test]
fn whoever_comes_late_is_told_the_sum_and_the_opening() {
    let scene = Scene::new("poll");
    let steps = [
        Up(GET),
        Handled,
        Down(OK),
        Up(GET),
        Handled,
        Down(NO_CONTENT),
    ];
    let passed = play(&scene, &steps, 10);
    scene.tap.watch(&scene.watcher);
    let told = scene.told();
    assert_eq!(sum(&told), passed);
    assert_eq!(told[0]["requests"], 2);
    assert_eq!(told[0]["empty"], 1);
    assert_eq!(told[1]["again"], true);
    assert_eq!(told[1]["answer"], OK.trim_end_matches("abc"));
}

#[test]
fn a_stream_that_is_under_way_is_not_counted_twice() {
    let scene = Scene::new("sse");
    let mut http = Exchanges::default();
    http.read(GET.as_bytes(), 1.0);
    http.dispatch();
    http.belongs_to(&scene.tap);
    let first = [STREAM, "2\r\nab\r\n2\r\nc"].concat();
    http.wrote(first.as_bytes(), 2.0);
    scene.tap.watch(&scene.watcher);
    let second = "d\r\n0\r\n\r\n";
    http.wrote(second.as_bytes(), 3.0);
    let passed = [GET.len() as u64, (first.len() + second.len()) as u64];
    assert_eq!(sum(&scene.told()), passed);
}

#[test]
fn another_handlers_connection_is_told_nothing() {
    let scene = Scene::watched("poll");
    play(&scene, &[Up(GET), Down(OK)], 5);
    assert_eq!(
        scene.told().len(),
        1,
        "only what was so far, which is nothing"
    );
}

proptest! {
    #[test]
    fn bytes_that_are_no_http_are_counted_all_the_same(
        up in prop::collection::vec(any::<u8>(), 0..300),
        down in prop::collection::vec(any::<u8>(), 0..300),
        piece in 1..50_usize,
    ) {
        let scene = Scene::watched("poll");
        let mut http = Exchanges::default();
        http.read(GET.as_bytes(), 1.0);
        http.dispatch();
        http.belongs_to(&scene.tap);
        up.chunks(piece).for_each(|bytes| http.read(bytes, 1.0));
        http.wrote(OK.as_bytes(), 1.0);
        down.chunks(piece).for_each(|bytes| http.wrote(bytes, 2.0));
        http.end(3.0);
        let told = scene.told();
        prop_assert_eq!(sum(&told), [GET.len() as u64, OK.len() as u64]);
    }
}
