//! Over HTTP the text of events is made once and shared: what an answer allocates does not grow with what it
//! says, and is next to nothing on a stream.

use std::net::SocketAddr;

use basic_chat::BasicChat;
use futures_util::future::{join, join_all};
use serde_json::Value;
use testkit::http::{EventStream, Http};

use crate::counted::{CountedServer, Spent, usual_cost};
use crate::crowd::{self, Socket, say};
use crate::report::{FEW, MANY, NONE, for_each, report};

/// Lengths of a line, in bytes.
const SHORT: usize = 20;
const LONG: usize = 400;

/// Most allocations of a question that is read, held and answered. Nearly all of them are for the parts of the
/// request and of the answer's head; 54 were counted when this was written.
const A_QUESTION: f64 = 60.0;

#[tokio::test]
async fn an_event_on_a_stream_costs_no_allocation_for_each_who_reads_it() {
    for length in [SHORT, LONG] {
        let (few, many) = (streamed(FEW, length).await, streamed(MANY, length).await);
        report(&format!("a line of {length} bytes on streams"), few, many);
        let each = for_each(few, many, MANY - FEW);
        assert!(each < NONE, "{each} for each reader");
    }
}

async fn streamed(readers: usize, length: usize) -> Spent {
    let server = CountedServer::start(|| BasicChat::new(0.0)).await;
    let mut sender = crowd::rich(server.address, 0).await;
    let mut streams = Vec::new();
    for number in 0..readers {
        let target = format!("/rooms/class/events?name=S{number}");
        streams.push(
            EventStream::open(server.address, &target, "")
                .await
                .unwrap(),
        );
    }
    let round = async |round: usize| {
        let text = text(round, length);
        say_line(&mut sender[0], round, &text).await;
        for stream in &mut streams {
            while !stream.next().await.unwrap().unwrap().data.contains(&text) {}
        }
        crowd::all_until(&mut sender, &text).await;
    };
    let spent = usual_cost(&server, round).await;
    drop(streams);
    server.stop();
    spent
}

#[tokio::test]
async fn what_an_answer_to_a_long_poll_allocates_does_not_grow_with_what_it_says() {
    let mut each = Vec::new();
    for length in [SHORT, LONG] {
        let (few, many) = (polled(FEW, length).await, polled(MANY, length).await);
        report(
            &format!("a line of {length} bytes to long polls"),
            few,
            many,
        );
        let allocations = for_each(few, many, MANY - FEW);
        assert!(allocations <= A_QUESTION, "{allocations} for each answer");
        each.push(many.bytes.saturating_sub(few.bytes) / (MANY - FEW) as u64);
    }
    let grown = each[1].saturating_sub(each[0]);
    assert!(
        grown < (LONG - SHORT) as u64 / 4,
        "{each:?} bytes for each answer"
    );
}

async fn polled(readers: usize, length: usize) -> Spent {
    let server = CountedServer::start(|| BasicChat::new(0.0)).await;
    let mut sender = crowd::rich(server.address, 0).await;
    let mut pollers = Vec::new();
    for number in 0..readers {
        pollers.push(Poller::open(server.address, number).await);
    }
    let round = async |round: usize| {
        let text = text(round, length);
        let asking = join_all(pollers.iter_mut().map(|poller| poller.ask_until(&text)));
        // All have asked when it is said.
        join(asking, say_line(&mut sender[0], round, &text)).await;
        crowd::all_until(&mut sender, &text).await;
    };
    let spent = usual_cost(&server, round).await;
    drop(pollers);
    server.stop();
    spent
}

async fn say_line(socket: &mut Socket, round: usize, text: &str) {
    let n = round + 1;
    say(
        socket,
        &format!(r#"{{"type":"say","n":{n},"text":"{text}"}}"#),
    )
    .await;
}

/// What is said in a round.
fn text(round: usize, length: usize) -> String {
    format!("{round:0length$}")
}

/// A client that asks when it is told to.
struct Poller {
    http: Http,
    key: String,
    epoch: String,
    last: u64,
}

impl Poller {
    async fn open(address: SocketAddr, number: usize) -> Self {
        let mut poller = Self {
            http: Http::new(address),
            key: String::new(),
            epoch: String::new(),
            last: 0,
        };
        poller.ask(&format!("name=L{number}&wait=25")).await;
        poller
    }

    /// Asks until an answer says this.
    async fn ask_until(&mut self, text: &str) {
        loop {
            let (key, epoch, last) = (&self.key, &self.epoch, self.last);
            let how = format!("connection={key}&after={epoch}.{last}&wait=25");
            if self.ask(&how).await.contains(text) {
                return;
            }
        }
    }

    async fn ask(&mut self, how: &str) -> String {
        let target = format!("/rooms/class/poll?{how}");
        let body = self.http.get(&target).await.unwrap().body;
        for frame in body.lines() {
            let frame: Value = serde_json::from_str(frame).unwrap();
            if frame["type"] == "welcome" {
                let text = |field: &str| frame[field].as_str().unwrap().to_owned();
                (self.key, self.epoch) = (text("connection"), text("epoch"));
            }
            self.last = frame["seq"].as_u64().unwrap_or_default().max(self.last);
        }
        body
    }
}
