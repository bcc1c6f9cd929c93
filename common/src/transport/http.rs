//! What the transports over HTTP have in common: how frames are written into an answer, and how
//! somebody is refused.

use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER};
use axum::response::{IntoResponse, Response};
use hyper::body::Bytes;

use crate::demo::Demo;
use crate::knob::Carrier;
use crate::log::Form;
use crate::protocol::{self, ServerFrame};
use crate::room::directory::NoRoom;
use crate::server::App;
use crate::transport::code;

/// An answer of frames, one a line. Without frames it has no body: 204.
pub(crate) fn frames(lines: Bytes) -> Response {
    if lines.is_empty() {
        return (StatusCode::NO_CONTENT, [(CACHE_CONTROL, "no-store")]).into_response();
    }
    with_lines(StatusCode::OK, lines)
}

/// There is no such connection, or no more: the client should begin a new one at once, or come back
/// later if that is so because the server stops.
pub(crate) fn gone<D: Demo>(app: &App<D>, reason: &str) -> Response {
    match app.stop.is_cancelled() {
        true => gone_for(code::GOING_AWAY, "the server is stopping"),
        false => gone_for(code::GONE, reason),
    }
}

fn gone_for(code: u16, reason: &str) -> Response {
    let mut line = Vec::new();
    Form::Lines.append(&farewell(code, reason), &mut line);
    with_lines(StatusCode::GONE, line.into())
}

/// What is asked for was told already, and asked for again too often: later, please.
pub(crate) fn too_often(retry_ms: u64) -> Response {
    let message = "You were told this already. Ask for what comes after the last number you have.";
    let mut line = Vec::new();
    let nack = ServerFrame::Nack {
        n: None,
        code: "rate",
        message,
        retry_ms: Some(retry_ms),
    };
    Form::Lines.append(&protocol::encode(&nack), &mut line);
    let mut answer = with_lines(StatusCode::TOO_MANY_REQUESTS, line.into());
    let seconds = retry_ms.div_ceil(1000);
    answer.headers_mut().insert(RETRY_AFTER, seconds.into());
    answer
}

/// The lecturer keeps this transport out for now.
pub(crate) fn refused(carrier: Carrier) -> Response {
    let problem = format!("The lecturer lets nobody in over {} now.\n", carrier.name());
    (StatusCode::SERVICE_UNAVAILABLE, problem).into_response()
}

/// There is no such room.
pub(crate) fn no_room(problem: &NoRoom) -> Response {
    let status = match problem {
        NoRoom::BadName => StatusCode::BAD_REQUEST,
        NoRoom::TooMany => StatusCode::SERVICE_UNAVAILABLE,
    };
    (status, format!("{problem}\n")).into_response()
}

/// What a WebSocket says in a close frame, for those who have none.
pub(crate) fn farewell(code: u16, reason: &str) -> String {
    protocol::encode(&ServerFrame::Close { code, reason })
}

fn with_lines(status: StatusCode, lines: Bytes) -> Response {
    let headers = [
        (CONTENT_TYPE, "application/x-ndjson"),
        (CACHE_CONTROL, "no-store"),
    ];
    (status, headers, lines).into_response()
}
