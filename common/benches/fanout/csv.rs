//! All figures of all runs as a file: first, each after a `#`, what a reader must know of the measurement;
//! then a line for each round, workload and server, and one for all rounds together with the points of
//! their distributions. Written, and read again.
//!
//! A file that somebody spoilt is not guessed at: the reader says which line is wrong, and how. One that was
//! cut off between two lines, or within the last one's words, is known by the number of lines, which is
//! told among the remarks, and by its having no end.

use std::{collections::HashSet, fs, path::Path};

use anyhow::{Context, Result, bail, ensure};

use crate::{
    figures::{Figure, Figures},
    results::{Results, Run},
    server::Server,
    workload::Workload,
};

/// Before what is told about the measurement.
const REMARK: char = '#';
/// The names of the remarks that are about the figures themselves: runs that are not there, …
const FAILED: &str = "failed runs";
/// … and lines that must be.
const LINES: &str = "lines of figures";
/// Stands for a round where a line is of all of them.
const ALL_ROUNDS: &str = "all";
/// Columns before the figures.
const KEYS: [&str; 3] = ["round", "workload", "server"];
/// The column after them.
const OTHERS: &str = "other_frames";
/// More rounds than anybody has patience for. A larger number is a mistake.
const MOST_ROUNDS: u32 = 10_000;

/// Writes everything.
pub(crate) fn write(results: &Results, path: &Path) -> Result<()> {
    fs::write(path, to_text(results)).with_context(|| format!("writing {}", path.display()))
}

/// Reads what [`write`] wrote, now or before there were remarks.
pub(crate) fn read(path: &Path) -> Result<Results> {
    let text = fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    from_text(&text).with_context(|| format!("{} does not hold figures", path.display()))
}

/// The whole file.
pub(crate) fn to_text(results: &Results) -> String {
    let remark = |name: &str, value: &str| format!("{REMARK} {name}: {value}");
    let facts = results.about.facts();
    let mut lines: Vec<_> = facts.map(|(name, value)| remark(name, value)).collect();
    lines.push(remark(FAILED, &results.failed.to_string()));
    lines.push(remark(LINES, &results.runs.len().to_string()));
    lines.push(columns().join(","));
    lines.extend(results.runs.iter().map(line));
    lines.join("\n") + "\n"
}

/// What such a file holds.
pub(crate) fn from_text(text: &str) -> Result<Results> {
    let mut results = Results::default();
    let mut told = None;
    let mut lines = (1..).zip(text.lines());
    loop {
        let (number, line) = lines
            .next()
            .context("it ends before the names of columns")?;
        let Some(remark) = line.strip_prefix(REMARK) else {
            check_columns(line).with_context(|| format!("line {number}"))?;
            break;
        };
        note(&mut results, &mut told, remark).with_context(|| format!("line {number}"))?;
    }
    // The yardstick is measured twice in a round, at most.
    let mut once = HashSet::new();
    let mut twice = HashSet::new();
    for (number, line) in lines {
        let run = parse(line).with_context(|| format!("line {number}"))?;
        let key = (run.round, run.workload.name, run.server.key());
        let is_new = once.insert(key)
            || run.round.is_some() && run.server == Server::Batching && twice.insert(key);
        ensure!(is_new, "line {number}: this was measured already");
        results.runs.push(run);
    }
    let found = results.runs.len();
    if let Some(told) = told {
        ensure!(found == told, "{found} lines of figures and not {told}");
        ensure!(text.ends_with('\n'), "its last line has no end");
    }
    ensure!(
        results.runs.iter().any(|run| run.round.is_some()),
        "there is no round in it"
    );
    Ok(results)
}

fn columns() -> Vec<&'static str> {
    let figures = Figure::ALL.map(|(_, name)| name);
    [&KEYS[..], &figures, &[OTHERS]].concat()
}

fn check_columns(line: &str) -> Result<()> {
    let (found, known): (Vec<_>, _) = (line.split(',').collect(), columns());
    for (place, (found, known)) in found.iter().zip(&known).enumerate() {
        ensure!(
            found == known,
            "column {} is {found:?} and not {known:?}",
            place + 1
        );
    }
    let (found, known) = (found.len(), known.len());
    ensure!(found == known, "{found} columns and not {known}");
    Ok(())
}

/// Takes a remark for what it says, be it how many lines there are.
fn note(results: &mut Results, lines: &mut Option<usize>, remark: &str) -> Result<()> {
    let (name, value) = remark
        .split_once(':')
        .context("a remark without a colon after its name")?;
    let (name, value) = (name.trim(), value.trim());
    let count = || -> Result<usize> {
        let count = value.parse();
        count.with_context(|| format!("{name}: {value:?}"))
    };
    match name {
        FAILED => results.failed = count()?,
        LINES => *lines = Some(count()?),
        _ => results.about.add(name, value),
    }
    Ok(())
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
    let (found, known) = (cells.len(), columns().len());
    ensure!(found == known, "{found} cells in {known} columns");
    let (keys, cells) = cells.split_at(KEYS.len());
    let [round, workload, server] = keys else {
        bail!("no cells for {}", KEYS.join(", "));
    };
    let mut figures = Figures::default();
    cells[Figure::ALL.len()].clone_into(&mut figures.others);
    for ((figure, name), cell) in Figure::ALL.into_iter().zip(cells) {
        let value = number(cell).with_context(|| format!("{name}: {cell:?}"))?;
        figures.set(figure, value);
    }
    Ok(Run {
        round: parse_round(round).with_context(|| format!("round: {round:?}"))?,
        workload: Workload::named(workload)
            .with_context(|| format!("there is no workload {workload:?}"))?,
        server: Server::of_key(server).with_context(|| format!("there is no server {server:?}"))?,
        figures,
    })
}

fn parse_round(cell: &str) -> Result<Option<u32>> {
    if cell == ALL_ROUNDS {
        return Ok(None);
    }
    let round: u32 = cell.parse()?;
    ensure!(
        (1..=MOST_ROUNDS).contains(&round),
        "rounds are numbered from 1 to {MOST_ROUNDS}"
    );
    Ok(Some(round - 1))
}

/// What is in a cell; an empty one stands for what is not known.
fn number(cell: &str) -> Result<Option<f64>> {
    if cell.is_empty() {
        return Ok(None);
    }
    let value: f64 = cell.parse()?;
    ensure!(value.is_finite(), "no number that anything could measure");
    Ok(Some(value))
}
