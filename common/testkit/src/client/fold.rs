//! What a frame changes in what a client knows.
//!
//! It keeps the rules of the protocol strictly, as no page would: an event that comes twice or a
//! number that is missing is a panic.

use serde_json::Value;

use super::Client;

impl Client {
    pub(super) fn fold(&mut self, frame: Value) {
        match frame["type"].as_str().expect("frames have a type") {
            "welcome" => {
                self.next_n = self.next_n.max(number(&frame, "last_n") + 1);
                self.session = frame["session"].clone();
                // A server that was started anew may go on with the log under another name.
                self.epoch = match frame["mode"] == "snapshot" {
                    true => Value::Null,
                    false => frame["epoch"].clone(),
                };
                self.welcome = frame;
            }
            "snapshot" => self.fold_snapshot(&frame),
            "ack" => {
                let first = self.acks.insert(number(&frame, "n"), frame.clone());
                assert!(
                    first.is_none_or(|first| first == frame),
                    "the same answer each time"
                );
            }
            "nack" => self.nacks.push(frame),
            "skip" => {
                let (from, to) = (number(&frame, "from"), number(&frame, "to"));
                self.skips.push((from, to));
                self.last = self.last.max(to);
            }
            "latest" => self.fold_latest(&frame),
            "bye" => self.bye = Some(frame),
            "conditions" => self.conditions = frame["transports"].clone(),
            "hand" => self.hand = frame,
            "storage" => self.storage_trouble = frame["trouble"] == true,
            "clock" | "ping" => {}
            kind => {
                if frame["seq"].is_number() {
                    let seq = number(&frame, "seq");
                    assert_eq!(seq, self.last + 1, "numbers follow each other: {frame}");
                    self.last = seq;
                }
                if kind == "people" {
                    self.fold_people(&frame);
                } else {
                    let before = self.events.insert(self.last, frame);
                    assert!(before.is_none(), "doubled: {before:?}");
                }
            }
        }
    }

    fn fold_snapshot(&mut self, frame: &Value) {
        self.snapshots += 1;
        self.last = number(frame, "seq");
        self.epoch = frame["epoch"].clone();
        self.events.clear();
        for line in frame["state"]["lines"].as_array().into_iter().flatten() {
            self.events.insert(number(line, "seq"), line.clone());
        }
        self.people.clear();
        self.set_people(&frame["people"]);
        self.count = number(frame, "count");
    }

    fn fold_people(&mut self, frame: &Value) {
        if frame["all"] == true {
            self.people.clear();
        }
        self.set_people(&frame["set"]);
        for gone in frame["gone"].as_array().into_iter().flatten() {
            let gone = gone.as_u64().expect("people have numbers");
            self.people.remove(&gone);
            self.latest.remove(&gone);
        }
        self.count = number(frame, "count");
    }

    fn set_people(&mut self, people: &Value) {
        for person in people.as_array().into_iter().flatten() {
            let name = person["name"].as_str().expect("people have names");
            self.people.insert(number(person, "id"), name.to_owned());
        }
    }

    fn fold_latest(&mut self, frame: &Value) {
        for pair in frame["values"].as_array().into_iter().flatten() {
            self.latest.insert(
                pair[0].as_u64().expect("people have numbers"),
                pair[1].clone(),
            );
        }
    }
}

fn number(frame: &Value, field: &str) -> u64 {
    frame[field]
        .as_u64()
        .unwrap_or_else(|| panic!("no number {field} in {frame}"))
}
