//! The outlet says where a frame was cut, so that a watch can begin in the middle of one.

use std::io;
use std::sync::{Arc, Mutex};

use proptest::prelude::*;

use crate::frame::{self, Opcode};
use crate::latest::News;
use crate::log::{Bounds, Dialect, Frames, Log, Reading};
use crate::transport::websocket::outlet::WebSocketOutlet;
use crate::transport::websocket::socket::Socket;
use crate::transport::{Outlet, Writable};

/// A socket that takes so many bytes, and remembers what it was told.
#[derive(Debug, Clone, Default)]
struct Narrow(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    allowed: usize,
    written: usize,
    rest: usize,
    useful: u64,
}

impl Socket for Narrow {
    fn try_write(&self, pieces: [&[u8]; 3]) -> io::Result<usize> {
        let mut state = self.0.lock().unwrap();
        let taken = pieces.concat().len().min(state.allowed);
        state.allowed -= taken;
        state.written += taken;
        if taken == 0 {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        Ok(taken)
    }

    fn writable(&self) -> Writable {
        Box::pin(std::future::pending())
    }

    fn finish(&self) {}

    fn abort(&self) {}

    fn cut(&self, rest: usize) {
        self.0.lock().unwrap().rest = rest;
    }

    fn useful(&self, bytes: u64) {
        self.0.lock().unwrap().useful += bytes;
    }
}

impl Narrow {
    /// What it was told to be missing to the end of a frame.
    fn rest(&self) -> usize {
        self.0.lock().unwrap().rest
    }

    /// What is missing to the end of a frame, of frames with these lengths.
    fn rest_of(&self, frames: &[usize]) -> usize {
        let written = self.0.lock().unwrap().written;
        let mut boundary = 0;
        for length in frames {
            if boundary < written {
                boundary += length;
            }
        }
        boundary - written
    }
}

#[derive(Debug, Clone)]
enum Act {
    Event(usize),
    Tell(usize),
    /// Two messages of this length, of which so many bytes go out at once.
    News(usize, usize),
    Deliver(usize),
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let length = prop_oneof![0..5_usize, 120..130_usize];
    let act = prop_oneof![
        length.clone().prop_map(Act::Event),
        length.clone().prop_map(Act::Tell),
        (length, 0..300_usize).prop_map(|(length, bytes)| Act::News(length, bytes)),
        (0..200_usize).prop_map(Act::Deliver),
    ];
    prop::collection::vec(act, 1..60)
}

proptest! {
    #[test]
    fn wherever_a_write_ends_the_next_boundary_is_known(acts in acts()) {
        let socket = Narrow::default();
        let mut outlet = WebSocketOutlet::new(socket.clone(), Dialect::Rich);
        let mut log = Log::new(1, Bounds::default());
        let (mut cursor, mut useful) = (0, 0);
        // Lengths of the frames in the order in which they are sent: what is told goes first.
        let mut sent = Vec::new();
        let mut events = Vec::new();
        let mut told = Vec::new();
        for act in acts {
            match act {
                Act::Event(length) => {
                    let mut rich = Vec::new();
                    frame::append(Opcode::Text, &vec![b'e'; length], &mut rich);
                    events.push(rich.len());
                    useful += length as u64;
                    log.push(Frames { rich: &rich, ..Frames::default() });
                }
                Act::Tell(length) => {
                    let text = "t".repeat(length);
                    let mut frame = Vec::new();
                    frame::append(Opcode::Text, text.as_bytes(), &mut frame);
                    told.push(frame.len());
                    outlet.tell(&text);
                }
                Act::Deliver(bytes) => {
                    socket.0.lock().unwrap().allowed = bytes;
                    let before = cursor;
                    outlet.deliver(&Reading::of(&log, 0), &mut cursor);
                    // Only what was begun is past its place in the order.
                    let begun = events.drain(..(cursor - before) as usize);
                    sent.append(&mut told);
                    sent.extend(begun);
                    prop_assert_eq!(socket.rest(), socket.rest_of(&sent));
                }
                Act::News(length, bytes) => {
                    let messages = [&"n".repeat(length), "n"].map(str::to_owned);
                    let news = News::plain(messages.into_iter());
                    told.extend([news.frames.len() - 3, 3]);
                    socket.0.lock().unwrap().allowed = bytes;
                    outlet.tell_news(&news);
                    sent.append(&mut told);
                    prop_assert_eq!(socket.rest(), socket.rest_of(&sent));
                }
            }
        }
        socket.0.lock().unwrap().allowed = usize::MAX;
        outlet.deliver(&Reading::of(&log, 0), &mut cursor);
        let state = socket.0.lock().unwrap();
        prop_assert_eq!(state.rest, 0);
        prop_assert_eq!(state.useful, useful);
    }
}
