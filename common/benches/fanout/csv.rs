//! All figures of all runs as a file: a line for each round, workload and server, and one for all
//! rounds together with the points of their distributions. Written, and read again.

use std::{fs, path::Path};

use anyhow::{Context, Result, ensure};

use crate::{
    figures::{Figure, Figures},
    results::{Results, Run},
    server::Server,
    workload::Workload,
};

/// Stands for a round where a line is of all of them.
const ALL_ROUNDS: &str = "all";
/// Columns before the figures.
const KEYS: [&str; 3] = ["round", "workload", "server"];
/// The column after them.
const OTHERS: &str = "other_frames";

/// Writes everything.
pub(crate) fn write(results: &Results, path: &Path) -> Result<()> {
    let mut lines = vec![head()];
    lines.extend(results.runs.iter().map(line));
    fs::write(path, lines.join("\n") + "\n").with_context(|| format!("writing {}", path.display()))
}

/// Reads what [`write`] wrote.
pub(crate) fn read(path: &Path) -> Result<Results> {
    let text = fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    let mut lines = text.lines();
    ensure!(
        lines.next() == Some(&head()),
        "the columns are not those of this program"
    );
    let runs = lines
        .enumerate()
        .map(|(number, line)| parse(line).with_context(|| format!("line {}", number + 2)));
    Ok(Results {
        runs: runs.collect::<Result<_>>()?,
        failed: 0,
    })
}

fn head() -> String {
    let figures = Figure::ALL.map(|(_, name)| name);
    [&KEYS[..], &figures, &[OTHERS]].concat().join(",")
}

fn line(run: &Run) -> String {
    let round = run
        .round
        .map_or(ALL_ROUNDS.to_owned(), |round| (round + 1).to_string());
    let keys = [
        round,
        run.workload.name.to_owned(),
        run.server.key().to_owned(),
    ];
    let value = |(figure, _)| {
        let value = run.figures.get(figure);
        value.map_or(String::new(), |value| value.to_string())
    };
    let figures = Figure::ALL.map(value);
    let others = [run.figures.others.clone()];
    [&keys[..], &figures, &others].concat().join(",")
}

fn parse(line: &str) -> Result<Run> {
    let cells: Vec<_> = line.split(',').collect();
    ensure!(
        cells.len() == KEYS.len() + Figure::ALL.len() + 1,
        "not as many cells as columns"
    );
    let (keys, cells) = cells.split_at(KEYS.len());
    let round = match keys[0] {
        ALL_ROUNDS => None,
        round => Some(round.parse::<u32>()?.checked_sub(1).context("round 0")?),
    };
    let mut figures = Figures::default();
    cells[Figure::ALL.len()].clone_into(&mut figures.others);
    for ((figure, name), cell) in Figure::ALL.into_iter().zip(cells) {
        if !cell.is_empty() {
            let value = cell.parse().with_context(|| format!("{name}: {cell:?}"))?;
            figures.set(figure, Some(value));
        }
    }
    Ok(Run {
        round,
        workload: Workload::named(keys[1]).context("no such workload")?,
        server: Server::of_key(keys[2]).context("no such server")?,
        figures,
    })
}
