//! One person in the crowd: a socket, and what it could not give or take in full.

use std::io;

use super::{
    dialect::{Dialect, Kind},
    tally::Tally,
};
use crate::{frame, socket::Socket};

/// One connection to the server.
#[derive(Debug)]
pub(crate) struct Member {
    /// The way to the server.
    pub(crate) socket: Socket,
    /// The beginning of a frame whose rest has not come.
    inbox: Vec<u8>,
    /// Messages said so far.
    pub(crate) said: u64,
}

impl Member {
    /// A member that just shook hands; `inbox` is what came after that.
    pub(crate) fn new(socket: Socket, inbox: Vec<u8>) -> Self {
        Self {
            socket,
            inbox,
            said: 0,
        }
    }

    /// Reads all there is, through a buffer that all members share, and counts it.
    pub(crate) fn read(
        &mut self,
        me: usize,
        dialect: Dialect,
        buffer: &mut [u8],
        tally: &mut Tally,
    ) -> io::Result<()> {
        loop {
            let kept = self.inbox.len();
            if kept == buffer.len() {
                return Err(io::Error::other(
                    "a frame larger than the generator can read",
                ));
            }
            buffer[..kept].copy_from_slice(&self.inbox);
            self.inbox.clear();
            let arrival = self.socket.read(&mut buffer[kept..])?;
            let filled = kept + arrival.bytes;
            let taken = self.count(me, dialect, &buffer[..filled], tally)?;
            self.inbox.extend_from_slice(&buffer[taken..filled]);
            if !arrival.more {
                return Ok(());
            }
        }
    }

    /// Counts the whole frames in `bytes`, and says where the last one ends.
    fn count(
        &mut self,
        me: usize,
        dialect: Dialect,
        bytes: &[u8],
        tally: &mut Tally,
    ) -> io::Result<usize> {
        let now_ns = tally.now_ns();
        let mut taken = 0;
        while let Some(found) = frame::parse(&bytes[taken..]) {
            let whole = &bytes[taken..][..found.payload.end];
            let payload = &whole[found.payload.clone()];
            taken += whole.len();
            match found.opcode {
                frame::TEXT => match dialect.sort(payload) {
                    (Kind::Line, text) => tally.line(me, text, whole.len(), now_ns),
                    (kind, _) => tally.other(kind),
                },
                // A server may drop those who do not answer.
                frame::PING => {
                    tally.other(Kind::Ping);
                    frame::push_masked(&mut self.socket.outbox, frame::PONG, payload);
                    self.socket.flush()?;
                }
                frame::CLOSE => return Err(io::ErrorKind::ConnectionAborted.into()),
                _ => tally.other(Kind::Other),
            }
        }
        Ok(taken)
    }
}
