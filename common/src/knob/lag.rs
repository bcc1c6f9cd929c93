//! A line on which everything arrives later, in order.

use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_util::Stream;
use tokio::time::{Instant, Sleep, sleep_until};

use crate::knob::{Carrier, Knob};

/// Most items under way. When they are reached nothing more is taken in, as on a slow network.
const UNDER_WAY: usize = 256;

/// Says of each item of one connection when it arrives.
#[derive(Debug, Clone)]
pub(crate) struct Lag {
    knob: Arc<Knob>,
    carrier: Carrier,
    last: Option<Instant>,
}

impl Lag {
    /// The lag of one direction of one connection.
    pub(crate) fn new(knob: Arc<Knob>, carrier: Carrier) -> Self {
        let last = None;
        Self {
            knob,
            carrier,
            last,
        }
    }

    /// When an item that is sent now arrives, behind those that are under way; `None` for at once.
    pub(crate) fn due(&mut self) -> Option<Instant> {
        self.last = self.last.filter(|last| *last > Instant::now());
        self.last = self.knob.due(self.carrier, self.last);
        self.last
    }
}

/// A stream whose items arrive later while the knob says so.
pub(crate) struct Lagging<S: Stream> {
    stream: S,
    lag: Lag,
    under_way: VecDeque<(Instant, S::Item)>,
    /// Made when something is under way for the first time: most connections never need one.
    arrival: Option<Pin<Box<Sleep>>>,
    has_ended: bool,
}

impl<S: Stream + Unpin> Lagging<S> {
    /// `stream`, behind a line.
    pub(crate) fn new(stream: S, lag: Lag) -> Self {
        Self {
            stream,
            lag,
            under_way: VecDeque::new(),
            arrival: None,
            has_ended: false,
        }
    }

    /// The stream, to look at.
    pub(crate) fn get_ref(&self) -> &S {
        &self.stream
    }

    /// The stream itself. What is under way is lost.
    pub(crate) fn into_inner(self) -> S {
        self.stream
    }
}

impl<S: Stream + Unpin> Stream for Lagging<S>
where
    S::Item: Unpin,
{
    type Item = S::Item;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<S::Item>> {
        let this = self.get_mut();
        while !this.has_ended && this.under_way.len() < UNDER_WAY {
            let Poll::Ready(item) = Pin::new(&mut this.stream).poll_next(context) else {
                break;
            };
            let Some(item) = item else {
                this.has_ended = true;
                break;
            };
            match this.lag.due() {
                None if this.under_way.is_empty() => return Poll::Ready(Some(item)),
                due => {
                    let due = due.unwrap_or_else(Instant::now);
                    this.under_way.push_back((due, item));
                }
            }
        }
        let Some((due, _)) = this.under_way.front() else {
            return match this.has_ended {
                true => Poll::Ready(None),
                false => Poll::Pending,
            };
        };
        let arrival = this
            .arrival
            .get_or_insert_with(|| Box::pin(sleep_until(*due)));
        if arrival.deadline() != *due {
            arrival.as_mut().reset(*due);
        }
        ready!(arrival.as_mut().poll(context));
        Poll::Ready(this.under_way.pop_front().map(|(_, item)| item))
    }
}
