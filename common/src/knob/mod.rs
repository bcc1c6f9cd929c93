//! The lecturer's knob: a network that is worse on purpose, so that the class feels the difference.
//!
//! It delays what a transport carries, each way, keeps new connections of a transport out, and cuts
//! those there are. It is off unless the person at the server's own machine turns it, and while it is
//! on everybody is told. Here is what is in force and how long something must wait; who waits is the
//! transports' business. The end does not wait for it: when the server stops, what is on its way to
//! somebody arrives at once, in its order, and so everybody who listens hears the goodbye.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

mod condition;
mod lag;

pub use condition::{Carrier, Condition, Conditions, MOST_MS};
pub(crate) use condition::{slack_ms, transport_name};
pub(crate) use lag::{Lag, Lagging};

/// For so long after a turn of the knob nothing waits that need not wait behind something else, so that
/// the news of a delay is not late by the delay.
pub(crate) const NOTICE: Duration = Duration::from_millis(200);

/// What the rooms are told.
#[derive(Debug, Clone, Default)]
pub(crate) struct Turned {
    pub(crate) conditions: Conditions,
    /// How often all connections of one kind were to be cut.
    pub(crate) cuts: BTreeMap<Carrier, u64>,
    /// When each carrier was turned last.
    at: BTreeMap<Carrier, Instant>,
}

/// The knob.
#[derive(Debug)]
pub(crate) struct Knob {
    turned: watch::Sender<Turned>,
    /// Whether anything at all is in force: all that a fast path looks at.
    is_on: AtomicBool,
    /// The server stops.
    end: CancellationToken,
}

impl Knob {
    /// Off, and without effect from the `end` on.
    pub(crate) fn new(end: CancellationToken) -> Self {
        Self {
            turned: watch::Sender::new(Turned::default()),
            is_on: AtomicBool::new(false),
            end,
        }
    }

    /// Sets the conditions of one carrier. A condition without effect turns it off.
    pub(crate) fn set(&self, carrier: Carrier, condition: Condition) {
        let condition = Condition {
            delay: condition.delay.min(MOST_MS),
            jitter: condition.jitter.min(MOST_MS),
            refused: condition.refused,
        };
        self.turned.send_modify(|turned| {
            turned.at.insert(carrier, Instant::now());
            if condition == Condition::default() {
                turned.conditions.remove(&carrier);
            } else {
                turned.conditions.insert(carrier, condition);
            }
            self.is_on
                .store(!turned.conditions.is_empty(), Ordering::Relaxed);
        });
    }

    /// Has all connections of one kind cut, now.
    pub(crate) fn cut(&self, carrier: Carrier) {
        self.turned
            .send_modify(|turned| *turned.cuts.entry(carrier).or_default() += 1);
    }

    /// Whether anything at all is in force.
    pub(crate) fn is_on(&self) -> bool {
        self.is_on.load(Ordering::Relaxed)
    }

    /// What is in force.
    pub(crate) fn conditions(&self) -> Conditions {
        self.turned.borrow().conditions.clone()
    }

    /// Hears of each turn of the knob.
    pub(crate) fn listen(&self) -> watch::Receiver<Turned> {
        self.turned.subscribe()
    }

    /// Whether new connections of this kind are kept out.
    pub(crate) fn refuses(&self, carrier: Carrier) -> bool {
        self.condition(carrier).refused
    }

    /// How long the notice is of somebody who asks only every so many milliseconds.
    pub(crate) fn notice(every: u64) -> Duration {
        let every = every.min(MOST_MS);
        NOTICE.max(Duration::from_millis(every + every / 10))
    }

    /// Waits as long as something must that goes by this carrier now. Two that wait at the same time
    /// may overtake each other, as requests do.
    pub(crate) async fn pass(&self, carrier: Carrier, notice: Duration) {
        let wait = self.wait(carrier, notice);
        if !wait.is_zero() {
            self.arrival(Instant::now() + wait).await;
        }
    }

    /// Waits until something arrives that is due then, or at once when the server stops.
    pub(crate) async fn arrival(&self, due: Instant) {
        // Either is a reason to go on.
        let _ = self.end.run_until_cancelled(sleep_until(due)).await;
    }

    /// When something that goes by this carrier now arrives, not before `last`, since a connection
    /// keeps its order. `None` if nothing is in force and nothing is on its way, and when the server stops:
    /// then it is due as soon as all before it has gone.
    pub(crate) fn due(&self, carrier: Carrier, last: Option<Instant>) -> Option<Instant> {
        let wait = self.wait(carrier, NOTICE);
        let due = (!wait.is_zero()).then(|| Instant::now() + wait);
        due.max(last).filter(|_| !self.end.is_cancelled())
    }

    fn wait(&self, carrier: Carrier, notice: Duration) -> Duration {
        if !self.is_on() || self.is_news(carrier, notice) {
            return Duration::ZERO;
        }
        let Condition { delay, jitter, .. } = self.condition(carrier);
        let chance = rand::random_range(0..=2 * jitter);
        Duration::from_millis((delay + chance).saturating_sub(jitter))
    }

    fn is_news(&self, carrier: Carrier, notice: Duration) -> bool {
        let turned = self.turned.borrow();
        turned
            .at
            .get(&carrier)
            .is_some_and(|at| at.elapsed() < notice)
    }

    fn condition(&self, carrier: Carrier) -> Condition {
        if !self.is_on() {
            return Condition::default();
        }
        let turned = self.turned.borrow();
        turned.conditions.get(&carrier).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;

    use futures_util::poll;

    use super::*;

    #[test]
    fn what_is_turned_back_is_off() {
        let knob = Knob::new(CancellationToken::new());
        let slow = Condition {
            delay: 800,
            ..Condition::default()
        };
        knob.set(Carrier::Poll, slow);
        assert_eq!(knob.conditions(), BTreeMap::from([(Carrier::Poll, slow)]));
        assert_eq!(knob.condition(Carrier::Sse), Condition::default());
        knob.set(Carrier::Poll, Condition::default());
        assert!(knob.conditions().is_empty());
        assert!(knob.due(Carrier::Poll, None).is_none());
    }

    #[test]
    fn a_delay_is_bounded_and_a_connection_keeps_its_order() {
        let knob = Knob::new(CancellationToken::new());
        let condition = Condition {
            delay: u64::MAX,
            jitter: 500,
            refused: false,
        };
        knob.set(Carrier::Sse, condition);
        assert_eq!(knob.condition(Carrier::Sse).delay, MOST_MS);
        assert_eq!(
            knob.due(Carrier::Sse, None),
            None,
            "the news of it comes first"
        );
        knob.turned.send_modify(|turned| turned.at.clear());
        let mut last = knob.due(Carrier::Sse, None);
        assert!(last.is_some());
        for _ in 0..100 {
            let due = knob.due(Carrier::Sse, last);
            assert!(due >= last);
            last = due;
        }
    }

    #[tokio::test]
    async fn nothing_waits_any_more_when_the_server_stops() {
        let end = CancellationToken::new();
        let knob = Knob::new(end.clone());
        let slow = Condition {
            delay: MOST_MS,
            ..Condition::default()
        };
        knob.set(Carrier::LongPoll, slow);
        let mut answer = pin!(knob.pass(Carrier::LongPoll, Duration::ZERO));
        assert!(poll!(answer.as_mut()).is_pending());
        end.cancel();
        assert!(poll!(answer.as_mut()).is_ready());
        let mut later = pin!(knob.pass(Carrier::LongPoll, Duration::ZERO));
        assert!(poll!(later.as_mut()).is_ready());
        let on_its_way = Some(Instant::now() + Duration::from_secs(10));
        assert_eq!(knob.due(Carrier::LongPoll, on_its_way), None);
    }
}
