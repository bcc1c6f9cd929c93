//! Sends over HTTP: one `POST` at a time, and what came meanwhile goes together in the next, if a server takes
//! so much.
//!
//! So the order is kept, whichever connection a request takes.

use std::time::Duration;

use common::limits;
use tokio::sync::mpsc;
use tokio::time::sleep;

use super::requests::{Shared, frames};
use crate::http::Http;

/// How long a goodbye may take that comes another way.
const GOODBYE: Duration = Duration::from_millis(300);
/// Most bytes in the body of one request.
const BODY: usize = 32 * 1024;

/// Sends until the connection is over.
pub(super) async fn send(shared: Shared, mut waiting: mpsc::Receiver<String>) {
    let mut welcomed = shared.key.subscribe();
    let Ok(key) = welcomed
        .wait_for(Option::is_some)
        .await
        .map(|key| key.clone())
    else {
        return;
    };
    let key = key.expect("it was waited for");
    let target = shared.address_of("send", &[("connection", key)]);
    let mut http = Http::new(shared.route.address);
    while let Some(first) = waiting.recv().await {
        let mut body = first + "\n";
        for _ in 1..limits::OUTBOX {
            if body.len() >= BODY {
                break;
            }
            let Ok(next) = waiting.try_recv() else { break };
            body.push_str(&next);
            body.push('\n');
        }
        let Ok(answer) = http.post(&target, &body).await else {
            // A server that stops takes no more of these, and says goodbye on the way on which we listen.
            sleep(GOODBYE).await;
            return shared.tell_the_end().await;
        };
        // 410 says itself that it is over; whatever else is no answer of ours holds no frames.
        if matches!(answer.status, 200 | 204 | 410) {
            for frame in frames(&answer.body) {
                shared.tell(frame).await;
            }
        }
        if !matches!(answer.status, 200 | 204) {
            return shared.tell_the_end().await;
        }
    }
}
