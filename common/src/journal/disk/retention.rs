//! Forgets rooms in which nothing has happened for long, and says how long that is.

use std::collections::HashMap;
use std::io;
use std::time::{Duration, SystemTime};

use tracing::info;

use super::files::Files;
use super::generation::{Kind, Name};
use super::syncing::{Places, is_open, remove};

/// The longest that a room may be kept.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 3600);

/// Removes the files of every room that nobody has open and whose newest file was written to more than
/// `keep` ago, and whatever was set aside before that, of every room.
pub(super) fn forget(files: &dyn Files, places: &Places, keep: Duration) -> io::Result<()> {
    // Held to the end, so that no room is opened while its files go.
    let places = places.by_room();
    let now = SystemTime::now();
    let mut rooms: HashMap<String, Vec<(String, Duration)>> = HashMap::new();
    for name in files.names()? {
        let Some(parsed) = Name::parse(&name) else {
            continue;
        };
        // A time in the future is that of a clock that was put back: the file is new.
        let age = now.duration_since(files.modified(&name)?);
        let age = age.unwrap_or_default();
        if parsed.kind != Kind::Journal && age > keep {
            info!(file = name, "what was set aside is removed");
            remove(files, &name);
        } else if !places.get(&parsed.room).is_some_and(is_open) {
            rooms.entry(parsed.room).or_default().push((name, age));
        }
    }
    for (room, names) in rooms {
        if names.iter().all(|(_, age)| *age > keep) {
            info!(
                room,
                "nothing has happened here for long: the room is forgotten"
            );
            for (name, _) in names {
                remove(files, &name);
            }
        }
    }
    Ok(())
}

/// Reads how long rooms are kept: a number and its unit, such as `90m`, `24h` or `7d`.
pub(crate) fn parse_keep(text: &str) -> Result<Duration, String> {
    keep(text).ok_or_else(|| "a time from 1s to 365d is wanted, such as 90m, 24h or 7d".to_owned())
}

fn keep(text: &str) -> Option<Duration> {
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let number: u64 = text[..text.len() - unit.len()].parse().ok()?;
    let seconds = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3600,
        "d" => 24 * 3600,
        _ => return None,
    };
    let keep = Duration::from_secs(number.checked_mul(seconds)?);
    (Duration::from_secs(1)..=LONGEST)
        .contains(&keep)
        .then_some(keep)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_to_keep_means_what_it_says() {
        for (text, seconds) in [("1s", 1), ("90m", 5_400), ("24h", 86_400), ("7d", 604_800)] {
            assert_eq!(parse_keep(text), Ok(Duration::from_secs(seconds)));
        }
    }

    #[test]
    fn a_time_to_keep_that_makes_no_sense_is_refused() {
        for text in [
            "",
            "24",
            "h",
            "0h",
            "-1h",
            "1.5h",
            "1w",
            "366d",
            "99999999999999999999h",
            "1 h",
            "1h ",
        ] {
            assert!(parse_keep(text).is_err(), "{text}");
        }
    }
}
