//! What a person asked for, from the measuring, or the reading of what was measured before, to the files and
//! the tables. It knows neither how something is measured nor how it is drawn.

use std::{
    fs::{self, OpenOptions},
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};

use crate::{
    about::About, chart, csv, harness, options::Harness, out::Out, report, results::Results,
};

/// Measures, or reads what was measured before, and shows it in every way that was asked for. Files are
/// written whether or not anybody reads the tables.
pub(crate) fn show(options: &Harness, out: &mut Out<impl Write>) -> Result<()> {
    let results = match &options.from {
        Some(path) => read(path, out)?,
        None => match measure(options, out)? {
            Some(results) => results,
            None => return Ok(()),
        },
    };
    if let Some(path) = &options.csv {
        csv::write(&results, &Harness::file(path))?;
    }
    if let Some(path) = &options.svg {
        let path = Harness::file(path);
        fs::write(&path, chart::draw(&results))
            .with_context(|| format!("writing {}", path.display()))?;
    }
    report::print(&results, out)?;
    ensure!(results.failed == 0, "{} runs failed", results.failed);
    Ok(())
}

fn read(path: &Path, out: &mut dyn Write) -> Result<Results> {
    let results = csv::read(&Harness::file(path))?;
    writeln!(out, "Figures of an earlier run, from {}.\n", path.display())?;
    report::print_head(&results.about, out)?;
    Ok(results)
}

/// Nothing if that is for nobody: no one reads, and no file was asked for.
fn measure(options: &Harness, out: &mut Out<impl Write>) -> Result<Option<Results>> {
    let files = [&options.csv, &options.svg, &options.histograms];
    let files: Vec<_> = files.into_iter().flatten().map(PathBuf::as_path).collect();
    for (number, file) in files.iter().enumerate() {
        let is_twice = files[..number].contains(file);
        ensure!(!is_twice, "{} cannot hold two things", file.display());
        may_be_written(file)?;
    }
    let about = About::of(options);
    report::print_head(&about, out)?;
    report::print_place(out)?;
    if out.is_over() && files.is_empty() {
        return Ok(None);
    }
    let (results, distributions) = harness::measure(options, about)?;
    if let Some(path) = &options.histograms {
        distributions.write(&Harness::file(path))?;
    }
    Ok(Some(results))
}

/// Fails before anything is measured, not after, if a file cannot be written. Leaves none behind that was not
/// there.
fn may_be_written(path: &Path) -> Result<()> {
    let path = Harness::file(path);
    let words = || format!("writing {}", path.display());
    let was_there = path.exists();
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    options.open(&path).with_context(words)?;
    if !was_there {
        fs::remove_file(&path).with_context(words)?;
    }
    Ok(())
}
