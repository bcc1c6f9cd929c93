//! What the transports over HTTP have in common: how a request says who asks and from where on, and
//! how frames are written into an answer.

use std::str::FromStr;

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use hyper::body::Bytes;
use serde::Deserialize;

use crate::knob::Carrier;
use crate::log::{Form, Position};
use crate::protocol::{self, ClientFrame, Envelope, Hello, ServerFrame};
use crate::room::directory::NoRoom;
use crate::transport::{ConnectionKey, code};

/// What a request for frames says in its address. All of it may be left out.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asking {
    /// As in `hello`.
    name: Option<String>,
    /// As in `hello`.
    session: Option<String>,
    /// As in `hello`: the last event that is known, `EPOCH.SEQ`.
    last: Option<Place>,
    /// The connection that goes on with this request; without it one begins.
    pub(crate) connection: Option<ConnectionKey>,
    /// What a poller has.
    pub(crate) after: Option<Place>,
    /// Which version of the ephemeral values a poller has: the `v` of the last `latest`.
    pub(crate) seen: Option<u64>,
    /// How long the answer may take, in seconds: then this is a long poll.
    pub(crate) wait: Option<u64>,
    /// How often a poller asks, in milliseconds.
    pub(crate) every: Option<u64>,
}

/// A place in the log, as an address names it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Place {
    /// `EPOCH.SEQ`.
    Of(Position),
    /// A number alone: of the log as it is now. For people at a terminal.
    Now(u64),
}

/// This is not how a place in the log is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a place in the log is named EPOCH.NUMBER, or by its number alone")]
pub struct NoPlace;

impl Asking {
    /// Whether it says who asks.
    pub(crate) fn is_somebody(&self) -> bool {
        self.name.is_some() || self.session.is_some()
    }

    /// Says what is wrong with it, in words.
    #[allow(clippy::result_large_err, reason = "it is the answer itself")]
    pub(crate) fn check(&self) -> Result<(), Response> {
        if matches!(self.last, Some(Place::Now(_))) {
            let problem =
                "`last` is wanted as EPOCH.NUMBER: both are in the welcome and the snapshot.\n";
            return Err((StatusCode::BAD_REQUEST, problem).into_response());
        }
        Ok(())
    }

    /// The `hello` of a connection that begins with this request. What a browser's own `EventSource`
    /// says that it has wins, because the address is still that of its first try.
    pub(crate) fn hello<C>(self, headers: &HeaderMap) -> Envelope<C> {
        let has = headers.get("last-event-id").and_then(|id| id.to_str().ok());
        let last = has.and_then(|id| id.parse().ok()).or(self.last);
        let last = last.and_then(|place| match place {
            Place::Of(position) => Some(position),
            Place::Now(_) => None,
        });
        let hello = Hello {
            name: self.name,
            session: self.session,
            last,
        };
        Envelope {
            n: None,
            frame: ClientFrame::Hello(hello),
        }
    }
}

impl FromStr for Place {
    type Err = NoPlace;

    fn from_str(text: &str) -> Result<Self, NoPlace> {
        let number = |text: &str| text.parse().map_err(|_| NoPlace);
        match text.rsplit_once('.') {
            None => number(text).map(Self::Now),
            Some((epoch, seq)) => Ok(Self::Of(Position {
                epoch: epoch.to_owned(),
                seq: number(seq)?,
            })),
        }
    }
}

impl TryFrom<String> for Place {
    type Error = NoPlace;

    fn try_from(text: String) -> Result<Self, NoPlace> {
        text.parse()
    }
}

/// An answer of frames, one a line. Without frames it has no body: 204.
pub(crate) fn frames(lines: Bytes) -> Response {
    if lines.is_empty() {
        return (StatusCode::NO_CONTENT, [(CACHE_CONTROL, "no-store")]).into_response();
    }
    with_lines(StatusCode::OK, lines)
}

/// There is no such connection, or no more: the client should begin a new one at once.
pub(crate) fn gone(reason: &str) -> Response {
    let mut line = Vec::new();
    Form::Lines.append(&farewell(code::GONE, reason), &mut line);
    with_lines(StatusCode::GONE, line.into())
}

/// The lecturer keeps this transport out for now.
pub(crate) fn refused(carrier: Carrier) -> Response {
    let problem = format!("The lecturer lets nobody in over {} now.\n", carrier.name());
    (StatusCode::SERVICE_UNAVAILABLE, problem).into_response()
}

/// There are enough connections, in all or from one address.
pub(crate) fn full() -> Response {
    let problem = "There is no room for another connection at the moment.\n";
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_an_epoch_and_a_number_or_a_number_alone() {
        let epoch = "00ff00ff00ff00ff".to_owned();
        assert_eq!(
            "00ff00ff00ff00ff.17".parse(),
            Ok(Place::Of(Position { epoch, seq: 17 }))
        );
        assert_eq!("17".parse(), Ok(Place::Now(17)));
        for wrong in ["", ".", "x.", "1.x", "-1"] {
            assert_eq!(wrong.parse::<Place>(), Err(NoPlace), "{wrong}");
        }
    }
}
