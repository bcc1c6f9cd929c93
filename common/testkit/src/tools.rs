//! Tools that a test needs and a student's machine may lack: a browser, a conformance suite.

use std::env;
use std::io::Write;
use std::path::PathBuf;

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
    let path = env::var_os("PATH").unwrap_or_default();
    let found = env::split_paths(&path)
        .flat_map(|folder| names.iter().map(move |name| folder.join(name)))
        .find(|program| program.is_file());
    if found.is_none() {
        let wanted = names.join(" or ");
        assert!(
            env::var_os(REQUIRE_TOOLS).is_none(),
            "{wanted} is not installed, and {REQUIRE_TOOLS} is set"
        );
        // Not by a macro: the test harness keeps to itself what those print in a test that passes.
        let _ = writeln!(std::io::stderr(), "SKIPPED: {wanted} is not installed");
    }
    found
}
