//! The floor: the least a broadcast can cost. One thread, one loop over ready sockets; read a
//! frame, encode it once, write it to every other connection of the room. No names, numbers, limits
//! or memory.
//!
//! On loopback a small `write` costs several microseconds whoever calls it, so the number of
//! writes is nearly everything. Hence two variants: [`Variant::Plain`] writes each message at
//! once, [`Variant::Batching`] collects what has arrived in one turn of the loop and writes once
//! per connection. The second is the limit that the real server is measured against. When many
//! messages leave in one write, copying their bytes is what the write costs; so there is
//! [`Variant::Long`], which is the second with frames as long as those of the real server.

pub(crate) mod blast;
mod hall;
mod turn;

use anyhow::Result;
use clap::ValueEnum;
use mio::Events;

use self::{
    hall::{EVENTS, Hall, Look},
    turn::Turn,
};

/// How the floor writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Variant {
    /// Once per connection and message.
    Plain,
    /// Once per connection and turn of the loop.
    Batching,
    /// The same, with frames as long as those of the real server.
    Long,
}

/// What the rich protocol says of a message beside its text, in bytes: who, when and which.
const ABOUT_A_MESSAGE: usize = 84;

/// Runs until standard input ends.
pub(crate) fn serve(variant: Variant) -> Result<()> {
    let mut hall = Hall::open()?;
    let mut events = Events::with_capacity(EVENTS);
    let mut ready = Vec::new();
    // What has been said in each room and is not written yet, and which rooms that are.
    let mut turns: Vec<Turn> = Vec::new();
    let mut awake: Vec<usize> = Vec::new();
    let padding = match variant {
        Variant::Long => ABOUT_A_MESSAGE,
        Variant::Plain | Variant::Batching => 0,
    };
    while let Look::Ready = hall.look(&mut events, None, &mut ready)? {
        for who in ready.drain(..) {
            hall.read(who, |room, text| {
                if turns.len() <= room {
                    turns.resize_with(room + 1, Turn::default);
                }
                if turns[room].is_empty() {
                    awake.push(room);
                }
                turns[room].push(who, text, padding);
            });
            if variant == Variant::Plain {
                for room in awake.drain(..) {
                    write_each(&mut hall, room, &mut turns[room]);
                }
            }
        }
        for room in awake.drain(..) {
            write_turn(&mut hall, room, &mut turns[room]);
        }
    }
    Ok(())
}

/// One write to each connection of the room, with all that others have said in this turn.
fn write_turn(hall: &mut Hall, room: usize, turn: &mut Turn) {
    for (from, _) in turn.parts() {
        hall.with_peer(from, |peer| {
            peer.spoke = true;
            Ok(())
        });
    }
    for at in 0..hall.people(room).len() {
        let who = hall.people(room)[at];
        hall.with_peer(who, |peer| match std::mem::take(&mut peer.spoke) {
            true => peer.socket.write(turn.of_others(who)),
            false => peer.socket.write(turn.of_all()),
        });
    }
    turn.clear();
}

/// A write to each connection of the room for each message.
fn write_each(hall: &mut Hall, room: usize, turn: &mut Turn) {
    for (from, bytes) in turn.parts() {
        for at in 0..hall.people(room).len() {
            let who = hall.people(room)[at];
            if who != from {
                hall.with_peer(who, |peer| peer.socket.write(bytes));
            }
        }
    }
    turn.clear();
}
