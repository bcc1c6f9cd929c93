//! Checks of a page's modules that need no page, one by one where they run: in a real browser.

use crate::Tab;

/// What every file of checks uses. It stands in front of each of them.
const HARNESS: &str = include_str!("checks/harness.js");

/// Runs files of checks in one tab, one after the other, and says of each check how it went.
///
/// # Panics
///
/// If a check fails, after all have run; or if a file checks nothing.
pub async fn run(tab: &Tab<'_>, files: impl IntoIterator<Item = (&str, &str)>) {
    run_with(tab, "", files).await;
}

/// The same, with some script of the demo's own in front of each file: its constants and helpers.
///
/// # Panics
///
/// As [`run`] does.
pub async fn run_with(tab: &Tab<'_>, own: &str, files: impl IntoIterator<Item = (&str, &str)>) {
    let mut problems = Vec::new();
    for (module, checks) in files {
        let script = format!("{HARNESS}\n{own}\n{checks}\nreturn outcomes;");
        let outcomes = tab.run_module(&script).await;
        let outcomes = outcomes.as_array().expect("the harness returns a list");
        assert!(!outcomes.is_empty(), "{module} checks nothing");
        for outcome in outcomes {
            let name = outcome["name"].as_str().expect("each check has a name");
            let problem = outcome["problem"].as_str();
            println!(
                "{} {module}: {name}",
                if problem.is_some() { "FAILED" } else { "ok" }
            );
            problems.extend(problem.map(|problem| format!("{module}: {name}\n{problem}")));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n\n"));
}
