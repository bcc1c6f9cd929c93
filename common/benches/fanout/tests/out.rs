//! What is said to a pipe that nobody reads any more is no panic and no error, and keeps nothing else from
//! being done.

use std::{
    fs,
    io::{self, ErrorKind, Read, Write},
    path::Path,
    thread,
};

use clap::Parser;

use crate::{options::Arguments, out::Out, show::show};

/// Figures that were measured once.
const FIGURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/results/fanout.csv");

/// A pipe whose reader has gone.
fn unread() -> Out<io::PipeWriter> {
    let (reader, writer) = io::pipe().unwrap();
    drop(reader);
    Out::to(writer)
}

/// Shows the figures again; a chart of them goes to this file.
fn show_again(chart: &Path, out: &mut Out<impl Write>) -> anyhow::Result<()> {
    let chart = chart.to_str().unwrap();
    let words = ["fanout", "--from", FIGURES, "--svg", chart];
    show(&Arguments::try_parse_from(words).unwrap().harness, out)
}

#[test]
fn all_is_shown_if_nobody_reads_and_files_are_written() {
    let folder = tempfile::tempdir().unwrap();
    let chart = folder.path().join("chart.svg");
    let mut out = unread();
    show_again(&chart, &mut out).unwrap();
    assert!(out.is_over());
    assert!(fs::read_to_string(&chart).unwrap().ends_with("</svg>\n"));
}

#[test]
fn who_reads_only_the_beginning_gets_it() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reader, writer) = io::pipe().unwrap();
    let mut out = Out::to(writer);
    let beginning = thread::spawn(move || {
        let mut beginning = [0; 30];
        reader.read_exact(&mut beginning).unwrap();
        beginning
    });
    show_again(&folder.path().join("chart.svg"), &mut out).unwrap();
    assert_eq!(
        &beginning.join().unwrap(),
        b"Figures of an earlier run, fro"
    );
}

#[test]
fn nothing_is_measured_for_nobody() {
    let arguments = Arguments::try_parse_from(["fanout", "--only", "no such workload"]).unwrap();
    show(&arguments.harness, &mut unread()).unwrap();
    let read = show(&arguments.harness, &mut Out::to(io::sink()));
    assert!(read.unwrap_err().to_string().contains("no such workload"));
}

#[test]
fn any_other_trouble_with_what_is_said_is_told() {
    /// A file on a disk that is full.
    struct Full;

    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(ErrorKind::StorageFull.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    let mut out = Out::to(Full);
    let error = writeln!(out, "words").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::StorageFull);
    assert!(!out.is_over());
}
