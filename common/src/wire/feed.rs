//! The feed: tells a page what passes the sockets of the connections whose keys it knows.
//!
//! `GET /rooms/{room}/wire`, a WebSocket of its own. The page says `{"watch":[key, …]}`, which takes
//! the place of what it said before; the server says arrays of records. The feed belongs to no
//! connection, so what passes its own socket is never told.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Extension, Path, Request, State};
use axum::http::StatusCode;
use axum::http::header::SEC_WEBSOCKET_VERSION;
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use serde::Deserialize;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep, sleep_until, timeout};
use tokio_tungstenite::tungstenite::Message;
use tokio_util::sync::CancellationToken;
use tracing::debug;

use crate::clock::Clock;
use crate::counts::Reason;
use crate::demo::Demo;
use crate::frame::{self, Opcode};
use crate::limits;
use crate::room::directory;
use crate::server::App;
use crate::server::http::Visitor;
use crate::server::refusal::Refusal;
use crate::transport::websocket::ending::{blame, linger};
use crate::transport::websocket::guard::Guard;
use crate::transport::websocket::socket::Socket;
use crate::transport::websocket::upgrade::{self, Opened};
use crate::transport::{ConnectionKey, Heard, code, http};
use crate::wire::book::{Book, Watch};
use crate::wire::counted::Counted;

/// The WebSocket subprotocol of the feed.
const SUBPROTOCOL: &str = "websockets-notes.wire.v1";
/// Where one message ends, in bytes: behind the record that reaches it.
const BATCH: usize = 64 * 1024;

/// `GET /rooms/{room}/wire`.
pub(crate) async fn open<D: Demo>(
    State(app): State<Arc<App<D>>>,
    Path(name): Path<String>,
    Extension(visitor): Extension<Visitor>,
    request: Request,
) -> Response {
    if let Err(problem) = directory::check(&name) {
        return http::no_room(&problem);
    }
    let handshake = match upgrade::accept(request, SUBPROTOCOL) {
        Ok(handshake) if handshake.offered => handshake,
        _ => {
            let version = [(SEC_WEBSOCKET_VERSION, "13")];
            let text = format!("This address speaks WebSocket, subprotocol {SUBPROTOCOL}.\n");
            return (StatusCode::UPGRADE_REQUIRED, version, text).into_response();
        }
    };
    let Ok(pass) = app.watchers.admit(app.houses.of(visitor.peer.ip())) else {
        app.counts.refused(Reason::Watchers);
        return Refusal::Watchers.into_response();
    };
    let guard = app.is_paced.then(|| Guard::new(Arc::clone(&app.counts)));
    let (response, opening) = handshake.split(limits::WATCH_BYTES);
    let (book, clock, stop) = (Arc::clone(&app.wire), app.clock, app.stop.clone());
    app.tasks.spawn(async move {
        match opening.await {
            Ok(mut opened) => {
                opened.incoming.watch(guard);
                serve(opened, &book, clock, stop).await;
            }
            Err(error) => debug!(%error, "feed: upgrade failed"),
        }
        drop(pass);
    });
    response
}

/// What a page says.
#[derive(Deserialize)]
struct Wish {
    watch: Vec<String>,
}

async fn serve(opened: Opened, book: &Arc<Book>, clock: Clock, stop: CancellationToken) {
    let Opened {
        mut incoming,
        stream,
        heard,
    } = opened;
    let mut watch = Watch::of(book);
    let mut ping = interval(Duration::from_millis(limits::PING_EVERY_MS));
    ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut stopping = false;
    // The last that is told are the farewells, which come a little later than the stop.
    let mut until = Instant::now();
    let mut out = Vec::new();
    let ending = loop {
        tokio::select! {
            message = incoming.next() => match message {
                Some(Ok(Message::Text(text))) => match serde_json::from_str::<Wish>(&text) {
                    Ok(wish) => watch.replace(&keys(&wish)),
                    Err(_) => break farewell(code::INVALID_DATA, "say {\"watch\":[…]}"),
                },
                Some(Ok(Message::Ping(payload))) => frame::append(Opcode::Pong, &payload, &mut out),
                Some(Ok(Message::Pong(_))) => {}
                Some(Ok(Message::Close(_))) => break farewell(code::NORMAL, ""),
                Some(Ok(_)) => break farewell(code::INVALID_DATA, "text is spoken here"),
                Some(Err(error)) => break blame(&error),
                None => break None,
            },
            records = watch.next() => append(&records, &mut out),
            _ = ping.tick() => {
                if is_silent(&heard, clock) {
                    break None;
                }
                frame::append(Opcode::Ping, b"", &mut out);
            }
            () = stop.cancelled(), if !stopping => {
                stopping = true;
                until = Instant::now() + Duration::from_millis(limits::CLOSE_MS);
            }
            () = sleep_until(until), if stopping => {
                break farewell(code::GOING_AWAY, "the server is stopping");
            }
        }
        let written = tokio::select! {
            written = write(&stream, &mut out) => written,
            // Whoever does not read does not hold the end up.
            () = too_late(&stop, stopping) => break None,
        };
        if written.is_err() {
            break None;
        }
        if stopping && watch.is_over() {
            until = Instant::now();
        }
    };
    if let Some((code, reason)) = ending {
        append(&watch.rest(), &mut out);
        frame::append_close(code, &reason, &mut out);
        // If it does not take the farewell, the end says it all.
        let _ = write(&stream, &mut out).await;
    }
    drop(watch);
    stream.finish();
    drop(stream);
    linger(&mut incoming).await;
}

/// Resolves when the server has been stopping for long enough, unless that is known already.
async fn too_late(stop: &CancellationToken, is_known: bool) {
    if !is_known {
        stop.cancelled().await;
    }
    sleep(Duration::from_millis(limits::CLOSE_MS)).await;
}

fn farewell(code: u16, reason: &str) -> Option<(u16, String)> {
    Some((code, reason.to_owned()))
}

fn keys(wish: &Wish) -> Vec<ConnectionKey> {
    let keys = wish.watch.iter().filter_map(|key| key.parse().ok());
    keys.take(limits::WATCHED).collect()
}

fn is_silent(heard: &Heard, clock: Clock) -> bool {
    clock.ms().saturating_sub(heard.last()) > limits::SILENCE_MS
}

/// Puts records into as many messages as they need.
fn append(records: &[Arc<str>], out: &mut Vec<u8>) {
    let mut array = String::new();
    for record in records {
        array.push(if array.is_empty() { '[' } else { ',' });
        array.push_str(record);
        if array.len() >= BATCH {
            array.push(']');
            frame::append(Opcode::Text, array.as_bytes(), out);
            array.clear();
        }
    }
    if !array.is_empty() {
        array.push(']');
        frame::append(Opcode::Text, array.as_bytes(), out);
    }
}

/// Writes everything, as long as the other side takes something now and then.
async fn write(stream: &Counted, out: &mut Vec<u8>) -> io::Result<()> {
    let patience = Duration::from_millis(limits::NO_PROGRESS_MS);
    let mut sent = 0;
    while sent < out.len() {
        match stream.try_write([&out[sent..], &[], &[]]) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(count) => sent += count,
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                let writable = timeout(patience, stream.writable()).await;
                writable.map_err(|_| io::ErrorKind::TimedOut)?;
            }
            Err(error) => return Err(error),
        }
    }
    out.clear();
    out.shrink_to(BATCH);
    Ok(())
}
