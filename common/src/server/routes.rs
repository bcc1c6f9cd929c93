//! Which path leads where.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, Query, Request, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HOST, SEC_WEBSOCKET_VERSION, UPGRADE};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::{Deserialize, Serialize};
use tracing::{info, warn};

use crate::counts::Reason;
use crate::demo::{Demo, File};
use crate::knob::Carrier;
use crate::limits::{self, Limits};
use crate::protocol;
use crate::room::directory::{self, DEFAULT_ROOM};
use crate::server::http::Visitor;
use crate::server::origin::{self, Intent};
use crate::server::share::Shared;
use crate::server::{App, banner, conditions, door, hand, headers, health, metrics, pages, source};
use crate::transport::websocket::connection::{self, Seated, Visit};
use crate::transport::websocket::guard::Guard;
use crate::transport::websocket::upgrade;
use crate::transport::{ConnectionKey, code, http, poll, send, sse};
use crate::wire::feed;

/// `?room=`, with the room one is in without it.
#[derive(Debug, Deserialize)]
struct Room {
    #[serde(default = "default_room")]
    room: String,
}

/// All routes of a demo.
pub(crate) fn router<D: Demo>(app: Arc<App<D>>) -> Router {
    let pages = Router::new()
        .route("/", get(front::<D>))
        .route("/ws", get(socket::<D>))
        .route("/share", get(share::<D>))
        .route("/share.svg", get(share_picture::<D>))
        .route("/limits", get(limits::<D>))
        .route(
            "/conditions",
            get(conditions::look::<D>).post(conditions::turn::<D>),
        )
        .route("/healthz", get(health::look::<D>))
        .route("/metrics", get(metrics::look::<D>))
        .route("/source/{*path}", get(source::file))
        .fallback(file::<D>)
        .layer(middleware::from_fn(headers::add));
    // What no browser shows as a page needs no headers about pages, and polls are weighed in class.
    let transports = Router::new()
        .route("/rooms/{room}/ws", get(socket_of_room::<D>))
        .route("/rooms/{room}/events", get(sse::events::<D>))
        .route("/rooms/{room}/poll", get(poll::poll::<D>))
        .route("/rooms/{room}/send", post(send::send::<D>))
        .route(
            "/rooms/{room}/hand",
            get(hand::look::<D>).post(hand::act::<D>),
        )
        .route("/rooms/{room}/door", post(door::enter::<D>))
        .route("/rooms/{room}/wire", get(feed::open::<D>));
    pages
        .merge(transports)
        .layer(middleware::from_fn_with_state(Arc::clone(&app), guard::<D>))
        .with_state(app)
}

/// Lets in only who asks for us by a name of ours, and speaks only with our own pages.
async fn guard<D: Demo>(State(app): State<Arc<App<D>>>, request: Request, next: Next) -> Response {
    let is_reading = matches!(*request.method(), Method::GET | Method::HEAD);
    // Whoever asks for the events of a room comes in, so that is more than reading a page.
    let enters = request.uri().path().starts_with("/rooms/");
    // A HEAD would come in, take what there is, and throw it away.
    if enters && request.method() == Method::HEAD {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let speaks = !is_reading || enters || request.headers().contains_key(UPGRADE);
    let intent = if speaks { Intent::Speak } else { Intent::Read };
    match origin::judge(request.headers(), &app.policy, intent) {
        Ok(()) => next.run(request).await,
        Err(refused) => {
            warn!(path = request.uri().path(), %refused, "refused");
            app.counts.refused(Reason::Origin);
            (refused.status(), format!("{refused}\n")).into_response()
        }
    }
}

/// The page; or a socket, because the lecture's clients connect to the bare address.
async fn front<D: Demo>(
    State(app): State<Arc<App<D>>>,
    Query(Room { room }): Query<Room>,
    request: Request,
) -> Response {
    if request.headers().contains_key(UPGRADE) {
        return open(&app, &room, request).await;
    }
    match check(&room) {
        Ok(()) => pages::page("index.html", D::NAME, request.headers()),
        Err(refused) => refused,
    }
}

async fn socket<D: Demo>(
    State(app): State<Arc<App<D>>>,
    Query(Room { room }): Query<Room>,
    request: Request,
) -> Response {
    open(&app, &room, request).await
}

async fn socket_of_room<D: Demo>(
    State(app): State<Arc<App<D>>>,
    Path(room): Path<String>,
    request: Request,
) -> Response {
    open(&app, &room, request).await
}

/// Answers the handshake and leaves the socket to a task of its own.
async fn open<D: Demo>(app: &Arc<App<D>>, name: &str, request: Request) -> Response {
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
        visitor.belongs_to(&app.wire.open(key, "websocket"));
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
            Err(no) => return connection::turn_away(opened, code::TOO_MANY, &no.to_string()).await,
        };
        if let Some(mut seated) = Seated::<D>::take(opened, visit, room, knob).await {
            // A fresh task, so that the memory of the handshake is freed while the socket lives on. Of
            // the visitor it keeps what counts the connection.
            let pass = visitor.pass;
            tasks.spawn(async move {
                seated.serve().await;
                Box::pin(seated.linger()).await;
                drop(pass);
            });
        }
    });
    response
}

async fn share<D: Demo>(
    State(app): State<Arc<App<D>>>,
    Query(Room { room }): Query<Room>,
    request: HeaderMap,
) -> Response {
    match shared(&app, &room, &request) {
        Ok(shared) => json(protocol::encode(&shared)),
        Err(refused) => refused,
    }
}

async fn share_picture<D: Demo>(
    State(app): State<Arc<App<D>>>,
    Query(Room { room }): Query<Room>,
    request: HeaderMap,
) -> Response {
    match shared(&app, &room, &request).map(|shared| banner::qr_svg(&shared.url)) {
        Ok(Some(picture)) => ([(CONTENT_TYPE, "image/svg+xml")], picture).into_response(),
        Ok(None) => StatusCode::URI_TOO_LONG.into_response(),
        Err(refused) => refused,
    }
}

/// The address of a room for the neighbours of whoever asks.
#[allow(clippy::result_large_err, reason = "it is the answer itself")]
fn shared<D: Demo>(app: &App<D>, room: &str, request: &HeaderMap) -> Result<Shared, Response> {
    check(room)?;
    let host = request.get(HOST).and_then(|host| host.to_str().ok());
    let is_secure = is_secure(request);
    Ok(app
        .share
        .for_visitor(host.unwrap_or_default(), is_secure, room))
}

/// What a page needs to know, and what a curious student wants to.
async fn limits<D: Demo>(State(app): State<Arc<App<D>>>) -> Response {
    #[derive(Serialize)]
    struct All {
        #[serde(flatten)]
        page: Limits,
        all: Vec<limits::Row>,
    }
    json(protocol::encode(&All {
        page: Limits::in_force(),
        all: limits::table(app.max_connections, app.per_address),
    }))
}

fn json(text: String) -> Response {
    ([(CONTENT_TYPE, "application/json")], text).into_response()
}

/// What a demo makes when it is asked for; otherwise a page.
async fn file<D: Demo>(method: Method, uri: Uri, request: HeaderMap) -> Response {
    if !matches!(method, Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    match D::file(uri.path(), uri.query().unwrap_or_default()) {
        Some(Ok(file)) => download(file),
        Some(Err(problem)) => (StatusCode::BAD_REQUEST, format!("{problem}\n")).into_response(),
        None => pages::page(uri.path().trim_start_matches('/'), D::NAME, &request),
    }
}

/// A file that is kept and not shown.
fn download(file: File) -> Response {
    let name = format!("attachment; filename=\"{}\"", file.name);
    let headers = [
        (CONTENT_TYPE, file.content_type),
        (CONTENT_DISPOSITION, name.as_str()),
    ];
    (headers, file.bytes).into_response()
}

/// Refuses a room that cannot be one, in words.
#[allow(clippy::result_large_err, reason = "it is the answer itself")]
fn check(room: &str) -> Result<(), Response> {
    directory::check(room)
        .map_err(|problem| (StatusCode::BAD_REQUEST, format!("{problem}\n")).into_response())
}

/// A proxy that speaks TLS says so. Nothing but addresses that others are told depends on it.
fn is_secure(request: &HeaderMap) -> bool {
    let scheme = request.get("x-forwarded-proto");
    scheme.is_some_and(|scheme| scheme.as_bytes() == b"https")
}

/// How somebody reaches this server: scheme, host and port, as in `http://192.168.1.5:8080`.
fn origin_of(request: &HeaderMap) -> String {
    let scheme = if is_secure(request) { "https" } else { "http" };
    let host = request.get(HOST).and_then(|host| host.to_str().ok());
    format!("{scheme}://{}", host.unwrap_or_default())
}

fn default_room() -> String {
    DEFAULT_ROOM.to_owned()
}
