//! What the outlet needs of a socket: to take bytes now or not at all.
//!
//! Apart from the outlet, so that a test can put a socket under it that takes as many bytes as the
//! test wants and breaks when the test wants.

use std::io::{self, IoSlice};
use std::net::Shutdown;
use std::sync::Arc;
use std::time::Duration;

use socket2::SockRef;
use tokio::net::TcpStream;

use crate::transport::Writable;

/// Somewhere to write to without waiting.
pub trait Socket: Send {
    /// Takes bytes from these three pieces, in order, and says how many. `WouldBlock` if none.
    ///
    /// # Errors
    ///
    /// What the system says; anything but `WouldBlock` means the connection is dead.
    fn try_write(&self, pieces: [&[u8]; 3]) -> io::Result<usize>;

    /// Resolves when it makes sense to try again.
    fn writable(&self) -> Writable;

    /// Ends the writing direction: everything has been said.
    fn finish(&self);

    /// Ends both directions at once; what is on its way may be lost.
    fn abort(&self);
}

impl Socket for Arc<TcpStream> {
    fn try_write(&self, pieces: [&[u8]; 3]) -> io::Result<usize> {
        match pieces.map(<[u8]>::is_empty) {
            [true, _, true] => TcpStream::try_write(self, pieces[1]),
            [_, true, true] => TcpStream::try_write(self, pieces[0]),
            _ => self.try_write_vectored(&pieces.map(IoSlice::new)),
        }
    }

    fn writable(&self) -> Writable {
        let stream = Self::clone(self);
        // An error shows at the next write.
        Box::pin(async move { TcpStream::writable(&stream).await.unwrap_or_default() })
    }

    fn finish(&self) {
        // It fails on a socket that is dead already, which is what is wanted.
        let _ = SockRef::from(&**self).shutdown(Shutdown::Write);
    }

    fn abort(&self) {
        let socket = SockRef::from(&**self);
        // Both fail on a socket that is dead already, which is what is wanted.
        let _ = socket.set_linger(Some(Duration::ZERO));
        let _ = socket.shutdown(Shutdown::Both);
    }
}
