//! A room that is kept on a disk, in a world where servers are killed, machines lose power, and disks
//! are full: what was acknowledged is there, once and in order, and pages go on where they were.

use proptest::collection::vec;
use proptest::prelude::*;

use super::demo::Repeater;
use super::way::PLENTY;
use super::world::{SHORT, World};
use super::{Step, setting, step};
use crate::demo::{Demo, OnGap};
use crate::journal::keep::NotKept;
use crate::log::ANCESTORS;
use crate::room::core::Room;

/// Longer than any of these worlds lasts, in milliseconds.
const FOR_EVER: u64 = 1 << 40;

impl<D: Demo<Snapshot = Vec<String>> + Default> World<D> {
    /// The server starts, with what the disk has.
    pub(super) fn start(&mut self) {
        let disk = self.disk.as_ref().expect("there is a disk");
        let [seed, starts] = &mut self.seed;
        *starts = starts.wrapping_add(1);
        let mut setting = setting(SHORT, *seed);
        setting.seed[0] = *starts;
        let now = self.moment();
        let room = Room::revive(setting, D::default(), disk.open(), FOR_EVER, now);
        self.room = room.expect("it wrote that itself");
    }

    /// What only happens to a room that is kept.
    pub(super) fn suffer(&mut self, step: &Step) {
        let Some(disk) = self.disk.clone() else {
            return;
        };
        match *step {
            Step::Kill => {
                // What everybody was told while nothing could be written is not known any more.
                let is_exact = self.room.journal.trouble().is_none();
                disk.kill();
                self.restart(is_exact);
                self.check_nothing_acknowledged_is_lost();
            }
            Step::LosePower(spared) => {
                disk.lose_power(spared);
                self.restart(false);
                self.write_off_what_is_lost();
            }
            Step::Sync => disk.sync(),
            Step::Checkpoint => self.room.checkpoint(self.moment()),
            Step::Fill(spared) => disk.fail_after(spared, NotKept::Full),
            Step::Mend => disk.mend(),
            _ => unreachable!("the world does that"),
        }
    }

    /// All sockets break, and nobody in the room hears of it.
    fn restart(&mut self, is_exact: bool) {
        self.connections.clear();
        for pupil in &mut self.pupils {
            pupil.sleep_through_start(is_exact);
        }
        self.start();
    }

    fn check_nothing_acknowledged_is_lost(&self) {
        let said = self.room.demo.snapshot();
        for acked in self.pupils.iter().flat_map(|pupil| &pupil.acked) {
            assert!(said.contains(acked) || self.lost.contains(acked), "{acked}");
        }
    }

    /// What was acknowledged may be gone, but only from the end.
    fn write_off_what_is_lost(&mut self) {
        let said = self.room.demo.snapshot();
        let acked = self.pupils.iter().flat_map(|pupil| &pupil.acked);
        let lost = acked.filter(|text| !said.contains(text)).cloned();
        self.lost.extend(lost);
        for text in &self.lost {
            assert!(!said.contains(text), "what is lost does not come again");
        }
    }
}

fn any_step(pupils: usize) -> impl Strategy<Value = Step> {
    prop_oneof![
        40 => step(pupils),
        2 => Just(Step::Kill),
        1 => Just(Step::Sync),
        1 => Just(Step::Checkpoint),
        1 => (0..4_usize).prop_map(Step::Fill),
        2 => Just(Step::Mend),
    ]
}

pub(super) fn any_step_and_power_losses(pupils: usize) -> impl Strategy<Value = Step> {
    prop_oneof![
        40 => any_step(pupils),
        1 => (0..6_usize).prop_map(Step::LosePower),
        1 => Just(Step::Sync),
    ]
}

#[test]
fn a_page_that_slept_through_more_starts_than_are_known_begins_anew_and_loses_nothing() {
    for (starts, mode) in [(ANCESTORS, "resumed"), (ANCESTORS + 1, "snapshot")] {
        let mut world = World::<Repeater<{ OnGap::Snapshot as u8 }>>::kept(2, 0);
        let heard = [Step::Return(0), Step::Take(0, PLENTY), Step::Say(0)];
        heard.iter().for_each(|step| world.step(step));
        // What is said without a connection waits for one.
        let slept = (0..starts).flat_map(|_| [Step::Kill, Step::Say(0)]);
        slept.for_each(|step| world.step(&step));
        world.settle_and_check();
        assert_eq!(world.pupils[0].welcome["mode"], mode, "{starts} starts");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn a_killed_server_has_lost_nothing_and_everybody_goes_on_where_they_were(
        steps in vec(any_step(4), 0..250),
        seed in any::<u8>(),
    ) {
        let mut world = World::<Repeater<{ OnGap::Skip as u8 }>>::kept(4, seed);
        steps.iter().for_each(|step| world.step(step));
        world.settle_and_check();
    }

    #[test]
    fn with_a_demo_that_has_a_state_as_well(
        steps in vec(any_step(4), 0..250),
        seed in any::<u8>(),
    ) {
        let mut world = World::<Repeater<{ OnGap::Snapshot as u8 }>>::kept(4, seed);
        steps.iter().for_each(|step| world.step(step));
        world.settle_and_check();
    }

    #[test]
    fn a_power_loss_takes_the_end_and_nobody_ends_up_with_another_story(
        steps in vec(any_step_and_power_losses(4), 0..250),
        seed in any::<u8>(),
    ) {
        let mut world = World::<Repeater<{ OnGap::Skip as u8 }>>::kept(4, seed);
        steps.iter().for_each(|step| world.step(step));
        world.settle_and_check();
    }
}
