//! Tools that a test needs and a student's machine may lack: a browser, a conformance suite, a
//! library of Python's.

use std::env;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Set in the gate: a missing tool fails the test instead of skipping it.
pub const REQUIRE_TOOLS: &str = "REQUIRE_TEST_TOOLS";

/// Finds a program by one of its names on the search path.
///
/// `None` means that the test should return: it has been printed that it was skipped, and what
/// would have to be installed.
///
/// # Panics
///
/// If the program is missing and the gate requires it.
pub fn find(names: &[&str]) -> Option<PathBuf> {
    let found = on_the_path(names).next();
    if found.is_none() {
        skip(&names.join(" or "));
    }
    found
}

/// Finds a Python that has a module: the first on the search path may lack it, and a later one may not.
///
/// `None` means the same as for [`find`].
///
/// # Panics
///
/// If there is none and the gate requires it.
pub fn python_with(module: &str) -> Option<PathBuf> {
    let has_it = |python: &PathBuf| can_import(python, module);
    let found = on_the_path(&["python3", "python"]).find(has_it);
    if found.is_none() {
        skip(&format!("{module} for Python"));
    }
    found
}

fn can_import(python: &Path, module: &str) -> bool {
    let quietly = Stdio::null;
    let mut command = Command::new(python);
    command.args(["-c", &format!("import {module}")]);
    let status = command
        .stdin(quietly())
        .stdout(quietly())
        .stderr(quietly())
        .status();
    status.is_ok_and(|status| status.success())
}

fn on_the_path(names: &[&str]) -> impl Iterator<Item = PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let of_folder = |folder: PathBuf| names.iter().map(move |name| folder.join(name));
    let programs: Vec<_> = env::split_paths(&path).flat_map(of_folder).collect();
    programs.into_iter().filter(|program| program.is_file())
}

/// Says that a test is skipped; in the gate, ends it.
fn skip(wanted: &str) {
    assert!(
        env::var_os(REQUIRE_TOOLS).is_none(),
        "{wanted} is not installed, and {REQUIRE_TOOLS} is set"
    );
    print(&format!("SKIPPED: {wanted} is not installed"));
}

/// Prints a line whatever becomes of the test: what was measured, or what was skipped.
pub fn print(line: &str) {
    // Not by a macro: the test harness keeps to itself what those print in a test that passes.
    let _ = writeln!(std::io::stderr(), "{line}");
}
