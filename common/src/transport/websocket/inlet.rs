//! The reading half of a WebSocket: bytes from a socket that somebody else writes to, and the messages
//! in them.
//!
//! It reads through a buffer on the stack, so that all connections of a thread share one, and parses what
//! has come at once. Between two messages of a connection that goes on it holds neither buffer nor parser.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_util::Stream;
use tokio_tungstenite::tungstenite::{Error, Message};

use crate::clock::Clock;
use crate::limits;
use crate::transport::Heard;
use crate::transport::websocket::guard::Guard;
use crate::transport::websocket::parser::Parser;
use crate::transport::websocket::socket::Socket;
use crate::wire::{Counted, Place};

/// Reads messages. After an error and after the end there are no more.
#[derive(Debug)]
pub struct Inlet {
    stream: Counted,
    /// Where in a frame the next byte is: whoever begins to watch must know it, and so whether anything
    /// has begun that is to be remembered.
    place: Place,
    heard: Heard,
    /// `None` if everything is let in.
    guard: Option<Guard>,
    /// Largest message, in bytes.
    message_bytes: u32,
    /// There while a message has begun.
    parser: Option<Box<Parser>>,
    has_ended: bool,
}

impl Inlet {
    /// The reading half of `stream`, of which these bytes have been read already. It takes messages of at
    /// most so many bytes.
    pub fn new(stream: Counted, read: &[u8], message_bytes: usize, heard: Heard) -> Self {
        heard.note(stream.clock().ms());
        let mut inlet = Self {
            stream,
            place: Place::default(),
            heard,
            guard: None,
            message_bytes: u32::try_from(message_bytes).unwrap_or(u32::MAX),
            parser: None,
            has_ended: false,
        };
        inlet.place.pass(read);
        inlet.feed(read);
        inlet
    }

    /// From now on this guard watches what comes.
    pub(crate) fn watch(&mut self, guard: Option<Guard>) {
        self.guard = guard;
    }

    /// The clock by which it says when it has heard something.
    pub(crate) fn clock(&self) -> &Clock {
        self.stream.clock()
    }

    /// It is over: somebody else may have its place.
    pub(crate) fn give_place_back(&self) {
        self.stream.meter().give_place_back();
    }

    /// Whether the system has given the connection up.
    pub(crate) fn is_given_up(&self) -> bool {
        self.stream.meter().is_given_up()
    }

    /// Counts bytes of a command with a number, which is what the other side came for.
    pub(crate) fn useful(&self, bytes: usize) {
        self.stream.useful(bytes as u64);
    }

    /// Reads bytes and forgets them. Says how many; 0 at the end.
    pub(super) fn poll_skip(&mut self, context: &mut Context<'_>) -> Poll<io::Result<usize>> {
        self.poll_read(context, |_, _| {})
    }

    /// Reads what is there, as much as the buffer takes.
    fn poll_read(
        &mut self,
        context: &mut Context<'_>,
        take: impl FnOnce(&mut Self, &[u8]),
    ) -> Poll<io::Result<usize>> {
        if let Some(guard) = &mut self.guard {
            ready!(guard.poll_ready(context));
        }
        // There is nothing to be put into a buffer most of the times that this is asked.
        ready!(self.stream.poll_readable(context))?;
        let mut buffer = [0; limits::READ_BUFFER];
        let read = self
            .stream
            .poll_read_frames(context, &mut buffer, &mut self.place);
        let (count, ended) = ready!(read)?;
        let now = self.clock().ms();
        self.heard.note(now);
        let weighed = self
            .guard
            .as_mut()
            .map(|guard| guard.weigh(count, ended, now));
        if let Some(Err(flood)) = weighed {
            // What comes now is thrown away until the other side has heard why.
            self.guard = None;
            return Poll::Ready(Err(flood));
        }
        take(self, &buffer[..count]);
        Poll::Ready(Ok(count))
    }

    fn feed(&mut self, bytes: &[u8]) {
        match &mut self.parser {
            Some(parser) => parser.feed(bytes),
            None if bytes.is_empty() => {}
            None => self.parser = Some(Box::new(Parser::of(bytes, self.message_bytes as usize))),
        }
    }

    /// The next message of those that are here in full.
    fn parse(&mut self) -> Result<Option<Message>, Error> {
        let Some(parser) = &mut self.parser else {
            return Ok(None);
        };
        let message = parser.next()?;
        if message.is_none() && self.place.is_between_messages() {
            self.parser = None;
        }
        Ok(message)
    }
}

impl Stream for Inlet {
    type Item = Result<Message, Error>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Message, Error>>> {
        let this = &mut *self;
        loop {
            if this.has_ended {
                return Poll::Ready(None);
            }
            let failed = match this.parse() {
                Ok(Some(message)) => return Poll::Ready(Some(Ok(message))),
                Ok(None) => match ready!(this.poll_read(context, Self::feed)) {
                    Ok(0) => None,
                    Ok(_) => continue,
                    Err(error) => Some(Err(error.into())),
                },
                Err(error) => Some(Err(error)),
            };
            this.has_ended = true;
            return Poll::Ready(failed);
        }
    }
}
