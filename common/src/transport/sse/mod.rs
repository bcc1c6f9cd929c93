//! Server-sent events: one answer that does not end (HTML, section 9.2).
//!
//! * open: a request whose address is the `hello`; a browser's own `EventSource` comes back by itself
//!   and says in `Last-Event-ID` what it has;
//! * receive: `outlet` is what the room writes through, `stream` carries it into the answer;
//! * send: by POST, see [`super::send`];
//! * close: a `close` frame and the end of the answer; or the client hangs up, and the stream is dropped.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Extension, Path, State};
use axum::http::HeaderMap;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use tokio::sync::mpsc;
use tracing::info;

use crate::demo::Demo;
use crate::knob::{Carrier, NOTICE};
use crate::registry::Role;
use crate::room::mail::{Mail, Opened};
use crate::server::App;
use crate::server::http::Visitor;
use crate::transport::asking::Asking;
use crate::transport::{ConnectionKey, Heard, Outlet, http};
use outlet::SseOutlet;
use stream::EventStream;

pub(crate) mod outlet;
mod stream;

/// Pieces that may wait for the socket of one client, beside what the system holds for it.
const PIECES: usize = 2;

/// `GET /rooms/{room}/events`.
pub(crate) async fn events<D: Demo>(
    State(app): State<Arc<App<D>>>,
    Path(name): Path<String>,
    asking: Asking,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
) -> Response {
    if app.knob.refuses(Carrier::Sse) {
        return http::refused(Carrier::Sse);
    }
    app.knob.pass(Carrier::Sse, NOTICE).await;
    let joining = match app.join().await {
        Ok(joining) => joining,
        Err(refusal) => return refusal.into_response(),
    };
    let room = match app.directory.room(&name) {
        Ok(room) => room,
        Err(problem) => return http::no_room(&problem),
    };
    let key = ConnectionKey::new(app.next_connection());
    let (pieces, stream) = mpsc::channel(PIECES);
    let role = if asking.is_somebody() {
        Role::Member
    } else {
        Role::Guest
    };
    info!(connection = key.id.0, room = name, "open, events");
    let outlet = SseOutlet::new(pieces);
    let tap = app.wire.open(key, outlet.carrier());
    visitor.belongs_to(&tap);
    let opened = Opened {
        key,
        outlet: Box::new(outlet.counted(tap)),
        heard: Heard::default(),
        role,
        address: visitor.peer.ip(),
    };
    let Ok(seat) = room.seat(opened).await else {
        return http::gone(&app, "The room has ended.");
    };
    let hello = Mail::Said {
        connection: key.id,
        envelope: asking.hello(&headers),
    };
    let Ok(place) = seat.place().await else {
        return http::gone(&app, "The room has ended.");
    };
    place.send(hello);
    drop(joining);
    let knob = Arc::clone(&app.knob);
    let headers = [
        (CONTENT_TYPE, "text/event-stream"),
        (CACHE_CONTROL, "no-store"),
    ];
    let stream = EventStream::new(stream, knob, seat, visitor.meter);
    (headers, Body::new(stream)).into_response()
}
