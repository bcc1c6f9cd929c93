//! What the outlet needs of a socket: to take bytes now or not at all.
//!
//! Apart from the outlet, so that a test can put a socket under it that takes as many bytes as the
//! test wants and breaks when the test wants.

use std::io;

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

    /// Reads what a write will need from memory, as [`Outlet::fetch`](crate::transport::Outlet::fetch) does.
    fn fetch(&self) -> u64 {
        0
    }

    /// The last write ended this many bytes before the end of a frame. Said when it changes, for
    /// who watches: the next frame begins after them.
    fn cut(&self, _rest: usize) {}

    /// So many of the bytes written were the text of numbered events.
    fn useful(&self, _bytes: u64) {}
}
