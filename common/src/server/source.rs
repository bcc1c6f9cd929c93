//! The source files that run, as text: for "who sent this?" on a page. They are in the binary, so
//! what is shown is what was compiled.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

/// Embeds files of this crate, each by its path in the repository.
macro_rules! sources {
    ($($path:literal),* $(,)?) => {
        &[$((
            concat!("common/", $path),
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/", $path)),
        )),*]
    };
}

/// Path and text of each file that is worth showing.
const SOURCES: &[(&str, &str)] = sources![
    "src/frame.rs",
    "src/knob/condition.rs",
    "src/knob/lag.rs",
    "src/knob/mod.rs",
    "src/log.rs",
    "src/log/reader.rs",
    "src/log/reading.rs",
    "src/log/runs.rs",
    "src/log/text.rs",
    "src/protocol/client.rs",
    "src/protocol/server.rs",
    "src/room/apply.rs",
    "src/room/command.rs",
    "src/room/conditions.rs",
    "src/room/core.rs",
    "src/room/deliver.rs",
    "src/room/entrance.rs",
    "src/room/hand.rs",
    "src/room/hand/door.rs",
    "src/room/mail.rs",
    "src/room/patience.rs",
    "src/room/polls.rs",
    "src/room/posts.rs",
    "src/room/serve.rs",
    "src/room/sweep.rs",
    "src/room/task.rs",
    "src/room/tell.rs",
    "src/server/http.rs",
    "src/server/routes.rs",
    "src/server/routes/socket.rs",
    "src/transport/asking.rs",
    "src/transport/code.rs",
    "src/transport/http.rs",
    "src/transport/mod.rs",
    "src/transport/poll/mod.rs",
    "src/transport/poll/outlet.rs",
    "src/transport/send.rs",
    "src/transport/sse/mod.rs",
    "src/transport/sse/outlet.rs",
    "src/transport/sse/stream.rs",
    "src/transport/websocket/connection.rs",
    "src/transport/websocket/ending.rs",
    "src/transport/websocket/guard.rs",
    "src/transport/websocket/inlet.rs",
    "src/transport/websocket/mod.rs",
    "src/transport/websocket/outlet.rs",
    "src/transport/websocket/slowed.rs",
    "src/transport/websocket/socket.rs",
    "src/transport/websocket/upgrade.rs",
    "src/wire/counted.rs",
    "src/wire/exchange.rs",
    "src/wire/feed.rs",
    "src/wire/frame.rs",
    "src/wire/frame/passed.rs",
    "src/wire/head.rs",
    "src/wire/message.rs",
];

/// `GET /source/{path}`.
pub(crate) async fn file(Path(path): Path<String>) -> Response {
    match SOURCES.iter().find(|(known, _)| *known == path) {
        Some((_, text)) => {
            let headers = [
                (CONTENT_TYPE, "text/plain; charset=utf-8"),
                (CACHE_CONTROL, "no-cache"),
            ];
            (headers, *text).into_response()
        }
        None => {
            let known: Vec<_> = SOURCES.iter().map(|(path, _)| *path).collect();
            let known = known.join("\n");
            let text = format!("There is no such file here. These are:\n{known}\n");
            (StatusCode::NOT_FOUND, text).into_response()
        }
    }
}
