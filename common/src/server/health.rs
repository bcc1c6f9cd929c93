//! Whether the server takes people in: for who watches over it from outside.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::demo::Demo;
use crate::server::App;

/// `GET /healthz`.
pub(crate) async fn look<D: Demo>(State(app): State<Arc<App<D>>>) -> Response {
    if app.stop.is_cancelled() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n").into_response();
    }
    "ok\n".into_response()
}
