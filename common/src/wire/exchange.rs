//! The exchanges of one TCP connection that speaks HTTP: each a request and its answer, from the
//! first byte of the one to the last of the other.
//!
//! Every byte of the socket is in exactly one of them. Requests and answers are paired by order, as
//! HTTP/1.1 pairs them. Nothing here knows a handler; it is told only whose the exchange is.

mod alike;
mod opening;

use std::collections::VecDeque;
use std::sync::Arc;

use crate::wire::head::{Framing, Head, SWITCHING};
use crate::wire::message::{Messages, Step};
use crate::wire::tap::Tap;
pub(super) use alike::Models;
pub(super) use opening::Opening;

/// Most bytes of a body that are kept.
const BODY_BYTES: usize = 16 * 1024;

/// One exchange, under way or over.
#[derive(Debug, Default)]
pub(super) struct Exchange {
    tap: Option<Arc<Tap>>,
    /// Its number in the connection it belongs to.
    pub(super) id: u64,
    pub(super) method: String,
    pub(super) target: String,
    pub(super) status: Option<u16>,
    /// The heads as they were on the socket.
    pub(super) request: Vec<u8>,
    pub(super) answer: Vec<u8>,
    pub(super) began: f64,
    /// When the request was complete, and when its answer began.
    asked: Option<f64>,
    answered: Option<f64>,
    pub(super) ended: Option<f64>,
    /// Bytes at the socket, without the chunks of a stream, which are told one by one.
    pub(super) up: u64,
    pub(super) down: u64,
    pub(super) body_up: Body,
    pub(super) body_down: Body,
    /// Whether the answer is a stream of events.
    is_stream: bool,
    is_answered: bool,
    /// Whether the connection ended before the answer did.
    pub(super) is_aborted: bool,
}

/// The beginning of a body, if somebody wants to see it.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub(super) bytes: Vec<u8>,
    pub(super) is_cut: bool,
    is_wanted: bool,
}

impl Body {
    fn add(&mut self, bytes: &[u8]) {
        if self.is_wanted {
            let room = BODY_BYTES - self.bytes.len();
            self.is_cut |= bytes.len() > room;
            self.bytes
                .extend_from_slice(&bytes[..bytes.len().min(room)]);
        }
    }

    fn begin(&mut self, is_wanted: bool) {
        self.bytes.clear();
        self.is_cut = false;
        self.is_wanted = is_wanted;
    }
}

impl Exchange {
    /// How long the answer was held back after the request was complete.
    pub(super) fn held(&self) -> Option<f64> {
        Some((self.answered? - self.asked?).max(0.0))
    }

    /// Whether its answer is due, or has begun, and is not out. A `100 Continue` is no answer.
    fn is_due(&self) -> bool {
        let is_begun = self.status.is_some();
        (self.asked.is_some() || is_begun) && !self.is_answered
    }

    fn is_watched(&self) -> bool {
        self.tap.as_ref().is_some_and(|tap| tap.is_watched())
    }
}

/// The exchanges of a connection, oldest first.
#[derive(Debug, Default)]
pub(super) struct Exchanges {
    up: Messages,
    down: Messages,
    open: VecDeque<Exchange>,
    /// How many are over.
    over: u64,
    /// How many were given to a handler.
    dispatched: u64,
    /// Whose socket this is, after the upgrade.
    upgraded: Option<Arc<Tap>>,
}

impl Exchanges {
    /// A handler gets the next request.
    pub(super) fn dispatch(&mut self) {
        self.dispatched += 1;
    }

    /// The exchange that the handler has now belongs to this connection.
    pub(super) fn belongs_to(&mut self, tap: &Arc<Tap>) {
        let index = self.dispatched.checked_sub(self.over + 1);
        let index = index.and_then(|index| usize::try_from(index).ok());
        if let Some(exchange) = index.and_then(|index| self.open.get_mut(index)) {
            exchange.id = tap.next_exchange();
            exchange.tap = Some(Arc::clone(tap));
        }
    }

    /// Bytes came from the client.
    pub(super) fn read(&mut self, mut bytes: &[u8], now: f64) {
        while !bytes.is_empty() {
            if self.open.back().is_none_or(|last| last.asked.is_some()) {
                self.open.push_back(Exchange {
                    began: now,
                    ..Exchange::default()
                });
            }
            let Some(exchange) = self.open.back_mut() else {
                return;
            };
            let (taken, step) = self.up.take(bytes);
            exchange.up += taken as u64;
            bytes = &bytes[taken..];
            let is_complete = match step {
                Step::Head(raw) => {
                    let head = Head::read(&raw);
                    let is_complete = self.up.body(head.framing_of_request());
                    let [method, target, _] = head.words;
                    (exchange.method, exchange.target) = (method, target);
                    exchange.request = raw;
                    exchange.body_up.begin(true);
                    is_complete
                }
                Step::Body(bytes) => {
                    exchange.body_up.add(bytes);
                    self.up.is_at_end()
                }
                Step::Chunk(_) => false,
                Step::End => true,
            };
            if is_complete {
                exchange.asked = Some(now);
            }
        }
        self.settle(now);
    }

    /// Bytes were written to the client.
    pub(super) fn wrote(&mut self, mut bytes: &[u8], now: f64) {
        while !bytes.is_empty() {
            // An answer without a request is one to what could not be read.
            let index = self.open.iter().position(|open| !open.is_answered);
            let index = index.unwrap_or_else(|| {
                self.open.push_back(Exchange {
                    began: now,
                    ..Exchange::default()
                });
                self.open.len() - 1
            });
            let exchange = &mut self.open[index];
            exchange.answered.get_or_insert(now);
            if exchange.is_stream && self.down.is_between_chunks() {
                exchange.body_down.begin(exchange.is_watched());
            }
            let (taken, step) = self.down.take(bytes);
            exchange.down += taken as u64;
            bytes = &bytes[taken..];
            match step {
                Step::Head(raw) => answer_begins(exchange, &mut self.down, &raw),
                Step::Body(bytes) => {
                    exchange.body_down.add(bytes);
                    exchange.is_answered = self.down.is_at_end();
                }
                Step::Chunk(size) if exchange.is_stream => chunk_ends(exchange, size, now),
                Step::Chunk(_) => {}
                Step::End => exchange.is_answered = true,
            }
            self.settle(now);
        }
    }

    /// The connection is gone: whatever is under way is over.
    pub(super) fn end(&mut self, now: f64) {
        for mut exchange in std::mem::take(&mut self.open) {
            let is_whole = exchange.status.is_some() && self.down.ends_with_connection();
            exchange.is_aborted = !exchange.is_answered && !is_whole;
            if exchange.request.is_empty() {
                exchange.request = self.up.unfinished_head();
            }
            finish(exchange, now);
        }
    }

    /// Whether an answer is due or under way.
    pub(super) fn owes_an_answer(&self) -> bool {
        self.open.iter().any(Exchange::is_due)
    }

    /// Whether another protocol has begun, and for whom. What was read past the request is not HTTP.
    pub(super) fn take_upgraded(&mut self) -> Option<Arc<Tap>> {
        self.upgraded.take()
    }

    /// Tells the exchanges that are over, in order.
    fn settle(&mut self, now: f64) {
        let is_over = |exchange: &&mut Exchange| exchange.is_answered && exchange.asked.is_some();
        while self.open.front_mut().filter(is_over).is_some() {
            let Some(exchange) = self.open.pop_front() else {
                return;
            };
            self.over += 1;
            if exchange.status == Some(SWITCHING) {
                self.upgraded = exchange.tap.clone();
            }
            finish(exchange, now);
        }
    }
}

fn answer_begins(exchange: &mut Exchange, down: &mut Messages, raw: &[u8]) {
    let head = Head::read(raw);
    let framing = head.framing_of_answer(&exchange.method);
    exchange.answer.extend_from_slice(raw);
    exchange.is_answered = down.body(framing);
    if framing == Framing::AnotherHead {
        return;
    }
    exchange.status = head.status();
    exchange.is_stream = head.is_event_stream && !exchange.is_answered;
    exchange.body_down.begin(exchange.is_watched());
    if let Some(tap) = exchange.tap.as_ref().filter(|_| exchange.is_stream) {
        tap.stream_begins(exchange);
    }
}

fn chunk_ends(exchange: &mut Exchange, size: u64, now: f64) {
    // It has a record of its own.
    exchange.down -= size;
    if let Some(tap) = &exchange.tap {
        tap.chunk(exchange, size, now);
    }
}

fn finish(mut exchange: Exchange, now: f64) {
    exchange.ended = Some(now);
    if exchange.is_stream {
        // It has been told chunk by chunk.
        exchange.body_down.begin(false);
    }
    if let Some(tap) = exchange.tap.take() {
        tap.exchange_ends(&exchange);
    }
}
