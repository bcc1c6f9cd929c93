//! What the server says of itself to those who look after it, and that it says it to nobody else.

#![allow(clippy::unwrap_used, reason = "a test may")]

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use basic_chat::BasicChat;
use common::Options;
use testkit::http::{Http, request};
use testkit::{Client, PATIENCE, Route, TestServer, Transport};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::{sleep, timeout};
use tokio_tungstenite::client_async;

#[tokio::test]
async fn metrics_say_what_has_happened_and_how_it_stands() {
    let server = TestServer::start(|| BasicChat::new(0.0)).await;
    let mut clients = Vec::new();
    for transport in Transport::ALL {
        let route = Route::new(server.address()).by(transport);
        clients.push(Client::join_by(route, transport.name()).await);
    }
    for text in ["one", "two", "three"] {
        let n = clients[0].say(text).await;
        clients[0]
            .until("the ack", |ada| ada.acks.contains_key(&n))
            .await;
    }
    clients[0].send_text("{").await;
    clients[0]
        .until("the refusal", |ada| !ada.nacks.is_empty())
        .await;
    let metrics = scrape(server.address()).await;
    for transport in Transport::ALL {
        let name = format!(
            r#"connections{{room="class",transport="{}"}}"#,
            transport.name()
        );
        assert_eq!(metrics[&name], 1.0, "{name}");
    }
    assert_eq!(metrics[r#"people{room="class"}"#], 4.0);
    assert!(metrics[r#"log_head{room="class"}"#] >= 3.0);
    assert!(metrics[r#"slowest_lag{room="class"}"#] <= metrics[r#"log_head{room="class"}"#]);
    assert_eq!(metrics["rooms"], 1.0);
    assert_eq!(metrics[r#"log_ancestors{room="class"}"#], 0.0);
    assert_eq!(metrics[r#"storage_trouble{room="class"}"#], 0.0);
    assert_eq!(metrics["snapshots_total"], 4.0);
    assert_eq!(metrics["skips_total"], 0.0);
    assert_eq!(metrics[r#"refused_total{reason="unreadable"}"#], 1.0);
    assert!(metrics["accepted_total"] >= 4.0);
    assert!(metrics["places"] >= 4.0);
    assert!(metrics["written_bytes_total"] > metrics["writes_total"]);
    let turns = metrics["turn_seconds_count"];
    assert!(turns > 0.0);
    assert_eq!(metrics[r#"turn_seconds_bucket{le="+Inf"}"#], turns);
    server.stop().await;
}

#[tokio::test]
async fn only_the_person_at_the_server_reads_the_metrics() {
    let server = TestServer::start(|| BasicChat::new(0.0)).await;
    let mut http = Http::new(server.address());
    let passed_on = "X-Forwarded-For: 192.168.1.7\r\n";
    let answer = http.ask("GET", "/metrics", passed_on, "").await.unwrap();
    assert_eq!(answer.status, 403);
    // A connection of loopback under the name of the network is a proxy's, too.
    let mut asker = TcpStream::connect(server.address()).await.unwrap();
    let request = "GET /metrics HTTP/1.1\r\nHost: 192.168.1.5\r\nConnection: close\r\n\r\n";
    asker.write_all(request.as_bytes()).await.unwrap();
    let answer = rest(asker).await;
    assert!(answer.starts_with("HTTP/1.1 403 "), "{answer}");
    server.stop().await;
}

#[tokio::test]
async fn a_browser_that_has_got_its_page_and_asks_for_nothing_more_is_no_refusal() {
    let server = TestServer::start(|| BasicChat::new(0.0)).await;
    let address = server.address();
    let mut idle = TcpStream::connect(address).await.unwrap();
    let asked = request(address, "GET", "/healthz", "", "");
    idle.write_all(asked.as_bytes()).await.unwrap();
    let answers = rest(idle).await;
    assert_eq!(answers.matches("HTTP/1.1").count(), 1, "{answers}");
    let metrics = scrape(address).await;
    assert_eq!(metrics[r#"refused_total{reason="head"}"#], 0.0);
    server.stop().await;
}

#[tokio::test]
async fn a_server_that_stops_is_not_well() {
    let mut server = TestServer::start(|| BasicChat::new(0.0)).await;
    let mut http = Http::new(server.address());
    let answer = http.get("/healthz").await.unwrap();
    assert_eq!((answer.status, answer.body.as_str()), (200, "ok\n"));
    // Somebody who is in the middle of asking when it begins to stop.
    let mut late = TcpStream::connect(server.address()).await.unwrap();
    let request = request(server.address(), "GET", "/healthz", "", "");
    let (begin, end) = request.as_bytes().split_at(10);
    late.write_all(begin).await.unwrap();
    // On loopback and one thread, what was written before a look was read before its answer.
    scrape(server.address()).await;
    server.begin_stop();
    late.write_all(end).await.unwrap();
    let answer = rest(late).await;
    assert!(answer.starts_with("HTTP/1.1 503 "), "{answer}");
    server.stop().await;
}

#[cfg_attr(
    not(target_os = "linux"),
    ignore = "elsewhere the system cannot be told when"
)]
#[tokio::test]
async fn whoever_takes_nothing_until_the_system_gives_up_is_counted_once() {
    // More than their window takes and less than the socket; and so much that the socket is full, and the rest is
    // still owed when the system gives up.
    let little = (Duration::from_millis(500), 20, 200);
    let much = (Duration::from_secs(3), 400, 480);
    let cases = [little, much].map(|amount| ["websocket", "sse"].map(|way| (way, amount)));
    for (transport, (unacknowledged, lines, length)) in cases.into_iter().flatten() {
        let options = Options {
            port: 0,
            unacknowledged,
            ..Options::default()
        };
        let server = TestServer::start_with(options, || BasicChat::new(0.0)).await;
        let address = server.address();
        let mut ada = Client::join_by(Route::new(address).by(Transport::LongPoll), "Ada").await;
        let stream = narrow(address).await;
        // They are held and not read any more.
        let (_socket, _stream) = match transport {
            "websocket" => (
                Some(client_async(format!("ws://{address}/"), stream).await),
                None,
            ),
            _ => (None, Some(events(stream, address).await)),
        };
        ada.until("the other", |ada| ada.count == 2).await;
        for said in 1..=lines {
            ada.say(&"x".repeat(length)).await;
            if said % 20 == 0 {
                ada.until("her lines", |ada| ada.lines().len() == said)
                    .await;
            }
        }
        let metrics = until(address, |metrics| {
            let name = format!(r#"connections{{room="class",transport="{transport}"}}"#);
            !metrics.contains_key(&name)
        });
        let metrics = metrics.await;
        let lost = metrics
            .iter()
            .filter(|(name, _)| name.starts_with("lost_total"));
        assert_eq!(
            lost.map(|(_, count)| count).sum::<f64>(),
            1.0,
            "{transport}"
        );
        assert_eq!(metrics[r#"lost_total{why="broken"}"#], 1.0, "{transport}");
        server.stop().await;
    }
}

/// A connection that takes next to nothing unless it is read.
async fn narrow(address: SocketAddr) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(1).unwrap();
    socket.connect(address).await.unwrap()
}

/// Asks for the events of a room.
async fn events(mut stream: TcpStream, address: SocketAddr) -> TcpStream {
    let asked = request(address, "GET", "/rooms/class/events?name=Bob", "", "");
    stream.write_all(asked.as_bytes()).await.unwrap();
    stream
}

/// Looks until it is as wanted.
async fn until(
    address: SocketAddr,
    is_so: impl Fn(&BTreeMap<String, f64>) -> bool,
) -> BTreeMap<String, f64> {
    let looking = async {
        loop {
            let metrics = scrape(address).await;
            if is_so(&metrics) {
                return metrics;
            }
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(PATIENCE, looking).await.expect("it comes to that")
}

/// All samples, by name and labels.
async fn scrape(address: SocketAddr) -> BTreeMap<String, f64> {
    let answer = Http::new(address).get("/metrics").await.unwrap();
    assert_eq!(answer.status, 200);
    assert!(answer.body.ends_with("# EOF\n"), "{}", answer.body);
    let lines = answer.body.lines().filter(|line| !line.starts_with('#'));
    let samples = lines.map(|line| line.rsplit_once(' ').unwrap());
    samples
        .map(|(name, value)| (name.strip_prefix("live_").unwrap(), value))
        .map(|(name, value)| (name.to_owned(), value.parse().unwrap()))
        .collect()
}

/// Everything until the other side closes.
async fn rest(mut stream: TcpStream) -> String {
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}
