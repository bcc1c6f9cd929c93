//! A socket that never waits: what it cannot take now is kept, and goes out when it can.
//!
//! Both ends use it, so that neither is the cleverer one.

use std::io::{self, Read, Write};

use mio::{Interest, Registry, Token, net::TcpStream};

/// On Unix a read that fills less than the buffer has emptied the socket, and the next arrival is
/// told anew; a second read to be sure would double the number of calls. On Windows readiness is
/// told again only after a read that would have to wait.
const SHORT_READ_MEANS_EMPTY: bool = cfg!(unix);

/// What one read brought.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Arrival {
    /// So many bytes.
    pub(crate) bytes: usize,
    /// And there may be more; reading must go on, for it will not be told again.
    pub(crate) more: bool,
}

/// A connected socket.
#[derive(Debug)]
pub(crate) struct Socket {
    stream: TcpStream,
    /// What is to be written, once `flush` is called or the socket can take more.
    pub(crate) outbox: Vec<u8>,
}

impl Socket {
    /// Takes a connection over and has its readiness told under `token`.
    pub(crate) fn new(
        mut stream: TcpStream,
        registry: &Registry,
        token: Token,
    ) -> io::Result<Self> {
        // A write that waits for the ack of the one before it would show as 40 ms of latency.
        stream.set_nodelay(true)?;
        registry.register(&mut stream, token, Interest::READABLE | Interest::WRITABLE)?;
        Ok(Self {
            stream,
            outbox: Vec::new(),
        })
    }

    /// One read into `buffer`; an end of the stream is an error like any other.
    pub(crate) fn read(&mut self, buffer: &mut [u8]) -> io::Result<Arrival> {
        match self.stream.read(buffer) {
            Ok(0) => Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(bytes) => Ok(Arrival {
                bytes,
                more: !SHORT_READ_MEANS_EMPTY || bytes == buffer.len(),
            }),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(Arrival {
                bytes: 0,
                more: false,
            }),
            Err(error) => Err(error),
        }
    }

    /// Writes what the socket takes of `bytes`, and keeps the rest.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let taken = if self.outbox.is_empty() {
            self.try_write(bytes)?
        } else {
            0
        };
        self.outbox.extend_from_slice(&bytes[taken..]);
        Ok(())
    }

    /// Writes what the socket takes of what was kept.
    pub(crate) fn flush(&mut self) -> io::Result<()> {
        let outbox = std::mem::take(&mut self.outbox);
        let taken = self.try_write(&outbox)?;
        self.outbox = outbox;
        self.outbox.drain(..taken);
        Ok(())
    }

    fn try_write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut taken = 0;
        while taken < bytes.len() {
            match self.stream.write(&bytes[taken..]) {
                Ok(more) => taken += more,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                Err(error) => return Err(error),
            }
        }
        Ok(taken)
    }
}
