//! What a program says, for as long as somebody listens: when the reader of a pipe has gone, that is the
//! end of what is said and no fault, neither a panic nor an error. Any other trouble is one.
//!
//! It must never know what is said.

use std::io::{self, ErrorKind, Stderr, Stdout, Write};

/// A writer that says no more once nobody reads.
#[derive(Debug)]
pub(crate) struct Out<W> {
    to: W,
    is_over: bool,
}

/// Standard output.
pub(crate) fn stdout() -> Out<Stdout> {
    Out::to(io::stdout())
}

/// Standard error.
pub(crate) fn stderr() -> Out<Stderr> {
    Out::to(io::stderr())
}

impl<W> Out<W> {
    /// What is said goes there.
    pub(crate) fn to(to: W) -> Self {
        let is_over = false;
        Self { to, is_over }
    }

    /// Whether it was seen that nobody reads any more.
    pub(crate) fn is_over(&self) -> bool {
        self.is_over
    }

    /// What came of writing; `unheard` instead if nobody reads any more.
    fn heard<T>(&mut self, written: io::Result<T>, unheard: T) -> io::Result<T> {
        match written {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => {
                self.is_over = true;
                Ok(unheard)
            }
            other => other,
        }
    }
}

impl<W: Write> Write for Out<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.is_over {
            return Ok(bytes.len());
        }
        let written = self.to.write(bytes);
        self.heard(written, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.is_over {
            return Ok(());
        }
        let flushed = self.to.flush();
        self.heard(flushed, ())
    }
}
