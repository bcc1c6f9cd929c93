//! A delay line: everything on it arrives later, in order.

use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_util::Stream;
use tokio::time::Instant;

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

    /// Resolves when something arrives that is due then.
    fn arrival(&self, due: Instant) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        let knob = Arc::clone(&self.knob);
        Box::pin(async move { knob.arrival(due).await })
    }
}

/// A stream whose items arrive later while the knob says so. The line before it is laid when the knob is
/// turned for the first time: most streams never have one.
pub(crate) struct Lagging<S: Stream> {
    stream: S,
    knob: Arc<Knob>,
    carrier: Carrier,
    line: Option<Box<DelayLine<S::Item>>>,
}

/// What is under way to the reader of a stream.
struct DelayLine<T> {
    lag: Lag,
    under_way: VecDeque<(Instant, T)>,
    /// Of the first of it, once it is waited for.
    arrival: Option<Pin<Box<dyn Future<Output = ()> + Send>>>,
    has_ended: bool,
}

impl<S: Stream + Unpin> Lagging<S> {
    /// `stream`, with nothing before it.
    pub(crate) fn new(stream: S, knob: Arc<Knob>, carrier: Carrier) -> Self {
        let line = None;
        Self {
            stream,
            knob,
            carrier,
            line,
        }
    }

    /// The stream, to look at.
    pub(crate) fn get_ref(&self) -> &S {
        &self.stream
    }

    /// The stream itself.
    pub(crate) fn get_mut(&mut self) -> &mut S {
        &mut self.stream
    }
}

impl<S: Stream + Unpin> Stream for Lagging<S>
where
    S::Item: Unpin,
{
    type Item = S::Item;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<S::Item>> {
        let this = self.get_mut();
        if this.line.is_none() && !this.knob.is_on() {
            return Pin::new(&mut this.stream).poll_next(context);
        }
        let lay = || {
            Box::new(DelayLine::of(Lag::new(
                Arc::clone(&this.knob),
                this.carrier,
            )))
        };
        let line = this.line.get_or_insert_with(lay);
        line.poll_next(&mut this.stream, context)
    }
}

impl<T> DelayLine<T> {
    fn of(lag: Lag) -> Self {
        Self {
            lag,
            under_way: VecDeque::new(),
            arrival: None,
            has_ended: false,
        }
    }

    fn poll_next<S: Stream<Item = T> + Unpin>(
        &mut self,
        stream: &mut S,
        context: &mut Context<'_>,
    ) -> Poll<Option<T>> {
        while !self.has_ended && self.under_way.len() < UNDER_WAY {
            let Poll::Ready(item) = Pin::new(&mut *stream).poll_next(context) else {
                break;
            };
            let Some(item) = item else {
                self.has_ended = true;
                break;
            };
            match self.lag.due() {
                None if self.under_way.is_empty() => return Poll::Ready(Some(item)),
                due => {
                    let due = due.unwrap_or_else(Instant::now);
                    self.under_way.push_back((due, item));
                }
            }
        }
        let Some((due, _)) = self.under_way.front() else {
            return match self.has_ended {
                true => Poll::Ready(None),
                false => Poll::Pending,
            };
        };
        let arrival = self.arrival.get_or_insert_with(|| self.lag.arrival(*due));
        ready!(arrival.as_mut().poll(context));
        self.arrival = None;
        Poll::Ready(self.under_way.pop_front().map(|(_, item)| item))
    }
}
