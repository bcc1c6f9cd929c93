//! The lecturer's hand as an address: who may move it, and in which words.
//!
//! The person at the server's own machine may, as with the knob, and whoever shows the key that the
//! terminal has shown. What is in force everybody may know. Must never know what a deed does: the
//! room does.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Extension, Path, State};
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use tokio::sync::oneshot;
use tracing::{info, warn};

use crate::counts::Reason;
use crate::demo::{Demo, PersonId};
use crate::protocol::{self, InHand};
use crate::room::hand::{Deed, Nobody, Reach};
use crate::room::mail::Mail;
use crate::server::App;
use crate::server::http::Visitor;
use crate::server::own_machine::is_at_the_server;
use crate::server::wish;

/// What one may ask for.
#[derive(Debug, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum Wish {
    Mute { mute: u32, on: bool },
    Slow { slow_ms: u64 },
    Clear { clear: bool },
    Lock { lock: bool },
    Remove { remove: u32 },
}

/// What somebody hears whose wish cannot be read.
const WANTED: &str = r#"Wanted is one of {"mute":7,"on":true}, {"slow_ms":5000}, {"clear":true}, {"lock":true} and {"remove":7}.
People are named by their numbers; 0 lifts slow mode.
"#;

#[derive(Serialize)]
struct Told {
    #[serde(flatten)]
    in_hand: InHand,
    /// Whether the asker may move the hand.
    yours: bool,
}

/// `GET /rooms/{room}/hand`.
pub(crate) async fn look<D: Demo>(
    State(app): State<Arc<App<D>>>,
    Path(name): Path<String>,
    Extension(visitor): Extension<Visitor>,
    request: HeaderMap,
) -> Response {
    let yours = is_lecturer(&app, &visitor, &request);
    // A room that nobody has opened yet is as every room begins.
    match reach(&app, &name, None).await {
        Some(Ok(in_hand)) => told(in_hand, yours),
        Some(Err(_)) | None => told(InHand::default(), yours),
    }
}

/// `POST /rooms/{room}/hand`.
pub(crate) async fn act<D: Demo>(
    State(app): State<Arc<App<D>>>,
    Path(name): Path<String>,
    Extension(visitor): Extension<Visitor>,
    request: HeaderMap,
    body: Body,
) -> Response {
    if !is_lecturer(&app, &visitor, &request) {
        info!(peer = %visitor.peer, "somebody else reached for the lecturer's hand");
        let problem = "Only the lecturer may do this: at the server's own machine, or with the key \
            from its terminal.\n";
        return (StatusCode::FORBIDDEN, problem).into_response();
    }
    let Some(deed) = read(&wish::read(body).await) else {
        return (StatusCode::BAD_REQUEST, WANTED).into_response();
    };
    info!(room = name, ?deed, "the lecturer's hand");
    match reach(&app, &name, Some(deed)).await {
        Some(Ok(in_hand)) => told(in_hand, true),
        Some(Err(nobody)) => (StatusCode::NOT_FOUND, format!("{nobody}\n")).into_response(),
        None => {
            let problem = "Nobody is in such a room at the moment.\n";
            (StatusCode::NOT_FOUND, problem).into_response()
        }
    }
}

/// Whether this request is the lecturer's: made at the server's own machine, or with the key.
pub(super) fn is_lecturer<D: Demo>(app: &App<D>, visitor: &Visitor, request: &HeaderMap) -> bool {
    if is_at_the_server(visitor, request) || app.key.opens(request) {
        return true;
    }
    // Whoever only looks without a key asks for nothing that is not theirs.
    if request.contains_key(AUTHORIZATION) {
        warn!(peer = %visitor.peer, "a key that is none, for the lecturer's hand");
        app.counts.refused(Reason::Hand);
    }
    false
}

fn read(wish: &[u8]) -> Option<Deed> {
    Some(match serde_json::from_slice(wish).ok()? {
        Wish::Mute { mute, on } => Deed::Mute {
            person: PersonId(mute),
            on,
        },
        Wish::Slow { slow_ms } => Deed::Slow { ms: slow_ms },
        Wish::Clear { clear } => clear.then_some(Deed::Clear)?,
        Wish::Lock { lock } => Deed::Lock { on: lock },
        Wish::Remove { remove } => Deed::Remove {
            person: PersonId(remove),
        },
    })
}

/// Asks the room, if there is one; it is not made for this.
async fn reach<D: Demo>(
    app: &App<D>,
    name: &str,
    deed: Option<Deed>,
) -> Option<Result<InHand, Nobody>> {
    let room = app.directory.find(name)?;
    let (reply, told) = oneshot::channel();
    room.mail(Mail::Hand(Reach { deed, reply })).await.ok()?;
    told.await.ok()
}

fn told(in_hand: InHand, yours: bool) -> Response {
    let json = [
        (CONTENT_TYPE, "application/json"),
        (CACHE_CONTROL, "no-store"),
    ];
    (json, protocol::encode(&Told { in_hand, yours })).into_response()
}
