//! What a reader must know to judge the figures: which commit, when, on what machine, built by what,
//! beside whom, asked how. It goes with the figures wherever they go.
//!
//! It must never know whose machine it is: no names of hosts or people, and no paths.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
    time::{SystemTime, UNIX_EPOCH},
};

use crate::{harness, machine, options::Harness, peer::Peer};

/// What is not known, in words.
const UNKNOWN: &str = "unknown";
/// The names of what is known, in the order in which it is told.
const COMMIT: &str = "commit";
const DATE: &str = "date";
const KERNEL: &str = "kernel";
const PROCESSOR: &str = "processor";
const CORES: &str = "cores";
const RUSTC: &str = "rustc";
const PEERS: &str = "peers";
const OPTIONS: &str = "options";
const LATENCY: &str = "latency";
/// From when latency counts where messages go out by the clock.
const FROM_DUE: &str = "from the moment a message was due";

/// Facts about a measurement, each with its name. A file that is older than they are has none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct About(Vec<(String, String)>);

impl About {
    /// What is about to be measured, here and now.
    pub(crate) fn of(options: &Harness) -> Self {
        let mut about = Self::default();
        about.add(COMMIT, &commit());
        about.add(DATE, &date(SystemTime::now()));
        about.add(KERNEL, &machine::system());
        about.add(PROCESSOR, &machine::processor().unwrap_or_default());
        about.add(CORES, &machine::cores().to_string());
        about.add(RUSTC, &rustc().unwrap_or_default());
        let peers = harness::peers(options);
        let peers: Vec<_> = peers.into_iter().filter_map(Peer::version).collect();
        about.add(PEERS, &peers_in_words(&peers));
        about.add(OPTIONS, &options.words());
        about.add(LATENCY, FROM_DUE);
        about
    }

    /// Adds a fact. It is kept on one line.
    pub(crate) fn add(&mut self, name: &str, value: &str) {
        // What cannot be shown would spoil a chart.
        let value = value.replace(|letter: char| letter.is_control(), " ");
        let value: Vec<_> = value.split_whitespace().collect();
        let value = match value.is_empty() {
            true => UNKNOWN.to_owned(),
            false => value.join(" "),
        };
        self.0.push((name.to_owned(), value));
    }

    /// All facts, each with its name.
    pub(crate) fn facts(&self) -> impl Iterator<Item = (&str, &str)> {
        let facts = self.0.iter();
        facts.map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether only that everything works was to be seen, and not how fast it is.
    pub(crate) fn is_quick(&self) -> bool {
        let mut words = self.get(OPTIONS).split_whitespace();
        words.any(|word| word == "--quick")
    }

    /// Whether latencies count from when a message was due; else from when it was sent.
    pub(crate) fn counts_from_due(&self) -> bool {
        self.get(LATENCY) == FROM_DUE
    }

    /// The machine, what built for it, which commit and who else was measured: a line each.
    pub(crate) fn footer(&self) -> Vec<String> {
        if self.is_empty() {
            return vec!["Machine and commit are not known.".to_owned()];
        }
        let get = |name| self.get(name);
        vec![
            format!(
                "{}, {} cores; {}; rustc {}",
                get(PROCESSOR),
                get(CORES),
                get(KERNEL),
                get(RUSTC)
            ),
            format!(
                "commit {}; {}; options {}",
                get(COMMIT),
                get(DATE),
                get(OPTIONS)
            ),
            format!("programs of others: {}", get(PEERS)),
        ]
    }

    fn get(&self, name: &str) -> &str {
        let mut facts = self.facts();
        let fact = facts.find_map(|(known, value)| (known == name).then_some(value));
        fact.unwrap_or(UNKNOWN)
    }
}

fn peers_in_words(versions: &[String]) -> String {
    match versions {
        [] => "none".to_owned(),
        some => some.join(", "),
    }
}

/// The commit that is checked out, and whether something has changed since.
fn commit() -> String {
    let commit = git(&["rev-parse", "--short", "HEAD"]);
    let Some(commit) = commit.filter(|commit| !commit.is_empty()) else {
        return UNKNOWN.to_owned();
    };
    match git(&["status", "--porcelain", "--untracked-files=no"]) {
        Some(changes) if changes.is_empty() => commit,
        Some(_) => format!("{commit} with changes that are not committed"),
        None => format!("{commit}, with or without changes"),
    }
}

fn git(arguments: &[&str]) -> Option<String> {
    let here = env!("CARGO_MANIFEST_DIR");
    said_by(Command::new("git").args(["-C", here]).args(arguments))
}

/// The compiler that has just built this. Cargo tells programs that it starts where it is itself, and
/// its compiler lies beside it; whoever starts the program by hand may have built it with anything.
fn rustc() -> Option<String> {
    let cargo = PathBuf::from(env::var_os("CARGO")?);
    let named = env::var_os("RUSTC").map(PathBuf::from);
    let rustc = named.unwrap_or_else(|| beside(&cargo));
    let words = said_by(Command::new(rustc).arg("--version"))?;
    Some(words.strip_prefix("rustc ")?.to_owned())
}

fn beside(cargo: &Path) -> PathBuf {
    cargo.with_file_name(format!("rustc{}", env::consts::EXE_SUFFIX))
}

/// What a program prints, if it ends well.
pub(crate) fn said_by(command: &mut Command) -> Option<String> {
    let output = command.output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}

/// A day and a minute of the world's time.
pub(crate) fn date(time: SystemTime) -> String {
    const MINUTES_A_DAY: u64 = 24 * 60;
    let minutes = time
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs() / 60);
    let (day, minute) = (minutes / MINUTES_A_DAY, minutes % MINUTES_A_DAY);
    let (year, month, day) = calendar(day);
    let (hour, minute) = (minute / 60, minute % 60);
    format!("{year}-{month:02}-{day:02} {hour:02}:{minute:02} UTC")
}

/// Year, month and day of a day since the first of 1970. Years are taken to begin in March, so that
/// the day that comes every four years is the last of one.
fn calendar(day: u64) -> (u64, u64, u64) {
    const DAYS_TO_1970: u64 = 719_468;
    const DAYS_IN_400_YEARS: u64 = 146_097;
    let day = day + DAYS_TO_1970;
    let (era, day) = (day / DAYS_IN_400_YEARS, day % DAYS_IN_400_YEARS);
    let year = (day - day / 1_460 + day / 36_524 - day / (DAYS_IN_400_YEARS - 1)) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    // Five months from March on, or from August on, have 153 days.
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 {
        (month + 3, 0)
    } else {
        (month - 9, 1)
    };
    (400 * era + year + next, month, day)
}
