//! What a person may say in one go.
//!
//! Knows the limits of a chat line; must never know who says it or what a demo does with it.
//! Runs of spaces stay as they are, because indentation matters in fenced code.

use std::borrow::Cow;

use super::measure::{Limits, graphemes, prefix};
use super::problem::{Field, TextProblem};
use super::scrub::{first_unshowable, scrub};

/// The most characters in a line, as people count them.
pub const LINE_MAX_GRAPHEMES: usize = 500;

/// The most bytes of UTF-8 in a line, before and after cleaning.
pub const LINE_MAX_BYTES: usize = 2_000;

/// The most rows one line of chat may run over.
pub const LINE_MAX_LINES: usize = 5;

/// The most combining marks on one character. No living script needs more.
pub const LINE_MAX_MARKS: usize = 4;

const LIMITS: Limits = Limits {
    field: Field::Line,
    graphemes: LINE_MAX_GRAPHEMES,
    bytes: LINE_MAX_BYTES,
};

/// Ends a line that was cut.
const ELLIPSIS: &str = "…";

/// Cleans a line, or says why it cannot be taken.
///
/// # Errors
///
/// When the line is too heavy, too long, has too many rows, holds something that cannot be shown,
/// or has nothing to see.
pub fn clean_line(raw: &str) -> Result<Cow<'_, str>, TextProblem> {
    match plain_row(raw) {
        Some(row) => Ok(row.into()),
        None => clean_any(raw).map(Cow::Owned),
    }
}

/// Most lines are one short row of plain ASCII, in which a byte is a character and no rule changes
/// anything but the edges. Seeing that first saves a busy room most of what cleaning costs.
fn plain_row(raw: &str) -> Option<&str> {
    let row = raw.trim_matches(' ');
    let is_short = (1..=LINE_MAX_GRAPHEMES).contains(&row.len()) && raw.len() <= LINE_MAX_BYTES;
    // Without a way out in the middle a processor looks at many bytes at once.
    let is_plain = |row: &str| {
        let plain = row.bytes().map(|byte| matches!(byte, b' '..=b'~'));
        plain.fold(true, |all, this| all & this)
    };
    (is_short && is_plain(row)).then_some(row)
}

fn clean_any(raw: &str) -> Result<String, TextProblem> {
    LIMITS.check_raw(raw)?;
    if let Some(found) = first_unshowable(raw) {
        let field = Field::Line;
        return Err(TextProblem::Unshowable { field, found });
    }
    let clean = scrub_line(raw);
    LIMITS.check_clean(&clean)?;
    check_rows(&clean)?;
    Ok(clean)
}

/// Cleans a line of a guest who cannot be answered: what does not fit is cut off, marked by `…`.
///
/// The result may be empty; otherwise [`clean_line`] would take it as it is.
#[must_use]
pub fn cut_line(raw: &str) -> Cow<'_, str> {
    plain_row(raw).map_or_else(|| cut_any(raw).into(), Cow::Borrowed)
}

fn cut_any(raw: &str) -> String {
    let clean = scrub_line(raw);
    let rows = first_rows(&clean);
    if rows.len() == clean.len() && fits(rows) {
        return clean;
    }
    let kept = prefix(
        rows,
        LINE_MAX_GRAPHEMES - graphemes(ELLIPSIS),
        LINE_MAX_BYTES - ELLIPSIS.len(),
    );
    format!("{}{ELLIPSIS}", kept.trim_end())
}

fn scrub_line(raw: &str) -> String {
    let unix = raw.replace("\r\n", "\n");
    // A fence of code begins the first row it stands in, so this cannot touch indentation inside.
    scrub(&unix, |_| LINE_MAX_MARKS).trim().to_owned()
}

fn first_rows(text: &str) -> &str {
    let fifth_break = text.match_indices('\n').nth(LINE_MAX_LINES - 1);
    fifth_break.map_or(text, |(end, _)| &text[..end])
}

fn fits(text: &str) -> bool {
    text.len() <= LINE_MAX_BYTES && graphemes(text) <= LINE_MAX_GRAPHEMES
}

fn check_rows(clean: &str) -> Result<(), TextProblem> {
    let (limit, has) = (LINE_MAX_LINES, clean.lines().count());
    if has > limit {
        return Err(TextProblem::TooManyLines { limit, has });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_short_way_and_the_long_way_agree(raw in " {0,3}[ -~]{0,520} {0,3}") {
            prop_assert_eq!(clean_line(&raw), clean_any(&raw).map(Cow::Owned));
            prop_assert_eq!(cut_line(&raw), cut_any(&raw));
        }
    }

    #[test]
    fn collapsing_spaces_would_ruin_fenced_code() {
        let code = "```py\nif x:\n    y  = 1\n```";
        assert_eq!(clean_line(code), Ok(code.into()));
        assert_eq!(clean_line("\r\n \n a\tb\r\nc \r\n\n"), Ok("a b\nc".into()));
    }

    #[test]
    fn a_line_one_over_a_limit_is_refused_with_the_count() {
        let exactly = "x".repeat(LINE_MAX_GRAPHEMES);
        assert_eq!(clean_line(&exactly), Ok(exactly.as_str().into()));
        let (field, limit) = (Field::Line, LINE_MAX_GRAPHEMES);
        assert_eq!(
            clean_line(&format!("{exactly}x")),
            Err(TextProblem::TooLong {
                field,
                limit,
                has: 501
            })
        );
        assert_eq!(
            clean_line(&"👍".repeat(501)),
            Err(TextProblem::TooLong {
                field,
                limit,
                has: 501
            })
        );
        assert_eq!(
            clean_line(&"👩‍👩‍👧‍👦".repeat(100)),
            Err(TextProblem::TooHeavy {
                field,
                limit: LINE_MAX_BYTES,
                has: 2_500
            })
        );
        assert_eq!(
            clean_line("1\n2\n3\n4\n5\n6"),
            Err(TextProblem::TooManyLines {
                limit: LINE_MAX_LINES,
                has: 6
            })
        );
    }

    #[test]
    fn text_that_grows_when_composed_cannot_slip_past_the_byte_limit() {
        // This Hebrew letter is one scalar of 3 bytes and decomposes to three of 6 bytes.
        let raw = "\u{FB2C}".repeat(400);
        assert!(raw.len() <= LINE_MAX_BYTES);
        let has = 2_400;
        let (field, limit) = (Field::Line, LINE_MAX_BYTES);
        assert_eq!(
            clean_line(&raw),
            Err(TextProblem::TooHeavy { field, limit, has })
        );
    }

    #[test]
    fn a_guest_who_cannot_be_told_no_is_cut_short() {
        let table = [
            ("hi".to_owned(), "hi".to_owned()),
            ("\u{0}\u{E000} ".to_owned(), String::new()),
            ("x".repeat(501), format!("{}…", "x".repeat(499))),
            ("👍".repeat(600), format!("{}…", "👍".repeat(499))),
            ("1\n2\n3\n4\n5\n6".to_owned(), "1\n2\n3\n4\n5…".to_owned()),
            (
                format!("{} yyy", "x".repeat(498)),
                format!("{}…", "x".repeat(498)),
            ),
        ];
        for (raw, cut) in table {
            assert_eq!(cut_line(&raw), cut);
        }
    }
}
