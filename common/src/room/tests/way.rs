//! A pupil's way into the room, over each of the transports, and what arrives by it.

use hyper::body::Bytes;
use serde_json::Value;
use tokio::sync::{mpsc, oneshot};

use super::pupil::{Pipe, more_frames};
use crate::log::Dialect;
use crate::transport::poll::outlet::{Asks, PollOutlet, TooOften};
use crate::transport::sse::outlet::SseOutlet;
use crate::transport::websocket::outlet::WebSocketOutlet;
use crate::transport::{Heard, Outlet, Question};

/// More than a socket is ever asked to take.
pub(super) const PLENTY: usize = 1 << 40;

/// One connection, from the client's side.
#[derive(Debug)]
pub(super) enum Way {
    /// Frames by a socket that takes as many bytes as it is allowed.
    WebSocket { pipe: Pipe, partial: Vec<u8> },
    /// Pieces of an event stream, taken as long as any bytes are allowed.
    Sse {
        pieces: mpsc::Receiver<Bytes>,
        allowed: usize,
    },
    /// Answers to questions. Some are lost on their way, although the room gave them.
    Poll { answers: Vec<Answer> },
}

/// What comes of a question.
#[derive(Debug)]
pub(super) struct Answer {
    lines: oneshot::Receiver<Result<Bytes, TooOften>>,
    is_lost: bool,
}

impl Default for Way {
    fn default() -> Self {
        let answers = Vec::new();
        Self::Poll { answers }
    }
}

impl Way {
    /// A new connection over one of the transports, and the outlet for the room.
    pub(super) fn open(number: u64, heard: &Heard) -> (Self, Box<dyn Outlet>) {
        match number % 3 {
            0 => {
                let pipe = Pipe::default();
                let outlet = WebSocketOutlet::new(pipe.clone(), Dialect::Rich);
                let partial = Vec::new();
                (Self::WebSocket { pipe, partial }, Box::new(outlet))
            }
            1 => {
                let (sender, pieces) = mpsc::channel(2);
                let outlet = Box::new(SseOutlet::new(sender));
                let allowed = 0;
                (Self::Sse { pieces, allowed }, outlet)
            }
            _ => {
                let outlet = PollOutlet::new(Asks::LongPolling, heard.clone());
                let answers = Vec::new();
                (Self::Poll { answers }, Box::new(outlet))
            }
        }
    }

    /// Whether the client sends by POST.
    pub(super) fn posts(&self) -> bool {
        !matches!(self, Self::WebSocket { .. })
    }

    /// Whether what was heard before may come again: the client says from where on it wants to hear.
    pub(super) fn repeats(&self) -> bool {
        matches!(self, Self::Poll { .. })
    }

    /// A question, if this is a way on which one has to ask.
    pub(super) fn question(&mut self, is_lost: bool) -> Option<Question> {
        let Self::Poll { answers } = self else {
            return None;
        };
        let (reply, lines) = oneshot::channel();
        answers.push(Answer { lines, is_lost });
        let until = u64::MAX;
        Some(Question { reply, until })
    }

    /// So many more bytes may arrive.
    pub(super) fn allow(&mut self, bytes: usize) {
        match self {
            Self::WebSocket { pipe, .. } => pipe.allow(bytes),
            Self::Sse { allowed, .. } => *allowed = allowed.saturating_add(bytes),
            Self::Poll { .. } => {}
        }
    }

    /// The connection breaks; whatever is on its way is lost.
    pub(super) fn break_off(&mut self) {
        match self {
            Self::WebSocket { pipe, .. } => pipe.break_off(),
            Self::Sse { pieces, .. } => pieces.close(),
            Self::Poll { answers } => answers.clear(),
        }
    }

    /// The frames that have arrived in full.
    pub(super) fn take_frames(&mut self) -> Vec<Value> {
        match self {
            Self::WebSocket { pipe, partial } => more_frames(partial, pipe),
            Self::Sse { pieces, allowed } => {
                let mut frames = Vec::new();
                while *allowed > 0
                    && let Ok(piece) = pieces.try_recv()
                {
                    *allowed = allowed.saturating_sub(piece.len());
                    frames.extend(read(&piece));
                }
                frames
            }
            Self::Poll { answers } => {
                let mut frames = Vec::new();
                answers.retain_mut(|answer| match answer.lines.try_recv() {
                    Ok(lines) => {
                        // Whoever asked for too much again asks once more, later.
                        if let (Ok(lines), false) = (lines, answer.is_lost) {
                            frames.extend(read(&lines));
                        }
                        false
                    }
                    Err(oneshot::error::TryRecvError::Empty) => true,
                    Err(oneshot::error::TryRecvError::Closed) => false,
                });
                frames
            }
        }
    }
}

/// The frames of an answer: lines of JSON, or of an event stream.
pub(super) fn read(text: &[u8]) -> Vec<Value> {
    let lines = text.split(|byte| *byte == b'\n');
    let json = lines.map(|line| line.strip_prefix(b"data: ").unwrap_or(line));
    let json = json.filter(|line| line.starts_with(b"{"));
    json.map(|line| serde_json::from_slice(line).expect("a frame is a line"))
        .collect()
}
