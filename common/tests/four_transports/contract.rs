//! The contract of all transports: through drops and switches everybody has each line exactly once,
//! in order, whichever transports they come and go by.

use std::collections::VecDeque;
use std::time::Duration;

use serde_json::json;
use testkit::{Client, Proxy, Route, Transport};
use tokio::task::JoinSet;
use tokio::time::{Interval, MissedTickBehavior, interval_at};

use super::server;

/// Lines in a room, and people who say them.
const LINES: usize = 1_000;
const SPEAKERS: usize = 3;
/// Pauses of the script: between two lines of a person, two drops, two switches.
const PACE: Duration = Duration::from_millis(24);
const DROP_EVERY: Duration = Duration::from_secs(1);
const SWITCH_EVERY: Duration = Duration::from_secs(3);
/// Lines that a person may have unanswered. A session remembers twice as many answers.
const WINDOW: usize = 32;

#[tokio::test]
async fn through_drops_and_switches_everybody_has_each_line_once_and_in_order() {
    let server = server().await;
    let mut cases = JoinSet::new();
    for first in Transport::ALL {
        for second in Transport::ALL {
            let room = format!("{}-{}", first.name(), second.name()).replace('_', "-");
            let route = Route::new(server.address()).to(&room).by(first);
            cases.spawn(act_out(route, [first, second]));
        }
    }
    cases.join_all().await;
    server.stop().await;
}

/// The script, in a room of its own.
async fn act_out(route: Route, transports: [Transport; 2]) {
    let target = route.address;
    let proxy = Proxy::start(target).await;
    let route = Route {
        address: proxy.address(),
        ..route
    };
    let mut pupils = Vec::new();
    for number in 0..SPEAKERS {
        pupils.push(Pupil::join(route.clone(), transports, number).await);
    }
    let mut running: JoinSet<Pupil> = pupils.into_iter().map(Pupil::run).collect();
    let mut cuts = every(DROP_EVERY * 2, DROP_EVERY);
    let mut done = Vec::new();
    while done.len() < SPEAKERS {
        tokio::select! {
            Some(pupil) = running.join_next() => done.push(pupil.unwrap()),
            _ = cuts.tick() => {
                proxy.cut();
                proxy.heal(target);
            }
        }
    }
    for pupil in &done {
        pupil.check(&route.room);
        assert_eq!(pupil.client.events, done[0].client.events, "{}", route.room);
    }
}

/// A person who talks and listens, drops out, comes back, and sends again what was not answered.
struct Pupil {
    client: Client,
    number: usize,
    transports: [Transport; 2],
    said: usize,
    unanswered: VecDeque<(u64, String)>,
    drops: usize,
    switches: usize,
}

impl Pupil {
    async fn join(route: Route, transports: [Transport; 2], number: usize) -> Self {
        let mut client = Client::join_by(route, &format!("Pupil {number}")).await;
        client
            .until("the snapshot", |client| client.snapshots == 1)
            .await;
        Self {
            client,
            number,
            transports,
            said: 0,
            unanswered: VecDeque::new(),
            drops: 0,
            switches: 0,
        }
    }

    async fn run(mut self) -> Self {
        let mut talk = every(PACE, PACE);
        // Between the cuts of the proxy, which are as many again.
        let mut drop_out = every(DROP_EVERY * 2, DROP_EVERY * 2);
        let mut switch = every(SWITCH_EVERY, SWITCH_EVERY);
        while self.client.events.len() < LINES || !self.unanswered.is_empty() {
            let may_talk = self.said < self.quota() && self.unanswered.len() < WINDOW;
            tokio::select! {
                () = self.client.hear() => {}
                _ = talk.tick(), if may_talk => self.talk().await,
                _ = drop_out.tick() => {
                    self.client.vanish();
                    self.come_back().await;
                }
                _ = switch.tick() => self.switch().await,
            }
            self.settle();
            if self.client.closed.is_some() {
                self.come_back().await;
            }
        }
        self
    }

    fn quota(&self) -> usize {
        (LINES + SPEAKERS - 1 - self.number) / SPEAKERS
    }

    async fn talk(&mut self) {
        let text = format!("{}.{}", self.number, self.said);
        self.said += 1;
        let n = self.client.say(&text).await;
        self.unanswered.push_back((n, text));
    }

    fn settle(&mut self) {
        let acks = &self.client.acks;
        self.unanswered.retain(|(n, _)| !acks.contains_key(n));
    }

    async fn switch(&mut self) {
        self.switches += 1;
        let transport = self.transports[self.switches % 2];
        if self.client.switch_to(transport).await {
            self.say_again().await;
        }
    }

    async fn come_back(&mut self) {
        self.drops += 1;
        // The network may break again at any time.
        while !self.client.try_to_come_back().await {}
        self.say_again().await;
    }

    /// What was decided is answered as it was; what was lost is decided now, in order.
    async fn say_again(&mut self) {
        self.settle();
        for (n, text) in &self.unanswered {
            let frame = json!({"type": "say", "n": n, "text": text});
            self.client.send(&frame).await;
        }
    }

    fn check(&self, room: &str) {
        let about = format!("{room}, pupil {}", self.number);
        assert!(self.drops >= 3 && self.switches >= 2, "{about}: too calm");
        assert_eq!(
            self.client.nacks,
            Vec::<serde_json::Value>::new(),
            "{about}"
        );
        assert_eq!(self.client.skips, [], "{about}");
        assert_eq!(self.client.snapshots, 1, "{about}: only the first time");
        let lines = self.client.lines();
        assert_eq!(lines.len(), LINES, "{about}");
        for number in 0..SPEAKERS {
            let of_one = lines
                .iter()
                .filter(|line| line.starts_with(&format!("{number}.")));
            let expected = (0..).map(|line| format!("{number}.{line}"));
            let count = of_one.clone().count();
            assert!(
                of_one.copied().eq(expected.take(count)),
                "{about}: {number} in order"
            );
        }
    }
}

/// Ticks first after a while, and then for ever. A tick that is late moves those after it.
fn every(first: Duration, period: Duration) -> Interval {
    let mut interval = interval_at(tokio::time::Instant::now() + first, period);
    interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
    interval
}
