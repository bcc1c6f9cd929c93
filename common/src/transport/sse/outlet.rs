//! What the room writes events through: pieces of text, handed to the answer as it takes them.
//!
//! The pieces of the log are shared by all who stand at the same place. The way to the answer holds
//! a few of them and no more; a slow client is again a cursor that is behind.

use std::sync::Arc;

use hyper::body::Bytes;
use tokio::sync::mpsc::{self, error::TrySendError};

use crate::knob::Carrier;
use crate::limits;
use crate::log::{Form, Reading};
use crate::transport::{Delivery, Outlet, Writable, http};
use crate::wire::{Hold, Tap};

/// A browser's `EventSource` that lost the connection comes back after this many milliseconds.
const RETRY: &str = "retry: 2000\n\n";

/// The way out to one event stream.
#[derive(Debug)]
pub(crate) struct SseOutlet {
    /// `None` once the farewell is out: the answer ends behind the last piece.
    pieces: Option<mpsc::Sender<Bytes>>,
    /// Events for this client alone.
    owed: Vec<u8>,
    /// Bytes that the other side asked for since it was last owed nothing.
    asked: usize,
    closing: bool,
    /// Counts what the client came for. It is there to be watched as long as this is.
    tap: Option<Hold>,
}

impl SseOutlet {
    pub(crate) fn new(pieces: mpsc::Sender<Bytes>) -> Self {
        Self {
            pieces: Some(pieces),
            owed: RETRY.into(),
            asked: 0,
            closing: false,
            tap: None,
        }
    }

    /// The same, counted.
    pub(crate) fn counted(self, tap: Arc<Tap>) -> Self {
        let tap = Some(Hold::from(tap));
        Self { tap, ..self }
    }

    fn owe(&mut self, frame: &str) {
        if !self.closing {
            Form::EventStream.append(frame, &mut self.owed);
        }
    }
}

impl Outlet for SseOutlet {
    fn carrier(&self) -> Option<Carrier> {
        Some(Carrier::Sse)
    }

    fn tell(&mut self, frame: &str) {
        self.owe(frame);
    }

    fn answer(&mut self, frame: &str) {
        self.asked += frame.len();
        if self.asked <= limits::ASKED_BYTES {
            self.owe(frame);
        }
    }

    fn deliver(&mut self, log: &Reading<'_>, cursor: &mut u64) -> Delivery {
        let mut progress = false;
        if self.asked > limits::ASKED_BYTES && !self.closing {
            return Delivery::Unread;
        }
        let Some(pieces) = &self.pieces else {
            return Delivery::Done;
        };
        loop {
            let text = match self.owed.is_empty() && !self.closing {
                true => log.text_after(*cursor, Form::EventStream),
                false => None,
            };
            if self.owed.is_empty() && text.is_none() {
                return Delivery::Done;
            }
            let place = match pieces.try_reserve() {
                Ok(place) => place,
                Err(TrySendError::Full(())) => return Delivery::Blocked { progress },
                Err(TrySendError::Closed(())) => return Delivery::Broken,
            };
            match text {
                Some(text) => {
                    if let Some(tap) = &self.tap {
                        tap.useful(log.useful(*cursor, text.upto));
                    }
                    place.send(text.bytes);
                    *cursor = text.upto;
                }
                None => {
                    self.asked = 0;
                    place.send(std::mem::take(&mut self.owed).into());
                }
            }
            progress = true;
        }
    }

    fn turn_ends(&mut self, _now: u64) -> bool {
        if self.closing && self.owed.is_empty() {
            self.pieces = None;
        }
        self.pieces.is_none()
    }

    /// The client has no way to speak on this stream. Whether it is there shows when it is written to.
    fn patience(&self) -> Option<u64> {
        None
    }

    fn ping(&mut self, frame: &str) {
        self.owe(frame);
    }

    fn pong(&mut self, _payload: &[u8]) {}

    fn close(&mut self, code: u16, reason: &str) {
        self.owe(&http::farewell(code, reason));
        self.closing = true;
    }

    fn writable(&self) -> Writable {
        let pieces = self.pieces.clone();
        Box::pin(async move {
            if let Some(pieces) = pieces {
                // A closed way shows at the next delivery.
                drop(pieces.reserve().await);
            }
        })
    }

    fn abort(&mut self) {
        self.pieces = None;
    }
}
