//! What a room is, and what it does with its mail.
//!
//! It is pure but for the outlets: no clock, no task, no lock; everything random in it follows from
//! a seed. So a whole class can be simulated by plain calls.

use std::sync::Arc;

use rand::rngs::StdRng;
use rand::{Rng, RngExt, SeedableRng};

use crate::clock::Now;
use crate::counts::{Counts, Reason};
use crate::demo::{Demo, Effects, Rate};
use crate::knob::Turned;
use crate::latest::Latest;
use crate::ledger::Answer;
use crate::limits;
use crate::log::{Bounds, Extent, Log};
use crate::people::Roll;
use crate::protocol::{ClientFrame, Envelope, ServerFrame, Unreadable};
use crate::rate::Bucket;
use crate::registry::{Connection, ConnectionId, Registry};
use crate::room::command::Saying;
use crate::room::hand::Hand;
use crate::room::keep::Journal;
use crate::room::mail::{Mail, Opened};
use crate::room::newcomers::Newcomers;
use crate::room::snapshot::Prepared;
use crate::transport::code;

/// What a room is given when it begins.
pub(crate) struct Setting {
    pub(crate) name: String,
    /// Which build of the pages the server carries.
    pub(crate) build: String,
    /// How much it remembers.
    pub(crate) bounds: Bounds,
    /// Everything random in the room follows from this.
    pub(crate) seed: [u8; 32],
    pub(crate) counts: Arc<Counts>,
    /// Who may come in as somebody new.
    pub(crate) newcomers: Newcomers,
}

/// One room of one demo.
pub(crate) struct Room<D: Demo> {
    pub(super) name: String,
    pub(super) build: String,
    pub(super) counts: Arc<Counts>,
    pub(super) newcomers: Newcomers,
    /// What all its people together have done of late, by kind; the last are marks.
    pub(super) spent: [Bucket; Rate::KINDS + 1],
    pub(super) demo: D,
    pub(super) log: Log,
    /// Where it is written down what happens.
    pub(super) journal: Journal,
    pub(super) registry: Registry,
    pub(super) roll: Roll,
    pub(super) latest: Latest<D::Latest>,
    /// When the ephemeral values that changed may be told.
    pub(super) latest_due: Option<u64>,
    /// Connections that have something of their own to send.
    pub(super) touched: Vec<ConnectionId>,
    /// How far the log had come at the last delivery.
    pub(super) delivered: Extent,
    /// Connections whose socket has become full in this turn.
    pub(super) blocked: Vec<ConnectionId>,
    pub(super) next_sweep: u64,
    pub(super) stopping: bool,
    /// Another room wants its place.
    is_wanted: bool,
    /// How the lecturer has turned the knob.
    pub(super) turned: Turned,
    /// What the lecturer has in force among the people.
    pub(super) hand: Hand,
    /// The answers to the POST that is being handled: they go back with it.
    pub(super) posting: Option<Vec<u8>>,
    pub(super) chance: StdRng,
    /// Inputs that the demo has had.
    pub(super) inputs: u64,
    pub(super) prepared: Prepared,
    pub(super) effects: Effects<D::Event, D::Latest>,
    /// Buffers in which a frame is made before it goes into the log.
    pub(super) scratch: Scratch,
}

/// The parts of a frame in the making.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    pub(super) answer: Vec<u8>,
    pub(super) json: Vec<u8>,
    pub(super) rich: Vec<u8>,
    pub(super) plain: Vec<u8>,
}

impl<D: Demo> Room<D> {
    /// An empty room.
    pub(crate) fn new(setting: Setting, demo: D) -> Self {
        let mut chance = StdRng::from_seed(setting.seed);
        Self {
            name: setting.name,
            build: setting.build,
            counts: setting.counts,
            newcomers: setting.newcomers,
            spent: Default::default(),
            demo,
            log: Log::new(chance.next_u64(), setting.bounds),
            journal: Journal::default(),
            registry: Registry::default(),
            roll: Roll::default(),
            latest: Latest::default(),
            latest_due: None,
            touched: Vec::new(),
            delivered: Extent::default(),
            blocked: Vec::new(),
            next_sweep: 0,
            stopping: false,
            is_wanted: false,
            turned: Turned::default(),
            hand: Hand::default(),
            posting: None,
            inputs: 0,
            prepared: Prepared::default(),
            chance,
            effects: Effects::new(),
            scratch: Scratch::default(),
        }
    }

    /// Whether another room wants its place. Asked once, since by then somebody may be here.
    pub(crate) fn take_wanted(&mut self) -> bool {
        std::mem::take(&mut self.is_wanted)
    }

    /// Applies one piece of mail.
    pub(crate) fn handle(&mut self, mail: Mail<D::Command>, now: Now) {
        match mail {
            Mail::Opened(opened) => self.opened(opened, now),
            Mail::Said {
                connection,
                envelope,
            } => self.said(connection, envelope, now),
            Mail::Unreadable {
                connection,
                problem,
            } => self.unreadable(connection, problem, now),
            Mail::Asked { key, has, question } => self.asked(key, has, question, now),
            Mail::Posted(post) => self.posted(post, now),
            Mail::Hand(reach) => self.reached(reach, now),
            Mail::Reserved(reservation) => self.reserved(reservation, now),
            Mail::Ping {
                connection,
                payload,
            } => {
                if let Some(connection) = self.registry.connections.get_mut(&connection) {
                    connection.outlet.pong(&payload);
                }
                self.touched.push(connection);
            }
            Mail::Ended { connection, ended } => self.ended(connection, ended, now),
            Mail::Wanted => self.is_wanted = true,
            // Who does not wait for it any more does not miss it.
            Mail::Looked(who) => who.send(self.figures()).unwrap_or_default(),
        }
    }

    pub(super) fn opened(&mut self, opened: Opened, now: Now) {
        let id = opened.key.id;
        let mut connection = Connection::new(opened, now.ms());
        // Whoever says no hello, as an onlooker does, hears of none from before.
        connection.seen_latest = self.latest.released();
        // Spread, so that the pings of a class that joined at once do not come at once.
        let spread = limits::PING_EVERY_MS.min(now.ms() + 1);
        connection.pinged = now.ms() - self.chance.random_range(0..spread);
        self.registry.connections.insert(id, connection);
        self.judge_onlooker(id, now);
        if self.stopping {
            self.say_bye(id, now);
        }
    }

    /// A command that cannot be read is decided like any other: its number is used up.
    pub(super) fn unreadable(&mut self, id: ConnectionId, problem: Unreadable, now: Now) {
        self.counts.refused(Reason::Unreadable);
        if self.is_nonsense(id, now) {
            return;
        }
        let Unreadable { n, code, message } = problem;
        let answer = Answer::Nack {
            code: code.into(),
            message,
            retry_ms: None,
        };
        let connection = self.registry.connections.get(&id);
        match connection.and_then(|connection| connection.person) {
            Some(person) => self.command(id, person, n, |_| answer),
            None => self.answer(id, n, &answer),
        }
    }

    pub(super) fn said(&mut self, id: ConnectionId, envelope: Envelope<D::Command>, now: Now) {
        let Some(connection) = self.registry.connections.get(&id) else {
            return;
        };
        if connection.ending.is_closing() {
            return;
        }
        let Envelope { n, frame, wording } = envelope;
        match (frame, connection.person) {
            (ClientFrame::Hello(hello), None) => self.hello(id, &hello, now),
            (ClientFrame::Hello(_), Some(_)) => {
                self.nack(id, n, "hello", "You said hello already.");
            }
            (_, None) => self.nack(id, n, "hello_first", "Say hello first."),
            (ClientFrame::Clock { t0, t1 }, Some(_)) => {
                // It may have come, on another thread, after the moment at which this turn began.
                let t1 = t1.unwrap_or(now.precise);
                let t2 = now.precise.max(t1);
                self.reply(id, &ServerFrame::Clock { t0, t1, t2 });
            }
            (ClientFrame::Resync { seq }, Some(person)) => self.resync(id, person, seq, now),
            (ClientFrame::Leave, Some(person)) => {
                self.registry.unbond(id, now.ms());
                self.depart(person, now);
                self.forget(person);
                self.close(id, code::NORMAL, "goodbye", now);
            }
            (ClientFrame::Rename { name }, Some(person)) => {
                self.command(id, person, n, |room| {
                    room.rename(person, &name, &Saying { n, wording, now })
                });
            }
            (ClientFrame::Mark { text }, Some(person)) => {
                self.command(id, person, n, |room| {
                    room.mark(person, &text, &Saying { n, wording, now })
                });
            }
            (ClientFrame::Command(command), Some(person)) => {
                self.command(id, person, n, |room| {
                    room.decide(person, command, &Saying { n, wording, now })
                });
            }
        }
    }
}
