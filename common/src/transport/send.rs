//! Sending for those who listen over HTTP: a POST with frames, one a line, answered with their
//! answers.
//!
//! The frames of one POST are taken in their order. Two POSTs may overtake each other, so a client
//! sends the next one when the last one is answered. Whoever names no connection is a guest, one for
//! each address, and hears nothing but the answers: for people at a terminal.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Extension, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use futures_util::stream::StreamExt;
use serde::de::DeserializeOwned;
use tokio::sync::oneshot;
use tokio::time::timeout;

use crate::counts::Reason;
use crate::demo::Demo;
use crate::knob::{Carrier, NOTICE};
use crate::limits;
use crate::log::Reading;
use crate::protocol::{self, Envelope, Unreadable};
use crate::room::handle::RoomHandle;
use crate::room::mail::Mail;
use crate::room::posts::{By, Post};
use crate::server::App;
use crate::server::http::Visitor;
use crate::transport::asking::Asking;
use crate::transport::{ConnectionKey, Delivery, Outlet, Writable, http};
use crate::wire::Tap;

/// `POST /rooms/{room}/send`.
pub(crate) async fn send<D: Demo>(
    State(app): State<Arc<App<D>>>,
    Path(name): Path<String>,
    asking: Asking,
    Extension(visitor): Extension<Visitor>,
    body: Body,
) -> Response {
    let room = match asking.connection {
        None => app.directory.room(&name).map_err(|no| http::no_room(&no)),
        Some(_) => app
            .directory
            .find(&name)
            .ok_or_else(|| http::gone(&app, "There is no such connection any more.")),
    };
    let room = match room {
        Ok(room) => room,
        Err(refused) => return refused,
    };
    // Before the body is read, so that a refusal is told as well.
    let tap = asking.connection.and_then(|key| app.wire.find(key));
    if let Some(tap) = &tap {
        visitor.belongs_to(tap);
    }
    let bytes = match read(body).await {
        Ok(bytes) => bytes,
        Err(refused) => {
            app.counts.refused(Reason::Body);
            return refused;
        }
    };
    if let Some(pace) = &visitor.pace {
        pace.body(bytes.len()).await;
    }
    let frames = parse_lines(&bytes, tap.as_deref(), &room);
    if frames.len() > limits::OUTBOX {
        app.counts.refused(Reason::Body);
        let problem = format!("At most {} frames in one POST.\n", limits::OUTBOX);
        return (StatusCode::PAYLOAD_TOO_LARGE, problem).into_response();
    }
    let carrier = tap.as_deref().and_then(Tap::carrier);
    pass(&app, carrier).await;
    let by = match asking.connection {
        Some(key) => By::Connection(key),
        None => By::Guest {
            address: visitor.peer.ip(),
            key: ConnectionKey::new(app.next_connection()),
        },
    };
    // Only now, since what the lecturer makes slow has not come before.
    let receive = |frame: Result<Envelope<_>, _>| {
        frame.map(|envelope| envelope.received(|| app.clock.precise()))
    };
    let frames = frames.into_iter().map(receive).collect();
    let (reply, answers) = oneshot::channel();
    let post = Post { by, frames, reply };
    let answer = match room.mail(Mail::Posted(post)).await {
        Ok(()) => answers.await.map_or_else(
            |_| http::gone(&app, "There is no such connection any more."),
            http::frames,
        ),
        Err(_) => http::gone(&app, "The room has ended."),
    };
    pass(&app, carrier).await;
    answer
}

/// What is sent goes by the same network as what is heard.
async fn pass<D: Demo>(app: &App<D>, carrier: Option<Carrier>) {
    if let Some(carrier) = carrier {
        app.knob.pass(carrier, NOTICE).await;
    }
}

/// Reads a body that is whole, and neither too long nor too slow.
async fn read(body: Body) -> Result<Vec<u8>, Response> {
    let late = |_| {
        let problem = "The body of this POST did not come within 5 s.\n";
        (StatusCode::REQUEST_TIMEOUT, problem).into_response()
    };
    let collected = timeout(limits::HANDSHAKE, collect(body)).await;
    collected.map_err(late)?
}

async fn collect(body: Body) -> Result<Vec<u8>, Response> {
    let (mut chunks, mut bytes) = (body.into_data_stream(), Vec::new());
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| {
            let problem = "The body of this POST broke off in the middle.\n";
            (StatusCode::BAD_REQUEST, problem).into_response()
        })?;
        if bytes.len() + chunk.len() > limits::POST_BYTES {
            let problem = format!("At most {} bytes in one POST.\n", limits::POST_BYTES);
            return Err((StatusCode::PAYLOAD_TOO_LARGE, problem).into_response());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// One frame a line. A line that cannot be read does not keep the others from being read.
fn parse_lines<C: DeserializeOwned>(
    body: &[u8],
    tap: Option<&Tap>,
    room: &RoomHandle<C>,
) -> Vec<Result<Envelope<C>, Unreadable>> {
    let lines = body.split(|byte| *byte == b'\n');
    let lines = lines
        .map(<[u8]>::trim_ascii)
        .filter(|line| !line.is_empty());
    let parse = |line: &[u8]| {
        let parsed = parse_line(line, room);
        if let Some(tap) = tap.filter(|_| protocol::number_of(&parsed).is_some()) {
            tap.useful(line.len() as u64);
        }
        parsed
    };
    lines.map(parse).collect()
}

fn parse_line<C: DeserializeOwned>(
    line: &[u8],
    room: &RoomHandle<C>,
) -> Result<Envelope<C>, Unreadable> {
    let refuse = |code, message| {
        let n = None;
        Err(Unreadable { n, code, message })
    };
    if line.len() > limits::MESSAGE_BYTES {
        let (size, most) = (line.len(), limits::MESSAGE_BYTES);
        let message = format!("A frame of {size} bytes; at most {most} are taken.");
        return refuse("too_big", message);
    }
    match std::str::from_utf8(line) {
        Ok(text) => protocol::parse(text).map(|envelope| envelope.said(room.rich(text))),
        Err(_) => refuse("json", "This is not UTF-8.".to_owned()),
    }
}

/// The way out to somebody who only sends: there is none.
#[derive(Debug, Default)]
pub(crate) struct NoOutlet {
    is_closed: bool,
}

impl Outlet for NoOutlet {
    fn carrier(&self) -> Option<Carrier> {
        None
    }

    fn tell(&mut self, _frame: &str) {}

    fn answer(&mut self, _frame: &str) {}

    fn deliver(&mut self, log: &Reading<'_>, cursor: &mut u64) -> Delivery {
        *cursor = log.head();
        Delivery::Done
    }

    /// Nobody hears a farewell, so nobody is waited for.
    fn turn_ends(&mut self, _now: u64) -> bool {
        self.is_closed
    }

    fn patience(&self) -> Option<u64> {
        Some(limits::LEASE_MS.1)
    }

    fn ping(&mut self, _frame: &str) {}

    fn pong(&mut self, _payload: &[u8]) {}

    fn close(&mut self, _code: u16, _reason: &str) {
        self.is_closed = true;
    }

    fn writable(&self) -> Writable {
        Box::pin(std::future::ready(()))
    }

    fn abort(&mut self) {}
}

#[cfg(test)]
mod tests {
    use std::io;

    use futures_util::stream;

    use super::*;

    async fn status(chunks: Vec<io::Result<Vec<u8>>>) -> Option<StatusCode> {
        let body = Body::from_stream(stream::iter(chunks));
        let refused = read(body).await.err();
        refused.map(|refused| refused.status())
    }

    #[tokio::test]
    async fn a_body_that_breaks_off_is_not_called_too_long() {
        let broken = || Err(io::ErrorKind::UnexpectedEof.into());
        let most = vec![b' '; limits::POST_BYTES];
        assert_eq!(status(vec![Ok(most.clone())]).await, None);
        let too_long = Some(StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(status(vec![Ok(most), Ok(vec![b' '])]).await, too_long);
        let cut_off = Some(StatusCode::BAD_REQUEST);
        assert_eq!(status(vec![Ok(vec![b'{']), broken()]).await, cut_off);
    }
}
