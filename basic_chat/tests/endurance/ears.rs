//! Many who only listen, and measure how long a line took to reach them. They are bare sockets, so that they
//! can be many; some can be told to stop reading.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::json;
use testkit::client;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::Instant;
use tokio_tungstenite::tungstenite::Message;

/// What an ear was told to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// Read, and note how long the lines took.
    Listen,
    /// Leave everything in the socket.
    Stall,
    /// Tell what was noted, and go.
    End,
}

/// Somebody who listens in a task of their own.
#[derive(Debug)]
pub(crate) struct Ear {
    order: watch::Sender<Order>,
    heard: JoinHandle<Heard>,
}

/// What an ear has noted.
#[derive(Debug, Default)]
pub(crate) struct Heard {
    /// When each line was said, and how long it took, in milliseconds.
    pub(crate) lines: Vec<(f64, f64)>,
    /// When the connection ended, if it did so by itself.
    pub(crate) lost: Option<f64>,
}

impl Ear {
    /// Joins under a name. Times are counted from `origin`.
    pub(crate) async fn join(address: SocketAddr, name: &str, origin: Instant) -> Self {
        let mut socket = client::open(address, "/rooms/class/ws").await;
        let hello = json!({"type": "hello", "name": name}).to_string();
        socket.send(Message::text(hello)).await.unwrap();
        let (order, mut orders) = watch::channel(Order::Listen);
        let heard = tokio::spawn(async move {
            let mut heard = Heard::default();
            loop {
                let order = *orders.borrow_and_update();
                match order {
                    Order::End => return heard,
                    Order::Stall => orders.changed().await.unwrap(),
                    Order::Listen => tokio::select! {
                        message = socket.next() => match message {
                            Some(Ok(message)) => heard.note(&message, origin),
                            _ => {
                                heard.lost = Some(ms(origin.elapsed()));
                                return heard;
                            }
                        },
                        changed = orders.changed() => changed.unwrap(),
                    },
                }
            }
        });
        Self { order, heard }
    }

    /// Gives an order.
    pub(crate) fn order(&self, order: Order) {
        // One that has ended hears nothing.
        self.order.send(order).unwrap_or_default();
    }

    /// Ends it and takes what it has noted.
    pub(crate) async fn end(self) -> Heard {
        self.order(Order::End);
        self.heard.await.unwrap()
    }
}

impl Heard {
    fn note(&mut self, message: &Message, origin: Instant) {
        let Message::Text(text) = message else { return };
        if let Some((_, rest)) = text.split_once(r#""text":"@"#)
            && let Some((said, _)) = rest.split_once(' ')
        {
            let said: f64 = said.parse().unwrap();
            self.lines.push((said, ms(origin.elapsed()) - said));
        }
    }
}

/// Says lines with the time in them until it is told to end: so many a second.
pub(crate) async fn talk(
    address: SocketAddr,
    name: String,
    per_second: f64,
    origin: Instant,
    mut end: watch::Receiver<bool>,
) {
    let mut client = testkit::Client::join(address, &name).await;
    let mut ticks = tokio::time::interval(Duration::from_secs_f64(1.0 / per_second));
    let padding = Arc::new("x".repeat(400));
    loop {
        tokio::select! {
            _ = ticks.tick() => {
                client.say(&format!("@{:.3} {padding}", ms(origin.elapsed()))).await;
            }
            () = client.hear() => {
                // It is not here to remember.
                client.events.clear();
                client.acks.clear();
            }
            () = async { drop(end.wait_for(|end| *end).await) } => return,
        }
    }
}

/// The latency that one in a hundred exceeds, of the lines that were said in this time.
pub(crate) fn p99<'a>(heard: impl Iterator<Item = &'a Heard>, from: f64, to: f64) -> f64 {
    let lines = heard.flat_map(|heard| heard.lines.iter());
    let lines = lines.filter(|(said, _)| (from..to).contains(said));
    let mut times: Vec<_> = lines.map(|(_, time)| *time).collect();
    times.sort_unstable_by(f64::total_cmp);
    times[times.len() * 99 / 100]
}

/// Milliseconds with their fraction.
pub(crate) fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
