//! Somebody who watches: a bounded queue of records, which says openly what did not fit.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::protocol;
use crate::wire::record::Record;

/// Most records that wait for one watcher.
const RECORDS: usize = 1_024;
/// Most bytes that wait for one watcher.
const BYTES: usize = 4 * 1024 * 1024;

/// The records that one watcher has not been told.
#[derive(Debug, Default)]
pub(super) struct Watcher {
    queue: Mutex<Queue>,
    news: Notify,
}

#[derive(Debug, Default)]
struct Queue {
    records: Vec<Arc<str>>,
    bytes: usize,
    dropped: u64,
}

impl Watcher {
    /// Queues a record, or counts it as dropped.
    pub(super) fn push(&self, record: &Arc<str>) {
        let mut queue = self.lock();
        let bytes = queue.bytes + record.len();
        if queue.records.len() < RECORDS && bytes <= BYTES {
            queue.records.push(Arc::clone(record));
            queue.bytes = bytes;
        } else {
            queue.dropped += 1;
        }
        drop(queue);
        self.news.notify_one();
    }

    /// Waits for records and takes all that are there, last how many are missing after them.
    pub(super) async fn next(&self) -> Vec<Arc<str>> {
        loop {
            let records = self.take();
            if !records.is_empty() {
                return records;
            }
            self.news.notified().await;
        }
    }

    /// Takes the records that are there.
    pub(super) fn take(&self) -> Vec<Arc<str>> {
        let Queue {
            mut records,
            dropped: count,
            ..
        } = std::mem::take(&mut *self.lock());
        if count > 0 {
            records.push(protocol::encode(&Record::Dropped { count }).into());
        }
        records
    }

    fn lock(&self) -> MutexGuard<'_, Queue> {
        // It is changed by single calls only, so a panic leaves nothing half-done in it.
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
