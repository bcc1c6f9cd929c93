//! A socket on which everything arrives later while the lecturer's knob says so.
//!
//! What the room writes is put on a line and carried to the real socket when it is due, in order. The
//! line is laid when the knob is turned for the first time: until then a write goes straight through, for
//! the price of looking at two flags, neither of which is the connection's own memory. When the server
//! stops, all that is on the line leaves at once, and the goodbye behind it.

use std::collections::VecDeque;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use tokio::sync::Notify;
use tokio::time::Instant;

use crate::knob::{Carrier, Knob, Lag};
use crate::transport::Writable;
use crate::transport::websocket::socket::Socket;

/// Most bytes under way. When they are reached nothing more is taken, as on a slow network.
const UNDER_WAY: usize = 256 * 1024;

/// A socket, and the line before it, if there ever was one.
#[derive(Debug)]
pub(crate) struct Slowed<S> {
    socket: S,
    knob: Arc<Knob>,
    line: OnceLock<Arc<DelayLine>>,
}

#[derive(Debug)]
struct DelayLine {
    /// Whether anything is under way: then nothing may go past it.
    is_busy: AtomicBool,
    lag: Mutex<Lag>,
    state: Mutex<State>,
    has_room: Notify,
}

#[derive(Debug, Default)]
struct State {
    under_way: VecDeque<(Instant, Vec<u8>)>,
    bytes: usize,
    /// Everything has been said: the socket ends behind the last bytes.
    is_finished: bool,
    is_broken: bool,
}

impl<S: Socket + Clone + Sync + 'static> Slowed<S> {
    /// `socket`, with nothing before it.
    pub(crate) fn new(socket: S, knob: Arc<Knob>) -> Self {
        let line = OnceLock::new();
        Self { socket, knob, line }
    }

    /// Puts bytes on the line, unless they need not wait.
    #[cold]
    fn put(&self, pieces: [&[u8]; 3]) -> io::Result<usize> {
        let line = self.line.get_or_init(|| DelayLine::with(&self.knob));
        let due = line.due();
        if due.is_none() && !line.is_busy() {
            return self.socket.try_write(pieces);
        }
        let mut state = line.lock();
        if state.is_broken {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        if state.bytes >= UNDER_WAY {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        let bytes = pieces.concat();
        let count = bytes.len();
        state.bytes += count;
        let due = due.unwrap_or_else(Instant::now);
        state.under_way.push_back((due, bytes));
        if !line.is_busy.swap(true, Ordering::Relaxed) {
            let knob = Arc::clone(&self.knob);
            tokio::spawn(carry(self.socket.clone(), Arc::clone(line), knob));
        }
        Ok(count)
    }
}

impl DelayLine {
    fn with(knob: &Arc<Knob>) -> Arc<Self> {
        Arc::new(Self {
            is_busy: AtomicBool::new(false),
            lag: Mutex::new(Lag::new(Arc::clone(knob), Carrier::Websocket)),
            state: Mutex::default(),
            has_room: Notify::new(),
        })
    }

    fn is_busy(&self) -> bool {
        self.is_busy.load(Ordering::Relaxed)
    }

    /// When what is written now arrives; `None` for at once.
    fn due(&self) -> Option<Instant> {
        // It is changed by single steps, so a panic leaves nothing half-done in it.
        let mut lag = self.lag.lock().unwrap_or_else(PoisonError::into_inner);
        lag.due()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // As above.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is to be carried next; `None` at the end of the line, which is then free.
    fn next(&self, socket: &impl Socket) -> Option<(Instant, Vec<u8>)> {
        let mut state = self.lock();
        let next = state.under_way.pop_front();
        if next.is_none() {
            self.is_busy.store(false, Ordering::Relaxed);
            if state.is_finished {
                socket.finish();
            }
        }
        next
    }
}

/// Carries what is on the line to the socket, each piece when it is due.
async fn carry<S: Socket>(socket: S, line: Arc<DelayLine>, knob: Arc<Knob>) {
    while let Some((due, bytes)) = line.next(&socket) {
        knob.arrival(due).await;
        let mut sent = 0;
        while sent < bytes.len() {
            match socket.try_write([&bytes[sent..], &[], &[]]) {
                Ok(count) if count > 0 => sent += count,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    socket.writable().await;
                }
                Ok(_) | Err(_) => {
                    let mut state = line.lock();
                    state.is_broken = true;
                    state.under_way.clear();
                    break;
                }
            }
        }
        line.lock().bytes -= bytes.len();
        line.has_room.notify_waiters();
    }
}

impl<S: Socket + Clone + Sync + 'static> Socket for Slowed<S> {
    #[inline]
    fn try_write(&self, pieces: [&[u8]; 3]) -> io::Result<usize> {
        if self.line.get().is_none() && !self.knob.is_on() {
            return self.socket.try_write(pieces);
        }
        self.put(pieces)
    }

    fn writable(&self) -> Writable {
        let Some(line) = self.line.get().filter(|line| line.is_busy()) else {
            return self.socket.writable();
        };
        let line = Arc::clone(line);
        Box::pin(async move {
            let has_room = line.has_room.notified();
            // The room may have come between the refusal and now.
            if line.lock().bytes >= UNDER_WAY {
                has_room.await;
            }
        })
    }

    fn finish(&self) {
        let Some(line) = self.line.get() else {
            return self.socket.finish();
        };
        let mut state = line.lock();
        if line.is_busy() {
            state.is_finished = true;
        } else {
            self.socket.finish();
        }
    }

    fn abort(&self) {
        if let Some(line) = self.line.get() {
            line.lock().under_way.clear();
        }
        self.socket.abort();
    }

    fn fetch(&self) -> u64 {
        self.socket.fetch()
    }

    fn cut(&self, rest: usize) {
        self.socket.cut(rest);
    }

    fn useful(&self, bytes: u64) {
        self.socket.useful(bytes);
    }
}
