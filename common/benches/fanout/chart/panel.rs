//! One workload: its name, and a bar for each server, labelled at both ends so that no legend is
//! needed.

use super::svg::Svg;
use crate::{server::Server, workload::Workload};

/// From the top to the base line of the name.
const NAME: f64 = 18.0;
/// From there to the first bar.
const BELOW_NAME: f64 = 8.0;
/// From one bar to the next.
const PITCH: f64 = 18.0;
const BAR_HEIGHT: f64 = 12.0;
/// From the top of a bar to the base line of the words beside it.
const TEXT_DROP: f64 = 10.0;
/// Room for the names of servers, and for values.
const LABEL_WIDTH: f64 = 76.0;
const VALUE_WIDTH: f64 = 62.0;
const GAP: f64 = 6.0;
/// How far the mark of the floor stands out above and below the bars.
const MARK_OVERHANG: f64 = 3.0;
/// Where a bar ends that would be longer: one very dear server would make all others dots.
const LONGEST_RATIO: f64 = 2.0;
const LONGEST_KIB: f64 = 12.0;

/// What a bar is of.
pub(super) struct Bar {
    pub(super) server: Server,
    pub(super) value: f64,
    pub(super) doubt: Doubt,
}

/// Why a bar is not to be believed at a glance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doubt {
    /// It may be.
    None,
    /// The server lost messages, or could not keep up.
    Lossy,
    /// The generator itself was late.
    Late,
}

impl Doubt {
    /// The sign behind its value.
    pub(super) fn sign(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Lossy => " †",
            Self::Late => " ‡",
        }
    }
}

/// What its length means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// The floor's figure.
    Floor,
    /// KiB.
    Kib,
}

/// All bars of a workload.
pub(super) struct Panel {
    pub(super) workload: &'static Workload,
    pub(super) unit: Unit,
    pub(super) bars: Vec<Bar>,
}

impl Panel {
    /// How much room it takes from top to bottom.
    pub(super) fn height(&self) -> f64 {
        NAME + BELOW_NAME + times(self.bars.len(), PITCH)
    }

    /// Draws it with its upper left corner there.
    pub(super) fn draw(&self, svg: &mut Svg, x: f64, y: f64, width: f64) {
        let (name, about) = (self.workload.name, self.workload.about);
        svg.named(x, y + NAME, name, about);
        let top = y + NAME + BELOW_NAME;
        let left = x + LABEL_WIDTH + GAP;
        let longest = width - LABEL_WIDTH - VALUE_WIDTH - GAP - GAP;
        let full = self.full();
        for (place, bar) in self.bars.iter().enumerate() {
            let y = top + times(place, PITCH);
            let length = longest * (bar.value / full).min(1.0);
            svg.text_to(left - GAP, y + TEXT_DROP, label(bar.server));
            svg.bar(left, y, length, BAR_HEIGHT, class(bar.server));
            let value = self.value(bar.value, bar.value > full) + bar.doubt.sign();
            svg.text_to(x + width, y + TEXT_DROP, &value);
        }
        if self.unit == Unit::Floor {
            let at = left + longest / full;
            let bottom = top + times(self.bars.len() - 1, PITCH) + BAR_HEIGHT;
            svg.mark(at, top - MARK_OVERHANG, bottom + MARK_OVERHANG);
        }
    }

    /// The value that the longest bar stands for.
    fn full(&self) -> f64 {
        let largest = self.bars.iter().map(|bar| bar.value).fold(1.0, f64::max);
        largest.min(match self.unit {
            Unit::Kib => LONGEST_KIB,
            Unit::Floor => LONGEST_RATIO,
        })
    }

    fn value(&self, value: f64, is_cut: bool) -> String {
        let words = match self.unit {
            Unit::Kib if value < 10.0 => format!("{value:.1} KiB"),
            Unit::Kib => format!("{value:.0} KiB"),
            Unit::Floor if value < 10.0 => format!("{value:.2}"),
            Unit::Floor => format!("{value:.0}"),
        };
        if is_cut { format!("» {words}") } else { words }
    }
}

/// So many steps.
pub(super) fn times(count: usize, step: f64) -> f64 {
    count as f64 * step
}

/// Its name, where there is little room.
pub(super) fn label(server: Server) -> &'static str {
    match server {
        Server::Batching => "floor",
        Server::Long => "floor, long",
        Server::Plain => "floor, plain",
        Server::Real => "ours",
        Server::RealPlain => "ours, plain",
        Server::Ws => "ws, Node.js",
        Server::Bun => "Bun",
        Server::Axum => "axum",
        Server::BlastPlain | Server::BlastRich => "blast",
    }
}

/// What kind it is, for its colour.
fn class(server: Server) -> &'static str {
    match server {
        Server::Real => "ours",
        Server::RealPlain => "ours half",
        Server::Batching => "floor",
        Server::Long | Server::Plain => "floor half",
        _ => "peer",
    }
}
