//! The estimate of the clock on networks made up from seeds, beside the usual estimate.

#![allow(clippy::unwrap_used, reason = "a test may")]

use std::fmt::Write as _;

use serde_json::Value;

use super::{Estimate, Exchange, estimate, recent};

const VECTORS: &str = include_str!("../../vectors/clock.json");
const RUNS: u64 = 2_000;
const DRIFT: f64 = 40e-6;

/// The same numbers for the same seed, on every machine.
struct Chance(u64);

impl Chance {
    /// From `least` up to `most`.
    fn between(&mut self, least: f64, most: f64) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let unit = ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64;
        (most - least).mul_add(unit, least)
    }

    fn happens(&mut self, share: f64) -> bool {
        self.between(0.0, 1.0) < share
    }
}

/// How long one way takes, in milliseconds.
type Delay = fn(&mut Chance) -> f64;

/// A network: its name, both ways, and the error that 19 of 20 devices must stay below.
struct Network {
    name: &'static str,
    up: Delay,
    down: Delay,
    bound: f64,
}

fn bursts(chance: &mut Chance) -> f64 {
    let extra = if chance.happens(0.1) {
        chance.between(20.0, 120.0)
    } else {
        0.0
    };
    extra + chance.between(1.0, 3.0)
}

fn power_save(chance: &mut Chance) -> f64 {
    let extra = if chance.happens(0.12) {
        chance.between(30.0, 250.0)
    } else {
        0.0
    };
    extra + chance.between(1.0, 3.0)
}

const NETWORKS: [Network; 3] = [
    Network {
        name: "Wi-Fi, bursts and power save",
        up: bursts,
        down: power_save,
        bound: 1.5,
    },
    Network {
        name: "40 ± 20 ms",
        up: |chance| chance.between(20.0, 60.0),
        down: |chance| chance.between(20.0, 60.0),
        bound: 5.0,
    },
    Network {
        name: "120 ± 60 ms",
        up: |chance| chance.between(60.0, 180.0),
        down: |chance| chance.between(60.0, 180.0),
        bound: 15.0,
    },
];

/// What a page asks after joining: eight times quickly, then every 1.25 s. And the true offset at the end.
fn run(network: &Network, count: u32, chance: &mut Chance) -> (Vec<Exchange>, f64) {
    let ahead = chance.between(-1e6, 1e6);
    let drift = if chance.happens(0.5) { DRIFT } else { -DRIFT };
    let server = |local: f64| local + ahead + drift * local;
    let exchanges: Vec<_> = (0..count)
        .map(|number| {
            let t0 = f64::from(if number < 8 {
                60 * number
            } else {
                1_250 * (number - 7)
            });
            let there = t0 + (network.up)(chance);
            let back = there + 0.05;
            let t3 = back + (network.down)(chance);
            Exchange {
                t0,
                t1: server(there),
                t2: server(back),
                t3,
            }
        })
        .collect();
    let end = exchanges.last().unwrap().t3;
    (exchanges, server(end) - end)
}

/// The usual way: believe whichever exchange was the quickest as a whole.
fn smallest_round_trip(exchanges: &[Exchange]) -> f64 {
    let round_trip = |e: &Exchange| e.t3 - e.t0 - (e.t2 - e.t1);
    let quickest = exchanges
        .iter()
        .min_by(|one, other| round_trip(one).total_cmp(&round_trip(other)))
        .unwrap();
    f64::midpoint(quickest.t1 - quickest.t0, quickest.t2 - quickest.t3)
}

fn quantile(errors: &mut [f64], share: f64) -> f64 {
    errors.sort_by(f64::total_cmp);
    errors[((errors.len() - 1) as f64 * share) as usize]
}

/// Median and 95th percentile of the error of both ways to guess, and how often ours was within what it said.
fn judge(network: &Network, count: u32) -> [f64; 5] {
    let (mut ours, mut usual, mut within) = (Vec::new(), Vec::new(), 0.0);
    for seed in 0..RUNS {
        let (exchanges, truth) = run(network, count, &mut Chance(seed));
        let exchanges = recent(&exchanges);
        let guess = estimate(exchanges).unwrap();
        ours.push((guess.offset - truth).abs());
        usual.push((smallest_round_trip(exchanges) - truth).abs());
        within += f64::from((guess.offset - truth).abs() <= guess.error) / RUNS as f64;
    }
    [
        quantile(&mut ours, 0.5),
        quantile(&mut ours, 0.95),
        quantile(&mut usual, 0.5),
        quantile(&mut usual, 0.95),
        within,
    ]
}

#[test]
fn delays_of_a_bad_network_do_not_put_a_device_out_of_time() {
    let mut table = String::from(
        "exchanges  network                         p50     p95   | smallest round trip p50     p95 | within its own error\n",
    );
    let mut missed = Vec::new();
    for count in [8, 16, 32] {
        for network in &NETWORKS {
            let [p50, p95, usual50, usual95, within] = judge(network, count);
            let within = within * 100.0;
            writeln!(
                table,
                "{count:>9}  {:<28} {p50:>6.2}  {p95:>6.2}   | {usual50:>23.2}  {usual95:>6.2} | {within:>3.0} %",
                network.name
            )
            .unwrap();
            if count == 16 && p95 >= network.bound || p95 >= usual95 {
                missed.push(network.name);
            }
        }
    }
    println!("{table}");
    assert!(missed.is_empty(), "{missed:?}\n{table}");
}

#[test]
fn after_a_minute_drift_is_followed_and_not_averaged() {
    let mut errors: Vec<f64> = (0..RUNS)
        .map(|seed| {
            let (exchanges, _) = run(&NETWORKS[0], 54, &mut Chance(seed));
            let slope = estimate(recent(&exchanges)).unwrap().slope;
            (slope.abs() - DRIFT).abs()
        })
        .collect();
    assert!(quantile(&mut errors, 0.95) < 20e-6);
}

#[test]
fn a_clock_that_stood_still_in_sleep_is_believed_anew() {
    let mut chance = Chance(1);
    let (mut exchanges, _) = run(&NETWORKS[0], 12, &mut chance);
    for exchange in &mut exchanges[9..] {
        exchange.t1 += 30_000.0;
        exchange.t2 += 30_000.0;
    }
    let guess = estimate(&exchanges).unwrap();
    let after = estimate(&exchanges[9..]).unwrap();
    assert_eq!((guess.offset, guess.up), (after.offset, after.up + 9));
}

#[test]
fn what_is_too_old_or_too_much_does_not_count() {
    let at = |t0: f64| Exchange {
        t0,
        t1: t0 + 1.0,
        t2: t0 + 1.0,
        t3: t0 + 2.0,
    };
    let many: Vec<_> = (0..59).map(|second| at(f64::from(second) * 1e3)).collect();
    assert_eq!(recent(&many).len(), super::WINDOW);
    let far: Vec<_> = (0..30).map(|second| at(f64::from(second) * 1e4)).collect();
    assert_eq!(recent(&far).len(), 7);
    assert_eq!(recent(&[]), []);
    assert_eq!(estimate(&[]), None::<Estimate>);
}

#[test]
fn the_page_and_the_server_guess_the_same() {
    let vectors: Vec<Value> = serde_json::from_str(VECTORS).unwrap();
    assert!(vectors.len() > 10);
    for vector in vectors {
        let exchanges: Vec<_> = vector["exchanges"]
            .as_array()
            .unwrap()
            .iter()
            .map(|times| {
                let time = |index: usize| times[index].as_f64().unwrap();
                Exchange {
                    t0: time(0),
                    t1: time(1),
                    t2: time(2),
                    t3: time(3),
                }
            })
            .collect();
        let guess = estimate(recent(&exchanges)).unwrap();
        let name = &vector["name"];
        let near = |field: &str, is: f64| {
            let shall = vector[field].as_f64().unwrap();
            assert!(
                (is - shall).abs() < 1e-6,
                "{name}: {field} {is} and not {shall}"
            );
        };
        near("offset", guess.offset);
        near("slope_ppm", guess.slope * 1e6);
        near("error", guess.error);
    }
}
