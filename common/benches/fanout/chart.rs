//! The ratios as a picture: a panel for each workload with a bar for each server, in groups by what
//! is compared. It only chooses and places; how a panel looks is [`panel`]'s, what SVG looks like
//! [`svg`]'s.

mod panel;
mod svg;

use self::{
    panel::{Bar, Doubt, Panel, Unit, times},
    svg::{Style, Svg},
};
use crate::{
    figures::{Figure, Figures},
    report::medians,
    results::{Results, Row},
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
const TITLE_WORDS: &str = "Fan-out beside a bare loop";
/// From the top to the base line of the title, and on from line to line below it.
const TITLE: f64 = 24.0;
const LINE: f64 = 19.0;
/// From what stands above a group to the base line of its heading, and on to its panels.
const ABOVE_HEADING: f64 = 40.0;
const BELOW_HEADING: f64 = 10.0;
const ROW_GAP: f64 = 14.0;
/// From the last panels to the footer, and from line to line in it.
const ABOVE_FOOTER: f64 = 16.0;
const FOOTER_LINE: f64 = 16.0;
/// So many letters fit beside each other.
const LINE_LETTERS: usize = 130;

/// Panels that stand together, and what their bars mean.
struct Group {
    heading: &'static str,
    /// What is drawn of a workload, if it is drawn here.
    figure: fn(&Workload) -> Option<Figure>,
}

const GROUPS: &[Group] = &[
    Group {
        heading: "Deliveries a second, × floor (more is better)",
        figure: |workload| workload.headline_if(&[Headline::Throughput]),
    },
    Group {
        heading: "Processor time for each delivery, × floor (less is better)",
        figure: |workload| match workload.shows_growth() {
            true => None,
            false => workload.headline_if(&[Headline::Processor]),
        },
    },
    Group {
        heading: "Time that 99 of 100 deliveries stay below, × floor (less is better)",
        figure: |workload| {
            let is_paced = matches!(workload.pace, Pace::Open { .. });
            (is_paced && workload.shows_traffic()).then_some(Figure::P99)
        },
    },
    Group {
        heading: "Processor time for each delivery as receivers or rooms grow in number, × floor (less is better)",
        figure: |workload| match workload.shows_growth() {
            true => workload.headline_if(&[Headline::Processor]),
            false => None,
        },
    },
    Group {
        heading: "Memory of a connection (KiB), time until the last receiver has it (× floor); less is better",
        figure: |workload| workload.headline_if(&[Headline::Last, Headline::Memory]),
    },
];

/// The whole picture, as the text of an SVG file.
pub(crate) fn draw(results: &Results) -> String {
    let mut svg = Svg::default();
    let mut y = TITLE;
    svg.text(MARGIN, y, Style::Title, TITLE_WORDS);
    for line in explanation(results).iter().flat_map(|line| wrapped(line)) {
        y += LINE;
        svg.text(MARGIN, y, Style::Small, &line);
    }
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
    y += ABOVE_FOOTER;
    let footer = results.about.footer();
    for line in footer.iter().flat_map(|line| wrapped(line)) {
        y += FOOTER_LINE;
        svg.text(MARGIN, y, Style::Footer, &line);
    }
    svg.finish(WIDTH, y + MARGIN, TITLE_WORDS)
}

/// In lines that are not wider than the picture. A word that is wider by itself stays whole.
fn wrapped(words: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in words.split_whitespace() {
        let line = lines.last_mut().expect("there is a first line");
        if line.is_empty() {
            line.push_str(word);
        } else if line.chars().count() + 1 + word.chars().count() <= LINE_LETTERS {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

/// What the bars are of.
fn explanation(results: &Results) -> Vec<String> {
    let mut lines = vec![
        "The floor reads, encodes once and writes to everybody; it can do nothing else. Floor and \
         server ran in alternation."
            .to_owned(),
        medians::in_words(results, panel::label),
        "Ours: numbered JSON events; plain: bare text. Floor, long: frames as long as ours; floor, \
         plain: a write for each message."
            .to_owned(),
        "Dashed: the floor. »: more than could be drawn. †: it lost messages or could not keep up. ‡: the \
         generator was late itself, so the times of all are nearer to each other than they should be."
            .to_owned(),
    ];
    if results.about.is_quick() {
        lines.push(
            "A quick run: small rooms and little time. These figures mean nothing.".to_owned(),
        );
    }
    lines
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
        let doubt = doubt(&row, figure);
        Some(Bar {
            server,
            value,
            doubt,
        })
    };
    Panel {
        workload,
        unit,
        bars: Server::ALL.into_iter().filter_map(bar).collect(),
    }
}

fn doubt(row: &Row<'_>, figure: Figure) -> Doubt {
    let was = |is_so: fn(&Figures) -> bool| row.rounds_in_which(is_so) > 0;
    match () {
        () if row.is_void() || was(Figures::is_late) => Doubt::Lossy,
        () if figure.is_latency() && was(Figures::is_sent_late) => Doubt::Late,
        () => Doubt::None,
    }
}
