//! The log as text, for readers over HTTP: the same events, without the header of a WebSocket frame.
//!
//! What one reader gets is what everybody gets who stands at the same place, so it is made once and
//! shared. It is made only when somebody asks, and in pieces, so that a slow reader costs a piece of
//! memory and not a copy of the log.

use std::collections::HashMap;
use std::io::Write;

use hyper::body::Bytes;

use crate::frame;

/// Where a piece ends, in bytes: behind the event that reaches it.
const PIECE: usize = 32 * 1024;
/// So many places are remembered at a time. Readers stand at one or two, unless the network is bad.
const PLACES: usize = 64;

/// How an event is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// As a line: JSON and a line feed.
    Lines,
    /// As server-sent events: `id`, `data` and an empty line (HTML, section 9.2.5).
    EventStream,
}

/// Events after a cursor.
#[derive(Debug, Clone)]
pub struct Text {
    /// The events, written down.
    pub bytes: Bytes,
    /// The cursor of a reader that has taken all of it.
    pub upto: u64,
}

impl Form {
    /// Writes down a frame that has no number.
    pub fn append(self, json: &str, out: &mut Vec<u8>) {
        let parts = match self {
            Self::Lines => ["", json, "\n"],
            Self::EventStream => ["data: ", json, "\n\n"],
        };
        parts
            .iter()
            .for_each(|part| out.extend_from_slice(part.as_bytes()));
    }

    /// Writes down the head of an event, up to its JSON text.
    pub(super) fn begin(self, epoch: &str, seq: u64, out: &mut Vec<u8>) {
        if self == Self::EventStream {
            write!(out, "id: {epoch}.{seq}\ndata: ").expect("memory takes bytes");
        }
    }

    pub(super) fn end(self, out: &mut Vec<u8>) {
        out.extend_from_slice(match self {
            Self::Lines => b"\n",
            Self::EventStream => b"\n\n",
        });
    }
}

/// What has been written down since the log last grew.
#[derive(Debug, Default)]
pub(super) struct Texts(HashMap<(u64, Form), Text>);

impl Texts {
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    pub(super) fn shared(&mut self, cursor: u64, form: Form, write: impl FnOnce() -> Text) -> Text {
        if let Some(text) = self.0.get(&(cursor, form)) {
            return text.clone();
        }
        let text = write();
        if self.0.len() < PLACES {
            self.0.insert((cursor, form), text.clone());
        }
        text
    }
}

/// Writes down one event after another, until the piece is full.
pub(super) fn write<'a>(
    epoch: &str,
    cursor: u64,
    form: Form,
    frames: impl Iterator<Item = [&'a [u8]; 2]>,
) -> Text {
    let mut bytes = Vec::new();
    let mut upto = cursor;
    for [front, back] in frames {
        upto += 1;
        form.begin(epoch, upto, &mut bytes);
        let header = frame::header_len(front.len() + back.len());
        let (in_front, in_back) = (header.min(front.len()), header.saturating_sub(front.len()));
        bytes.extend_from_slice(&front[in_front..]);
        bytes.extend_from_slice(&back[in_back..]);
        form.end(&mut bytes);
        if bytes.len() >= PIECE {
            break;
        }
    }
    Text {
        bytes: bytes.into(),
        upto,
    }
}
