//! Which connections there are to watch, by their keys.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use crate::transport::ConnectionKey;
use crate::wire::tap::Tap;
use crate::wire::watcher::Watcher;

/// The connections of a server that have a name. Whoever knows the name may watch.
#[derive(Debug, Default)]
pub(crate) struct Book {
    taps: Mutex<HashMap<ConnectionKey, Weak<Tap>>>,
}

impl Book {
    /// Enters a connection. It stays as long as the tap is held.
    pub(crate) fn open(self: &Arc<Self>, key: ConnectionKey, transport: &'static str) -> Arc<Tap> {
        let tap = Arc::new(Tap::new(key, transport, Arc::downgrade(self)));
        self.lock().insert(key, Arc::downgrade(&tap));
        tap
    }

    /// The connection of this name.
    pub(crate) fn find(&self, key: ConnectionKey) -> Option<Arc<Tap>> {
        self.lock().get(&key)?.upgrade()
    }

    /// Takes a connection out.
    pub(super) fn forget(&self, key: ConnectionKey) {
        self.lock().remove(&key);
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.lock().len()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<ConnectionKey, Weak<Tap>>> {
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

    /// Whether all connections that were watched have ended.
    pub(super) fn is_over(&self) -> bool {
        self.watched.iter().all(|(_, tap)| tap.strong_count() == 0)
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.replace(&[]);
    }
}
