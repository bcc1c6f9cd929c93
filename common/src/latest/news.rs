//! The newest values as many readers get them, encoded once for all who have seen the same.

use crate::frame::{self, Opcode};

/// What has changed, encoded.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct News {
    /// One frame of our own protocol. Nothing in the plain dialect, which only a WebSocket speaks.
    pub json: String,
    /// All of it as finished WebSocket frames, end to end.
    pub frames: Vec<u8>,
}

impl News {
    /// A frame of our own protocol.
    pub(crate) fn rich(json: String) -> Self {
        let mut frames = Vec::new();
        frame::append(Opcode::Text, json.as_bytes(), &mut frames);
        Self { json, frames }
    }

    /// Messages of the plain dialect; there may be none.
    pub(crate) fn plain(messages: impl Iterator<Item = String>) -> Self {
        let mut news = Self::default();
        messages.for_each(|text| frame::append(Opcode::Text, text.as_bytes(), &mut news.frames));
        news
    }
}
