//! Many lives of a class, each of which follows from one number and can be lived again.
//!
//! `SEEDS=10000 cargo test --release -p common --lib lives -- --nocapture` lives so many of them, and
//! `SEED=4711` instead of that the one with this number.

use std::env;
use std::thread;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::demo::Repeater;
use super::kept::any_step_and_power_losses;
use super::world::World;
use super::{Step, step};
use crate::demo::{Demo, OnGap};

const PUPILS: usize = 4;
/// Lives in every test run.
const FEW: u64 = 250;

/// Names its life if it ends badly.
struct Epitaph(u64);

impl Drop for Epitaph {
    fn drop(&mut self) {
        if thread::panicking() {
            eprintln!("To live this life again: SEED={}", self.0);
        }
    }
}

#[test]
fn no_life_of_a_class_ends_with_two_stories() {
    let number = |name| {
        env::var(name)
            .ok()
            .and_then(|text| text.parse::<u64>().ok())
    };
    let lives = match number("SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number("SEEDS").unwrap_or(FEW),
    };
    let (mut steps, mut restarts) = (0, 0);
    for seed in lives.clone() {
        let _epitaph = Epitaph(seed);
        let life = life(seed);
        steps += life.len();
        restarts += life.iter().filter(|step| is_restart(step)).count();
        if seed % 2 == 0 {
            live::<Repeater<{ OnGap::Skip as u8 }>>(&life, seed);
        } else {
            live::<Repeater<{ OnGap::Snapshot as u8 }>>(&life, seed);
        }
    }
    let lives = lives.end - lives.start;
    println!("{lives} lives, {steps} steps, {restarts} restarts");
}

fn is_restart(step: &Step) -> bool {
    matches!(step, Step::Kill | Step::LosePower(_))
}

/// What happens in the life of this number. In every third one the room is not kept.
fn life(seed: u64) -> Vec<Step> {
    let mut chance = [0; 32];
    chance[..8].copy_from_slice(&seed.to_le_bytes());
    let chance = TestRng::from_seed(RngAlgorithm::ChaCha, &chance);
    let mut runner = TestRunner::new_with_rng(Config::default(), chance);
    let steps = if is_kept(seed) {
        vec(any_step_and_power_losses(PUPILS), 0..250).boxed()
    } else {
        vec(step(PUPILS), 0..250).boxed()
    };
    let life = steps.new_tree(&mut runner);
    life.expect("nothing is ever rejected").current()
}

fn is_kept(seed: u64) -> bool {
    !seed.is_multiple_of(3)
}

fn live<D: Demo<Snapshot = Vec<String>> + Default>(life: &[Step], seed: u64) {
    let make = if is_kept(seed) {
        World::<D>::kept
    } else {
        World::<D>::new
    };
    let mut world = make(PUPILS, seed as u8);
    life.iter().for_each(|step| world.step(step));
    world.settle_and_check();
}
