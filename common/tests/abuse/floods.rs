//! Bytes on a WebSocket that no page sends.

use common::transport::code;
use serde_json::Value;
use tokio::time::sleep;

use super::host::{Host, SLOWLY};
use super::neighbour::Neighbour;
use super::wire::{CLOSE, CONTINUATION, FINAL, PING, TEXT, Wire, claiming, masked};

const HELLO: &str = r#"{"type":"hello","name":"Mallory"}"#;
/// First byte of a compressed message, had anybody agreed to compression.
const COMPRESSED: u8 = TEXT | 0x40;

/// Sends it again and again until nobody listens any more, at most so often.
async fn flood(wire: &mut Wire, bytes: &[u8], times: usize) {
    for _ in 0..times {
        if !wire.try_send(bytes).await {
            return;
        }
    }
}

/// Code and reason of the close.
async fn end(wire: &mut Wire) -> (u16, String) {
    let close = wire.next(CLOSE).await;
    let reason = String::from_utf8_lossy(&close.payload[2..]).into_owned();
    (close.code(), reason)
}

#[tokio::test]
async fn a_flood_of_pings() {
    let host = Host::start();
    let neighbour = Neighbour::join_all_the_time(host.address);
    while !neighbour.has_seen_enough() {
        let mut wire = host.socket().await;
        wire.say(HELLO).await;
        flood(&mut wire, &masked(PING, b"!").repeat(100), 10_000).await;
        let (code, reason) = end(&mut wire).await;
        assert_eq!((code, &*reason), (code::POLICY, "too many pings"));
    }
    neighbour.was_not_disturbed("a million pings");
}

#[tokio::test]
async fn a_million_empty_fragments() {
    let host = Host::start();
    let neighbour = Neighbour::join_all_the_time(host.address);
    let fragments = masked(CONTINUATION & !FINAL, b"").repeat(1_000);
    while !neighbour.has_seen_enough() {
        let mut wire = host.socket().await;
        wire.send(&masked(TEXT & !FINAL, b"")).await;
        flood(&mut wire, &fragments, 1_000).await;
        let (code, reason) = end(&mut wire).await;
        assert_eq!(code, code::POLICY);
        assert_eq!(reason, "too many fragments of messages");
    }
    neighbour.was_not_disturbed("a million empty fragments");
}

#[tokio::test]
async fn frames_that_are_none() {
    let host = Host::start();
    let neighbour = Neighbour::join_all_the_time(host.address);
    let abuses = [
        (claiming(TEXT, (1 << 63) - 1), code::TOO_BIG, "2^63 bytes"),
        (masked(TEXT, b"\xC0\xAF"), code::INVALID_DATA, "no UTF-8"),
        (masked(COMPRESSED, b"x"), code::PROTOCOL, "deflate"),
        (b"\x81\x05Hello".to_vec(), code::PROTOCOL, "no mask"),
    ];
    for (bytes, code, what) in abuses.iter().cycle() {
        if neighbour.has_seen_enough() {
            break;
        }
        let mut wire = host.socket().await;
        wire.send(bytes).await;
        assert_eq!(end(&mut wire).await.0, *code, "{what}");
        sleep(SLOWLY).await;
    }
    neighbour.was_not_disturbed("frames that are none");
}

/// A length with its highest bit set is none (RFC 6455, section 5.2).
#[tokio::test]
async fn a_frame_that_claims_two_to_the_power_of_sixty_three_bytes() {
    let host = Host::start();
    let mut wire = host.socket().await;
    wire.send(&claiming(TEXT, 1 << 63)).await;
    let (code, _) = end(&mut wire).await;
    assert!([code::TOO_BIG, code::PROTOCOL].contains(&code), "{code}");
}

#[tokio::test]
async fn json_that_is_ten_thousand_deep() {
    let host = Host::start();
    let neighbour = Neighbour::join_all_the_time(host.address);
    let deep = format!(r#"{{"type":"say","n":1,"text":{}"#, "[".repeat(10_000));
    while !neighbour.has_seen_enough() {
        let mut wire = host.socket().await;
        wire.say(HELLO).await;
        wire.say(&deep).await;
        let nack: Value = wire.message("nack").await;
        assert_eq!(nack["code"], "json");
        flood(&mut wire, &masked(TEXT, deep.as_bytes()), 20).await;
        let (code, reason) = end(&mut wire).await;
        assert_eq!(code, code::POLICY);
        assert_eq!(reason, "too many messages that cannot be read");
    }
    neighbour.was_not_disturbed("JSON 10,000 deep");
}

#[tokio::test]
async fn lines_much_faster_than_anybody_types() {
    let host = Host::start();
    let neighbour = Neighbour::join_all_the_time(host.address);
    let line = br#"{"type":"say","text":"buy now"}"#;
    while !neighbour.has_seen_enough() {
        let mut wire = host.socket().await;
        wire.say(HELLO).await;
        flood(&mut wire, &masked(TEXT, line), 200).await;
        let nack = wire.message("nack").await;
        // Those who came before, with ten lines each, may have been enough for the whole room.
        assert!(
            ["rate", "room_rate"].contains(&nack["code"].as_str().unwrap()),
            "{nack}"
        );
        let wait = nack["retry_ms"].as_u64();
        assert!(wait.is_some_and(|wait| wait > 0), "{nack}");
        assert_eq!(end(&mut wire).await.0, code::POLICY);
        sleep(SLOWLY).await;
    }
    neighbour.was_not_disturbed("lines much too fast");
}
