//! What the scanners make of bytes, without a socket: however the bytes are cut into reads and
//! writes, each is told once.

mod cuts;
mod exchanges;
mod frames;
mod watches;

use std::sync::Arc;

use serde_json::Value;

use crate::knob::Carrier;
use crate::registry::ConnectionId;
use crate::transport::ConnectionKey;
use crate::wire::book::Book;
use crate::wire::tap::Tap;
use crate::wire::watcher::Watcher;

/// A connection and somebody who may watch it.
struct Scene {
    book: Arc<Book>,
    tap: Arc<Tap>,
    watcher: Arc<Watcher>,
}

impl Scene {
    fn new(transport: &'static str) -> Self {
        let book = Arc::new(Book::default());
        let tap = book.open(ConnectionKey::new(ConnectionId(12)), Carrier::of(transport));
        Self {
            book,
            tap,
            watcher: Arc::default(),
        }
    }

    fn watched(transport: &'static str) -> Self {
        let scene = Self::new(transport);
        scene.tap.watch(&scene.watcher);
        scene
    }

    fn told(&self) -> Vec<Value> {
        told_to(&self.watcher)
    }
}

/// The records that wait for somebody.
fn told_to(watcher: &Watcher) -> Vec<Value> {
    let records = watcher.take();
    let records = records.iter().map(|record| serde_json::from_str(record));
    records.map(|record| record.expect("JSON")).collect()
}

/// What a page's ledger makes of records: what was before, the last record of each exchange unless
/// it was counted before, frames and chunks.
fn sum(records: &[Value]) -> [u64; 2] {
    let mut exchanges = std::collections::HashMap::new();
    let mut total = [0, 0];
    let number = |value: &Value| value.as_u64().unwrap_or(0);
    for record in records {
        let way = usize::from(record["way"] != "up");
        match record["kind"].as_str().expect("each has a kind") {
            "so_far" => {
                total[0] += number(&record["up"]);
                total[1] += number(&record["down"]);
            }
            "exchange" if record["again"] == true => {}
            "exchange" => {
                let both = [number(&record["up"]), number(&record["down"])];
                exchanges.insert(number(&record["id"]), both);
            }
            "frame" | "chunk" => total[way] += number(&record["size"]),
            other => panic!("no sum with {other} in it"),
        }
    }
    for [up, down] in exchanges.values() {
        total[0] += up;
        total[1] += down;
    }
    total
}

#[test]
fn a_connection_leaves_the_book_with_its_last_holder() {
    let scene = Scene::new("poll");
    let (book, tap) = (Arc::clone(&scene.book), Arc::clone(&scene.tap));
    drop(scene);
    assert_eq!(book.len(), 1);
    drop(tap);
    assert_eq!(book.len(), 0);
}

#[test]
fn the_number_of_a_connection_is_not_enough_to_watch_it() {
    let scene = Scene::new("poll");
    let key = scene.tap.key();
    let secret = key.secret ^ 1;
    let guessed = ConnectionKey { secret, ..key };
    assert!(scene.book.find(guessed).is_none());
    assert!(scene.book.find(key).is_some());
}

#[test]
fn a_watcher_that_does_not_listen_is_told_how_much_it_missed() {
    let watcher = Watcher::default();
    let record = Arc::from("{}");
    (0..2_000).for_each(|_| watcher.push(&record));
    let told = watcher.take();
    assert_eq!(told.len(), 1_025);
    assert_eq!(&*told[1_024], r#"{"kind":"dropped","count":976}"#);
    assert!(watcher.take().is_empty());
}
