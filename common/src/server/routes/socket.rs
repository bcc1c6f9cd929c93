//! A WebSocket is asked for: who may have one, in which room, and what becomes of the connection until its
//! own task takes over. It must never know what is said on the socket.

use std::sync::Arc;

use axum::extract::{Path, Query, Request, State};
use axum::http::header::{HOST, SEC_WEBSOCKET_VERSION};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use tracing::info;

use super::{Room, check, is_secure};
use crate::demo::Demo;
use crate::knob::Carrier;
use crate::limits;
use crate::protocol;
use crate::server::App;
use crate::server::http::Visitor;
use crate::transport::websocket::connection::{Seated, Visit};
use crate::transport::websocket::ending;
use crate::transport::websocket::guard::Guard;
use crate::transport::websocket::upgrade;
use crate::transport::{ConnectionKey, code, http};

/// A socket in the room that the query names.
pub(super) async fn of_query<D: Demo>(
    State(app): State<Arc<App<D>>>,
    Query(Room { room }): Query<Room>,
    request: Request,
) -> Response {
    open(&app, &room, request).await
}

/// A socket in the room that the path names.
pub(super) async fn of_path<D: Demo>(
    State(app): State<Arc<App<D>>>,
    Path(room): Path<String>,
    request: Request,
) -> Response {
    open(&app, &room, request).await
}

/// Answers the handshake and leaves the socket to a task of its own.
pub(super) async fn open<D: Demo>(app: &Arc<App<D>>, name: &str, request: Request) -> Response {
    let Some(visitor) = request.extensions().get::<Visitor>().cloned() else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    if let Err(refused) = check(name) {
        return refused;
    }
    let origin = origin_of(request.headers());
    let handshake = match upgrade::accept(request, protocol::SUBPROTOCOL) {
        Ok(handshake) => handshake,
        Err(problem) => {
            let version = [(SEC_WEBSOCKET_VERSION, "13")];
            let text = format!("This address speaks WebSocket: {problem}.\n");
            return (StatusCode::UPGRADE_REQUIRED, version, text).into_response();
        }
    };
    if app.knob.refuses(Carrier::Websocket) {
        return http::refused(Carrier::Websocket);
    }
    let joining = match app.join().await {
        Ok(joining) => joining,
        Err(refusal) => return refusal.into_response(),
    };
    // Only now, so that a request that is no handshake makes no room.
    let room = app.directory.room(name);
    let key = ConnectionKey::new(app.next_connection());
    let id = key.id;
    let plain_origin = (!handshake.offered).then(|| origin.into());
    let dialect = if handshake.offered { "ours" } else { "plain" };
    info!(connection = id.0, room = name, dialect, peer = %visitor.peer, "open");
    // A client of the plain dialect is never told its key, so nobody could watch it.
    if plain_origin.is_none() {
        visitor.belongs_to(&app.wire.open(key, Some(Carrier::Websocket)));
    }
    let visit = Visit {
        key,
        plain_origin,
        address: visitor.peer.ip(),
    };
    let guard = app.is_paced.then(|| Guard::new(Arc::clone(&app.counts)));
    let (response, opening) = handshake.split(limits::MESSAGE_BYTES);
    let (knob, tasks) = (Arc::clone(&app.knob), app.tasks.clone());
    app.tasks.spawn(async move {
        let mut opened = match opening.await {
            Ok(opened) => opened,
            Err(error) => return info!(connection = id.0, %error, "upgrade failed"),
        };
        drop(joining);
        opened.incoming.watch(guard);
        let room = match room {
            Ok(room) => room,
            Err(no) => return ending::turn_away(opened, code::TOO_MANY, &no.to_string()).await,
        };
        if let Some(mut seated) = Seated::<D>::take(opened, visit, room, knob).await {
            // A fresh task, so that the memory of the handshake is freed while the socket lives on.
            tasks.spawn(async move {
                seated.serve().await;
                Box::pin(seated.linger()).await;
            });
        }
    });
    response
}

/// How somebody reaches this server: scheme, host and port, as in `http://192.168.1.5:8080`.
fn origin_of(request: &HeaderMap) -> String {
    let scheme = if is_secure(request) { "https" } else { "http" };
    let host = request.get(HOST).and_then(|host| host.to_str().ok());
    format!("{scheme}://{}", host.unwrap_or_default())
}
