//! The command line of the quotes: who is asked for them, how often, and which ones are shown.

use std::time::Duration;

use clap::Args;
use reqwest::Url;

/// Which quotes to show, and how often.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Quotes")]
pub struct QuoteOptions {
    /// Service to ask for quotes
    #[arg(long, default_value = QuoteOptions::QUOTES_URL, value_name = "URL",
          value_parser = service)]
    pub quotes_url: Url,
    /// Time from one quote to the next, from 1s to 1h, such as 10s, 1500ms or 2m
    #[arg(long, default_value = "10s", value_name = "TIME", value_parser = interval)]
    pub every: Duration,
    /// Ask nobody, and show stand-in lines only
    #[arg(long)]
    pub offline: bool,
    /// Show quotes that are unfit for a classroom, too
    #[arg(long)]
    pub uncut: bool,
}

impl QuoteOptions {
    /// The service of the lecture's original.
    pub const QUOTES_URL: &str = "https://api.kanye.rest";
    /// Long enough to read a quote aloud and to laugh.
    pub const EVERY: Duration = Duration::from_secs(10);
    /// Nobody reads faster, and no service has to bear being asked more often.
    pub const SHORTEST: Duration = Duration::from_secs(1);
    /// Longer than a lecture's break.
    pub const LONGEST: Duration = Duration::from_secs(3600);
}

impl Default for QuoteOptions {
    fn default() -> Self {
        Self {
            quotes_url: service(Self::QUOTES_URL).expect("our own default is an address"),
            every: Self::EVERY,
            offline: false,
            uncut: false,
        }
    }
}

fn service(text: &str) -> Result<Url, String> {
    match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => Ok(url),
        _ => Err("an address that begins with http:// or https:// is wanted".to_owned()),
    }
}

fn interval(text: &str) -> Result<Duration, String> {
    duration(text)
        .filter(|every| (QuoteOptions::SHORTEST..=QuoteOptions::LONGEST).contains(every))
        .ok_or_else(|| "a time from 1s to 1h is wanted, such as 10s, 1500ms or 2m".to_owned())
}

/// A number and its unit; seconds if there is none.
fn duration(text: &str) -> Option<Duration> {
    let is_of_number = |c: char| c.is_ascii_digit() || c == '.';
    let unit = text.trim_start_matches(is_of_number);
    let number: f64 = text[..text.len() - unit.len()].parse().ok()?;
    let seconds = match unit {
        "ms" => number / 1000.0,
        "s" | "" => number,
        "m" => number * 60.0,
        "h" => number * 3600.0,
        _ => return None,
    };
    Duration::try_from_secs_f64(seconds).ok()
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, Parser};

    use super::*;

    #[derive(Debug, Parser)]
    struct Program {
        #[command(flatten)]
        options: QuoteOptions,
    }

    fn parse(argument: &str) -> Result<QuoteOptions, String> {
        Program::try_parse_from(["program", argument])
            .map(|program| program.options)
            .map_err(|error| error.to_string())
    }

    #[test]
    fn the_defaults_in_code_are_those_of_the_command_line() {
        Program::command().debug_assert();
        let parsed = Program::parse_from(["program"]).options;
        assert_eq!(
            format!("{parsed:?}"),
            format!("{:?}", QuoteOptions::default())
        );
    }

    #[test]
    fn a_time_means_what_it_says() {
        for (text, ms) in [
            ("10s", 10_000),
            ("1500ms", 1_500),
            ("1m", 60_000),
            ("1h", 3_600_000),
            ("7", 7_000),
            ("2.5", 2_500),
            ("1000ms", 1_000),
        ] {
            let every = parse(&format!("--every={text}")).unwrap().every;
            assert_eq!(every, Duration::from_millis(ms), "{text}");
        }
    }

    #[test]
    fn a_time_that_would_hammer_the_service_or_means_nothing_is_refused_in_words() {
        for text in [
            "500ms",
            "0",
            "0.9s",
            "-5s",
            "61m",
            "2h",
            "inf",
            "NaN",
            "s",
            "",
            "10 s",
            "10x",
            "1e3",
            "1.2.3",
            "999999999999999999999999h",
            "１0s",
        ] {
            let said = parse(&format!("--every={text}")).unwrap_err();
            let is_clear = said.contains("a time from 1s to 1h is wanted")
                || said.contains("a value is required");
            assert!(is_clear, "{text}: {said}");
        }
    }

    #[test]
    fn an_address_that_cannot_be_asked_is_refused_in_words() {
        for text in [
            "api.kanye.rest",
            "ftp://api.kanye.rest",
            "file:///etc/passwd",
            "localhost:8080",
            "http://",
            "https://a b",
            "?",
        ] {
            let said = parse(&format!("--quotes-url={text}")).unwrap_err();
            assert!(
                said.contains("begins with http:// or https://"),
                "{text}: {said}"
            );
        }
        let url = parse("--quotes-url=http://127.0.0.1:9/kanye")
            .unwrap()
            .quotes_url;
        assert_eq!(url.as_str(), "http://127.0.0.1:9/kanye");
    }
}
