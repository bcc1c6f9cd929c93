//! How far the server's clock is ahead of a device's, from exchanges of four timestamps. Pure.
//!
//! The page does this for itself, in `web/common/clock_estimate.js`, with the same arithmetic in the same order;
//! the vectors in `music/vectors/clock.json` hold both together. Here it serves tests and simulated devices.
//!
//! Waiting only ever adds time. So seen on its own, the way up says "ahead by at most `t1 − t0`", the way down "by
//! at least `t2 − t3`", and the truth, a line over time, runs in the corridor between both. For a given slope the
//! corridor is as wide as its two tightest exchanges leave it, and its middle is the best guess. The slope, the
//! drift of two quartz crystals, is searched among all that crystals have: the right one leaves the widest
//! corridor. Chance widens it too when delays are long and few, so each ppm costs a fraction of the noise.

#![allow(
    clippy::suboptimal_flops,
    reason = "a page cannot multiply and add in one step, and both must round alike"
)]

/// One question and its answer, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Exchange {
    /// Sent, on the local clock.
    pub t0: f64,
    /// Received by the server, on its clock.
    pub t1: f64,
    /// Answered, on the server's clock.
    pub t2: f64,
    /// Answer received, on the local clock.
    pub t3: f64,
}

/// What is believed: the server's time minus the local one is `offset + slope * (local - at)`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The local time of the newest answer.
    pub at: f64,
    /// In milliseconds.
    pub offset: f64,
    /// Milliseconds per millisecond.
    pub slope: f64,
    /// How wrong it may be, in milliseconds, unless one way is always slower than the other.
    pub error: f64,
    /// Which exchange was the tightest on the way up, by its place in the list.
    pub up: usize,
    /// And on the way down.
    pub down: usize,
}

/// So many exchanges count at most.
pub const WINDOW: usize = 48;
/// None older than this counts, in milliseconds.
pub const OLDEST: f64 = 60_000.0;
/// Shorter than this, in milliseconds, even a bad crystal drifts by less than the noise.
const LONG_ENOUGH: f64 = 10_000.0;
const PPM: f64 = 1e-6;
const MOST_PPM: u32 = 100;
/// So many delays tell how noisy they are.
const ENOUGH: usize = 4;
/// What each ppm of slope costs, in units of the noise: 50 ppm must widen the corridor by one.
const COST: f64 = 0.02;
/// What may be left of the drift, for the error.
const DOUBT: f64 = 20.0 * PPM;
/// A corridor narrower than nothing by this many milliseconds: a clock has jumped.
const JUMP: f64 = -5.0;

/// One way of one exchange: when, relative to the newest answer, and the difference of both clocks' times.
type Way = (f64, f64);

/// Those of a list, oldest first, that count.
pub fn recent(exchanges: &[Exchange]) -> &[Exchange] {
    let from = exchanges.len().saturating_sub(WINDOW);
    let newest = exchanges.last().map_or(0.0, |last| last.t3);
    let stale = exchanges[from..]
        .iter()
        .take_while(|exchange| newest - exchange.t3 > OLDEST)
        .count();
    &exchanges[from + stale..]
}

/// The best guess from exchanges that are all recent, oldest first; none from none.
pub fn estimate(exchanges: &[Exchange]) -> Option<Estimate> {
    let at = exchanges.last()?.t3;
    let ups: Vec<Way> = exchanges.iter().map(|e| (e.t0 - at, e.t1 - e.t0)).collect();
    let downs: Vec<Way> = exchanges.iter().map(|e| (e.t3 - at, e.t3 - e.t2)).collect();
    let corridor = |slope: f64| (slope, tightest(&ups, -slope), tightest(&downs, slope));
    let width = |(_, up, down): (f64, (usize, f64), (usize, f64))| up.1 + down.1;
    let noise = f64::midpoint(noise_of(&ups, 0.0), noise_of(&downs, 0.0));
    let mut best = corridor(0.0);
    let mut best_gain = width(best);
    let is_long = at - exchanges[0].t3 > LONG_ENOUGH;
    for ppm in 1..=if is_long { MOST_PPM } else { 0 } {
        let ppm = f64::from(ppm);
        for slope in [ppm * PPM, -ppm * PPM] {
            let tried = corridor(slope);
            let gain = width(tried) - COST * noise * ppm;
            if gain > best_gain {
                (best, best_gain) = (tried, gain);
            }
        }
    }
    if width(best) < JUMP && exchanges.len() > 1 {
        return without_the_oldest(exchanges);
    }
    let bound = width(best).max(0.0) / 2.0;
    let (slope, (up, up_delay), (down, down_delay)) = best;
    let age = -f64::midpoint(ups[up].0, downs[down].0);
    let noise = f64::midpoint(noise_of(&ups, -slope), noise_of(&downs, slope));
    let likely = noise + DOUBT * age;
    let error = if exchanges.len() < ENOUGH {
        bound
    } else {
        bound.min(likely)
    };
    let offset = (up_delay - down_delay) / 2.0;
    Some(Estimate {
        at,
        offset,
        slope,
        error,
        up,
        down,
    })
}

/// No line explains all of them, so the device slept or its clock was set, and what was before says nothing.
fn without_the_oldest(exchanges: &[Exchange]) -> Option<Estimate> {
    let later = estimate(&exchanges[1..])?;
    Some(Estimate {
        up: later.up + 1,
        down: later.down + 1,
        ..later
    })
}

/// The smallest delay, once the drift since is taken out, and its place. The first of equal ones.
fn tightest(ways: &[Way], slope: f64) -> (usize, f64) {
    let mut best = (0, f64::INFINITY);
    for (index, (x, delay)) in ways.iter().enumerate() {
        if delay + slope * x < best.1 {
            best = (index, delay + slope * x);
        }
    }
    best
}

/// The mean distance between the four smallest delays: about as far does the smallest lie above the true floor.
fn noise_of(ways: &[Way], slope: f64) -> f64 {
    let mut delays: Vec<f64> = ways.iter().map(|(x, delay)| delay + slope * x).collect();
    delays.sort_by(f64::total_cmp);
    delays.truncate(ENOUGH);
    let gaps = delays.len().saturating_sub(1).max(1);
    (delays[delays.len() - 1] - delays[0]) / gaps as f64
}

#[cfg(test)]
mod tests;
