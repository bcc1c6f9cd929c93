//! What Autobahn's cases do not look at, byte by byte against the real server with the real chat:
//! the handshake, the mask bit, who ends the TCP connection; and what a demo's limits add.
//!
//! Each test is named after what would go wrong. The numbers are sections of RFC 6455.

use std::future::pending;
use std::net::SocketAddr;

use basic_chat::BasicChat;
use common::limits::MESSAGE_BYTES;
use common::transport::code;
use common::{Options, Server};
use support::wire::{
    Answer, CLOSE, CONTINUATION, FINAL, PING, PONG, TEXT, Wire, claiming, handshake, masked, parse,
};

mod support {
    pub(crate) mod wire;
}

const HELLO: &str = r#"{"type":"hello","name":"Ada"}"#;

/// A chat on a free port. It ends with the test's runtime.
async fn chat() -> SocketAddr {
    let options = Options {
        port: 0,
        ..Options::default()
    };
    let server = Server::bind(&options, || BasicChat::new(0.0), None)
        .await
        .expect("loopback has a free port");
    let address = server.local_addr();
    tokio::spawn(server.run(pending()));
    address
}

/// The answer to a handshake with these header lines.
async fn answer(headers: &[&str]) -> Answer {
    let request = handshake(headers);
    Wire::open(chat().await, request.as_bytes()).await.0
}

/// A socket after its handshake.
async fn open() -> Wire {
    let (answer, wire) = Wire::open(chat().await, handshake(&[]).as_bytes()).await;
    assert_eq!(answer.status, 101, "{answer:?}");
    wire
}

/// A socket whose person is in the room.
async fn join() -> Wire {
    let mut wire = open().await;
    wire.say(HELLO).await;
    wire.message("snapshot").await;
    wire
}

/// What is wrong must end with this code; then the handshake of the close is completed, and the
/// server ends the connection.
async fn assert_refused(bytes: &[u8], code: u16) {
    let mut wire = open().await;
    wire.send(bytes).await;
    let close = wire.frame().await;
    assert_eq!(close.code(), code, "{:?}", &bytes[..bytes.len().min(16)]);
    wire.send(&masked(CLOSE, &code.to_be_bytes())).await;
    wire.end().await;
}

// 4: the handshake.

/// 1.3 works this example out. A server that answers anything to any key passes Autobahn.
#[tokio::test]
async fn a_wrong_accept_key() {
    let answer = answer(&["Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="]).await;
    assert_eq!(answer.status, 101);
    let accept = answer.header("sec-websocket-accept");
    assert_eq!(accept, Some("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
}

/// Every browser offers compression. Whoever accepts without compressing is not understood.
#[tokio::test]
async fn an_extension_that_nobody_implements() {
    let offer = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits";
    let answer = answer(&[offer]).await;
    assert_eq!(answer.status, 101);
    assert_eq!(answer.header("sec-websocket-extensions"), None);
}

/// 4.4: a client of another version must hear which one we speak.
#[tokio::test]
async fn a_client_of_another_version() {
    for version in ["12", "8", "14", ""] {
        let answer = answer(&[&format!("Sec-WebSocket-Version:{version}")]).await;
        assert_eq!(answer.status, 426, "{version}");
        assert_eq!(answer.header("sec-websocket-version"), Some("13"));
    }
}

#[tokio::test]
async fn a_key_that_is_none() {
    let one_byte_too_many = "AAAAAAAAAAAAAAAAAAAAAAA=";
    let no_base64 = "????????????????????????";
    for key in ["", "short", one_byte_too_many, no_base64] {
        let answer = answer(&[&format!("Sec-WebSocket-Key:{key}")]).await;
        assert!((400..500).contains(&answer.status), "{key}: {answer:?}");
    }
}

/// Firefox asks to keep the connection alive while it asks to upgrade it.
#[tokio::test]
async fn a_connection_header_with_two_wishes() {
    let answer = answer(&["Connection: keep-alive, Upgrade"]).await;
    assert_eq!(answer.status, 101);
}

/// A quick client does not wait for the answer. Its bytes arrive in the HTTP server's buffer.
#[tokio::test]
async fn bytes_that_come_together_with_the_handshake() {
    let mut bytes = handshake(&[]).into_bytes();
    bytes.extend(masked(TEXT, HELLO.as_bytes()));
    bytes.extend(masked(TEXT, br#"{"type":"say","n":1,"text":"early"}"#));
    bytes.extend(masked(PING, b"early too"));
    let (answer, mut wire) = Wire::open(chat().await, &bytes).await;
    assert_eq!(answer.status, 101);
    assert_eq!(wire.message("welcome").await["you"]["name"], "Ada");
    assert_eq!(wire.message("ack").await["n"], 1);
    assert_eq!(wire.next(PONG).await.payload, b"early too");
}

// 5: frames.

/// 5.1: only clients mask. Reading is strict here, so every frame of a whole visit is checked.
#[tokio::test]
async fn a_masked_frame_from_the_server() {
    let mut wire = open().await;
    wire.say(HELLO).await;
    wire.message("welcome").await;
    wire.message("snapshot").await;
    wire.message("people").await;
    wire.say(r#"{"type":"say","n":1,"text":"hello"}"#).await;
    wire.message("ack").await;
    wire.message("line").await;
    wire.send(&masked(PING, b"there?")).await;
    assert_eq!(wire.next(PONG).await.payload, b"there?");
    // The server's own comes after ten seconds.
    wire.next(PING).await;
    wire.say(r#"{"type":"leave"}"#).await;
    assert_eq!(wire.next(CLOSE).await.code(), code::NORMAL);
}

/// The test above is worth as much as its reader.
#[test]
#[should_panic(expected = "must not mask")]
fn a_reader_that_overlooks_a_mask() {
    parse(&masked(TEXT, b"hello"));
}

#[tokio::test]
async fn an_unmasked_frame_from_the_client() {
    assert_refused(b"\x81\x05Hello", code::PROTOCOL).await;
    assert_refused(b"\x89\x00", code::PROTOCOL).await;
}

#[tokio::test]
async fn an_opcode_or_a_bit_that_means_nothing_yet() {
    for opcode in [0x83, 0x87, 0x8B, 0x8F] {
        assert_refused(&masked(opcode, b"?"), code::PROTOCOL).await;
    }
    for reserved_bit in [0x40, 0x20, 0x10] {
        assert_refused(&masked(TEXT | reserved_bit, b"?"), code::PROTOCOL).await;
    }
}

#[tokio::test]
async fn text_that_is_not_utf_8() {
    let overlong_slash = b"\xC0\xAF";
    let half_a_surrogate_pair = b"\xED\xA0\x80";
    assert_refused(&masked(TEXT, overlong_slash), code::INVALID_DATA).await;
    assert_refused(&masked(TEXT, half_a_surrogate_pair), code::INVALID_DATA).await;
}

/// 5.4: a browser that sends a long message must still be able to show that it lives.
#[tokio::test]
async fn a_ping_that_waits_for_the_end_of_a_fragmented_message() {
    let mut wire = join().await;
    let (begin, end) = (br#"{"type":"say","n":1,"#, br#""text":"in two"}"#);
    wire.send(&masked(TEXT & !FINAL, begin)).await;
    wire.send(&masked(PING, b"in between")).await;
    assert_eq!(wire.next(PONG).await.payload, b"in between");
    wire.send(&masked(CONTINUATION, end)).await;
    assert_eq!(wire.message("line").await["text"], "in two");
}

#[tokio::test]
async fn a_control_frame_that_is_too_long_or_fragmented() {
    assert_refused(&masked(PING, &[0; 126]), code::PROTOCOL).await;
    assert_refused(&masked(PING & !FINAL, b"half"), code::PROTOCOL).await;
}

// 7 and 10: the end, and limits.

#[tokio::test]
async fn a_message_that_is_too_big() {
    let bytes = vec![b'x'; MESSAGE_BYTES + 1];
    assert_refused(&masked(TEXT, &bytes), code::TOO_BIG).await;
}

/// 10.4: each fragment is small, the message is not.
#[tokio::test]
async fn a_message_that_grows_too_big_by_fragments() {
    let fragment = vec![b'x'; MESSAGE_BYTES / 4];
    let mut bytes = masked(TEXT & !FINAL, &fragment);
    for _ in 0..4 {
        bytes.extend(masked(CONTINUATION & !FINAL, &fragment));
    }
    assert_refused(&bytes, code::TOO_BIG).await;
}

/// Only the head of it ever comes. Whoever makes room for the rest first has no memory left.
#[tokio::test]
async fn a_message_that_claims_to_be_four_exbibytes() {
    assert_refused(&claiming(TEXT, 1 << 62), code::TOO_BIG).await;
}

/// 7.1.1: the server ends TCP first, so that the client knows that everything has arrived.
#[tokio::test]
async fn a_connection_that_stays_open_after_the_client_closed() {
    let mut wire = join().await;
    let goodbye = [&1000_u16.to_be_bytes()[..], b"done"].concat();
    wire.send(&masked(CLOSE, &goodbye)).await;
    assert_eq!(wire.next(CLOSE).await.payload, goodbye);
    wire.end().await;
}

#[tokio::test]
async fn a_connection_that_stays_open_after_the_server_closed() {
    let mut wire = join().await;
    wire.say(r#"{"type":"leave"}"#).await;
    assert_eq!(wire.next(CLOSE).await.code(), code::NORMAL);
    wire.send(&masked(CLOSE, &code::NORMAL.to_be_bytes())).await;
    wire.end().await;
}
