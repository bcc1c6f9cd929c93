//! The library that parses WebSocket frames, fed with bytes that somebody else has read.
//!
//! It exists only between the first byte of a message and its last: nothing needs to be remembered of a
//! connection that is silent. That saves each of ten thousand silent ones a buffer of 1 KiB and 256
//! bytes of state. Whatever the library wants to write itself (its answers to pings and closes) is swallowed: the
//! room writes those, between two frames and never into the middle of one.

use std::io::{self, Read, Write};

use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig, WebSocketContext};
use tokio_tungstenite::tungstenite::{Error, Message};

/// Least room beside the bytes that are there, in bytes: the library asks for room for a frame even if
/// all of it has come, and without this would move everything that waits for each frame.
const ROOM: usize = 1024;

/// Turns bytes into messages.
#[derive(Debug)]
pub(super) struct Parser {
    context: WebSocketContext,
    fed: Fed,
}

/// Bytes that have been read and not looked at.
#[derive(Debug, Default)]
struct Fed {
    bytes: Vec<u8>,
    taken: usize,
}

impl Parser {
    /// A parser that begins with these bytes, between two messages. It takes messages of at most so many
    /// bytes.
    pub(super) fn of(bytes: &[u8], message_bytes: usize) -> Self {
        let settings = WebSocketConfig::default()
            .read_buffer_size(ROOM)
            .write_buffer_size(0)
            .max_message_size(Some(message_bytes))
            .max_frame_size(Some(message_bytes));
        let mut begun = Vec::with_capacity(bytes.len() + ROOM);
        begun.extend_from_slice(bytes);
        Self {
            context: WebSocketContext::from_partially_read(begun, Role::Server, Some(settings)),
            fed: Fed::default(),
        }
    }

    /// More bytes have come.
    pub(super) fn feed(&mut self, bytes: &[u8]) {
        self.fed.bytes.drain(..self.fed.taken);
        self.fed.taken = 0;
        self.fed.bytes.extend_from_slice(bytes);
    }

    /// The next message; `None` while its end has not come.
    ///
    /// # Errors
    ///
    /// If the bytes are no WebSocket, or none that this server takes. Nothing can follow.
    pub(super) fn next(&mut self) -> Result<Option<Message>, Error> {
        match self.context.read(&mut self.fed) {
            Ok(message) => Ok(Some(message)),
            Err(Error::Io(error)) if error.kind() == io::ErrorKind::WouldBlock => Ok(None),
            Err(error) => Err(error),
        }
    }
}

impl Read for Fed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let rest = &self.bytes[self.taken..];
        if rest.is_empty() {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        let count = rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&rest[..count]);
        self.taken += count;
        Ok(count)
    }
}

impl Write for Fed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
