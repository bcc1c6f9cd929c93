//! The answer that does not end: pieces as the room hands them over.
//!
//! Knows neither frames nor the log. However it ends, the room hears of it, because the seat is
//! dropped with it.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use hyper::body::{Body, Bytes, Frame};
use tokio::sync::mpsc;

use crate::room::handle::Seat;

/// The body of the answer.
pub(super) struct EventStream<C> {
    pieces: mpsc::Receiver<Bytes>,
    _seat: Seat<C>,
}

impl<C> EventStream<C> {
    pub(super) fn new(pieces: mpsc::Receiver<Bytes>, seat: Seat<C>) -> Self {
        Self {
            pieces,
            _seat: seat,
        }
    }
}

impl<C> Body for EventStream<C> {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let piece = self.pieces.poll_recv(context);
        piece.map(|piece| piece.map(|bytes| Ok(Frame::data(bytes))))
    }
}
