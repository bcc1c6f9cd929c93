//! One pupil: a socket that takes as many bytes as it is allowed, and a page that folds frames.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use super::way::Way;
use crate::log::{ANCESTORS, Position};
use crate::room::polls::Has;
use crate::transport::Writable;
use crate::transport::asking::Place;
use crate::transport::websocket::socket::Socket;

/// A socket in memory. Both ends hold it.
#[derive(Debug, Clone, Default)]
pub(super) struct Pipe(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    allowed: usize,
    arrived: Vec<u8>,
    is_broken: bool,
}

impl Pipe {
    pub(super) fn allow(&self, bytes: usize) {
        let mut state = self.0.lock().unwrap();
        state.allowed = state.allowed.saturating_add(bytes);
    }

    pub(super) fn break_off(&self) {
        self.0.lock().unwrap().is_broken = true;
    }

    pub(super) fn allow_nothing(&self) {
        self.0.lock().unwrap().allowed = 0;
    }

    /// The code of the close frame that has arrived last of all.
    pub(super) fn close_code(&self) -> Option<u16> {
        let arrived = self.0.lock().unwrap().arrived.clone();
        let begin = arrived.windows(4).rposition(|four| four[0] == 0x88)?;
        Some(u16::from_be_bytes([arrived[begin + 2], arrived[begin + 3]]))
    }

    fn take_arrived(&self) -> Vec<u8> {
        std::mem::take(&mut self.0.lock().unwrap().arrived)
    }
}

impl Socket for Pipe {
    fn try_write(&self, pieces: [&[u8]; 3]) -> io::Result<usize> {
        let mut state = self.0.lock().unwrap();
        if state.is_broken {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        let all = pieces.concat();
        let taken = all.len().min(state.allowed);
        if taken == 0 {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        state.allowed -= taken;
        state.arrived.extend_from_slice(&all[..taken]);
        Ok(taken)
    }

    fn writable(&self) -> Writable {
        Box::pin(std::future::pending())
    }

    fn finish(&self) {}

    fn abort(&self) {
        self.break_off();
    }
}

/// Takes the frames that have arrived in full, but for pings and closes.
pub(super) fn frames(pipe: &Pipe) -> Vec<Value> {
    more_frames(&mut Vec::new(), pipe)
}

/// The same where a frame may arrive in pieces, of which `partial` keeps the first.
pub(super) fn more_frames(partial: &mut Vec<u8>, pipe: &Pipe) -> Vec<Value> {
    partial.extend(pipe.take_arrived());
    let mut rest = partial.as_slice();
    let mut frames = Vec::new();
    while let Some((payload, behind)) = split_frame(rest) {
        frames.extend(serde_json::from_slice::<Value>(payload));
        rest = behind;
    }
    *partial = rest.to_vec();
    frames
}

/// A page, with the rules of the protocol.
#[derive(Debug, Default)]
pub(super) struct Pupil {
    pub(super) way: Way,
    /// Whether this connection has been welcomed: before that nothing is sent.
    pub(super) is_ready: bool,
    pub(super) welcome: Value,
    /// Epoch of `last`, once there was a snapshot to begin with.
    epoch: Option<Value>,
    pub(super) last: u64,
    /// What was said, by number; numbers out of a snapshot are not known.
    pub(super) heard: Vec<String>,
    pub(super) skipped: bool,
    people: BTreeSet<u64>,
    pub(super) latest: BTreeMap<u64, u64>,
    /// Version of `latest`.
    pub(super) seen: Option<u64>,
    /// Commands that were not answered.
    pub(super) outbox: BTreeMap<u64, String>,
    pub(super) acked: Vec<String>,
    /// Number of the newest command.
    pub(super) last_n: u64,
    /// What could not be written down.
    pub(super) turned_down: Vec<String>,
    /// Starts of the server since this page was last told where it is.
    missed_starts: usize,
    /// Whether the server may not know any more what this page has seen.
    may_start_over: bool,
}

impl Pupil {
    pub(super) fn hello(&self) -> Value {
        let session = &self.welcome["session"];
        let mut hello = json!({"type": "hello"});
        if !session.is_null() {
            hello["session"] = session.clone();
        }
        if let Some(epoch) = &self.epoch {
            hello["last"] = json!({"epoch": epoch, "seq": self.last});
        }
        hello
    }

    /// Starts on a fresh connection. Half a frame of the old one is lost with it.
    pub(super) fn connect(&mut self, way: Way) {
        self.way = way;
        self.seen = None;
        self.is_ready = false;
    }

    /// All sockets break, and the server starts again. Perhaps it lost what it has told last.
    pub(super) fn sleep_through_start(&mut self, is_exact: bool) {
        self.connect(Way::default());
        self.missed_starts += 1;
        self.may_start_over |= !is_exact || self.missed_starts > ANCESTORS;
    }

    /// What a poller says that it has.
    pub(super) fn has(&self) -> Has {
        let position = |epoch: &Value| Position {
            epoch: epoch.as_str().unwrap().to_owned(),
            seq: self.last,
        };
        let after = self.epoch.as_ref().map(|epoch| Place::Of(position(epoch)));
        Has {
            after: after.filter(|_| self.is_ready),
            seen: Some(self.seen.unwrap_or_default()),
        }
    }

    /// Folds whatever has arrived.
    pub(super) fn read(&mut self) {
        let frames = self.way.take_frames();
        frames.iter().for_each(|frame| self.fold(frame));
    }

    pub(super) fn fold(&mut self, frame: &Value) {
        match frame["type"].as_str().unwrap() {
            "welcome" => {
                // Whoever asks may be told twice.
                let is_repeated = self.welcome == *frame;
                let is_known = self.epoch.is_some() && !self.may_start_over && !is_repeated;
                assert!(!is_known || frame["mode"] == "resumed", "{frame}");
                self.may_start_over = false;
                self.missed_starts = 0;
                // A position begins with a snapshot.
                let is_resumed = frame["mode"] == "resumed";
                self.epoch = is_resumed.then(|| frame["epoch"].clone());
                self.count_on(frame["last_n"].as_u64().unwrap());
                self.welcome = frame.clone();
                self.latest.clear();
                self.is_ready = true;
            }
            "snapshot" => {
                let state = frame["state"].as_array().unwrap();
                self.heard = state
                    .iter()
                    .map(|text| text.as_str().unwrap().to_owned())
                    .collect();
                self.epoch = Some(frame["epoch"].clone());
                self.last = frame["seq"].as_u64().unwrap();
                self.people = ids(&frame["people"]);
            }
            "ack" => {
                if let Some(text) = self.outbox.remove(&frame["n"].as_u64().unwrap()) {
                    self.acked.push(text);
                }
            }
            "nack" => {
                let text = self.outbox.remove(&frame["n"].as_u64().unwrap());
                if frame["code"] == "storage" {
                    self.turned_down.extend(text);
                } else {
                    assert!(
                        text.is_none_or(|text| text.ends_with('7')),
                        "only sevens: {frame}"
                    );
                }
            }
            "skip" => {
                self.last = self.last.max(frame["to"].as_u64().unwrap());
                self.skipped = true;
            }
            "latest" => {
                self.seen = frame["v"].as_u64();
                for pair in frame["values"].as_array().unwrap() {
                    let person = pair[0].as_u64().unwrap();
                    match pair[1].as_u64() {
                        Some(value) => self.latest.insert(person, value),
                        None => self.latest.remove(&person),
                    };
                }
            }
            "ping" | "bye" | "close" | "storage" => {}
            kind => {
                if let Some(seq) = frame["seq"].as_u64() {
                    if seq <= self.last && self.way.repeats() {
                        return;
                    }
                    assert_eq!(seq, self.last + 1, "no hole and no double: {frame}");
                    self.last = seq;
                }
                if kind == "people" {
                    self.fold_people(frame);
                } else {
                    self.heard.push(frame["text"].as_str().unwrap().to_owned());
                }
            }
        }
    }
}

impl Pupil {
    /// What was not decided gets the numbers after those that were.
    fn count_on(&mut self, last_n: u64) {
        let open = self.outbox.split_off(&(last_n + 1));
        self.outbox.extend((last_n + 1..).zip(open.into_values()));
        let newest = self.outbox.last_key_value();
        self.last_n = newest.map_or(last_n, |(n, _)| *n).max(last_n);
    }

    fn fold_people(&mut self, frame: &Value) {
        if frame["all"] == true {
            self.people.clear();
        }
        self.people.extend(ids(&frame["set"]));
        for gone in frame["gone"].as_array().unwrap() {
            self.people.remove(&gone.as_u64().unwrap());
        }
        self.latest.retain(|person, _| self.people.contains(person));
    }
}

fn ids(people: &Value) -> BTreeSet<u64> {
    people
        .as_array()
        .unwrap()
        .iter()
        .map(|person| person["id"].as_u64().unwrap())
        .collect()
}

/// The payload of the first frame, if it is there in full, and what follows it. Pings are empty.
fn split_frame(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, begin) = match *bytes.get(1)? {
        126 => (
            usize::from(u16::from_be_bytes([*bytes.get(2)?, *bytes.get(3)?])),
            4,
        ),
        127 => (
            u64::from_be_bytes(bytes.get(2..10)?.try_into().unwrap()) as usize,
            10,
        ),
        length => (usize::from(length), 2),
    };
    Some((bytes.get(begin..begin + length)?, &bytes[begin + length..]))
}
