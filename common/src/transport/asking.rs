//! What the address of a request says: who asks, over which connection, and from where on. What cannot
//! be read is answered in words that name the parameter and what is wanted of it.
//!
//! It knows no room: whether there is such a connection or such a place is for others to find out.

use std::str::FromStr;

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};

use crate::log::Position;
use crate::protocol::{ClientFrame, Envelope, Hello};
use crate::transport::ConnectionKey;

/// Most characters of something wrong that are repeated in an answer.
const SHOWN: usize = 40;

/// What an address says. All of it may be left out, and what else is in it does not matter.
#[derive(Debug, Default)]
pub(crate) struct Asking {
    /// As in `hello`.
    name: Option<String>,
    /// As in `hello`.
    session: Option<String>,
    /// As in `hello`: the last event that is known.
    last: Option<Position>,
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// `EPOCH.SEQ`.
    Of(Position),
    /// A number alone: of the log as it is now. For people at a terminal.
    Now(u64),
}

/// This is not how a place in the log is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoPlace;

/// What is wrong with an address, in words.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
enum Wrong {
    #[error("`{name}` is wanted as {wanted}; this was `{found}`.")]
    Value {
        name: &'static str,
        wanted: &'static str,
        found: String,
    },
    #[error("`{0}` is there twice, and wanted once.")]
    Twice(&'static str),
}

/// The parameters of an address, in their order.
struct Parameters(Vec<(String, String)>);

impl Asking {
    /// Whether it says who asks.
    pub(crate) fn is_somebody(&self) -> bool {
        self.name.is_some() || self.session.is_some()
    }

    /// The `hello` of a connection that begins with this request. What a browser's own `EventSource`
    /// says that it has wins, because the address is still that of its first try.
    pub(crate) fn hello<C>(self, headers: &HeaderMap) -> Envelope<C> {
        let has = headers.get("last-event-id").and_then(|id| id.to_str().ok());
        let hello = Hello {
            name: self.name,
            session: self.session,
            last: has.and_then(position).or(self.last),
        };
        Envelope::new(ClientFrame::Hello(hello))
    }

    fn read(uri: &Uri) -> Result<Self, Wrong> {
        let address = Parameters::of(uri);
        let number = |text: &str| text.parse().ok();
        Ok(Self {
            name: address.read("name", "text", |text| Some(text.to_owned()))?,
            session: address.read("session", "text", |text| Some(text.to_owned()))?,
            last: address.read(
                "last",
                "EPOCH.NUMBER, which are both in the welcome and the snapshot",
                position,
            )?,
            connection: address.read(
                "connection",
                "the key in the welcome, such as 12-9f3a61c0de55aa01",
                |text| text.parse().ok(),
            )?,
            after: address.read(
                "after",
                "EPOCH.NUMBER, which are both in the welcome and the snapshot, or as a number alone",
                |text| text.parse().ok(),
            )?,
            seen: address.read("seen", "a number, the `v` of the last `latest`", number)?,
            wait: address.read("wait", "a number of seconds, 1 to 25", number)?,
            every: address.read("every", "a number of milliseconds", number)?,
        })
    }
}

impl<S: Sync> FromRequestParts<S> for Asking {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Response> {
        let refuse = |wrong| (StatusCode::BAD_REQUEST, format!("{wrong}\n")).into_response();
        Self::read(&parts.uri).map_err(refuse)
    }
}

impl Parameters {
    fn of(uri: &Uri) -> Self {
        let pairs = Query::<Vec<(String, String)>>::try_from_uri(uri);
        Self(pairs.map_or_else(|_| Vec::new(), |Query(pairs)| pairs))
    }

    fn read<T>(
        &self,
        name: &'static str,
        wanted: &'static str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, Wrong> {
        let mut values = self.0.iter().filter(|(known, _)| known == name);
        let (Some((_, text)), second) = (values.next(), values.next()) else {
            return Ok(None);
        };
        if second.is_some() {
            return Err(Wrong::Twice(name));
        }
        let wrong = || Wrong::Value {
            name,
            wanted,
            found: text.escape_debug().take(SHOWN).collect(),
        };
        read(text).map(Some).ok_or_else(wrong)
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

/// A place with its epoch.
fn position(text: &str) -> Option<Position> {
    match text.parse() {
        Ok(Place::Of(position)) => Some(position),
        Ok(Place::Now(_)) | Err(NoPlace) => None,
    }
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

    #[test]
    fn what_is_wrong_is_repeated_but_not_at_length_nor_as_it_is() {
        let address = format!("/poll?wait=%0A{}", "9".repeat(1_000));
        let wrong = Asking::read(&address.parse().unwrap()).unwrap_err();
        let words = wrong.to_string();
        assert!(words.contains(r"`\n999"), "{words}");
        assert!(words.len() < 120, "{words}");
    }
}
