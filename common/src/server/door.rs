//! The lecturer's own way into a room, whatever is in force there: a seat that waits for them.
//!
//! `POST /rooms/{room}/door` with `{"name":"Ada"}`. The answer is the secret of the seat, with which a page
//! says `hello` as if it had been inside before. Must never know what keeps others out.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Extension, Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use tokio::sync::oneshot;

use crate::demo::Demo;
use crate::protocol;
use crate::room::hand::Reservation;
use crate::room::mail::Mail;
use crate::server::App;
use crate::server::hand::is_lecturer;
use crate::server::http::Visitor;
use crate::server::wish;

/// What one asks for.
#[derive(Debug, Deserialize)]
struct Wish {
    /// How one would like to be called.
    name: Option<String>,
}

#[derive(Serialize)]
struct Told {
    session: String,
}

/// `POST /rooms/{room}/door`.
pub(crate) async fn enter<D: Demo>(
    State(app): State<Arc<App<D>>>,
    Path(room): Path<String>,
    Extension(visitor): Extension<Visitor>,
    request: HeaderMap,
    body: Body,
) -> Response {
    if !is_lecturer(&app, &visitor, &request) {
        let problem = "This door is the lecturer's.\n";
        return (StatusCode::FORBIDDEN, problem).into_response();
    }
    let Ok(Wish { name }) = serde_json::from_slice(&wish::read(body).await) else {
        return (StatusCode::BAD_REQUEST, "Wanted is {\"name\":\"Ada\"}.\n").into_response();
    };
    match reserve(&app, &room, name).await {
        Some(session) => {
            let json = [
                (CONTENT_TYPE, "application/json"),
                (CACHE_CONTROL, "no-store"),
            ];
            (json, protocol::encode(&Told { session })).into_response()
        }
        None => {
            let problem = "Nobody is in such a room at the moment, so its door is open.\n";
            (StatusCode::NOT_FOUND, problem).into_response()
        }
    }
}

/// Asks the room, if there is one; it is not made for this.
async fn reserve<D: Demo>(app: &App<D>, room: &str, name: Option<String>) -> Option<String> {
    let room = app.directory.find(room)?;
    let (reply, told) = oneshot::channel();
    let reservation = Mail::Reserved(Reservation { name, reply });
    room.mail(reservation).await.ok()?;
    told.await.ok()
}
