//! What passes for one connection, over however many sockets: counted always, told to whoever
//! watches.
//!
//! Counting and telling happen under one lock, so that nobody who begins to watch hears of a byte
//! twice or never. While nobody watches, a WebSocket does not come here at all: its meter has the
//! counters, and looks at one flag.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use crate::knob::{self, Carrier};
use crate::protocol;
use crate::transport::ConnectionKey;
use crate::wire::book::Book;
use crate::wire::exchange::{Exchange, Opening};
use crate::wire::frame::{Frames, Passed};
use crate::wire::meter::Meter;
use crate::wire::record::{Record, Telling, Totals};
use crate::wire::socket::{Socket, Way};
use crate::wire::watcher::Watcher;

/// The number of a connection's first exchange, the one it was opened by.
const OPENING: u64 = 1;

/// One connection, as seen at its sockets. It is in the book as long as somebody holds it.
#[derive(Debug)]
pub struct Tap {
    key: ConnectionKey,
    carrier: Option<Carrier>,
    book: Weak<Book>,
    is_watched: AtomicBool,
    useful: AtomicU64,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    totals: Totals,
    exchanges: u64,
    watchers: Vec<Arc<Watcher>>,
    /// The exchange it was opened by, for those who come later.
    opening: Option<Opening>,
    socket: Option<Socket>,
}

impl Tap {
    pub(super) fn new(key: ConnectionKey, carrier: Option<Carrier>, book: Weak<Book>) -> Self {
        Self {
            key,
            carrier,
            book,
            is_watched: AtomicBool::new(false),
            useful: AtomicU64::new(0),
            state: Mutex::default(),
        }
    }

    /// By which it is found.
    pub(super) fn key(&self) -> ConnectionKey {
        self.key
    }

    /// Where it is entered.
    pub(super) fn book(&self) -> Option<Arc<Book>> {
        self.book.upgrade()
    }

    /// What carries frames to its client.
    pub(crate) fn carrier(&self) -> Option<Carrier> {
        self.carrier
    }

    /// Counts bytes that the other side came for: the JSON text of a numbered event that was sent,
    /// or of a command with a number that was received.
    pub fn useful(&self, bytes: u64) {
        self.useful.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Whether somebody watches now.
    pub(super) fn is_watched(&self) -> bool {
        self.is_watched.load(Ordering::Relaxed)
    }

    pub(super) fn next_exchange(&self) -> u64 {
        let mut state = self.lock();
        state.exchanges += 1;
        state.exchanges
    }

    /// The head of an answer is out that goes on as a stream of events.
    pub(super) fn stream_begins(&self, exchange: &Exchange) {
        let mut state = self.lock();
        self.tell_exchange(&state, exchange, Telling::Now);
        self.keep_opening(&mut state, exchange, Telling::Now);
    }

    /// A chunk of a stream is out.
    pub(super) fn chunk(&self, exchange: &Exchange, size: u64, at: f64) {
        let mut state = self.lock();
        state.totals.down += size;
        if !state.watchers.is_empty() {
            let name = self.name();
            let record = Record::chunk(&name, exchange.id, at, size, &exchange.body_down);
            state.tell(&Arc::from(protocol::encode(&record)));
        }
    }

    /// An exchange is over.
    pub(super) fn exchange_ends(&self, exchange: &Exchange) {
        let mut state = self.lock();
        state.totals.requests += 1;
        state.totals.empty += u64::from(exchange.status == Some(204));
        state.totals.up += exchange.up;
        state.totals.down += exchange.down;
        self.tell_exchange(&state, exchange, Telling::Now);
        if exchange.id == OPENING {
            self.keep_opening(&mut state, exchange, Telling::Again);
        }
    }

    /// The connection speaks WebSocket from here on.
    pub(super) fn becomes_socket(&self, meter: Weak<Meter>, from: [u64; 2]) {
        let mut state = self.lock();
        let mut socket = Socket::new(meter, from);
        if let Some(meter) = socket.meter().filter(|_| !state.watchers.is_empty()) {
            socket.watch(&meter);
        }
        state.socket = Some(socket);
    }

    /// Bytes of a watched WebSocket have passed, `before` bytes after its first. `begin` says where
    /// in a frame that is.
    pub(super) fn frames<'a>(
        &self,
        way: Way,
        at: f64,
        before: u64,
        pieces: impl Iterator<Item = &'a [u8]>,
        begin: impl FnOnce() -> Frames,
    ) {
        let mut state = self.lock();
        let Some(socket) = &mut state.socket else {
            return;
        };
        let passed = socket.take(way, before, pieces, begin);
        self.tell_frames(&state, way, at, &passed);
    }

    /// The socket is closed; this much has passed it.
    pub(super) fn socket_ends(&self, passed: [u64; 2], at: f64) {
        let mut state = self.lock();
        let Some(mut socket) = state.socket.take() else {
            return;
        };
        for way in [Way::Up, Way::Down] {
            let torn = socket.end(way);
            self.tell_frames(&state, way, at, torn.as_slice());
        }
        let [up, down] = socket.carried(passed);
        state.totals.up += up;
        state.totals.down += down;
    }

    /// Tells a watcher what has been, and from now on what is.
    pub(super) fn watch(&self, watcher: &Arc<Watcher>) {
        // Whoever holds the meter may be the last to do so, on whatever thread, and its end comes to this
        // tap: by then the lock must be free.
        drop(self.begin_to_tell(watcher));
    }

    /// Tells a watcher nothing more.
    pub(super) fn unwatch(&self, watcher: &Arc<Watcher>) {
        // As above.
        drop(self.stop_telling(watcher));
    }

    fn begin_to_tell(&self, watcher: &Arc<Watcher>) -> Option<Arc<Meter>> {
        let mut state = self.lock();
        self.is_watched.store(true, Ordering::Relaxed);
        let meter = state.socket.as_ref().and_then(Socket::meter);
        let of_frames = match (&mut state.socket, &meter) {
            (Some(socket), Some(meter)) => socket.watch(meter),
            _ => 0,
        };
        let useful = self.useful.load(Ordering::Relaxed) + of_frames;
        let so_far = Record::SoFar {
            connection: &self.name(),
            transport: knob::transport_name(self.carrier),
            totals: state.so_far(),
            useful,
        };
        watcher.push(&Arc::from(protocol::encode(&so_far)));
        if let Some(opening) = &state.opening {
            let (exchange, telling) = opening.exchange();
            let name = self.name();
            let record = Record::exchange(&name, &exchange, telling);
            watcher.push(&Arc::from(protocol::encode(&record)));
        }
        state.watchers.push(Arc::clone(watcher));
        meter
    }

    fn stop_telling(&self, watcher: &Arc<Watcher>) -> Option<Arc<Meter>> {
        let mut state = self.lock();
        state.watchers.retain(|other| !Arc::ptr_eq(other, watcher));
        if !state.watchers.is_empty() {
            return None;
        }
        self.is_watched.store(false, Ordering::Relaxed);
        let socket = state.socket.as_mut()?;
        let meter = socket.meter();
        socket.unwatch(meter.as_deref());
        meter
    }

    fn tell_frames(&self, state: &State, way: Way, at: f64, passed: &[Passed]) {
        let way = match way {
            Way::Up => "up",
            Way::Down => "down",
        };
        let name = self.name();
        for passed in passed {
            let record = Record::frame(&name, way, at, passed);
            state.tell(&Arc::from(protocol::encode(&record)));
        }
    }

    fn tell_exchange(&self, state: &State, exchange: &Exchange, telling: Telling) {
        if !state.watchers.is_empty() {
            let name = self.name();
            let record = Record::exchange(&name, exchange, telling);
            state.tell(&Arc::from(protocol::encode(&record)));
        }
    }

    /// Keeps the exchange that the connection was opened by. Where no book is, nobody comes later.
    fn keep_opening(&self, state: &mut State, exchange: &Exchange, telling: Telling) {
        let models = self.book();
        state.opening = models.map(|book| Opening::of(exchange, telling, &book.openings));
    }

    /// As records name it.
    fn name(&self) -> String {
        self.key.id.0.to_string()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // At worst a panic leaves a record untold.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Tap {
    fn drop(&mut self) {
        if let Some(book) = self.book.upgrade() {
            book.forget(self.key);
        }
    }
}

impl State {
    fn tell(&self, record: &Arc<str>) {
        self.watchers
            .iter()
            .for_each(|watcher| watcher.push(record));
    }

    fn so_far(&self) -> Totals {
        let mut totals = self.totals;
        if let Some(socket) = &self.socket {
            let [up, down] = socket.told();
            totals.up += up;
            totals.down += down;
        }
        totals
    }
}
