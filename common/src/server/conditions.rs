//! The knob as an address: who may turn it, and in which words.
//!
//! Only the person at the server's own machine may.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Extension, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use tokio::time::sleep;

use crate::demo::Demo;
use crate::knob::{self, Carrier, Condition, Conditions};
use crate::protocol;
use crate::server::App;
use crate::server::http::Visitor;
use crate::server::own_machine::is_at_the_server;
use crate::server::wish;

/// What one may ask for.
#[derive(Debug, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum Wish {
    /// Cut all connections of this kind, now.
    Drop { drop: Carrier },
    /// From now on this kind is so much worse; all of it may be left out.
    Set {
        transport: Carrier,
        #[serde(default)]
        delay: u64,
        #[serde(default)]
        jitter: u64,
        #[serde(default)]
        refused: bool,
    },
}

/// What somebody hears whose wish cannot be read.
const WANTED: &str = r#"Wanted is {"transport":"poll","delay":800,"jitter":100,"refused":false} or {"drop":"sse"}.
Transports are websocket, sse, long_poll and poll; times are in milliseconds, one way.
"#;

#[derive(Serialize)]
struct InForce {
    transports: Conditions,
    /// Whether the asker may turn the knob.
    yours: bool,
}

/// `GET /conditions`.
pub(crate) async fn look<D: Demo>(
    State(app): State<Arc<App<D>>>,
    Extension(visitor): Extension<Visitor>,
    request: HeaderMap,
) -> Response {
    in_force(&app, is_at_the_server(&visitor, &request))
}

/// `POST /conditions`.
pub(crate) async fn turn<D: Demo>(
    State(app): State<Arc<App<D>>>,
    Extension(visitor): Extension<Visitor>,
    request: HeaderMap,
    body: Body,
) -> Response {
    if !is_at_the_server(&visitor, &request) {
        let problem = "Only the person at the server's own machine may turn this knob.\n";
        return (StatusCode::FORBIDDEN, problem).into_response();
    }
    match serde_json::from_slice(&wish::read(body).await) {
        Ok(Wish::Drop { drop }) => app.knob.cut(drop),
        Ok(Wish::Set {
            transport,
            delay,
            jitter,
            refused,
        }) => {
            let condition = Condition {
                delay,
                jitter,
                refused,
            };
            app.knob.set(transport, condition);
            // The answer says what is in force, and so it is when it comes.
            sleep(knob::NOTICE).await;
        }
        Err(_) => return (StatusCode::BAD_REQUEST, WANTED).into_response(),
    }
    in_force(&app, true)
}

fn in_force<D: Demo>(app: &App<D>, yours: bool) -> Response {
    let in_force = InForce {
        transports: app.knob.conditions(),
        yours,
    };
    let json = [(CONTENT_TYPE, "application/json")];
    (json, protocol::encode(&in_force)).into_response()
}
