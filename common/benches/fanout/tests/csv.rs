//! The file with the figures: read as it was written, and a spoilt one is refused with a reason.

use super::made::{Made, run};
use crate::{
    csv::{from_text, to_text},
    figures::{Figure, Figures},
    results::{Results, Run},
    server::Server,
};

/// A file from before there were remarks.
const OLD: &str = include_str!("old.csv");

fn some() -> Results {
    let mut results = Made::default()
        .asked("--rounds 2 --seconds 2")
        .with(0, "W3", Server::Batching, Figure::DeliveryNs, 4321.25)
        .with(0, "W3", Server::Batching, Figure::DeliveryNs, 4000.0)
        .with(0, "W3", Server::Real, Figure::P999, 0.1 + 0.2)
        .with(1, "B1", Server::BlastRich, Figure::Rate, 1e7)
        .results();
    let mut figures = Figures::default();
    figures.set(Figure::P99, Some(7.5));
    "12 ack + 12 own line".clone_into(&mut figures.others);
    results.runs.push(Run {
        round: None,
        ..run(0, "W3", Server::Real, figures)
    });
    results.failed = 2;
    results
}

fn refused(text: &str) -> String {
    format!("{:#}", from_text(text).unwrap_err())
}

/// A whole file of one line, in which a cell of the line is another.
fn spoilt(place: usize, cell: &str) -> String {
    let results = Made::default().with(0, "W3", Server::Real, Figure::P99, 2.0);
    let text = to_text(&results.results());
    let (head, line) = text.trim_end().rsplit_once('\n').unwrap();
    let mut cells: Vec<_> = line.split(',').collect();
    cells[place] = cell;
    format!("{head}\n{}\n", cells.join(","))
}

#[test]
fn what_is_written_is_read_again_to_the_last_digit() {
    let (written, text) = (some(), to_text(&some()));
    let read = from_text(&text).unwrap();
    assert_eq!(to_text(&read), text);
    assert_eq!(read.about, written.about);
    assert_eq!(read.failed, 2);
    let figures = |results: &Results| -> Vec<_> {
        let runs = results.runs.iter();
        runs.map(|run| (run.round, run.server, run.figures.clone()))
            .collect()
    };
    assert_eq!(figures(&read), figures(&written));
}

#[test]
fn a_file_from_before_there_were_remarks_is_read() {
    let results = from_text(OLD).unwrap();
    assert!(results.about.is_empty());
    assert_eq!(results.runs.len(), 3);
    assert_eq!(results.runs[1].figures.get(Figure::P99), Some(9.895));
}

#[test]
fn lines_may_end_as_they_do_on_windows() {
    let text = to_text(&some()).replace('\n', "\r\n");
    assert_eq!(to_text(&from_text(&text).unwrap()), to_text(&some()));
}

#[test]
fn another_file_is_refused() {
    assert_eq!(refused(""), "it ends before the names of columns");
    assert_eq!(
        refused("# commit: 0123abc\n"),
        "it ends before the names of columns"
    );
    assert_eq!(
        refused("name,age\nAnn,7\n"),
        r#"line 1: column 1 is "name" and not "round""#
    );
    let (old, _) = OLD.split_once('\n').unwrap();
    assert_eq!(refused(old), "there is no round in it");
    let fewer = old.rsplit_once(',').unwrap().0;
    assert_eq!(refused(fewer), "line 1: 30 columns and not 31");
    assert_eq!(
        refused(&format!("# what?\n{old}")),
        "line 1: a remark without a colon after its name"
    );
}

#[test]
fn a_cell_that_says_nothing_is_refused_with_its_line_and_column() {
    assert!(from_text(&spoilt(3, "100")).is_ok());
    let cases = [
        (0, "0", "round: \"0\": rounds are numbered from 1"),
        (
            0,
            "4294967295",
            "round: \"4294967295\": rounds are numbered",
        ),
        (0, "first", "round: \"first\": invalid digit"),
        (1, "W9", "there is no workload \"W9\""),
        (2, "apache", "there is no server \"apache\""),
        (3, "NaN", "connections: \"NaN\": no number"),
        (3, "inf", "connections: \"inf\": no number"),
        (4, "12 ms", "messages_sent: \"12 ms\": invalid float"),
        (4, "1,2", "32 cells in 31 columns"),
    ];
    for (place, cell, reason) in cases {
        let said = refused(&spoilt(place, cell));
        assert!(said.starts_with(&format!("line 4: {reason}")), "{said}");
    }
}

#[test]
fn a_file_that_was_cut_off_is_refused() {
    let text = to_text(&some());
    let cut = &text[..text.len() - 30];
    assert!(
        refused(cut).contains("cells in 31 columns"),
        "{}",
        refused(cut)
    );
}

#[test]
fn a_file_that_was_cut_off_between_two_lines_is_refused_if_it_told_their_number() {
    let text = to_text(&some());
    assert!(text.contains("# lines of figures: 5\n"), "{text}");
    let (cut, _) = text.trim_end().rsplit_once('\n').unwrap();
    assert_eq!(refused(cut), "4 lines of figures and not 5");
    assert_eq!(refused(&format!("{cut}\n")), "4 lines of figures and not 5");
    let spoilt = text.replace("figures: 5", "figures: many");
    assert!(
        refused(&spoilt).contains("lines of figures: \"many\""),
        "{}",
        refused(&spoilt)
    );
    let within = &text[..text.len() - 5];
    assert_eq!(refused(within), "its last line has no end");
    // A file from before its lines were counted cannot tell.
    let (cut, _) = OLD.trim_end().rsplit_once('\n').unwrap();
    assert_eq!(from_text(cut).unwrap().runs.len(), 2);
}

#[test]
fn the_same_run_twice_is_refused() {
    let text = spoilt(3, "100");
    let line = text.trim_end().rsplit_once('\n').unwrap().1;
    let twice = format!("{text}{line}\n");
    assert_eq!(refused(&twice), "line 5: this was measured already");
}
