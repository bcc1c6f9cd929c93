//! Makes quotes out of a stranger's strings: one clean row each, short, fit for a classroom.
//!
//! Pure; must never know where the strings come from.

use std::collections::HashSet;
use std::sync::Arc;

use common::text::clean_line;
use rustrict::{CensorStr, Type};
use unicode_segmentation::UnicodeSegmentation;

/// Most characters in a quote, as people count them: more would not fit above a head.
pub const QUOTE_MAX_GRAPHEMES: usize = 280;
/// Most quotes to keep. The service has about 120 today.
pub const QUOTES_MAX: usize = 500;

/// What a class need not see: profane, offensive or sexual words however mild, and what is severely
/// mean. That is the filter's own idea of inappropriate. To lose a harmless quote costs a class
/// nothing, so the mild ones go, too. Shouting and bragging stay, because they are the point.
const UNFIT: Type = Type::INAPPROPRIATE;

/// What is left of some strings.
#[derive(Debug, Default)]
pub(super) struct Sifted {
    /// Quotes that are new, in their order.
    pub(super) fresh: Vec<Arc<str>>,
    /// How many were unfit to show.
    pub(super) dropped: usize,
}

/// Sorts out what is unfit, what is known, and what would be too many.
pub(super) fn sift(raw: &[String], known: &[Arc<str>], uncut: bool) -> Sifted {
    let mut seen: HashSet<Arc<str>> = known.iter().cloned().collect();
    let mut sifted = Sifted::default();
    for raw in raw {
        if seen.len() >= QUOTES_MAX {
            break;
        }
        let Some(quote) = fit_to_show(raw, uncut) else {
            sifted.dropped += 1;
            continue;
        };
        let quote: Arc<str> = quote.into();
        if seen.insert(Arc::clone(&quote)) {
            sifted.fresh.push(quote);
        }
    }
    sifted
}

/// The quote in one clean row, or nothing if it is empty, too long, cannot be shown on every screen
/// or, unless `uncut`, should not be shown to a class.
pub fn fit_to_show(raw: &str, uncut: bool) -> Option<String> {
    // Cleaning turns exotic blanks into spaces, so there may be runs of them before and after.
    let row = collapse(raw);
    let row = collapse(&clean_line(&row).ok()?);
    let is_short = row.graphemes(true).count() <= QUOTE_MAX_GRAPHEMES;
    (is_short && (uncut || row.isnt(UNFIT))).then_some(row)
}

fn collapse(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strings(raw: &[&str]) -> Vec<String> {
        raw.iter().map(|raw| (*raw).to_owned()).collect()
    }

    #[test]
    fn a_quote_stays_in_its_row_whatever_was_hidden_in_it() {
        for (raw, clean) in [
            ("  a\r\n\r\n b\tc ", "a b c"),
            ("1\n2\n3\n4\n5\n6\n7", "1 2 3 4 5 6 7"),
            ("a\u{2028}b\u{3164}\u{A0} c", "a b c"),
            ("red\u{1b}[31m \u{7}bell", "red[31m bell"),
            ("turned \u{202E}round", "turned round"),
            ("<b>bold</b> & \"quoted\"", "<b>bold</b> & \"quoted\""),
        ] {
            assert_eq!(fit_to_show(raw, true).as_deref(), Some(clean), "{raw:?}");
            assert_eq!(fit_to_show(clean, true).as_deref(), Some(clean));
        }
    }

    #[test]
    fn what_is_no_quote_is_dropped_and_counted() {
        let long = "x ".repeat(QUOTE_MAX_GRAPHEMES);
        let huge = "y".repeat(200_000);
        let raw = strings(&["", " \n ", "\u{200B}", "nul \0", &long, &huge, "good"]);
        let sifted = sift(&raw, &[], true);
        assert_eq!(sifted.dropped, 6);
        assert_eq!(sifted.fresh, ["good".into()]);
    }

    #[test]
    fn the_limit_counts_characters_as_people_do() {
        let exactly = "ü".repeat(QUOTE_MAX_GRAPHEMES);
        assert_eq!(fit_to_show(&exactly, true), Some(exactly.clone()));
        assert_eq!(fit_to_show(&format!("{exactly}!"), true), None);
    }

    #[test]
    fn a_quote_is_kept_once_however_it_was_spaced() {
        let known = ["old".into()];
        let raw = strings(&["new", "old", " new ", "newer"]);
        let sifted = sift(&raw, &known, true);
        assert_eq!(sifted.fresh, ["new".into(), "newer".into()]);
        assert_eq!(sifted.dropped, 0);
    }

    #[test]
    fn a_service_that_never_repeats_itself_must_not_fill_the_memory() {
        let raw: Vec<String> = (0..2_000).map(|n| format!("quote {n}")).collect();
        let known: Vec<Arc<str>> = raw[..100].iter().map(|raw| raw.as_str().into()).collect();
        let sifted = sift(&raw[50..], &known, true);
        assert_eq!(sifted.fresh.len() + known.len(), QUOTES_MAX);
        assert_eq!(&*sifted.fresh[0], "quote 100");
    }

    #[test]
    fn words_unfit_for_a_classroom_go_unless_uncut() {
        for raw in [
            "what a load of crap",
            "this is shit",
            "SH1T happens",
            "f u c k it",
        ] {
            assert_eq!(fit_to_show(raw, false), None, "{raw}");
            assert_eq!(fit_to_show(raw, true).as_deref(), Some(raw));
        }
    }

    #[test]
    fn a_filter_with_silly_alarms_would_leave_no_quotes() {
        for raw in [
            "I AM THE GREATEST ARTIST OF ALL TIME!!!",
            "Push it to the limit, then push it again",
            "My class has the best assistant in Essex",
            "I assume nothing. I am a classic.",
            "Nobody competes with me, and nobody analyses me",
            "I hate when people say I am humble. I am beyond humble.",
            "Night class, first class, world class: I passed them all",
            "Cocktails and shuttlecocks in Scunthorpe",
            "I feel like the ocean: deep, loud, everywhere",
            "Dreams cost nothing, so buy two",
            "My grandmother thinks I am a genius, and she is never wrong",
            "I woke up today and the sun asked for my autograph",
            "Keep your titles, I have the throne and the crown",
            "The stage is on fire and I am the match",
        ] {
            assert_eq!(fit_to_show(raw, false).as_deref(), Some(raw));
        }
    }
}
