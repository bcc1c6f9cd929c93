//! Where an HTTP/1.1 message begins and ends (RFC 9112, sections 2, 6 and 7), in one direction of a
//! socket, a few bytes at a time.
//!
//! It only watches: the HTTP server decides what is a good message. It knows no pairing of requests
//! and answers; who does tells it, after each head, how the body is framed.

use crate::limits;
use crate::wire::head::Framing;

/// Most bytes of a head that are kept. Were it less than is read, nobody would know how long the body is.
pub(super) const HEAD_BYTES: usize = limits::RAW_HEAD_BYTES;

/// One direction of a socket that carries messages.
#[derive(Debug, Default)]
pub(super) struct Messages {
    state: State,
    /// The head so far, as it was on the socket.
    head: Vec<u8>,
    /// Bytes of the chunk so far, with its framing.
    chunk: u64,
}

/// What a few bytes have brought.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step<'a> {
    /// Nothing is complete yet; these bytes are of the body, its framing taken off.
    Body(&'a [u8]),
    /// The head is complete. [`Messages::body`] must be called before anything else.
    Head(Vec<u8>),
    /// A chunk is complete: its size with its framing.
    Chunk(u64),
    /// The message is complete.
    End,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum State {
    /// In a head; how much of the empty line that ends it has been seen.
    #[default]
    Head,
    HeadLine(Line),
    Length(u64),
    ChunkSize {
        size: u64,
        in_extension: bool,
    },
    ChunkData(u64),
    ChunkEnd,
    Trailer(Line),
    UntilEnd,
}

/// How much of a line has been seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line {
    /// Nothing.
    Empty,
    /// Nothing but a carriage return.
    Return,
    /// Something.
    Begun,
}

impl Line {
    /// Whether `byte` ends an empty line, and the state after it.
    fn after(self, byte: u8) -> (bool, Self) {
        match (self, byte) {
            (Self::Empty | Self::Return, b'\n') => (true, Self::Empty),
            (Self::Begun, b'\n') => (false, Self::Empty),
            (Self::Empty, b'\r') => (false, Self::Return),
            _ => (false, Self::Begun),
        }
    }
}

impl Messages {
    /// Reads from the front of `bytes`, at most to where something is complete. Says how many bytes
    /// it took, at least one if there is one.
    pub(super) fn take<'a>(&mut self, bytes: &'a [u8]) -> (usize, Step<'a>) {
        match self.state {
            State::Head | State::HeadLine(_) => self.take_head(bytes),
            State::Length(left) => {
                let taken = within(bytes, left);
                self.state = State::Length(left - taken as u64);
                // The last bytes are handed out first; the end is told by the caller asking again.
                (taken, Step::Body(&bytes[..taken]))
            }
            State::UntilEnd => (bytes.len(), Step::Body(bytes)),
            _ => {
                let (taken, step) = self.take_chunked(bytes);
                match step {
                    Step::Chunk(_) => (taken, Step::Chunk(std::mem::take(&mut self.chunk))),
                    step => (taken, step),
                }
            }
        }
    }

    /// How the body after the head is framed. Says whether the message is complete already.
    pub(super) fn body(&mut self, framing: Framing) -> bool {
        self.chunk = 0;
        self.state = match framing {
            Framing::Length(0) | Framing::AnotherHead => State::Head,
            Framing::Length(length) => State::Length(length),
            Framing::Chunked => CHUNK,
            Framing::UntilEnd => State::UntilEnd,
        };
        framing == Framing::Length(0)
    }

    /// Whether a body of known length has just been taken to its end.
    pub(super) fn is_at_end(&mut self) -> bool {
        let is_at_end = self.state == State::Length(0);
        if is_at_end {
            self.state = State::Head;
        }
        is_at_end
    }

    /// Whether the next byte is the first of a chunk.
    pub(super) fn is_between_chunks(&self) -> bool {
        self.state == CHUNK && self.chunk == 0
    }

    /// Whether the end of the connection is the end of this message too.
    pub(super) fn ends_with_connection(&self) -> bool {
        self.state == State::UntilEnd
    }

    /// What has been seen of a head that is not complete.
    pub(super) fn unfinished_head(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.head)
    }

    fn take_head<'a>(&mut self, bytes: &'a [u8]) -> (usize, Step<'a>) {
        let (begin, mut line) = match self.state {
            State::HeadLine(line) => (0, line),
            // Empty lines before a head are to be ignored (RFC 9112, section 2.2).
            _ => (empty_lines(bytes), Line::Begun),
        };
        let head = &bytes[begin..];
        if head.is_empty() {
            return (bytes.len(), Step::Body(&[]));
        }
        let mut is_end = false;
        let end = head.iter().position(|byte| {
            (is_end, line) = line.after(*byte);
            is_end
        });
        let taken = end.map_or(head.len(), |end| end + 1);
        let room = HEAD_BYTES - self.head.len();
        self.head.extend_from_slice(&head[..taken.min(room)]);
        self.state = State::HeadLine(line);
        let step = match is_end {
            true => Step::Head(std::mem::take(&mut self.head)),
            false => Step::Body(&[]),
        };
        (begin + taken, step)
    }

    fn take_chunked<'a>(&mut self, bytes: &'a [u8]) -> (usize, Step<'a>) {
        if let State::ChunkData(left) = self.state {
            let taken = within(bytes, left);
            self.chunk += taken as u64;
            self.state = match left - taken as u64 {
                0 => State::ChunkEnd,
                left => State::ChunkData(left),
            };
            return (taken, Step::Body(&bytes[..taken]));
        }
        for (index, byte) in bytes.iter().enumerate() {
            self.chunk += 1;
            let step = self.chunk_line(*byte);
            if let Some(step) = step {
                return (index + 1, step);
            }
        }
        (bytes.len(), Step::Body(&[]))
    }

    /// One byte of the framing between the data of two chunks.
    fn chunk_line<'a>(&mut self, byte: u8) -> Option<Step<'a>> {
        let (state, step) = match self.state {
            State::ChunkSize { size: 0, .. } if byte == b'\n' => {
                (State::Trailer(Line::Empty), None)
            }
            // Nothing, so that the data is read in one piece.
            State::ChunkSize { size, .. } if byte == b'\n' => {
                (State::ChunkData(size), Some(Step::Body(&[])))
            }
            State::ChunkSize { size, in_extension } => match (byte as char).to_digit(16) {
                Some(digit) if !in_extension => {
                    let size = size.saturating_mul(16).saturating_add(digit.into());
                    (State::ChunkSize { size, in_extension }, None)
                }
                _ => {
                    let in_extension = true;
                    (State::ChunkSize { size, in_extension }, None)
                }
            },
            State::ChunkEnd if byte == b'\n' => (CHUNK, Some(Step::Chunk(0))),
            State::Trailer(line) => match line.after(byte) {
                (true, _) => (State::Head, Some(Step::End)),
                (false, line) => (State::Trailer(line), None),
            },
            state => (state, None),
        };
        self.state = state;
        step
    }
}

/// Before a chunk.
const CHUNK: State = State::ChunkSize {
    size: 0,
    in_extension: false,
};

/// How many bytes there are before anything else than the end of a line.
fn empty_lines(bytes: &[u8]) -> usize {
    let is_end = |byte: &u8| matches!(byte, b'\r' | b'\n');
    bytes.iter().take_while(|byte| is_end(byte)).count()
}

fn within(bytes: &[u8], left: u64) -> usize {
    usize::try_from(left).map_or(bytes.len(), |left| bytes.len().min(left))
}
