//! What the room writes through: frames straight to the socket, without a task or a queue between.
//!
//! One call writes everything a connection lacks: first what is owed to it alone, then its share of
//! the log, which is not copied. When the socket takes only a part, the cut frame's rest becomes
//! owed, so the cursor always stands between two frames and the log may forget the cut one.

use std::io;

use tracing::info;

use crate::frame::{self, Opcode};
use crate::knob::Carrier;
use crate::latest::News;
use crate::limits;
use crate::log::{Dialect, Log, Reading, Run};
use crate::transport::websocket::socket::Socket;
use crate::transport::{Delivery, Outlet, Writable};
use crate::wire::{self, Counted};

/// The writing half of a WebSocket.
#[derive(Debug)]
pub struct WebSocketOutlet<S: Socket = Counted> {
    socket: S,
    dialect: Dialect,
    /// Finished frames for this connection alone, and the rest of a frame that was cut.
    owed: Vec<u8>,
    /// How many bytes of `owed` are out.
    sent: usize,
    /// How many bytes at the front of `owed` are the rest of a frame that was cut.
    torn: usize,
    /// How many bytes are missing to the end of the frame that is being sent.
    rest: usize,
    /// Bytes that the other side asked for since it was last owed nothing.
    asked: u32,
    closing: bool,
}

impl<S: Socket> WebSocketOutlet<S> {
    /// The writing half of `socket`.
    pub fn new(socket: S, dialect: Dialect) -> Self {
        Self {
            socket,
            dialect,
            owed: Vec::new(),
            sent: 0,
            torn: 0,
            rest: 0,
            asked: 0,
            closing: false,
        }
    }

    /// Queues one finished frame.
    pub fn owe(&mut self, opcode: Opcode, payload: &[u8]) {
        if !self.closing {
            frame::append(opcode, payload, &mut self.owed);
        }
    }

    /// Queues one finished frame that the other side asked for, unless too many of them wait.
    fn owe_answer(&mut self, opcode: Opcode, payload: &[u8]) {
        let bytes = u32::try_from(payload.len()).unwrap_or(u32::MAX);
        self.asked = self.asked.saturating_add(bytes);
        if self.has_read() {
            self.owe(opcode, payload);
        }
    }

    /// Whether the other side has read what it asked for, as far as it must.
    fn has_read(&self) -> bool {
        self.asked as usize <= limits::ASKED_BYTES
    }

    /// Books `written` bytes: first against what is owed, then against the run.
    fn book(&mut self, written: usize, run: Option<&Run<'_>>, log: &Log, cursor: &mut u64) {
        let left = self.owed.len() - self.sent;
        let owed = written.min(left);
        self.sent += owed;
        // Mostly nothing was owed.
        if left > 0 && owed == left {
            self.sent = 0;
            self.torn = 0;
            self.asked = 0;
            // Nothing is kept of it: most connections are silent most of the time, and there may be many.
            self.owed = Vec::new();
        }
        let Some(run) = run else { return };
        match written - owed {
            0 => {}
            all if all == run.len() => {
                *cursor = run.upto;
                self.count_useful(run.useful);
            }
            some => {
                let (reached, rest) = log.torn(run, self.dialect, some);
                *cursor = reached;
                rest.iter()
                    .for_each(|bytes| self.owed.extend_from_slice(bytes));
                self.torn = self.owed.len();
                self.count_useful(log.useful(run.after, reached));
            }
        }
    }

    fn count_useful(&self, bytes: u64) {
        if self.dialect == Dialect::Rich {
            self.socket.useful(bytes);
        }
    }

    /// Queues what is left of finished frames of which so many bytes are out.
    fn owe_rest(&mut self, frames: &[u8], written: usize) {
        let mut end = 0;
        while end < written {
            end += wire::frame_length(&frames[end..]).max(1);
        }
        self.torn = self.torn.max(end - written);
        self.owed.extend_from_slice(&frames[written..]);
        self.mark_cut();
    }

    /// Says where in a frame the last write ended, for who watches from there on.
    fn mark_cut(&mut self) {
        let mut end = self.torn;
        while end < self.sent {
            end += wire::frame_length(&self.owed[end..]).max(1);
        }
        let is_cut = self.sent > 0 || self.torn > 0;
        let rest = if is_cut { end - self.sent } else { 0 };
        if rest != self.rest {
            self.rest = rest;
            self.socket.cut(rest);
        }
    }
}

impl<S: Socket> Outlet for WebSocketOutlet<S> {
    fn carrier(&self) -> Option<Carrier> {
        Some(Carrier::Websocket)
    }

    fn tell(&mut self, frame: &str) {
        // A plain client has never heard of our frames.
        if self.dialect == Dialect::Rich {
            self.owe(Opcode::Text, frame.as_bytes());
        }
    }

    /// It goes to the socket from where everybody's lies. Queued, it would be a copy for each who watches, and
    /// at forty moving heads two allocations more for each of them and tick.
    fn tell_news(&mut self, news: &News) {
        if self.closing || news.frames.is_empty() {
            return;
        }
        let written = match self.owed[..] {
            [] => self.socket.try_write([&news.frames, &[], &[]]).unwrap_or(0),
            _ => 0,
        };
        if written < news.frames.len() {
            // Why it took no more shows at the next write.
            self.owe_rest(&news.frames, written);
        }
    }

    fn answer(&mut self, frame: &str) {
        match self.dialect {
            Dialect::Rich => self.owe_answer(Opcode::Text, frame.as_bytes()),
            // It could not read this, but the person at the terminal can.
            Dialect::Plain(reader) => info!(connection = reader.0, frame, "cannot be told"),
        }
    }

    fn deliver(&mut self, log: &Reading<'_>, cursor: &mut u64) -> Delivery {
        let mut progress = false;
        if !self.has_read() && !self.closing {
            return Delivery::Unread;
        }
        loop {
            let run = if self.closing {
                None
            } else {
                log.after(*cursor, self.dialect)
            };
            let [first, second] = run.map_or([&[][..]; 2], |run| run.bytes);
            let owed = &self.owed[self.sent..];
            if owed.len() + first.len() + second.len() == 0 {
                let Some(run) = run else {
                    return Delivery::Done;
                };
                *cursor = run.upto;
                continue;
            }
            match self.socket.try_write([owed, first, second]) {
                Ok(0) => return Delivery::Broken,
                Ok(written) => {
                    self.book(written, run.as_ref(), log, cursor);
                    self.mark_cut();
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    return Delivery::Blocked { progress };
                }
                Err(_) => return Delivery::Broken,
            }
            progress = true;
        }
    }

    /// Its two ends, since it is longer than what is fetched at once.
    fn fetch(&self) -> u64 {
        let of_itself = self.owed.len() + self.asked as usize + usize::from(self.closing);
        self.socket.fetch() + of_itself as u64
    }

    fn turn_ends(&mut self, _now: u64) -> bool {
        false
    }

    fn patience(&self) -> Option<u64> {
        Some(limits::SILENCE_MS)
    }

    fn ping(&mut self, frame: &str) {
        self.owe(Opcode::Ping, b"");
        self.tell(frame);
    }

    fn pong(&mut self, payload: &[u8]) {
        self.owe_answer(Opcode::Pong, payload);
    }

    fn close(&mut self, code: u16, reason: &str) {
        if !self.closing {
            frame::append_close(code, reason, &mut self.owed);
            self.closing = true;
        }
    }

    fn writable(&self) -> Writable {
        self.socket.writable()
    }

    fn abort(&mut self) {
        self.socket.abort();
    }
}

impl<S: Socket> Drop for WebSocketOutlet<S> {
    /// The server ends the TCP connection first (RFC 6455, section 7.1.1). The reading half stays
    /// until the other side has seen it, so that a reset cannot overtake the farewell.
    fn drop(&mut self) {
        self.socket.finish();
    }
}
