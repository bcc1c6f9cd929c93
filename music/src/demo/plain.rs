//! The words of the lecture's old page: `PLAY`, `STOP`, and a place as seconds.
//!
//! An old page plays a recording, so it knows seconds where we know beats.

/// Seconds in a day: no recording is longer.
const LONGEST: f64 = 86_400.0;
const SECONDS_A_MINUTE: f64 = 60.0;
/// What old pages hear, and say.
pub(crate) const PLAY: &str = "PLAY";
pub(crate) const STOP: &str = "STOP";
const HELLO: &str = "NEW CONNECTION";

/// A message of an old page.
#[derive(Debug, Clone, PartialEq)]
pub enum Words {
    /// Play on.
    Play,
    /// Stop here.
    Stop,
    /// Go there.
    Seek {
        /// Seconds from the start, at most a day.
        seconds: f64,
        /// The same as it was said: it is passed on to the letter.
        said: String,
    },
    /// It greets the server. Nobody else cares.
    Hello,
}

impl Words {
    /// Reads a message; `None` if it is none of ours.
    pub fn read(text: &str) -> Option<Self> {
        match text {
            PLAY => Some(Self::Play),
            STOP => Some(Self::Stop),
            HELLO => Some(Self::Hello),
            number => {
                let seconds: f64 = number.parse().ok()?;
                let is_place = seconds.is_sign_positive() && seconds <= LONGEST;
                let said = number.to_owned();
                is_place.then_some(Self::Seek { seconds, said })
            }
        }
    }
}

/// Where a place in seconds lies for us.
pub(crate) fn beat(seconds: f64, bpm: u16) -> f64 {
    seconds * f64::from(bpm) / SECONDS_A_MINUTE
}

/// What old pages hear of a place of ours: the shortest decimal number that means it.
pub(crate) fn seconds(beat: f64, bpm: u16) -> String {
    (beat * SECONDS_A_MINUTE / f64::from(bpm)).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seek(said: &str, seconds: f64) -> Option<Words> {
        let said = said.to_owned();
        Some(Words::Seek { seconds, said })
    }

    #[test]
    fn an_old_page_says_four_things() {
        assert_eq!(Words::read("PLAY"), Some(Words::Play));
        assert_eq!(Words::read("STOP"), Some(Words::Stop));
        assert_eq!(Words::read("NEW CONNECTION"), Some(Words::Hello));
        for (said, seconds) in [
            ("12.5", 12.5),
            ("0", 0.0),
            ("86400", 86_400.0),
            ("07.50", 7.5),
        ] {
            assert_eq!(Words::read(said), seek(said, seconds), "{said}");
        }
    }

    #[test]
    fn what_is_no_place_is_none_of_ours() {
        for said in [
            "",
            "play",
            "PLAY ",
            "-1",
            "-0",
            "NaN",
            "inf",
            "infinity",
            "1e999",
            "86400.1",
            "12,5",
            " 1",
            "1 2",
            "0x10",
            "{\"beat\":1}",
            "١٢",
        ] {
            assert_eq!(Words::read(said), None, "{said}");
        }
    }

    #[test]
    fn a_place_is_told_as_a_plain_number() {
        assert_eq!(seconds(25.0, 120), "12.5");
        assert_eq!(seconds(0.0, 97), "0");
        assert_eq!(seconds(1e-9, 240), "0.00000000025");
        assert_eq!(beat(12.5, 120), 25.0);
    }
}
