//! What the room answers a poller through: a question lies here until there is something to say.
//!
//! A poller cannot be written to; it must have asked. So nothing of the log is queued here: the cursor
//! stays where the last answer left it, and the next question names its own place anyway, because
//! an answer may be lost. An idle long poll is a question that lies here, and nothing else: no timer
//! runs for it, the room looks at it when it looks after everybody.

use std::sync::Arc;

use hyper::body::Bytes;
use tokio::sync::oneshot;

use crate::knob::Carrier;
use crate::limits;
use crate::log::{Form, Reading};
use crate::server::admission::Pass;
use crate::transport::{Delivery, Heard, Outlet, Writable, code, http};
use crate::wire::{Hold, Tap};

/// A poller's question.
#[derive(Debug)]
pub struct Question {
    /// Where the answer goes. Without it there was nobody to answer.
    pub reply: oneshot::Sender<Result<Bytes, TooOften>>,
    /// When it must be answered at the latest, in milliseconds of the server's clock.
    pub until: u64,
}

/// The client has asked for the same too often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooOften {
    /// It may ask again after so many milliseconds.
    pub retry_ms: u64,
}

/// Who asks, and how often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    /// Again and again; so many milliseconds without a question, and the client has gone.
    Polling {
        /// In milliseconds.
        lease: u64,
    },
    /// With questions that are held.
    LongPolling,
    /// Once.
    Once,
}

impl Asks {
    /// Of somebody who says to ask `every` so many milliseconds.
    pub fn polling(every: Option<u64>) -> Self {
        let (least, most) = limits::LEASE_MS;
        let lease = every.map_or(most, |every| (3 * every.min(most)).clamp(least, most));
        Self::Polling { lease }
    }
}

/// The way out to a client that has to ask.
#[derive(Debug)]
pub struct PollOutlet {
    asks: Asks,
    heard: Heard,
    question: Option<Question>,
    /// Frames for this client alone, one a line. They wait for a question.
    owed: Vec<u8>,
    /// What goes into the answer of this turn, in order.
    answer: Vec<Bytes>,
    farewell: Option<Farewell>,
    /// Counts what the client came for. It is there to be watched as long as this is.
    tap: Option<Hold>,
    /// Its place among the connections of the server: it outlives each of its requests.
    _pass: Option<Pass>,
}

/// The last line.
#[derive(Debug)]
struct Farewell {
    line: Bytes,
    /// Whether every further question gets it too. Whoever was replaced and misses it would come back
    /// and replace the other one in turn.
    is_repeated: bool,
}

impl PollOutlet {
    /// Nobody has asked yet.
    pub fn new(asks: Asks, heard: Heard) -> Self {
        Self {
            asks,
            heard,
            question: None,
            owed: Vec::new(),
            answer: Vec::new(),
            farewell: None,
            tap: None,
            _pass: None,
        }
    }

    /// The same, counted.
    pub fn counted(self, tap: Arc<Tap>) -> Self {
        let tap = Some(Hold::from(tap));
        Self { tap, ..self }
    }

    /// The same, with a place among the connections of the server.
    pub(crate) fn admitted(self, pass: Pass) -> Self {
        Self {
            _pass: Some(pass),
            ..self
        }
    }

    /// Somebody still waits for an answer.
    fn is_asked(&self) -> bool {
        let question = self.question.as_ref();
        question.is_some_and(|question| !question.reply.is_closed())
    }

    fn owe(&mut self, frame: &str) {
        if self.farewell.is_none() {
            Form::Lines.append(frame, &mut self.owed);
        }
    }

    /// Answers, and says whether that was the last answer. One that nobody waits for is lost, as it
    /// would be on the network: the next question names the place to go on from.
    fn reply(&mut self, question: Question, now: u64) -> bool {
        let answer = match &self.answer[..] {
            [only] => only.clone(),
            parts => parts.concat().into(),
        };
        self.answer.clear();
        if question.reply.send(Ok(answer)).is_err() {
            return false;
        }
        self.heard.note(now);
        let is_said = self.farewell.as_ref().is_some_and(|last| !last.is_repeated);
        is_said || self.asks == Asks::Once
    }
}

impl Outlet for PollOutlet {
    fn carrier(&self) -> Option<Carrier> {
        Some(match self.asks {
            Asks::LongPolling => Carrier::LongPoll,
            Asks::Polling { .. } | Asks::Once => Carrier::Poll,
        })
    }

    fn tell(&mut self, frame: &str) {
        self.owe(frame);
    }

    /// What is asked by POST is answered there. What comes by here is about the `hello`.
    fn answer(&mut self, frame: &str) {
        self.owe(frame);
    }

    fn is_open(&self) -> bool {
        self.is_asked()
    }

    fn deliver(&mut self, log: &Reading<'_>, cursor: &mut u64) -> Delivery {
        let unread = limits::ASKED_BYTES + limits::LOG_BYTES;
        if self.owed.len() > unread && self.farewell.is_none() {
            return Delivery::Unread;
        }
        if !self.is_asked() {
            return Delivery::Unasked;
        }
        if !self.owed.is_empty() {
            self.answer.push(std::mem::take(&mut self.owed).into());
        }
        if let Some(farewell) = &self.farewell {
            self.answer.push(farewell.line.clone());
            return Delivery::Done;
        }
        while let Some(text) = log.text_after(*cursor, Form::Lines) {
            if let Some(tap) = &self.tap {
                tap.useful(log.useful(*cursor, text.upto));
            }
            self.answer.push(text.bytes);
            *cursor = text.upto;
        }
        Delivery::Done
    }

    fn turn_ends(&mut self, now: u64) -> bool {
        let is_due = |question: &mut Question| !self.answer.is_empty() || question.until <= now;
        let question = self.question.take_if(is_due);
        question.is_some_and(|question| self.reply(question, now))
    }

    /// Overlapping questions are the client's choice. The older one is answered with nothing, and
    /// nothing is lost by that: the newer one says from where on.
    fn ask(&mut self, question: Question) -> bool {
        if let Some(older) = self.question.replace(question) {
            // If nobody waits for it any more, so much the better.
            let _ = older.reply.send(Ok(Bytes::new()));
        }
        true
    }

    fn due(&self) -> Option<u64> {
        self.question.as_ref().map(|question| question.until)
    }

    fn patience(&self) -> Option<u64> {
        match self.asks {
            _ if self.is_asked() => None,
            Asks::Polling { lease } => Some(lease),
            Asks::LongPolling => Some(limits::LEASE_MS.1),
            Asks::Once => Some(limits::HELLO_MS),
        }
    }

    /// Whoever has to ask hears it with the next question.
    fn farewell_ms(&self) -> u64 {
        limits::CLOSE_MS.max(self.patience().unwrap_or_default())
    }

    /// It says by itself, with each question, that it is there.
    fn ping(&mut self, _frame: &str) {}

    fn pong(&mut self, _payload: &[u8]) {}

    fn close(&mut self, code: u16, reason: &str) {
        let mut line = Vec::new();
        Form::Lines.append(&http::farewell(code, reason), &mut line);
        self.farewell.get_or_insert(Farewell {
            line: line.into(),
            is_repeated: code == code::REPLACED,
        });
    }

    fn writable(&self) -> Writable {
        Box::pin(std::future::ready(()))
    }

    fn abort(&mut self) {
        self.question = None;
    }
}
