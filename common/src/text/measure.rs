//! Counts text as people do, in graphemes, and cuts it without tearing one apart.
//!
//! Knows numbers and strings only: which numbers are the limits, `line` and `name` say.

use unicode_segmentation::UnicodeSegmentation;

use super::problem::{Field, TextProblem};

/// How much of a text fits.
#[derive(Debug)]
pub(super) struct Limits {
    /// What the text is going to be.
    pub(super) field: Field,
    /// The most characters, as people count them.
    pub(super) graphemes: usize,
    /// The most bytes of UTF-8.
    pub(super) bytes: usize,
}

impl Limits {
    /// Judges a text before it is cleaned, so that nobody can make us work on a huge one.
    pub(super) fn check_raw(&self, raw: &str) -> Result<(), TextProblem> {
        if raw.len() > self.bytes {
            // People do not count in bytes: where both limits are broken, name the other one.
            self.check_graphemes(raw)?;
        }
        self.check_bytes(raw)
    }

    /// Judges a text after it was cleaned. Composition makes a few strings longer, so this weighs
    /// once more.
    pub(super) fn check_clean(&self, clean: &str) -> Result<(), TextProblem> {
        if clean.is_empty() {
            return Err(TextProblem::Blank(self.field));
        }
        self.check_graphemes(clean)?;
        self.check_bytes(clean)
    }

    fn check_graphemes(&self, text: &str) -> Result<(), TextProblem> {
        let (field, limit, has) = (self.field, self.graphemes, graphemes(text));
        if has > limit {
            return Err(TextProblem::TooLong { field, limit, has });
        }
        Ok(())
    }

    fn check_bytes(&self, text: &str) -> Result<(), TextProblem> {
        let (field, limit, has) = (self.field, self.bytes, text.len());
        if has > limit {
            return Err(TextProblem::TooHeavy { field, limit, has });
        }
        Ok(())
    }
}

/// How many characters a person would count in cleaned text.
pub(super) fn graphemes(text: &str) -> usize {
    if text.is_ascii() {
        // Only `\r\n` is two bytes in one grapheme, and cleaned text holds no `\r`. In raw text the
        // count is at worst a little high.
        return text.len();
    }
    text.graphemes(true).count()
}

/// The longest start of `text` that has at most so many graphemes and bytes.
pub(super) fn prefix(text: &str, max_graphemes: usize, max_bytes: usize) -> &str {
    let end = text
        .grapheme_indices(true)
        .map(|(start, grapheme)| start + grapheme.len())
        .take(max_graphemes)
        .take_while(|end| *end <= max_bytes)
        .last()
        .unwrap_or(0);
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    const FAMILY: &str = "👩‍👩‍👧‍👦";

    #[test]
    fn an_emoji_family_counts_as_one_and_is_never_torn() {
        assert_eq!(graphemes(FAMILY), 1);
        assert_eq!(prefix(&format!("{FAMILY}{FAMILY}"), 1, 1_000), FAMILY);
        assert_eq!(prefix(FAMILY, 9, FAMILY.len() - 1), "");
    }

    #[test]
    fn a_cut_respects_both_limits() {
        let table = [
            ("abc", 2, 9, "ab"),
            ("abc", 9, 2, "ab"),
            ("abc", 3, 3, "abc"),
            ("", 1, 1, ""),
        ];
        for (text, max_graphemes, max_bytes, expected) in table {
            assert_eq!(prefix(text, max_graphemes, max_bytes), expected);
        }
    }
}
