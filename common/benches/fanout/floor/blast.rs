//! The opposite of a floor: a server that does nothing but write, so that the load generator shows
//! how much it can read. What it writes was encoded before, many messages at a time.

use std::time::Duration;

use anyhow::Result;
use mio::Events;

use super::hall::{EVENTS, Hall, Look};
use crate::{
    frame,
    load::{
        dialect::{Dialect, WELCOME},
        stamp::Stamp,
    },
};

/// Messages in one write: as many as a window of W1 and W2.
const BATCH: u32 = 64;
/// Nobody; so it is a delivery for everybody.
const NOBODY: u32 = u32::MAX;

/// Greets who greets, and from the first message on writes to everybody without end.
pub(crate) fn serve(dialect: Dialect) -> Result<()> {
    let mut hall = Hall::open()?;
    let mut events = Events::with_capacity(EVENTS);
    let mut ready = Vec::new();
    let batch = batch(dialect);
    let mut is_going = false;
    loop {
        let wait = is_going.then_some(Duration::ZERO);
        if let Look::Over = hall.look(&mut events, wait, &mut ready)? {
            return Ok(());
        }
        for who in ready.drain(..) {
            let mut has_greeted = false;
            hall.read(who, |_, text| match dialect.is_greeting(text) {
                true => has_greeted = true,
                false => is_going = true,
            });
            if has_greeted {
                let mut welcome = Vec::new();
                frame::push(&mut welcome, frame::TEXT, WELCOME);
                hall.with_peer(who, |peer| peer.socket.write(&welcome));
            }
        }
        if is_going {
            write_to_all(&mut hall, &batch);
        }
    }
}

/// One batch to everybody who has taken the one before.
fn write_to_all(hall: &mut Hall, batch: &[u8]) {
    for room in 0..hall.rooms() {
        for at in 0..hall.people(room).len() {
            let who = hall.people(room)[at];
            hall.with_peer(who, |peer| match peer.socket.outbox.is_empty() {
                true => peer.socket.write(batch),
                false => Ok(()),
            });
        }
    }
}

fn batch(dialect: Dialect) -> Vec<u8> {
    let mut bytes = Vec::new();
    for number in 0..BATCH {
        let stamp = Stamp {
            due_ns: u64::MAX,
            sender: NOBODY,
            number,
        };
        let payload = dialect.delivery(&stamp.text());
        frame::push(&mut bytes, frame::TEXT, &payload);
    }
    bytes
}
