//! Which connections there are to watch, by their keys.

use std::collections::VecDeque;
use std::ops::Deref;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

use crate::ids::IdMap;
use crate::knob::Carrier;
use crate::registry::ConnectionId;
use crate::transport::ConnectionKey;
use crate::wire::exchange::Models;
use crate::wire::tap::Tap;
use crate::wire::watcher::Watcher;

/// A connection that has ended can be found for this long: a request of it may be under way still.
const LATE: Duration = Duration::from_secs(5);
/// Most connections that have ended and can be found.
const LATEST: usize = 64;

type Taps = IdMap<ConnectionId, Weak<Tap>>;

/// The connections of a server that have a name. Whoever knows the name may watch.
#[derive(Debug, Default)]
pub(crate) struct Book {
    taps: Mutex<Taps>,
    /// Those that ended lately, in that order. Nobody watches the clock for them: they go when others
    /// come or are looked for.
    ended: Mutex<VecDeque<(Instant, Arc<Tap>)>>,
    /// Heads by which connections were opened, as models for the next ones.
    pub(super) openings: Models,
}

/// The hold that a connection over HTTP has on its tap, as long as it lives.
#[derive(Debug)]
pub(crate) struct Hold(Arc<Tap>);

impl From<Arc<Tap>> for Hold {
    fn from(tap: Arc<Tap>) -> Self {
        Self(tap)
    }
}

impl Deref for Hold {
    type Target = Tap;

    fn deref(&self) -> &Tap {
        &self.0
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        if let Some(book) = self.0.book() {
            book.ends(Arc::clone(&self.0));
        }
    }
}

impl Book {
    /// Enters a connection. It stays as long as the tap is held.
    pub(crate) fn open(self: &Arc<Self>, key: ConnectionKey, carrier: Option<Carrier>) -> Arc<Tap> {
        let tap = Arc::new(Tap::new(key, carrier, Arc::downgrade(self)));
        self.lock().insert(key.id, Arc::downgrade(&tap));
        tap
    }

    /// The connection of this name.
    pub(crate) fn find(&self, key: ConnectionKey) -> Option<Arc<Tap>> {
        self.let_go(LATE, LATEST);
        let tap = self.lock().get(&key.id)?.upgrade();
        tap.filter(|tap| tap.key() == key)
    }

    /// A connection has ended.
    fn ends(&self, tap: Arc<Tap>) {
        self.ended().push_back((Instant::now(), tap));
        self.let_go(LATE, LATEST);
    }

    /// Lets go of connections that ended longer ago than that, and of the oldest beyond `most`.
    fn let_go(&self, longer_ago: Duration, most: usize) {
        let mut ended = self.ended();
        let is_old = |(at, _): &(Instant, _)| at.elapsed() > longer_ago;
        while ended.len() > most || ended.front().is_some_and(is_old) {
            ended.pop_front();
        }
    }

    /// Takes a connection out.
    pub(super) fn forget(&self, key: ConnectionKey) {
        self.lock().remove(&key.id);
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.lock().len()
    }

    fn ended(&self) -> MutexGuard<'_, VecDeque<(Instant, Arc<Tap>)>> {
        // As below.
        self.ended.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock(&self) -> MutexGuard<'_, Taps> {
        // It is changed by single calls only, so a panic leaves nothing half-done in it.
        self.taps.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What one watcher watches. Dropped, it watches nothing.
#[derive(Debug)]
pub(super) struct Watch {
    book: Arc<Book>,
    watcher: Arc<Watcher>,
    watched: Vec<(ConnectionKey, Weak<Tap>)>,
}

impl Watch {
    /// Of somebody who watches nothing yet.
    pub(super) fn of(book: &Arc<Book>) -> Self {
        Self {
            book: Arc::clone(book),
            watcher: Arc::default(),
            watched: Vec::new(),
        }
    }

    /// Watches these connections and no others. Names of none are ignored.
    pub(super) fn replace(&mut self, keys: &[ConnectionKey]) {
        self.watched.retain(|(key, tap)| {
            let stays = keys.contains(key);
            if let Some(tap) = tap.upgrade().filter(|_| !stays) {
                tap.unwatch(&self.watcher);
            }
            stays
        });
        for key in keys {
            let is_new = self.watched.iter().all(|(other, _)| other != key);
            if let Some(tap) = self.book.find(*key).filter(|_| is_new) {
                tap.watch(&self.watcher);
                self.watched.push((*key, Arc::downgrade(&tap)));
            }
        }
    }

    /// Waits for records.
    pub(super) async fn next(&self) -> Vec<Arc<str>> {
        self.watcher.next().await
    }

    /// The records that are there.
    pub(super) fn rest(&self) -> Vec<Arc<str>> {
        self.watcher.take()
    }

    /// Whether all connections that were watched have ended, when no more requests are taken.
    pub(super) fn is_over(&self) -> bool {
        self.book.let_go(Duration::ZERO, 0);
        self.watched.iter().all(|(_, tap)| tap.strong_count() == 0)
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.replace(&[]);
    }
}
