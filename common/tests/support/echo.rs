//! A server that says back what it hears, for the conformance suite.
//!
//! The suite wants an echo, and none of our demos is one. So this is the transport of the demos
//! with nothing above it: the same handshake, the same reader, the same outlet, the same farewell.
//! Only the room is missing. It can also be broken on purpose, to see that the suite notices.

use std::net::{Ipv4Addr, SocketAddr};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use common::clock::Clock;
use common::frame::Opcode;
use common::log::{Bounds, Dialect, Log, Reading};
use common::transport::websocket::ending::{answer_to, blame, linger};
use common::transport::websocket::outlet::WebSocketOutlet;
use common::transport::websocket::upgrade::{self, Opened};
use common::transport::{Delivery, Outlet};
use common::wire::Counted;
use futures_util::StreamExt;
use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::Message;

/// What an echo does wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// A ping stays without its pong.
    IgnoresPings,
    /// Text comes back as binary.
    ConfusesTextWithBinary,
    /// A fault of the peer is no reason to close.
    ForgivesEverything,
}

#[derive(Debug, Clone, Copy)]
struct Rules {
    clock: Clock,
    message_bytes: usize,
    flaw: Option<Flaw>,
}

/// Starts an echo on a free port. It ends with the test's runtime.
pub(crate) async fn start(message_bytes: usize, flaw: Option<Flaw>) -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .await
        .expect("loopback has a free port");
    let address = listener.local_addr().expect("a bound listener knows it");
    let rules = Rules {
        clock: Clock::start(),
        message_bytes,
        flaw,
    };
    tokio::spawn(accept(listener, rules));
    address
}

async fn accept(listener: TcpListener, rules: Rules) {
    let router = Router::new().route("/", get(open)).with_state(rules);
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(speak(stream, router.clone(), rules.clock));
    }
}

/// HTTP until the upgrade, served as in production.
async fn speak(stream: TcpStream, router: Router, clock: Clock) {
    // Small frames leave at once, as they do in production.
    stream.set_nodelay(true).unwrap_or_default();
    let service = TowerToHyperService::new(router);
    // How it ended is for the suite to judge.
    let _ = http1::Builder::new()
        .serve_connection(TokioIo::new(Counted::new(stream, clock)), service)
        .with_upgrades()
        .await;
}

async fn open(State(rules): State<Rules>, request: Request) -> Response {
    let Ok(handshake) = upgrade::accept(request, "echo") else {
        return StatusCode::UPGRADE_REQUIRED.into_response();
    };
    let (response, opening) = handshake.split(rules.message_bytes);
    tokio::spawn(async move {
        if let Ok(opened) = opening.await {
            echo(opened, rules.flaw).await;
        }
    });
    response
}

/// Where a demo mails its room, this answers. Everything else is what a demo's socket does.
async fn echo(opened: Opened, flaw: Option<Flaw>) {
    let Opened {
        mut incoming,
        stream,
        ..
    } = opened;
    let mut outlet = WebSocketOutlet::new(stream, Dialect::Rich);
    let farewell = loop {
        match incoming.next().await {
            Some(Ok(Message::Text(text))) => {
                let opcode = match flaw {
                    Some(Flaw::ConfusesTextWithBinary) => Opcode::Binary,
                    _ => Opcode::Text,
                };
                outlet.owe(opcode, text.as_bytes());
            }
            Some(Ok(Message::Binary(bytes))) => outlet.owe(Opcode::Binary, &bytes),
            Some(Ok(Message::Ping(_))) if flaw == Some(Flaw::IgnoresPings) => {}
            Some(Ok(Message::Ping(payload))) => outlet.pong(&payload),
            Some(Ok(Message::Close(frame))) => break Some(answer_to(frame)),
            Some(Ok(_)) => {}
            Some(Err(_)) if flaw == Some(Flaw::ForgivesEverything) => {
                outlet.owe(Opcode::Text, b"never mind");
                deliver(&mut outlet).await;
                break None;
            }
            Some(Err(error)) => break blame(&error),
            None => break None,
        }
        deliver(&mut outlet).await;
    };
    if let Some((code, reason)) = farewell {
        outlet.close(code, &reason);
        deliver(&mut outlet).await;
    }
    // First our end of the connection, then theirs.
    drop(outlet);
    linger(&mut incoming).await;
}

/// Sends everything that is owed. The log of this room is empty for ever.
async fn deliver(outlet: &mut WebSocketOutlet) {
    let (log, mut cursor) = (Log::new(0, Bounds::default()), 0);
    while let Delivery::Blocked { .. } = deliver_now(outlet, &log, &mut cursor) {
        outlet.writable().await;
    }
}

fn deliver_now(outlet: &mut WebSocketOutlet, log: &Log, cursor: &mut u64) -> Delivery {
    outlet.deliver(&Reading::of(log, 0), cursor)
}
