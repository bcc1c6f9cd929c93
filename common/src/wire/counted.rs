//! The accepted socket with a counter around it: what the HTTP server speaks through, and after an
//! upgrade what a WebSocket is read from and written to.
//!
//! It changes nothing: not a byte, not an error, not when something is ready.

use std::io::{self, IoSlice};
use std::net::Shutdown;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use socket2::SockRef;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use crate::clock::Clock;
use crate::counts::Counts;
use crate::transport::Writable;
use crate::transport::websocket::socket::Socket;
use crate::wire::frame::{Place, Tally};
use crate::wire::meter::{self, Meter};

/// A socket and its meter. Clones are the same socket; it is closed when the last one goes.
#[derive(Debug, Clone)]
pub struct Counted(Arc<Line>);

#[derive(Debug)]
struct Line {
    stream: TcpStream,
    meter: Arc<Meter>,
}

impl Drop for Line {
    fn drop(&mut self) {
        self.meter.end();
    }
}

impl Counted {
    /// Counts a connection that has just been accepted.
    pub fn new(stream: TcpStream, clock: Clock) -> Self {
        Self::counting(stream, clock, Arc::default())
    }

    /// The same, and counts with all others of its server.
    pub(crate) fn counting(stream: TcpStream, clock: Clock, counts: Arc<Counts>) -> Self {
        let meter = Arc::new(Meter::new(clock, counts));
        Self(Arc::new(Line { stream, meter }))
    }

    /// What has been counted.
    pub fn meter(&self) -> &Arc<Meter> {
        &self.0.meter
    }

    /// Ends the writing direction: everything has been said.
    pub(crate) fn finish(&self) {
        // It fails on a socket that is dead already, which is what is wanted.
        let _ = SockRef::from(&self.0.stream).shutdown(Shutdown::Write);
    }

    /// Reads what there is of a WebSocket; `place` follows from frame to frame. Returns which frames ended.
    pub(crate) fn poll_read_frames(
        &self,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
        place: &mut Place,
    ) -> Poll<io::Result<Tally>> {
        let before = buffer.filled().len();
        ready!(self.poll_read_bytes(context, buffer))?;
        let bytes = &buffer.filled()[before..];
        self.meter().read_frames(bytes, *place);
        Poll::Ready(Ok(place.pass(bytes)))
    }

    fn poll_read_bytes(
        &self,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        loop {
            ready!(self.0.stream.poll_read_ready(context))?;
            match self.0.stream.try_read(buffer.initialize_unfilled()) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return Poll::Ready(Err(error)),
                Ok(count) => {
                    buffer.advance(count);
                    return Poll::Ready(Ok(()));
                }
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
        ready!(self.poll_read_bytes(context, buffer))?;
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
                Err(error) => return Poll::Ready(Err(error)),
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
    fn try_write(&self, pieces: [&[u8]; 3]) -> io::Result<usize> {
        let stream = &self.0.stream;
        let count = match pieces.map(<[u8]>::is_empty) {
            [true, _, true] => stream.try_write(pieces[1]),
            [_, true, true] => stream.try_write(pieces[0]),
            _ => stream.try_write_vectored(&pieces.map(IoSlice::new)),
        }?;
        self.meter().wrote_frames(&pieces, count);
        Ok(count)
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
