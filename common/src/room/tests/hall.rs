//! A room and a clock that is moved by hand, so that no test waits.

use std::net::{IpAddr, Ipv4Addr};

use serde_json::{Value, json};

use super::demo::Repeater;
use super::pupil::{Pipe, frames};
use super::setting;
use crate::clock::Now;
use crate::demo::{Demo, OnGap};
use crate::journal::memory::Memory;
use crate::log::{Bounds, Dialect};
use crate::protocol::{self, Wording};
use crate::registry::{ConnectionId, Role};
use crate::room::core::Room;
use crate::room::mail::{Ended, Mail, Opened};
use crate::transport::websocket::outlet::WebSocketOutlet;
use crate::transport::{ConnectionKey, Heard};

/// For how long such a room keeps what is said, in milliseconds.
pub(super) const KEEP_MS: u64 = 3_600_000;

/// A room in which lines are said.
pub(super) type Hall = HallOf<Repeater<{ OnGap::Skip as u8 }>>;

/// A room and a clock that is moved by hand.
pub(super) struct HallOf<D: Demo> {
    pub(super) room: Room<D>,
    pub(super) now: u64,
    /// Where those come from who come in now.
    pub(super) address: IpAddr,
}

/// One socket into the room.
pub(super) struct Seat {
    pub(super) id: ConnectionId,
    pub(super) pipe: Pipe,
    pub(super) heard: Heard,
}

impl<D: Demo + Default> HallOf<D> {
    pub(super) fn new() -> Self {
        Self {
            room: Room::new(setting(Bounds::default(), 1), D::default()),
            now: 0,
            address: Ipv4Addr::LOCALHOST.into(),
        }
    }

    /// The same with a disk. Each start is given another number, from which its chance follows.
    pub(super) fn start(disk: &Memory, start: u8, now: u64) -> Self {
        let setting = setting(Bounds::default(), start);
        let moment = Now {
            precise: now as f64,
            wall: 0,
        };
        let room = Room::revive(setting, D::default(), disk.open(), KEEP_MS, moment);
        let room = room.expect("it wrote that itself");
        Self {
            room,
            now,
            address: Ipv4Addr::LOCALHOST.into(),
        }
    }

    pub(super) fn open(&mut self, id: u64) -> Seat {
        self.open_as(id, false)
    }

    pub(super) fn open_as(&mut self, id: u64, is_guest: bool) -> Seat {
        let (id, pipe, heard) = (ConnectionId(id), Pipe::default(), Heard::default());
        heard.note(self.now);
        pipe.allow(1 << 40);
        let dialect = if is_guest {
            Dialect::Plain(id)
        } else {
            Dialect::Rich
        };
        let outlet = Box::new(WebSocketOutlet::new(pipe.clone(), dialect));
        let opened = Mail::Opened(Opened {
            key: ConnectionKey { id, secret: 0 },
            outlet,
            heard: heard.clone(),
            role: if is_guest {
                let origin = "http://localhost".into();
                Role::Plain { origin }
            } else {
                Role::Member
            },
            address: self.address,
        });
        self.room.handle(opened, self.moment());
        Seat { id, pipe, heard }
    }

    pub(super) fn join(&mut self, id: u64, hello: &Value) -> (Seat, Value) {
        let seat = self.open(id);
        self.say(&seat, hello);
        self.pass(0);
        let welcome = frames(&seat.pipe).swap_remove(0);
        (seat, welcome)
    }

    pub(super) fn say(&mut self, seat: &Seat, frame: &Value) {
        let text = frame.to_string();
        let envelope = protocol::parse(&text).unwrap();
        let envelope = envelope.said(Wording::Rich(text.into()));
        let mail = Mail::Said {
            connection: seat.id,
            envelope,
        };
        self.room.handle(mail, self.moment());
    }

    /// Lets time pass, in steps as short as the room's own deadlines.
    pub(super) fn pass(&mut self, ms: u64) {
        let end = self.now + ms;
        loop {
            self.room.sweep(self.moment());
            self.room.tick(self.moment());
            self.room.deliver(self.moment());
            self.room.take_blocked().for_each(drop);
            match self.room.next_deadline() {
                Some(next) if next <= end => self.now = next.max(self.now + 1).min(end),
                _ if self.now < end => self.now = end,
                _ => break,
            }
            if self.now == end && ms == 0 {
                break;
            }
        }
    }

    pub(super) fn has(&self, seat: &Seat) -> bool {
        self.room.registry.connections.contains_key(&seat.id)
    }

    pub(super) fn vanish(&mut self, seat: &Seat) {
        seat.pipe.break_off();
        let ended = Ended::default();
        self.room.handle(
            Mail::Ended {
                connection: seat.id,
                ended,
            },
            self.moment(),
        );
    }

    pub(super) fn moment(&self) -> Now {
        Now {
            precise: self.now as f64,
            wall: 0,
        }
    }
}

pub(super) fn hello() -> Value {
    json!({"type": "hello"})
}
