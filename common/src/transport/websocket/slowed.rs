//! A socket on which everything arrives later while the lecturer's knob says so.
//!
//! What the room writes is put on a line and carried to the real socket when it is due, in order. With
//! the knob off and nothing under way there is no line: a write goes straight through, for the price
//! of looking at two flags.

use std::collections::VecDeque;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};

use crate::knob::{Carrier, Knob, Lag};
use crate::transport::Writable;
use crate::transport::websocket::socket::Socket;

/// Most bytes under way. When they are reached nothing more is taken, as on a slow network.
const UNDER_WAY: usize = 256 * 1024;

/// A socket, and the line before it.
#[derive(Debug)]
pub(crate) struct Slowed<S> {
    socket: S,
    knob: Arc<Knob>,
    lag: Mutex<Lag>,
    line: Arc<Line>,
}

#[derive(Debug, Default)]
struct Line {
    /// Whether anything is under way: then nothing may go past it.
    is_busy: AtomicBool,
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
    /// `socket`, behind a line.
    pub(crate) fn new(socket: S, knob: Arc<Knob>) -> Self {
        let lag = Lag::new(Arc::clone(&knob), Carrier::Websocket);
        Self {
            socket,
            knob,
            lag: Mutex::new(lag),
            line: Arc::default(),
        }
    }

    fn lag(&self) -> MutexGuard<'_, Lag> {
        self.lag.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts bytes on the line.
    fn put(&self, due: Instant, bytes: Vec<u8>) -> io::Result<usize> {
        let mut state = self.line.lock();
        if state.is_broken {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        if state.bytes >= UNDER_WAY {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        let count = bytes.len();
        state.bytes += count;
        state.under_way.push_back((due, bytes));
        if !self.line.is_busy.swap(true, Ordering::Relaxed) {
            tokio::spawn(carry(self.socket.clone(), Arc::clone(&self.line)));
        }
        Ok(count)
    }
}

impl Line {
    fn lock(&self) -> MutexGuard<'_, State> {
        // It is changed by single steps, so a panic leaves nothing half-done in it.
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
async fn carry<S: Socket>(socket: S, line: Arc<Line>) {
    while let Some((due, bytes)) = line.next(&socket) {
        sleep_until(due).await;
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
    fn try_write(&self, pieces: [&[u8]; 3]) -> io::Result<usize> {
        let is_busy = self.line.is_busy.load(Ordering::Relaxed);
        if !is_busy && !self.knob.is_on() {
            return self.socket.try_write(pieces);
        }
        let due = self.lag().due();
        if due.is_none() && !is_busy {
            return self.socket.try_write(pieces);
        }
        self.put(due.unwrap_or_else(Instant::now), pieces.concat())
    }

    fn writable(&self) -> Writable {
        if !self.line.is_busy.load(Ordering::Relaxed) {
            return self.socket.writable();
        }
        let line = Arc::clone(&self.line);
        Box::pin(async move {
            let has_room = line.has_room.notified();
            // The room may have come between the refusal and now.
            if line.lock().bytes >= UNDER_WAY {
                has_room.await;
            }
        })
    }

    fn finish(&self) {
        let mut state = self.line.lock();
        if self.line.is_busy.load(Ordering::Relaxed) {
            state.is_finished = true;
        } else {
            self.socket.finish();
        }
    }

    fn abort(&self) {
        self.line.lock().under_way.clear();
        self.socket.abort();
    }

    fn cut(&self, rest: usize) {
        self.socket.cut(rest);
    }

    fn useful(&self, bytes: u64) {
        self.socket.useful(bytes);
    }
}
