//! The room under a class that nobody would want: sockets that take a few bytes, connections that
//! break in the middle of a frame, commands sent twice. A naive model says what must come out.

use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::*;

use crate::demo::OnGap;
use crate::log::Bounds;
use crate::room::core::Setting;
use crate::room::newcomers::Newcomers;
use demo::Repeater;
use world::World;

mod abuse;
mod asking;
mod demo;
mod hall;
mod hand;
mod journal;
mod kept;
mod patience;
mod places;
mod pupil;
mod seeds;
mod time;
mod way;
mod world;

/// What can happen. Pupils are named by their number.
#[derive(Debug, Clone)]
enum Step {
    /// A pupil says something.
    Say(usize),
    /// A pupil says something and the connection breaks before it arrives.
    SayInVain(usize),
    /// A pupil sends everything again that was not answered, though it may have arrived.
    SendAgain(usize),
    /// The socket takes this many more bytes and then blocks.
    Take(usize, usize),
    /// The connection breaks, wherever it is.
    Break(usize),
    /// The pupil comes back with what they know.
    Return(usize),
    /// So much time passes, in milliseconds.
    Wait(u64),
    /// The server is killed, and comes back.
    Kill,
    /// The machine loses power and comes back. So many records more than were safe are there.
    LosePower(usize),
    /// What was written becomes safe from that.
    Sync,
    /// The room says where it stands.
    Checkpoint,
    /// The disk is full after so many more records.
    Fill(usize),
    /// The disk has space again.
    Mend,
}

/// A classroom of this size, in which chance follows from one number.
fn setting(bounds: Bounds, seed: u8) -> Setting {
    Setting {
        name: "class".to_owned(),
        build: "test".to_owned(),
        bounds,
        seed: [seed; 32],
        counts: Arc::default(),
        newcomers: Newcomers::default(),
    }
}

fn step(pupils: usize) -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => (0..pupils).prop_map(Step::Say),
        1 => (0..pupils).prop_map(Step::SayInVain),
        1 => (0..pupils).prop_map(Step::SendAgain),
        4 => (0..pupils, 0..600_usize).prop_map(|(pupil, bytes)| Step::Take(pupil, bytes)),
        2 => (0..pupils).prop_map(Step::Break),
        3 => (0..pupils).prop_map(Step::Return),
        2 => (0..400_u64).prop_map(Step::Wait),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn everybody_ends_with_the_rooms_list_and_nothing_is_doubled(
        steps in vec(step(5), 0..250),
        seed in any::<u8>(),
    ) {
        let mut world = World::<Repeater<{ OnGap::Skip as u8 }>>::new(5, seed);
        steps.iter().for_each(|step| world.step(step));
        world.settle_and_check();
    }

    #[test]
    fn a_demo_with_a_state_gets_a_fresh_snapshot_instead_of_a_gap(
        steps in vec(step(4), 0..250),
        seed in any::<u8>(),
    ) {
        let mut world = World::<Repeater<{ OnGap::Snapshot as u8 }>>::new(4, seed);
        steps.iter().for_each(|step| world.step(step));
        world.settle_and_check();
    }
}
