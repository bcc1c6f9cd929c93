//! The reading half of a socket, for the library that parses WebSocket frames.
//!
//! Whatever that library wants to write itself (its answers to pings and closes) is swallowed: the
//! room writes those, between two frames and never into the middle of one.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::clock::Clock;
use crate::transport::Heard;
use crate::transport::websocket::guard::Guard;
use crate::transport::websocket::socket::Socket;
use crate::wire::{Counted, Place};

/// Reads from a socket that somebody else writes to.
#[derive(Debug)]
pub struct Inlet {
    stream: Counted,
    /// Where in a frame the next byte is, so that whoever begins to watch knows it.
    place: Place,
    clock: Clock,
    heard: Heard,
    /// `None` if everything is let in.
    guard: Option<Guard>,
}

impl Inlet {
    /// The reading half of `stream`, of which these bytes have been read already.
    pub fn new(stream: Counted, read: &[u8], clock: Clock, heard: Heard) -> Self {
        heard.note(clock.ms());
        let mut place = Place::default();
        place.pass(read);
        Self {
            stream,
            place,
            clock,
            heard,
            guard: None,
        }
    }

    /// From now on this guard watches what comes.
    pub(crate) fn watch(&mut self, guard: Option<Guard>) {
        self.guard = guard;
    }

    /// Counts bytes of a command with a number, which is what the other side came for.
    pub(crate) fn useful(&self, bytes: usize) {
        self.stream.useful(bytes as u64);
    }
}

impl AsyncRead for Inlet {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let Self {
            stream,
            place,
            clock,
            heard,
            guard,
        } = &mut *self;
        if let Some(guard) = guard {
            ready!(guard.poll_ready(context));
        }
        let before = buffer.filled().len();
        let ended = ready!(stream.poll_read_frames(context, buffer, place))?;
        let now = clock.ms();
        heard.note(now);
        let bytes = buffer.filled().len() - before;
        if let Some(Err(flood)) = guard.as_mut().map(|guard| guard.weigh(bytes, ended, now)) {
            // What comes now is thrown away until the other side has heard why.
            *guard = None;
            return Poll::Ready(Err(flood));
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Inlet {
    fn poll_write(
        self: Pin<&mut Self>,
        _context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
