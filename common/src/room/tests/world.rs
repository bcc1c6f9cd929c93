//! A room, its pupils, and the time: everything that happens happens here, in one order.

use std::collections::{BTreeMap, BTreeSet};
use std::net::Ipv4Addr;

use super::pupil::Pupil;
use super::way::{self, PLENTY, Way};
use super::{Step, setting};
use crate::clock::Now;
use crate::demo::{Demo, OnGap};
use crate::limits;
use tokio::sync::oneshot;

use crate::journal::memory::Memory;
use crate::log::Bounds;
use crate::protocol::{self, Envelope, Wording};
use crate::registry::{ConnectionId, Role};
use crate::room::core::Room;
use crate::room::mail::{Ended, Mail, Opened};
use crate::room::posts::{By, Post};
use crate::transport::{ConnectionKey, Heard};

/// A log so short that pupils fall off it all the time.
pub(super) const SHORT: Bounds = Bounds {
    events: 12,
    bytes: 4_000,
};
/// Rounds after which everything has come to rest, if it ever does.
const ROUNDS: usize = 200;

pub(super) struct World<D: Demo> {
    pub(super) room: Room<D>,
    pub(super) now: f64,
    pub(super) pupils: Vec<Pupil>,
    pub(super) connections: BTreeMap<usize, (ConnectionId, Heard)>,
    opened: u64,
    said: u64,
    posted: u64,
    /// Everything that was ever meant to be said, by pupil.
    pub(super) meant: Vec<Vec<String>>,
    /// The disk, if the room is kept on one.
    pub(super) disk: Option<Memory>,
    /// Everything random follows from this, and from how often the server has started.
    pub(super) seed: [u8; 2],
    /// What the power loss took of what had been acknowledged.
    pub(super) lost: BTreeSet<String>,
}

impl<D: Demo<Snapshot = Vec<String>> + Default> World<D> {
    pub(super) fn new(pupils: usize, seed: u8) -> Self {
        let room = Room::new(setting(SHORT, seed), D::default());
        Self {
            room,
            now: 0.0,
            pupils: std::iter::repeat_with(Pupil::default)
                .take(pupils)
                .collect(),
            connections: BTreeMap::new(),
            opened: 0,
            said: 0,
            posted: 0,
            meant: vec![Vec::new(); pupils],
            disk: None,
            seed: [seed, 0],
            lost: BTreeSet::new(),
        }
    }

    /// The same with a disk.
    pub(super) fn kept(pupils: usize, seed: u8) -> Self {
        let mut world = Self::new(pupils, seed);
        world.disk = Some(Memory::default());
        world.start();
        world
    }

    pub(super) fn step(&mut self, step: &Step) {
        match *step {
            Step::Say(pupil) => self.say(pupil, true),
            Step::SayInVain(pupil) => {
                self.say(pupil, false);
                self.break_off(pupil);
            }
            Step::SendAgain(pupil) => self.send_outbox(pupil),
            Step::Take(pupil, bytes) => {
                self.pupils[pupil].way.allow(bytes);
                self.tell_writable(pupil);
                // Some answers are lost, and some questions overlap.
                self.ask(pupil, bytes % 4 == 0);
                if bytes % 3 == 0 {
                    self.ask(pupil, false);
                }
            }
            Step::Break(pupil) => self.break_off(pupil),
            Step::Return(pupil) => self.come_back(pupil),
            Step::Wait(ms) => self.now += ms as f64,
            ref step => self.suffer(step),
        }
        self.turn();
    }

    /// Lets everybody come back and everything arrive; then says whether it did.
    pub(super) fn settle_and_check(&mut self) {
        self.suffer(&Step::Mend);
        for _ in 0..ROUNDS {
            for pupil in 0..self.pupils.len() {
                self.come_back(pupil);
                self.pupils[pupil].way.allow(PLENTY);
                self.tell_writable(pupil);
                self.ask(pupil, false);
                if self.pupils[pupil].way.posts() {
                    self.send_outbox(pupil);
                }
            }
            self.now += limits::LATEST_EVERY_MS as f64;
            self.turn();
        }
        let room = self.room.demo.snapshot();
        for (pupil, meant) in self.pupils.iter().zip(&self.meant) {
            assert!(pupil.outbox.is_empty(), "unanswered: {:?}", pupil.outbox);
            let is_taken = |text: &&String| {
                !text.ends_with('7')
                    && !pupil.turned_down.contains(text)
                    && !self.lost.contains(*text)
            };
            let accepted: Vec<_> = meant.iter().filter(is_taken).collect();
            let mine: Vec<_> = room.iter().filter(|text| meant.contains(text)).collect();
            assert_eq!(
                mine, accepted,
                "what one pupil says is there once and in order"
            );
            check_heard(pupil, &room, D::ON_GAP);
            assert_eq!(
                pupil.latest, self.pupils[0].latest,
                "the newest values are the same"
            );
        }
    }

    fn say(&mut self, pupil: usize, arrives: bool) {
        let connection = &mut self.pupils[pupil];
        if connection.outbox.len() == limits::OUTBOX {
            return;
        }
        self.said += 1;
        let text = format!("{pupil} says {}", self.said);
        connection.last_n += 1;
        let n = connection.last_n;
        connection.outbox.insert(n, text.clone());
        self.meant[pupil].push(text);
        if arrives && connection.is_ready {
            self.send(pupil, n);
        }
    }

    /// A pupil sends again, in order, what was not answered.
    fn send_outbox(&mut self, pupil: usize) {
        if self.pupils[pupil].is_ready {
            let unanswered: Vec<u64> = self.pupils[pupil].outbox.keys().copied().collect();
            unanswered.into_iter().for_each(|n| self.send(pupil, n));
        }
    }

    fn send(&mut self, pupil: usize, n: u64) {
        let text = &self.pupils[pupil].outbox[&n];
        self.mail(
            pupil,
            &serde_json::json!({"type": "say", "n": n, "text": text}),
        );
    }

    fn mail(&mut self, pupil: usize, frame: &serde_json::Value) {
        let Some((connection, heard)) = self.connections.get(&pupil) else {
            return;
        };
        heard.note(self.now as u64);
        let text = frame.to_string();
        let envelope = protocol::parse(&text).expect("pupils write well");
        let envelope = envelope
            .said(Wording::Rich(text.into()))
            .received(|| self.now);
        if frame["type"] != "hello" && self.pupils[pupil].way.posts() {
            return self.post(pupil, *connection, envelope);
        }
        let mail = Mail::Said {
            connection: *connection,
            envelope,
        };
        self.room.handle(mail, self.moment());
    }

    /// Sends by POST. Each fifth answer is lost.
    fn post(&mut self, pupil: usize, connection: ConnectionId, frame: Envelope<D::Command>) {
        let (reply, mut answers) = oneshot::channel();
        let post = Post {
            by: By::Connection(key(connection)),
            frames: vec![Ok(frame)],
            reply,
        };
        self.posted += 1;
        self.room.handle(Mail::Posted(post), self.moment());
        if !self.posted.is_multiple_of(5)
            && let Ok(lines) = answers.try_recv()
        {
            let frames = way::read(&lines);
            frames
                .iter()
                .for_each(|frame| self.pupils[pupil].fold(frame));
        }
    }

    /// A pupil who has to ask does so. Without the first answer there is nothing to go on from.
    fn ask(&mut self, pupil: usize, is_lost: bool) {
        let Some((connection, _)) = self.connections.get(&pupil) else {
            return;
        };
        let asking = &mut self.pupils[pupil];
        let has = asking.has();
        let is_lost = is_lost && asking.is_ready;
        let Some(question) = asking.way.question(is_lost) else {
            return;
        };
        let key = key(*connection);
        let asked = Mail::Asked { key, has, question };
        self.room.handle(asked, self.moment());
    }

    fn come_back(&mut self, pupil: usize) {
        if self.connections.contains_key(&pupil) {
            return;
        }
        self.opened += 1;
        let connection = ConnectionId(self.opened);
        let heard = Heard::default();
        // Each return is over another transport.
        let (way, outlet) = Way::open(self.opened, &heard);
        self.pupils[pupil].connect(way);
        self.connections.insert(pupil, (connection, heard.clone()));
        self.room.handle(
            Mail::Opened(Opened {
                key: key(connection),
                outlet,
                heard,
                role: Role::Member,
                address: Ipv4Addr::LOCALHOST.into(),
            }),
            self.moment(),
        );
        self.mail(pupil, &self.pupils[pupil].hello());
        self.ask(pupil, false);
    }

    fn break_off(&mut self, pupil: usize) {
        self.pupils[pupil].way.break_off();
        self.pupils[pupil].is_ready = false;
        // Nobody hears of a poller's end: it asks no more.
        if let Some((connection, _)) = self.connections.remove(&pupil)
            && !self.pupils[pupil].way.repeats()
        {
            let ended = Ended::default();
            self.room
                .handle(Mail::Ended { connection, ended }, self.moment());
        }
    }

    fn tell_writable(&mut self, pupil: usize) {
        if let Some((connection, _)) = self.connections.get(&pupil) {
            self.room.writable(*connection);
        }
    }

    /// One turn of the room, and of every page.
    fn turn(&mut self) {
        self.connections
            .values()
            .for_each(|(_, heard)| heard.note(self.now as u64));
        self.room.sweep(self.moment());
        self.room.deliver(self.moment());
        self.room.take_blocked().for_each(drop);
        for pupil in 0..self.pupils.len() {
            let was_ready = self.pupils[pupil].is_ready;
            self.pupils[pupil].read();
            if self.pupils[pupil].is_ready && !was_ready {
                self.send_outbox(pupil);
            }
            // The room may have given a connection up; a page notices that.
            let is_known = |(connection, _): &(ConnectionId, Heard)| {
                self.room.registry.connections.contains_key(connection)
            };
            if self
                .connections
                .get(&pupil)
                .is_some_and(|known| !is_known(known))
            {
                self.break_off(pupil);
            }
        }
    }

    pub(super) fn moment(&self) -> Now {
        Now {
            precise: self.now,
            wall: 0,
        }
    }
}

fn key(id: ConnectionId) -> ConnectionKey {
    ConnectionKey { id, secret: 0 }
}

fn check_heard(pupil: &Pupil, room: &[String], on_gap: OnGap) {
    if on_gap == OnGap::Snapshot || !pupil.skipped {
        assert_eq!(pupil.heard, room, "the page shows the room's list");
        return;
    }
    let mut later = room.iter();
    let is_in_order = pupil
        .heard
        .iter()
        .all(|text| later.any(|other| other == text));
    assert!(
        is_in_order,
        "in the room's order, and nothing twice: {:?}",
        pupil.heard
    );
    assert_eq!(
        pupil.heard.last(),
        room.last(),
        "what is newest was not skipped"
    );
}
