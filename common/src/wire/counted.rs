//! The accepted socket with a counter around it: what the HTTP server speaks through, and after an
//! upgrade what a WebSocket is read from and written to.
//!
//! It changes nothing: not a byte, not an error.

use std::hint::black_box;
use std::io::{self, IoSlice, Read, Write};
use std::net::Shutdown;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use socket2::SockRef;
use tokio::io::{AsyncRead, AsyncWrite, Interest, ReadBuf};
use tokio::net::TcpStream;

use crate::clock::Clock;
use crate::counts::Counts;
use crate::server::admission::Pass;
use crate::transport::Writable;
use crate::transport::websocket::socket::Socket;
use crate::wire::frame::{Place, Tally};
use crate::wire::meter::{self, Meter};

/// Whether readiness is told anew for each arrival, so that a read that does not fill its buffer need not
/// be followed by another. On Windows it is told only after a read that would have to wait.
const SHORT_MEANS_EMPTY: bool = cfg!(unix);

/// A socket and its meter. Clones are the same socket; it is closed when the last one goes.
#[derive(Debug, Clone)]
pub struct Counted(Arc<Meter<TcpStream>>);

impl Counted {
    /// Counts a connection that has just been accepted.
    pub fn new(stream: TcpStream, clock: Clock) -> Self {
        Self(Arc::new(Meter::new(stream, None, clock, Arc::default())))
    }

    /// The same, and counts with all others of its server. Its place there is given back when it goes, at
    /// the latest.
    pub(crate) fn admitted(
        stream: TcpStream,
        pass: Pass,
        clock: Clock,
        counts: Arc<Counts>,
    ) -> Self {
        Self(Arc::new(Meter::new(stream, Some(pass), clock, counts)))
    }

    /// What has been counted.
    pub(crate) fn meter(&self) -> &Arc<Meter<TcpStream>> {
        &self.0
    }

    /// The clock by which it is counted.
    pub(crate) fn clock(&self) -> &Clock {
        self.0.clock()
    }

    /// Ends the writing direction: everything has been said.
    pub(crate) fn finish(&self) {
        // It fails on a socket that is dead already, which is what is wanted.
        let _ = SockRef::from(&self.0.stream).shutdown(Shutdown::Write);
    }

    /// Reads what there is of a WebSocket; `place` follows from frame to frame. Returns how many bytes
    /// there were, 0 at the end, and which frames ended in them.
    pub(crate) fn poll_read_frames(
        &self,
        context: &mut Context<'_>,
        buffer: &mut [u8],
        place: &mut Place,
    ) -> Poll<io::Result<(usize, Tally)>> {
        let count = ready!(self.poll_read_bytes(context, buffer))?;
        let bytes = &buffer[..count];
        self.meter().read_frames(bytes, *place);
        Poll::Ready(Ok((count, place.pass(bytes))))
    }

    /// Ready when there is something to read, or the end.
    pub(crate) fn poll_readable(&self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.0.stream.poll_read_ready(context)
    }

    /// A read that does not fill the buffer has emptied the socket, and what comes next is told anew. So
    /// the reader is told to wait at once, instead of by a second system call that finds nothing: the run
    /// time takes `WouldBlock` for that, whoever says it, and what has been read is handed past it.
    fn poll_read_bytes(
        &self,
        context: &mut Context<'_>,
        buffer: &mut [u8],
    ) -> Poll<io::Result<usize>> {
        let stream = &self.0.stream;
        loop {
            ready!(stream.poll_read_ready(context))?;
            let mut read = None;
            let outcome = stream.try_io(Interest::READABLE, || {
                let count = (&*SockRef::from(stream)).read(buffer)?;
                read = Some(count);
                let is_emptied = SHORT_MEANS_EMPTY && (1..buffer.len()).contains(&count);
                match is_emptied {
                    true => Err(io::ErrorKind::WouldBlock.into()),
                    false => Ok(()),
                }
            });
            match (read, outcome) {
                (Some(count), _) => return Poll::Ready(Ok(count)),
                (None, Err(error)) if error.kind() != io::ErrorKind::WouldBlock => {
                    self.meter().fails(&error);
                    return Poll::Ready(Err(error));
                }
                (None, _) => {}
            }
        }
    }
}

impl AsyncRead for Counted {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let count = ready!(self.poll_read_bytes(context, buffer.initialize_unfilled()))?;
        buffer.advance(count);
        self.meter().read_http(&buffer.filled()[before..]);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Counted {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.poll_write_vectored(context, &[IoSlice::new(bytes)])
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        loop {
            ready!(self.0.stream.poll_write_ready(context))?;
            match self.0.stream.try_write_vectored(pieces) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => {
                    self.meter().fails(&error);
                    return Poll::Ready(Err(error));
                }
                Ok(count) => {
                    let pieces = pieces.iter().map(|piece| &**piece);
                    self.meter().wrote_http(meter::front(pieces, count));
                    return Poll::Ready(Ok(count));
                }
            }
        }
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(self: Pin<&mut Self>, _context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(SockRef::from(&self.0.stream).shutdown(Shutdown::Write))
    }
}

impl Socket for Counted {
    /// Straight to the system: a write that succeeds, as nearly all do, need not look at what the run time
    /// keeps of the socket, which lies elsewhere in memory. (A signal for a socket whose other end has gone is
    /// ignored by every Rust program that does not ask for it.)
    #[inline]
    fn try_write(&self, pieces: [&[u8]; 3]) -> io::Result<usize> {
        let stream = &self.0.stream;
        let mut socket = &*SockRef::from(stream);
        let sent = match pieces {
            [&[], one, &[]] | [one, &[], &[]] => socket.write(one),
            pieces => socket.write_vectored(&pieces.map(IoSlice::new)),
        };
        let count = match sent {
            // The run time must learn of it, or nobody is woken when there is room again.
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                stream.try_write_vectored(&pieces.map(IoSlice::new))
            }
            sent => sent,
        };
        let count = count.inspect_err(|error| self.meter().fails(error))?;
        self.meter().wrote_frames(&pieces, count);
        Ok(count)
    }

    fn fetch(&self) -> u64 {
        // Its number is read with that, which is all that counts.
        black_box(SockRef::from(&self.0.stream));
        let [_, down] = self.0.passed();
        down
    }

    fn writable(&self) -> Writable {
        let counted = self.clone();
        // An error shows at the next write.
        Box::pin(async move { counted.0.stream.writable().await.unwrap_or_default() })
    }

    fn finish(&self) {
        Self::finish(self);
    }

    fn abort(&self) {
        let socket = SockRef::from(&self.0.stream);
        // Both fail on a socket that is dead already, which is what is wanted.
        let _ = socket.set_linger(Some(Duration::ZERO));
        let _ = socket.shutdown(Shutdown::Both);
    }

    fn cut(&self, rest: usize) {
        self.meter().set_rest(rest);
    }

    fn useful(&self, bytes: u64) {
        self.meter().add_useful(bytes);
    }
}
