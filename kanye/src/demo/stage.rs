//! The stage: one picture of 16:9, the same for everybody, whatever the size of their window.
//!
//! A place on it is two numbers from 0 to 65535. It is never a pixel: on another screen that would
//! be another spot. Only the lecture's old pages speak in pixels, and they do not say of how many
//! their window is made; for them the stage is taken to be 1280 by 720.

use serde::Serialize;

/// What an old page's window is taken to be, in pixels.
pub const PIXELS: (f64, f64) = (1280.0, 720.0);
/// Shares of the stage between which a head is put by chance: not too near an edge.
const INSIDE: std::ops::Range<f64> = 0.12..0.88;
const END: f64 = u16::MAX as f64;

/// A place on the stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Place {
    /// From the left edge: 0 to 65535.
    pub x: u16,
    /// From the top edge: 0 to 65535.
    pub y: u16,
}

impl Place {
    /// Somewhere on the stage, not too near the edge.
    pub fn by_chance(random: u64) -> Self {
        let somewhere = |bits: u16| {
            let share = f64::from(bits) / END;
            let width = INSIDE.end - INSIDE.start;
            (share.mul_add(width, INSIDE.start) * END).round() as u16
        };
        Self {
            x: somewhere(random as u16),
            y: somewhere((random >> 16) as u16),
        }
    }

    /// The place that an old page means. What lies beside the stage is moved to its edge.
    pub fn from_pixels(x: f64, y: f64) -> Self {
        // A cast to an integer keeps to its range.
        let unit = |pixels: f64, size: f64| (pixels / size * END).round() as u16;
        Self {
            x: unit(x, PIXELS.0),
            y: unit(y, PIXELS.1),
        }
    }

    /// Where an old page shows it, in whole pixels.
    pub fn to_pixels(self) -> (u32, u32) {
        let pixels = |unit: u16, size: f64| (f64::from(unit) / END * size).round() as u32;
        (pixels(self.x, PIXELS.0), pixels(self.y, PIXELS.1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_corners_of_an_old_window_are_those_of_the_stage() {
        for (pixels, place) in [
            ((0.0, 0.0), (0, 0)),
            ((1280.0, 720.0), (65535, 65535)),
            ((640.0, 360.0), (32768, 32768)),
        ] {
            let found = Place::from_pixels(pixels.0, pixels.1);
            assert_eq!((found.x, found.y), place);
            assert_eq!(
                found.to_pixels(),
                (pixels.0.round() as u32, pixels.1.round() as u32)
            );
        }
    }

    #[test]
    fn whoever_leaves_the_stage_stays_at_its_edge() {
        let far = Place::from_pixels(-1e300, 1e300);
        assert_eq!((far.x, far.y), (0, 65535));
    }

    #[test]
    fn a_newcomer_is_never_put_at_the_edge() {
        let edge = (END * INSIDE.start).floor() as u16;
        for random in [0, u64::MAX, 0xFFFF, 0xFFFF_0000] {
            let Place { x, y } = Place::by_chance(random);
            assert!(
                [x, y]
                    .iter()
                    .all(|unit| (edge..=65535 - edge).contains(unit))
            );
        }
    }
}
