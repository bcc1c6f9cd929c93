//! Watches that begin while a WebSocket is in full flow: none hears of a byte twice or never.

use std::sync::{Arc, Barrier, mpsc};
use std::thread;
use std::time::Duration;

use proptest::prelude::*;

use crate::clock::Clock;
use crate::frame::{self, Opcode};
use crate::wire::frame::Place;
use crate::wire::meter::Meter;
use crate::wire::tests::{Scene, sum, told_to};
use crate::wire::watcher::Watcher;

/// What happens to a connection.
#[derive(Debug, Clone)]
enum Act {
    /// So many bytes more of the frames from either side.
    Up(usize),
    Down(usize),
    Watch(usize),
    Unwatch(usize),
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        4 => (1..40_usize).prop_map(Act::Up),
        4 => (1..40_usize).prop_map(Act::Down),
        1 => (0..3_usize).prop_map(Act::Watch),
        1 => (0..3_usize).prop_map(Act::Unwatch),
    ];
    prop::collection::vec(act, 1..80)
}

/// Frames of all short lengths, one behind the other.
fn flow() -> (Vec<u8>, Vec<usize>) {
    let (mut bytes, mut ends) = (Vec::new(), Vec::new());
    for length in (0..200).map(|length| length % 23) {
        frame::append(Opcode::Text, &vec![b'x'; length], &mut bytes);
        ends.push(bytes.len());
    }
    (bytes, ends)
}

/// A meter whose connection has just become a WebSocket.
fn upgraded(scene: &Scene) -> Arc<Meter<()>> {
    let meter = Arc::new(Meter::new((), None, Clock::start(), Arc::default()));
    meter.read_http(b"GET / HTTP/1.1\r\n\r\n");
    meter.dispatch();
    meter.belongs_to(&scene.tap);
    let answer = b"HTTP/1.1 101 Switching Protocols\r\n\r\n";
    meter.wrote_http(std::iter::once(&answer[..]));
    meter.upgrade(0);
    meter
}

proptest! {
    #[test]
    fn each_watcher_is_told_each_byte_once(acts in acts()) {
        let scene = Scene::new("websocket");
        let meter = upgraded(&scene);
        let (flow, ends) = flow();
        let (mut up, mut down, mut place) = (0, 0, Place::default());
        let mut watchers: [Option<Arc<Watcher>>; 3] = Default::default();
        for act in acts {
            match act {
                Act::Up(count) => {
                    let bytes = &flow[up..(up + count).min(flow.len())];
                    meter.read_frames(bytes, place);
                    place.pass(bytes);
                    up += bytes.len();
                }
                Act::Down(count) => {
                    let bytes = &flow[down..(down + count).min(flow.len())];
                    let (front, back) = bytes.split_at(bytes.len() / 2);
                    meter.wrote_frames(&[front, &[], back], bytes.len());
                    down += bytes.len();
                    let end = ends.iter().find(|end| **end >= down);
                    meter.set_rest(end.map_or(0, |end| end - down));
                }
                Act::Watch(who) => {
                    if watchers[who].is_none() {
                        let watcher = Arc::default();
                        scene.tap.watch(&watcher);
                        watchers[who] = Some(watcher);
                    }
                }
                Act::Unwatch(who) => {
                    if let Some(watcher) = watchers[who].take() {
                        scene.tap.unwatch(&watcher);
                    }
                }
            }
        }
        let passed = meter.passed();
        drop(meter);
        for watcher in watchers.iter().flatten() {
            prop_assert_eq!(sum(&told_to(watcher)), passed);
        }
        let late = Arc::default();
        scene.tap.watch(&late);
        prop_assert_eq!(sum(&told_to(&late)), passed);
    }
}

#[test]
fn a_socket_that_goes_while_somebody_stops_watching_holds_nobody_up() {
    let (done, is_done) = mpsc::channel();
    thread::spawn(move || {
        for _ in 0..2_000 {
            let scene = Scene::new("websocket");
            let meter = upgraded(&scene);
            let watcher = Arc::default();
            scene.tap.watch(&watcher);
            let together = Arc::new(Barrier::new(2));
            let reader = thread::spawn({
                let together = Arc::clone(&together);
                move || {
                    together.wait();
                    drop(meter);
                }
            });
            together.wait();
            scene.tap.unwatch(&watcher);
            reader.join().unwrap();
        }
        done.send(()).unwrap();
    });
    let patience = Duration::from_secs(60);
    is_done
        .recv_timeout(patience)
        .expect("nobody waits for ever");
}
