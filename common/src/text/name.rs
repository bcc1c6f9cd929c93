//! What a person may be called.
//!
//! Knows the limits of one name; must never know the other names in the room (that is `unique`).
//! Letters are never folded to ASCII: Müller is not Mueller.

use super::measure::Limits;
use super::problem::{Field, TextProblem};
use super::scrub::{first_unshowable, scrub};

/// The most characters in a name, as people count them.
pub const NAME_MAX_GRAPHEMES: usize = 24;

/// The most bytes of UTF-8 in a name, before and after cleaning.
pub const NAME_MAX_BYTES: usize = 96;

const LIMITS: Limits = Limits {
    field: Field::Name,
    graphemes: NAME_MAX_GRAPHEMES,
    bytes: NAME_MAX_BYTES,
};

/// The most combining marks on a letter where marks are accents. After composition even
/// Vietnamese needs none.
const MAX_ACCENTS: usize = 2;

/// The most combining marks on a letter where marks are vowels, points and tones.
const MAX_VOWEL_MARKS: usize = 4;

/// Cleans a name, or says why it cannot be taken.
///
/// # Errors
///
/// When the name is too heavy, too long, holds something that cannot be shown, or has nothing to
/// see.
pub fn clean_name(raw: &str) -> Result<String, TextProblem> {
    LIMITS.check_raw(raw)?;
    if let Some(found) = first_unshowable(raw) {
        let field = Field::Name;
        return Err(TextProblem::Unshowable { field, found });
    }
    let clean = collapse(&scrub(raw, most_marks));
    LIMITS.check_clean(&clean)?;
    Ok(clean)
}

/// A name is one row with single spaces: otherwise two names could differ by a space nobody sees.
fn collapse(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

fn most_marks(base: char) -> usize {
    if writes_vowels_as_marks(base) {
        MAX_VOWEL_MARKS
    } else {
        MAX_ACCENTS
    }
}

/// The blocks of the scripts from Hebrew and Arabic over India to Thai and Khmer, and their
/// extensions. A Burmese or pointed Hebrew name would be misspelt with only two marks a letter.
fn writes_vowels_as_marks(base: char) -> bool {
    matches!(
        base,
        '\u{0590}'..='\u{109F}'
            | '\u{1700}'..='\u{1CFF}'
            | '\u{A800}'..='\u{AAFF}'
            | '\u{FB1D}'..='\u{FDFF}'
            | '\u{FE70}'..='\u{FEFE}'
            | '\u{11000}'..='\u{11FFF}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_must_not_differ_by_spaces_nobody_sees() {
        for raw in [
            "Ada Lovelace",
            "  Ada\t\tLovelace ",
            "Ada\n\u{3164}\u{A0}Lovelace",
        ] {
            assert_eq!(clean_name(raw), Ok("Ada Lovelace".into()));
        }
    }

    #[test]
    fn a_name_one_over_a_limit_is_refused_with_the_count() {
        let exactly = "ü".repeat(NAME_MAX_GRAPHEMES);
        assert_eq!(clean_name(&exactly), Ok(exactly.clone()));
        let (field, limit) = (Field::Name, NAME_MAX_GRAPHEMES);
        let has = 25;
        assert_eq!(
            clean_name(&format!("{exactly}ü")),
            Err(TextProblem::TooLong { field, limit, has })
        );
        let (limit, has) = (NAME_MAX_BYTES, 100);
        assert_eq!(
            clean_name(&"👩‍👩‍👧‍👦".repeat(4)),
            Err(TextProblem::TooHeavy { field, limit, has })
        );
    }

    #[test]
    fn two_marks_a_letter_would_misspell_pointed_scripts() {
        // Hebrew with points, Hindi "zindagi" with nukta, vowel and nasal, Burmese "town".
        for name in ["שָּׁלוֹם", "ज़िंदगी", "မြို့"] {
            assert_eq!(clean_name(name).as_deref(), Ok(name));
        }
        assert_eq!(
            clean_name("x\u{0335}\u{0336}\u{0337}\u{0338}"),
            Ok("x\u{0335}\u{0336}".into())
        );
    }
}
