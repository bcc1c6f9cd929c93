//! The polls: HTTP as it was meant, where the client asks and the server answers.
//!
//! HTTP forgets who asked, so each question names its connection and the place in the log after
//! which it wants to hear. There is no difference between a poll and a long poll but how long the
//! answer may take: at once, or not before there is something to say.
//!
//! * open: the first question is the `hello`;
//! * receive: [`outlet`] is what the room answers through;
//! * send: by POST, see [`super::send`];
//! * close: a `close` frame in the answer; or the client asks no more, and its lease runs out.

use std::sync::Arc;

use axum::extract::{Extension, Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use hyper::body::Bytes;
use tokio::sync::oneshot;
use tracing::info;

use crate::demo::Demo;
use crate::knob::{Carrier, Knob};
use crate::limits;
use crate::registry::Role;
use crate::room::handle::{RoomEnded, RoomHandle};
use crate::room::mail::{Mail, Opened};
use crate::room::polls::Has;
use crate::server::App;
use crate::server::http::Visitor;
use crate::server::refusal::Refusal;
use crate::transport::asking::Asking;
use crate::transport::{ConnectionKey, Heard, Outlet, http};
use outlet::{Asks, PollOutlet, TooOften};

pub use outlet::Question;

pub mod outlet;

/// `GET /rooms/{room}/poll`.
pub(crate) async fn poll<D: Demo>(
    State(app): State<Arc<App<D>>>,
    Path(name): Path<String>,
    asking: Asking,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
) -> Response {
    let carrier = match asking.wait {
        Some(_) => Carrier::LongPoll,
        None => Carrier::Poll,
    };
    let notice = Knob::notice(asking.every.unwrap_or(0));
    app.knob.pass(carrier, notice).await;
    let wait = asking.wait.unwrap_or(0).min(limits::HOLD_S) * 1000;
    let until = app.clock.ms() + wait;
    let (after, seen) = (asking.after.clone(), asking.seen);
    let (room, key) = match asking.connection {
        Some(key) => {
            let Some(room) = app.directory.find(&name) else {
                return http::gone(&app, "There is no such connection any more.");
            };
            if let Some(tap) = app.wire.find(key) {
                visitor.belongs_to(&tap);
            }
            (room, key)
        }
        None => match begin(&app, &name, carrier, &visitor, asking, &headers).await {
            Ok(begun) => begun,
            Err(refused) => return refused,
        },
    };
    let answer = ask(&room, key, Has { after, seen }, until).await;
    app.knob.pass(carrier, notice).await;
    match answer {
        Ok(Ok(lines)) => http::frames(lines),
        Ok(Err(TooOften { retry_ms })) => http::too_often(retry_ms),
        Err(_) => http::gone(&app, "There is no such connection any more."),
    }
}

/// Begins a connection with its first question. Whoever names neither a name nor a session is nobody:
/// they may look once, and no person appears.
async fn begin<D: Demo>(
    app: &App<D>,
    name: &str,
    carrier: Carrier,
    visitor: &Visitor,
    asking: Asking,
    headers: &HeaderMap,
) -> Result<(RoomHandle<D::Command>, ConnectionKey), Response> {
    if app.knob.refuses(carrier) {
        return Err(http::refused(carrier));
    }
    let joining = app.join().await.map_err(Refusal::into_response)?;
    let room = app.directory.room(name).map_err(|no| http::no_room(&no))?;
    // The request has a place already, but this connection stays when the request is over.
    let pass = app.place(visitor).map_err(Refusal::into_response)?;
    let (asks, role) = match (asking.is_somebody(), asking.wait, asking.every) {
        (false, _, _) => (Asks::Once, Role::Onlooker),
        (true, Some(_), _) => (Asks::LongPolling, Role::Member),
        (true, None, every) => (Asks::polling(every), Role::Member),
    };
    let key = ConnectionKey::new(app.next_connection());
    let heard = Heard::default();
    heard.note(app.clock.ms());
    let outlet = PollOutlet::new(asks, heard.clone()).admitted(pass);
    let tap = app.wire.open(key, outlet.carrier());
    visitor.belongs_to(&tap);
    let opened = Mail::Opened(Opened {
        key,
        outlet: Box::new(outlet.counted(tap)),
        heard,
        role,
        address: visitor.peer.ip(),
    });
    let ended = |_| http::gone(app, "The room has ended.");
    room.mail(opened).await.map_err(ended)?;
    if asks != Asks::Once {
        info!(connection = key.id.0, ?asks, "open, polls");
        let hello = Mail::Said {
            connection: key.id,
            envelope: asking.hello(headers),
        };
        room.mail(hello).await.map_err(ended)?;
    }
    drop(joining);
    Ok((room, key))
}

/// Puts the question to the room and waits for the answer.
async fn ask<C>(
    room: &RoomHandle<C>,
    key: ConnectionKey,
    has: Has,
    until: u64,
) -> Result<Result<Bytes, TooOften>, RoomEnded> {
    let (reply, answer) = oneshot::channel();
    let question = Question { reply, until };
    let asked = Mail::Asked { key, has, question };
    room.mail(asked).await?;
    answer.await.map_err(|_| RoomEnded)
}
