//! This program started again in another part. A child is ended by closing its standard input,
//! and by its handle if that does not help; never by name.

use std::{
    env,
    io::{BufRead, BufReader},
    process::{Child as Process, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};

/// Time a child has to end by itself.
const PATIENCE: Duration = Duration::from_secs(3);
/// How often it is looked after in that time.
const LOOK_AGAIN: Duration = Duration::from_millis(10);

/// A running part. It ends with this value.
#[derive(Debug)]
pub(crate) struct Child {
    process: Process,
    lines: BufReader<std::process::ChildStdout>,
}

impl Child {
    /// Starts this very program with these arguments.
    pub(crate) fn start(arguments: &[impl AsRef<str>]) -> Result<Self> {
        let program = env::current_exe().context("this program's own path")?;
        let mut process = Command::new(program)
            .args(arguments.iter().map(AsRef::as_ref))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("starting this program again")?;
        let stdout = process
            .stdout
            .take()
            .expect("standard output was asked for");
        Ok(Self {
            process,
            lines: BufReader::new(stdout),
        })
    }

    /// The next line it prints.
    pub(crate) fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        ensure!(
            self.lines.read_line(&mut line)? > 0,
            "a part of the benchmark ended unexpectedly"
        );
        Ok(line.trim_end().to_owned())
    }

    /// Its number, by which the system knows it.
    pub(crate) fn pid(&self) -> u32 {
        self.process.id()
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            if matches!(self.process.try_wait(), Ok(Some(_))) {
                return;
            }
            thread::sleep(LOOK_AGAIN);
        }
        // It may end between the last look and this; then there is nothing left to kill.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
