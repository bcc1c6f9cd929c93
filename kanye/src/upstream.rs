//! What is known of the quote service. The fetcher says it, a room is told it; neither knows the other.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// Everything that is known of the service, each time the whole of it, so that only the newest
/// matters.
#[derive(Debug, Clone)]
pub struct Upstream {
    /// How it stands with the service.
    pub state: State,
    /// Name of the service's host, for people.
    pub host: Arc<str>,
    /// Which start of the server this is, or any other number that no other has.
    pub start: u64,
    /// Requests made since then, failed ones too.
    pub fetches: u64,
    /// What went wrong last, in a sentence. It stays after the service has come back.
    pub error: Option<Arc<str>>,
    /// Every distinct quote so far, oldest first, cleaned.
    pub quotes: Arc<Vec<Arc<str>>>,
}

/// How it stands with the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It was asked, or is about to be, and has not answered yet.
    Starting,
    /// It answered the last time it was asked.
    Live,
    /// It did not, and will be asked again later.
    Failing,
    /// It is not asked at all, because the person at the terminal said so.
    Offline,
}
