//! The reading half of a socket, for the library that parses WebSocket frames.
//!
//! Whatever that library wants to write itself (its answers to pings and closes) is swallowed: the
//! room writes those, between two frames and never into the middle of one.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use crate::clock::Clock;
use crate::transport::Heard;

/// Reads from a socket that somebody else writes to.
#[derive(Debug)]
pub struct Inlet {
    stream: Arc<TcpStream>,
    clock: Clock,
    heard: Heard,
}

impl Inlet {
    /// The reading half of `stream`.
    pub fn new(stream: Arc<TcpStream>, clock: Clock, heard: Heard) -> Self {
        heard.note(clock.ms());
        Self {
            stream,
            clock,
            heard,
        }
    }
}

impl AsyncRead for Inlet {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        loop {
            ready!(self.stream.poll_read_ready(context))?;
            match self.stream.try_read(buffer.initialize_unfilled()) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return Poll::Ready(Err(error)),
                Ok(count) => {
                    buffer.advance(count);
                    self.heard.note(self.clock.ms());
                    return Poll::Ready(Ok(()));
                }
            }
        }
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
