//! What has passed one TCP connection, in bytes, and what they are: exchanges first, and frames
//! after an upgrade.

use std::any::Any;
use std::io;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::clock::Clock;
use crate::counts::Counts;
use crate::server::admission::Pass;
use crate::wire::exchange::Exchanges;
use crate::wire::frame::{Frames, Place};
use crate::wire::socket::Way;
use crate::wire::tap::Tap;

/// Counts the bytes of one TCP connection. The socket itself lies behind its counters, since a write needs
/// both and memory is fetched by the line; who only counts need not know what it is.
///
/// In the order of memory: first what is needed seldom, then what each write needs, so that it lies on two lines
/// instead of three.
#[derive(Debug)]
#[repr(C)]
pub struct Meter<S: ?Sized = dyn Any + Send + Sync> {
    /// Its place in the server, until it is given back.
    place: Mutex<Option<Pass>>,
    clock: Clock,
    /// What is under way, as long as HTTP is spoken.
    http: Mutex<Option<Box<Exchanges>>>,
    /// Whose WebSocket this is.
    tap: OnceLock<Arc<Tap>>,
    up: AtomicU64,
    /// Bytes that are missing to the end of the frame that is being written.
    rest: AtomicU64,
    /// What the whole server counts.
    counts: Arc<Counts>,
    down: AtomicU64,
    useful: AtomicU64,
    is_watched: AtomicBool,
    /// The system had no answer of the other side for too long.
    is_given_up: AtomicBool,
    pub(super) stream: S,
}

impl<S: Any + Send + Sync> Meter<S> {
    /// Of a connection that has just been accepted.
    pub(crate) fn new(stream: S, pass: Option<Pass>, clock: Clock, counts: Arc<Counts>) -> Self {
        Self {
            place: Mutex::new(pass),
            clock,
            counts,
            up: AtomicU64::new(0),
            down: AtomicU64::new(0),
            useful: AtomicU64::new(0),
            rest: AtomicU64::new(0),
            is_watched: AtomicBool::new(false),
            is_given_up: AtomicBool::new(false),
            http: Mutex::new(Some(Box::default())),
            tap: OnceLock::new(),
            stream,
        }
    }

    /// HTTP ends here and WebSocket begins. `ahead` bytes of it have been read already.
    pub(crate) fn upgrade(self: &Arc<Self>, ahead: usize) {
        let http = self
            .http
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        let Some(tap) = http.and_then(|mut http| http.take_upgraded()) else {
            return;
        };
        let [up, down] = self.passed();
        let tap = self.tap.get_or_init(|| tap);
        tap.becomes_socket(Arc::<Self>::downgrade(self), [up - ahead as u64, down]);
    }
}

impl<S: ?Sized> Meter<S> {
    /// The clock by which it counts.
    pub(super) fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Bytes read and written so far.
    pub fn passed(&self) -> [u64; 2] {
        [&self.up, &self.down].map(|count| count.load(Ordering::SeqCst))
    }

    /// A handler gets the next request of this connection.
    pub(crate) fn dispatch(&self) {
        self.http(Exchanges::dispatch);
    }

    /// The exchange that a handler has now belongs to this connection.
    pub fn belongs_to(&self, tap: &Arc<Tap>) {
        self.http(|http| http.belongs_to(tap));
    }

    /// Whether the other side has asked for something in full, or is being told something, and is still to hear
    /// the rest of it.
    pub(crate) fn owes_an_answer(&self) -> bool {
        let mut owes = false;
        self.http(|http| owes = http.owes_an_answer());
        owes
    }

    /// Somebody else may have its place, though the socket may be there for a while.
    pub(crate) fn give_place_back(&self) {
        let mut place = self.place.lock().unwrap_or_else(PoisonError::into_inner);
        *place = None;
    }

    /// The connection is closed.
    fn end(&self) {
        let at = self.clock.precise();
        self.http(|http| http.end(at));
        if let Some(tap) = self.tap.get() {
            tap.useful(self.useful_bytes());
            tap.socket_ends(self.passed(), at);
        }
    }

    /// The socket has failed with this error.
    pub(super) fn fails(&self, error: &io::Error) {
        use io::ErrorKind::{HostUnreachable, NetworkUnreachable, TimedOut};
        if let TimedOut | HostUnreachable | NetworkUnreachable = error.kind() {
            self.is_given_up.store(true, Ordering::Relaxed);
        }
    }

    /// Whether the system has given the connection up, because the other side was not there or took nothing
    /// for too long.
    pub(crate) fn is_given_up(&self) -> bool {
        self.is_given_up.load(Ordering::Relaxed)
    }

    pub(super) fn read_http(&self, bytes: &[u8]) {
        self.up.fetch_add(bytes.len() as u64, Ordering::SeqCst);
        self.counts.read.add(bytes.len() as u64);
        let now = self.clock.precise();
        self.http(|http| http.read(bytes, now));
    }

    pub(super) fn wrote_http<'a>(&self, pieces: impl Iterator<Item = &'a [u8]>) {
        let now = self.clock.precise();
        self.counts.writes.add(1);
        for bytes in pieces {
            self.down.fetch_add(bytes.len() as u64, Ordering::SeqCst);
            self.counts.written.add(bytes.len() as u64);
            self.http(|http| http.wrote(bytes, now));
        }
    }

    /// Bytes of frames were read; `place` is where in a frame they begin.
    pub(super) fn read_frames(&self, bytes: &[u8], place: Place) {
        let before = self.up.fetch_add(bytes.len() as u64, Ordering::SeqCst);
        self.counts.read.add(bytes.len() as u64);
        if self.is_watched.load(Ordering::SeqCst) {
            let bytes = std::iter::once(bytes);
            self.frames(Way::Up, before, bytes, || Frames::from_place(place));
        }
    }

    /// This many bytes of frames were written, from the front of the pieces. Unwatched, three
    /// additions and a look at a flag are all it costs.
    pub(super) fn wrote_frames(&self, pieces: &[&[u8]; 3], count: usize) {
        let before = self.down.fetch_add(count as u64, Ordering::SeqCst);
        self.counts.writes.add(1);
        self.counts.written.add(count as u64);
        if self.is_watched.load(Ordering::SeqCst) {
            let rest = || Frames::from_rest(self.rest.load(Ordering::Relaxed));
            let pieces = front(pieces.iter().copied(), count);
            self.frames(Way::Down, before, pieces, rest);
        }
    }

    /// A write has ended this many bytes before the end of a frame.
    pub(super) fn set_rest(&self, rest: usize) {
        self.rest.store(rest as u64, Ordering::Relaxed);
    }

    pub(super) fn add_useful(&self, bytes: u64) {
        self.useful.fetch_add(bytes, Ordering::Relaxed);
    }

    pub(super) fn useful_bytes(&self) -> u64 {
        self.useful.load(Ordering::Relaxed)
    }

    pub(super) fn set_watched(&self, is_watched: bool) {
        self.is_watched.store(is_watched, Ordering::SeqCst);
    }

    #[cold]
    fn frames<'a>(
        &self,
        way: Way,
        before: u64,
        pieces: impl Iterator<Item = &'a [u8]>,
        begin: impl FnOnce() -> Frames,
    ) {
        if let Some(tap) = self.tap.get() {
            tap.frames(way, self.clock.precise(), before, pieces, begin);
        }
    }

    fn http(&self, work: impl FnOnce(&mut Exchanges)) {
        // At worst a panic leaves an exchange untold.
        let mut http = self.http.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(http) = http.as_deref_mut() {
            work(http);
        }
    }
}

/// It may go wherever the last of its holders lets go, so nobody who holds the tap's lock may be that one.
impl<S: ?Sized> Drop for Meter<S> {
    fn drop(&mut self) {
        self.end();
    }
}

/// The first `count` bytes of some pieces.
pub(super) fn front<'a>(
    pieces: impl Iterator<Item = &'a [u8]>,
    mut count: usize,
) -> impl Iterator<Item = &'a [u8]> {
    pieces.map(move |piece| {
        let taken = piece.len().min(count);
        count -= taken;
        &piece[..taken]
    })
}
