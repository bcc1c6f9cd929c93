//! What the lecturer asks of the server: a few words of JSON in a body that comes soon. It must never
//! know who may ask, nor for what.

use axum::body::{self, Body, Bytes};
use tokio::time::timeout;

use crate::limits;

/// Longest wish, in bytes.
const BYTES: usize = 1024;

/// All of it, or nothing if it does not come in time or is too long.
pub(super) async fn read(body: Body) -> Bytes {
    let bytes = timeout(limits::HANDSHAKE, body::to_bytes(body, BYTES)).await;
    bytes.ok().and_then(Result::ok).unwrap_or_default()
}
