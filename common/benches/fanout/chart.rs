//! The ratios as a picture: a panel for each workload with a bar for each server, in groups by what
//! is compared. It only chooses and places; how a panel looks is [`panel`]'s, what SVG looks like
//! [`svg`]'s.

mod panel;
mod svg;

use self::{
    panel::{Bar, Panel, Unit, times},
    svg::{Style, Svg},
};
use crate::{
    figures::Figure,
    report::words::rounds,
    results::Results,
    server::Server,
    workload::{Headline, Pace, Workload},
};

/// Everything is measured in pixels.
const WIDTH: f64 = 900.0;
const MARGIN: f64 = 8.0;
const COLUMNS: usize = 3;
const COLUMN_GAP: f64 = 24.0;
const PANEL_WIDTH: f64 =
    (WIDTH - 2.0 * MARGIN - (COLUMNS - 1) as f64 * COLUMN_GAP) / COLUMNS as f64;
/// From the top to the base line of the title, and on to the line below it.
const TITLE: f64 = 24.0;
const SUBTITLE: f64 = 20.0;
/// From what stands above a group to the base line of its heading, and on to its panels.
const ABOVE_HEADING: f64 = 40.0;
const BELOW_HEADING: f64 = 10.0;
const ROW_GAP: f64 = 14.0;

/// Panels that stand together, and what their bars mean.
struct Group {
    heading: &'static str,
    /// What is drawn of a workload, if it is drawn here.
    figure: fn(&Workload) -> Option<Figure>,
}

const GROUPS: &[Group] = &[
    Group {
        heading: "Deliveries a second, × floor (longer is better)",
        figure: |workload| workload.headline_if(&[Headline::Throughput]),
    },
    Group {
        heading: "Processor time for each delivery, × floor (shorter is better)",
        figure: |workload| match workload.shows_growth() {
            true => None,
            false => workload.headline_if(&[Headline::Processor]),
        },
    },
    Group {
        heading: "Time that 99 of 100 deliveries stay below, × floor (shorter is better)",
        figure: |workload| {
            let is_paced = matches!(workload.pace, Pace::Open { .. });
            (is_paced && workload.shows_traffic()).then_some(Figure::P99)
        },
    },
    Group {
        heading: "Processor time again, with more receivers or rooms and as many deliveries",
        figure: |workload| match workload.shows_growth() {
            true => workload.headline_if(&[Headline::Processor]),
            false => None,
        },
    },
    Group {
        heading: "Memory for each connection, and time until the last receiver has it, × floor",
        figure: |workload| workload.headline_if(&[Headline::Last, Headline::Memory]),
    },
];

/// The whole picture, as the text of an SVG file.
pub(crate) fn draw(results: &Results) -> String {
    let mut svg = Svg::default();
    let mut y = TITLE;
    svg.text(MARGIN, y, Style::Title, "Fan-out beside a bare loop");
    y += SUBTITLE;
    let about = format!(
        "The floor reads, encodes once and writes to everybody; it can do nothing else. Medians of \
         {}, floor and server in alternation.",
        rounds(results.rounds())
    );
    svg.text(MARGIN, y, Style::Small, &about);
    for group in GROUPS {
        let panels: Vec<_> = results
            .workloads()
            .into_iter()
            .filter_map(|workload| Some(panel(results, workload, (group.figure)(workload)?)))
            .filter(|panel| !panel.bars.is_empty())
            .collect();
        if panels.is_empty() {
            continue;
        }
        y += ABOVE_HEADING;
        svg.text(MARGIN, y, Style::Heading, group.heading);
        y += BELOW_HEADING;
        for (number, row) in panels.chunks(COLUMNS).enumerate() {
            if number > 0 {
                y += ROW_GAP;
            }
            for (column, panel) in row.iter().enumerate() {
                let x = MARGIN + times(column, PANEL_WIDTH + COLUMN_GAP);
                panel.draw(&mut svg, x, y, PANEL_WIDTH);
            }
            y += row.iter().map(Panel::height).fold(0.0, f64::max);
        }
    }
    svg.finish(WIDTH, y + MARGIN, "Fan-out beside a bare loop")
}

fn panel(results: &Results, workload: &'static Workload, figure: Figure) -> Panel {
    let unit = match workload.headline {
        Headline::Memory => Unit::Kib,
        _ => Unit::Floor,
    };
    let bar = |server| {
        let row = results.row(workload, server)?;
        let value = match unit {
            Unit::Kib => row.figure(figure)?,
            Unit::Floor => row.ratio(figure)?,
        };
        Some(Bar { server, value })
    };
    Panel {
        workload,
        unit,
        bars: Server::ALL.into_iter().filter_map(bar).collect(),
    }
}
