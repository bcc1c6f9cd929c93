//! The lecturer's hand from outside: who may move it, and that every way into the room obeys it.

use std::net::SocketAddr;

use serde_json::{Value, json};
use testkit::client::open_plain;
use testkit::http::{self, Answer, Http};
use testkit::{Client, Route, Transport};
use tokio::io::{AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

use super::raw::{frames, in_time};
use super::server;
use futures_util::{SinkExt, StreamExt};
use tokio_tungstenite::tungstenite::Message;

const HAND: &str = "/rooms/class/hand";
const LOCK: &str = r#"{"lock":true}"#;

async fn hand(address: SocketAddr, wish: &Value) -> Value {
    let mut http = Http::new(address);
    let answer = in_time(http.post(HAND, &wish.to_string())).await.unwrap();
    assert_eq!(answer.status, 200, "{answer:?}");
    serde_json::from_str(&answer.body).unwrap()
}

/// Asks with this Host, which is not the machine's own name for itself, and these headers.
async fn from_elsewhere(address: SocketAddr, method: &str, headers: &str, wish: &str) -> Answer {
    let own = format!("Host: {address}\r\n");
    let request = http::request(address, method, HAND, "", wish);
    let request = request.replacen(&own, &format!("Host: 192.168.1.5:8080\r\n{headers}"), 1);
    let mut stream = BufReader::new(TcpStream::connect(address).await.unwrap());
    stream.write_all(request.as_bytes()).await.unwrap();
    in_time(http::answer(&mut stream)).await.unwrap()
}

fn named(name: &str) -> Value {
    json!({"type": "hello", "name": name})
}

#[tokio::test]
async fn only_the_lecturer_moves_the_hand_and_a_forged_key_does_not() {
    let server = server().await;
    let address = server.address();
    let _ada = Client::join(address, "Ada").await;
    let key = server.key();
    let upper = key.to_uppercase();
    let (half, zeros) = (&key[..31], "0".repeat(32));
    for forged in [
        String::new(),
        "Authorization: Bearer \r\n".to_owned(),
        format!("Authorization: Bearer {half}\r\n"),
        format!("Authorization: Bearer {key}0\r\n"),
        format!("Authorization: Bearer {zeros}\r\n"),
        format!("Authorization: Basic {key}\r\n"),
        format!("Authorization: Bearer {key}\r\nAuthorization: Bearer {key}\r\n"),
        format!("X-Forwarded-For: 127.0.0.1\r\nCookie: key={key}\r\n"),
    ] {
        let answer = from_elsewhere(address, "POST", &forged, LOCK).await;
        assert_eq!(answer.status, 403, "{forged}");
        assert!(answer.body.contains("Only the lecturer"), "{answer:?}");
        let look = from_elsewhere(address, "GET", &forged, "").await;
        assert!(look.body.contains(r#""yours":false"#), "{forged}");
    }
    if upper != key {
        let shouted = format!("Authorization: Bearer {upper}\r\n");
        let answer = from_elsewhere(address, "POST", &shouted, LOCK).await;
        assert_eq!(answer.status, 403, "a key in the wrong case is none");
    }
    let right = format!("Authorization: Bearer {key}\r\n");
    let look = from_elsewhere(address, "GET", &right, "").await;
    let nothing = r#"{"locked":false,"slow_ms":0,"muted":[],"yours":true}"#;
    assert_eq!(look.body, nothing, "nothing has been done");
    // A proxy between the lecturer and the server takes nothing from the key.
    let proxied = format!("{right}X-Forwarded-For: 10.0.0.7\r\n");
    let answer = from_elsewhere(address, "POST", &proxied, LOCK).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    assert!(answer.body.contains(r#""locked":true"#), "{answer:?}");
}

#[tokio::test]
async fn a_proxy_at_the_servers_own_machine_makes_nobody_the_lecturer() {
    let server = server().await;
    let address = server.address();
    let _ada = Client::join(address, "Ada").await;
    let mut http = Http::new(address);
    for passed_on in [
        "X-Forwarded-For: 10.0.0.7\r\n",
        "Forwarded: for=10.0.0.7\r\n",
        "X-Real-IP: 10.0.0.7\r\n",
        "Via: 1.1 proxy\r\n",
    ] {
        let answer = in_time(http.ask("POST", HAND, passed_on, LOCK))
            .await
            .unwrap();
        assert_eq!(answer.status, 403, "{passed_on}");
    }
    let foreign = "Origin: http://evil.example\r\n";
    let answer = in_time(http.ask("POST", HAND, foreign, LOCK))
        .await
        .unwrap();
    assert_eq!(answer.status, 403, "a page of somebody else");
    let look = in_time(http.get(HAND)).await.unwrap();
    assert!(look.body.contains(r#""locked":false"#), "{look:?}");
}

#[tokio::test]
async fn a_wish_that_makes_no_sense_is_answered_in_words() {
    let server = server().await;
    let _ada = Client::join(server.address(), "Ada").await;
    let mut http = Http::new(server.address());
    for nonsense in [
        "",
        "{}",
        "[]",
        r#"{"mute":1}"#,
        r#"{"clear":false}"#,
        r#"{"slow_ms":-1}"#,
        r#"{"lock":true,"remove":1}"#,
        &format!(r#"{{"lock":true{}}}"#, " ".repeat(2_000)),
    ] {
        let answer = in_time(http.post(HAND, nonsense)).await.unwrap();
        assert_eq!(answer.status, 400, "{nonsense}");
        assert!(answer.body.contains("slow_ms"), "{answer:?}");
    }
    for nobody in [r#"{"mute":99,"on":true}"#, r#"{"remove":99}"#] {
        let answer = in_time(http.post(HAND, nobody)).await.unwrap();
        assert_eq!(answer.status, 404, "{answer:?}");
    }
    let elsewhere = "/rooms/nobody-here/hand";
    let answer = in_time(http.post(elsewhere, LOCK)).await.unwrap();
    assert_eq!(answer.status, 404, "no room is made for it");
    let answer = in_time(http.get(elsewhere)).await.unwrap();
    assert!(answer.body.contains(r#""locked":false"#), "{answer:?}");
}

#[tokio::test]
async fn what_is_in_force_is_told_to_all_and_obeyed_over_each_transport() {
    for transport in Transport::ALL {
        let server = server().await;
        let address = server.address();
        let mut ada = Client::join(address, "Ada").await;
        let route = || Route::new(address).by(transport);
        let mut bob = Client::join_by(route(), "Bob").await;
        let id = bob.id();
        hand(address, &json!({"mute": id, "on": true})).await;
        for client in [&mut ada, &mut bob] {
            client
                .until("the mute", |one| one.hand["muted"] == json!([id]))
                .await;
        }
        bob.say("boo").await;
        bob.until("the refusal", |bob| !bob.nacks.is_empty()).await;
        assert_eq!(bob.nacks[0]["code"], "muted", "{}", transport.name());
        hand(address, &json!({"mute": id, "on": false})).await;
        hand(address, &json!({"slow_ms": 60_000})).await;
        bob.say("one").await;
        bob.say("two").await;
        bob.until("the other refusal", |bob| bob.nacks.len() == 2)
            .await;
        let nack = &bob.nacks[1];
        assert_eq!(nack["code"], "slow", "{nack}");
        assert!(nack["retry_ms"].as_u64().unwrap() > 50_000, "{nack}");
        hand(address, &json!({"slow_ms": 0})).await;
        hand(address, &json!({"lock": true})).await;
        let mut eve = Client::knock(route(), &named("Eve")).await;
        let (code, words) = eve.until_closed().await.unwrap();
        assert_eq!(code, 4123, "{}", transport.name());
        assert!(words.contains("locked"), "{words}");
        bob.vanish();
        bob.come_back().await;
        bob.until("what is in force", |bob| bob.hand["locked"] == true)
            .await;
        bob.say("back").await;
        ada.until("the lines", |ada| ada.lines() == ["one", "back"])
            .await;
    }
}

#[tokio::test]
async fn the_lecturer_comes_into_a_locked_room_over_any_transport_and_nobody_else_does() {
    const DOOR: &str = "/rooms/class/door";
    let server = server().await;
    let address = server.address();
    let _ada = Client::join(address, "Ada").await;
    hand(address, &json!({"lock": true})).await;
    let wish = r#"{"name":"Prof"}"#;
    let mut http = Http::new(address);
    let proxied = in_time(http.ask("POST", DOOR, "Via: 1.1 proxy\r\n", wish)).await;
    assert_eq!(proxied.unwrap().status, 403);
    let nonsense = in_time(http.post(DOOR, "[]")).await.unwrap();
    assert_eq!(nonsense.status, 400, "{nonsense:?}");
    let nowhere = in_time(http.post("/rooms/nobody-here/door", wish)).await;
    assert_eq!(nowhere.unwrap().status, 404, "no room is made for it");
    for transport in Transport::ALL {
        let answer = in_time(http.post(DOOR, wish)).await.unwrap();
        let seat: Value = serde_json::from_str(&answer.body).unwrap();
        let hello = json!({"type": "hello", "name": "Prof", "session": seat["session"]});
        let route = Route::new(address).by(transport);
        let mut prof = Client::knock(route, &hello).await;
        prof.until("what is in force", |prof| prof.hand["locked"] == true)
            .await;
    }
}

#[tokio::test]
async fn whoever_is_removed_is_told_so_and_does_not_come_back_over_any_transport() {
    for transport in Transport::ALL {
        let server = server().await;
        let address = server.address();
        let mut ada = Client::join(address, "Ada").await;
        let route = || Route::new(address).by(transport);
        let mut eve = Client::join_by(route(), "Eve").await;
        ada.until("Eve", |ada| ada.people.len() == 2).await;
        hand(address, &json!({"remove": eve.id()})).await;
        let (code, words) = eve.until_closed().await.unwrap();
        assert_eq!(code, 4003, "{}", transport.name());
        assert!(words.contains("sent you away"), "{words}");
        ada.until("that she is gone", |ada| ada.people.len() == 1)
            .await;
        for other in Transport::ALL {
            let route = Route::new(address).by(other);
            let mut again = Client::knock(route, &named("Eve")).await;
            let (code, _) = again.until_closed().await.unwrap();
            assert_eq!(code, 4003, "{}", other.name());
        }
        Client::join_by(route(), "Bob").await;
    }
}

#[tokio::test]
async fn people_at_a_terminal_and_the_lectures_own_pages_obey_it_too() {
    let server = server().await;
    let address = server.address();
    let mut ada = Client::join(address, "Ada").await;
    let mut plain = open_plain(address, "/").await;
    plain.send(Message::text("one")).await.unwrap();
    ada.until("a line", |ada| ada.lines() == ["one"]).await;
    let guest = ada.events.values().next().unwrap()["from"]
        .as_u64()
        .unwrap();
    hand(address, &json!({"mute": guest, "on": true})).await;
    plain.send(Message::text("boo")).await.unwrap();
    hand(address, &json!({"lock": true})).await;
    let mut http = Http::new(address);
    let say = r#"{"type":"say","text":"let me in"}"#;
    let answer = in_time(http.post("/rooms/class/send", say)).await.unwrap();
    assert_eq!(frames(&answer)[0]["code"], "locked", "{answer:?}");
    let look = in_time(http.get("/rooms/class/poll")).await.unwrap();
    let look = frames(&look);
    assert_eq!(look[0]["type"], "close", "nobody looks into it: {look:?}");
    let mut late = open_plain(address, "/").await;
    let told = in_time(late.next()).await.unwrap().unwrap();
    let Message::Close(Some(frame)) = told else {
        panic!("{told:?}")
    };
    assert_eq!(u16::from(frame.code), 4123);
    ada.say("last").await;
    ada.until("the last", |ada| ada.lines() == ["one", "last"])
        .await;
    hand(address, &json!({"remove": guest})).await;
    let told = in_time(async {
        loop {
            if let Some(Ok(Message::Close(Some(frame)))) = plain.next().await {
                break frame;
            }
        }
    })
    .await;
    assert_eq!(u16::from(told.code), 4003);
}
