//! Which path leads where.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Query, Request, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HOST, UPGRADE};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::{Deserialize, Serialize};
use tracing::warn;

use crate::counts::Reason;
use crate::demo::{Demo, File};
use crate::limits::{self, Limits};
use crate::protocol;
use crate::room::directory::{self, DEFAULT_ROOM};
use crate::server::origin::{self, Intent};
use crate::server::share::Shared;
use crate::server::{App, banner, conditions, door, hand, headers, health, metrics, pages, source};
use crate::transport::{poll, send, sse};
use crate::wire::feed;

mod socket;

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
        .route("/ws", get(socket::of_query::<D>))
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
        .route("/rooms/{room}/ws", get(socket::of_path::<D>))
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
        return socket::open(&app, &room, request).await;
    }
    match check(&room) {
        Ok(()) => pages::page("index.html", D::NAME, request.headers()),
        Err(refused) => refused,
    }
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

fn default_room() -> String {
    DEFAULT_ROOM.to_owned()
}
