//! Autobahn's cases: what a stranger's suite says about our WebSocket transport.
//!
//! The Autobahn test suite is the yardstick that WebSocket servers have been measured with for more
//! than ten years. The program `kosoku` drives its cases; `.ci/requirements.txt` names the version.
//! Without it these tests say so and pass; where tools are required, they fail.
//!
//! Not asked are the cases about compression (12 and 13), which we do not offer. What this suite
//! does not look at is in `conformance.rs`.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use common::limits;
use serde::Deserialize;
use support::echo::{self, Flaw};
use testkit::tools;
use tokio::process::Command;
use tokio::time::timeout;

mod support {
    pub(crate) mod echo;
}

/// The largest message of the suite has 16 MiB.
const ROOMY: usize = 32 * 1024 * 1024;
/// Cases without compression.
const CASES: usize = 301;
/// Of these, the ones that need more than our demos take in a message.
const LARGE: &[&str] = &[
    "9.*", "10.1.1", "1.1.6", "1.1.7", "1.1.8", "1.2.6", "1.2.7", "1.2.8",
];
/// How many cases [`LARGE`] stands for.
const LARGE_CASES: usize = 54 + 1 + 6;
/// What it prints, and only if it is content, before it ends. How it ends is no verdict: on a busy machine its
/// threads may outlive its interpreter, and are ended by a signal.
const CONTENT: &str = " cases passed";
/// A run takes seconds. This is only so that a hanging one ends.
const PATIENCE: Duration = Duration::from_secs(300);

#[tokio::test]
async fn every_case_of_autobahn_is_acceptable() {
    let echo = echo::start(ROOMY, None).await;
    let Some(run) = Run::of(echo, &["-x", "12.*", "-x", "13.*"]).await else {
        return;
    };
    println!("with messages of any size: {run}");
    run.assert_acceptable(CASES);
}

/// The same with the limit that the demos run with: a limit must not break what is below it.
#[tokio::test]
async fn every_small_case_is_acceptable_within_the_limits_of_production() {
    let echo = echo::start(limits::MESSAGE_BYTES, None).await;
    let exclude = ["12.*", "13.*"].iter().chain(LARGE);
    let exclude: Vec<_> = exclude.flat_map(|case| ["-x", case]).collect();
    let Some(run) = Run::of(echo, &exclude).await else {
        return;
    };
    println!("with messages as in production: {run}");
    run.assert_acceptable(CASES - LARGE_CASES);
}

/// A test that cannot fail proves nothing. So break the server and look whether it is noticed.
#[tokio::test]
async fn the_tester_notices_a_broken_server() {
    for (flaw, cases) in [
        (Flaw::IgnoresPings, "2.2"),
        (Flaw::ConfusesTextWithBinary, "1.1.2"),
        (Flaw::ForgivesEverything, "3.2"),
    ] {
        let sound = Run::of(echo::start(ROOMY, None).await, &["-i", cases]).await;
        let broken = Run::of(echo::start(ROOMY, Some(flaw)).await, &["-i", cases]).await;
        let (Some(sound), Some(broken)) = (sound, broken) else {
            return;
        };
        println!("{flaw:?} in case {cases}: {broken}");
        sound.assert_acceptable(1);
        assert!(!broken.passed, "{flaw:?} went unnoticed");
        assert_eq!(broken.unacceptable().len(), 1, "{flaw:?}");
    }
}

/// What the suite found.
#[derive(Debug)]
struct Run {
    /// Whether the suite itself was content.
    passed: bool,
    /// What it printed.
    output: String,
    verdicts: BTreeMap<String, Verdict>,
}

/// The verdict on one case.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Verdict {
    /// On what was sent.
    behavior: String,
    /// On how the connection was closed.
    behavior_close: String,
}

impl Run {
    /// Runs cases against the server at `address`. `None` if this machine has no suite.
    async fn of(address: SocketAddr, selection: &[&str]) -> Option<Self> {
        let kosoku = tools::find(&["kosoku"])?;
        let reports = tempfile::tempdir().expect("there is a place for temporary files");
        let running = Command::new(kosoku)
            .args(selection)
            .arg("--outdir")
            .arg(reports.path())
            .arg(format!("ws://{address}"))
            .kill_on_drop(true)
            .output();
        let output = timeout(PATIENCE, running)
            .await
            .expect("the suite comes to an end")
            .expect("the suite can be started");
        let words = String::from_utf8_lossy(&output.stdout);
        Some(Self {
            passed: words.contains(CONTENT),
            output: [output.stdout, output.stderr]
                .map(|text| String::from_utf8_lossy(&text).into_owned())
                .concat(),
            verdicts: read_verdicts(reports.path()),
        })
    }

    /// What it prints last is the suite's word, the verdicts are its reasons: both must agree, and no
    /// case may be missing.
    fn assert_acceptable(&self, cases: usize) {
        let unacceptable = self.unacceptable();
        assert!(unacceptable.is_empty(), "{unacceptable:#?}");
        assert!(self.passed, "{}", self.output);
        assert_eq!(self.verdicts.len(), cases, "{}", self.output);
    }

    fn unacceptable(&self) -> Vec<(&String, &Verdict)> {
        let all = self.verdicts.iter();
        all.filter(|(_, verdict)| !verdict.is_acceptable())
            .collect()
    }
}

impl fmt::Display for Run {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = |wanted| {
            let all = self.verdicts.values();
            all.filter(|verdict| verdict.behavior == wanted).count()
        };
        write!(
            formatter,
            "{} cases: {} OK, {} non-strict, {} informational, {} unacceptable",
            self.verdicts.len(),
            count("OK"),
            count("NON-STRICT"),
            count("INFORMATIONAL"),
            self.unacceptable().len(),
        )
    }
}

impl Verdict {
    fn is_acceptable(&self) -> bool {
        [&self.behavior, &self.behavior_close]
            .iter()
            .all(|word| ["OK", "NON-STRICT", "INFORMATIONAL"].contains(&word.as_str()))
    }
}

/// The report lists the cases under the name of the server, of which there is one.
fn read_verdicts(reports: &Path) -> BTreeMap<String, Verdict> {
    let Ok(index) = fs::read_to_string(reports.join("index.json")) else {
        return BTreeMap::new();
    };
    let servers: BTreeMap<String, BTreeMap<String, Verdict>> =
        serde_json::from_str(&index).expect("the report is in Autobahn's format");
    servers.into_values().flatten().collect()
}
