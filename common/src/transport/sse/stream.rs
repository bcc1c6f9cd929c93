//! The answer that does not end: pieces as the room hands them over.
//!
//! Knows neither frames nor the log. However it ends, the room hears of it, because that is said when
//! it is dropped.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::{Arc, Weak};
use std::task::{Context, Poll};

use futures_util::Stream;
use hyper::body::{Body, Bytes, Frame};
use tokio::sync::mpsc;

use crate::counts::Loss;
use crate::knob::{Carrier, Knob, Lagging};
use crate::room::handle::Seat;
use crate::room::mail::Ended;
use crate::wire::Meter;

/// The body of the answer.
pub(super) struct EventStream<C> {
    pieces: Lagging<Pieces>,
    seat: Seat<C>,
    /// Of the socket that the answer goes to, which is there as long as this is.
    meter: Weak<Meter>,
}

/// The pieces, as they come from the room.
struct Pieces(mpsc::Receiver<Bytes>);

impl Stream for Pieces {
    type Item = Bytes;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Bytes>> {
        self.0.poll_recv(context)
    }
}

impl<C> EventStream<C> {
    pub(super) fn new(
        pieces: mpsc::Receiver<Bytes>,
        knob: Arc<Knob>,
        seat: Seat<C>,
        meter: Weak<Meter>,
    ) -> Self {
        Self {
            pieces: Lagging::new(Pieces(pieces), knob, Carrier::Sse),
            seat,
            meter,
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
        let piece = Pin::new(&mut self.pieces).poll_next(context);
        piece.map(|piece| piece.map(|bytes| Ok(Frame::data(bytes))))
    }
}

impl<C> Drop for EventStream<C> {
    fn drop(&mut self) {
        let meter = self.meter.upgrade();
        let is_given_up = meter.is_some_and(|meter| meter.is_given_up());
        self.seat.leave(Ended {
            farewell: None,
            loss: is_given_up.then_some(Loss::Broken),
        });
    }
}
