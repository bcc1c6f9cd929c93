//! Sorts single Unicode scalars by what they can do to a reader.
//!
//! One scalar in, one kind out: no memory of its neighbours. What follows from a kind is the
//! business of `scrub`.

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// What a scalar can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Can be seen and stands alone.
    Visible,
    /// Is drawn onto the character before it: accents, vowel points, enclosing circles.
    Mark,
    /// Joins or parts its two neighbours: Persian, Indic scripts and emoji families need it.
    Joiner,
    /// Picks a variant of the character before it, such as the coloured heart.
    Selector,
    /// Looks like nothing but takes room.
    Blank,
    /// Ends a row.
    Break,
    /// Cannot be seen, yet changes what is seen: direction controls, tags, other controls.
    Invisible,
    /// Has no agreed look: NUL, private use, or not assigned to anything.
    Unshowable,
}

/// Sorts one scalar.
pub(super) fn kind(scalar: char) -> Kind {
    match scalar {
        ' ' | '\t' => Kind::Blank,
        '!'..='~' => Kind::Visible,
        '\n' | '\r' | '\u{2028}' | '\u{2029}' => Kind::Break,
        '\0' => Kind::Unshowable,
        '\u{200C}' | '\u{200D}' => Kind::Joiner,
        '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' => Kind::Selector,
        // Mongolian chooses letter shapes with selectors of its own.
        '\u{180B}'..='\u{180D}' | '\u{180F}' => Kind::Selector,
        _ if looks_empty(scalar) => Kind::Blank,
        _ if hides(scalar) => Kind::Invisible,
        _ => kind_by_category(scalar),
    }
}

/// Letters and symbols by category, but drawn as nothing: with them alone a name would look empty.
fn looks_empty(scalar: char) -> bool {
    matches!(
        scalar,
        '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' // Hangul fillers
            | '\u{2800}' // Braille without dots
            | '\u{1D159}' // a note head that is not drawn
    )
}

/// Never drawn, though their category says mark or "not assigned". Tags can smuggle whole hidden
/// sentences; losing them costs the three flags made of tags (they become a plain black flag).
fn hides(scalar: char) -> bool {
    matches!(
        scalar,
        '\u{034F}' | '\u{17B4}' | '\u{17B5}' | '\u{16FE4}' | '\u{E0000}'..='\u{E007F}'
    )
}

/// Signs that Unicode files under "format" although they are drawn: Arabic and Kaithi put them
/// around the digits that follow.
fn is_number_sign(scalar: char) -> bool {
    matches!(
        scalar,
        '\u{0600}'
            ..='\u{0605}'
                | '\u{06DD}'
                | '\u{070F}'
                | '\u{0890}'
                | '\u{0891}'
                | '\u{08E2}'
                | '\u{110BD}'
                | '\u{110CD}'
    )
}

fn kind_by_category(scalar: char) -> Kind {
    match scalar.general_category() {
        GeneralCategory::SpaceSeparator => Kind::Blank,
        GeneralCategory::NonspacingMark
        | GeneralCategory::SpacingMark
        | GeneralCategory::EnclosingMark => Kind::Mark,
        GeneralCategory::Format if is_number_sign(scalar) => Kind::Visible,
        GeneralCategory::Format | GeneralCategory::Control => Kind::Invisible,
        GeneralCategory::Unassigned | GeneralCategory::PrivateUse | GeneralCategory::Surrogate => {
            Kind::Unshowable
        }
        _ => Kind::Visible,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scalar_sorted_wrongly_hides_or_destroys_text() {
        let table: [(Kind, &[char]); 8] = [
            (
                Kind::Visible,
                &['a', 'ü', 'ש', '漢', '👩', '🏽', '🇩', '\u{06DD}', '\u{FFFD}'],
            ),
            (
                Kind::Mark,
                &['\u{0301}', '\u{05B8}', '\u{093F}', '\u{20E3}'],
            ),
            (Kind::Joiner, &['\u{200C}', '\u{200D}']),
            (Kind::Selector, &['\u{FE0F}', '\u{FE0E}', '\u{E0100}']),
            (
                Kind::Blank,
                &[' ', '\t', '\u{A0}', '\u{3000}', '\u{3164}', '\u{2800}'],
            ),
            (Kind::Break, &['\n', '\r', '\u{2028}', '\u{2029}']),
            (
                Kind::Invisible,
                &[
                    '\u{7}',
                    '\u{85}',
                    '\u{AD}',
                    '\u{202E}',
                    '\u{2066}',
                    '\u{E0041}',
                ],
            ),
            (
                Kind::Unshowable,
                &['\0', '\u{E000}', '\u{F8FF}', '\u{FFFF}', '\u{10FFFF}'],
            ),
        ];
        for (expected, scalars) in table {
            for &scalar in scalars {
                assert_eq!(kind(scalar), expected, "U+{:04X}", u32::from(scalar));
            }
        }
    }

    #[test]
    fn every_control_of_direction_is_stripped() {
        let controls = ('\u{202A}'..='\u{202E}')
            .chain('\u{2066}'..='\u{2069}')
            .chain(['\u{200E}', '\u{200F}', '\u{061C}']);
        for control in controls {
            assert_eq!(kind(control), Kind::Invisible);
        }
    }

    #[test]
    fn every_other_invisible_helper_is_stripped() {
        let helpers = ('\u{2060}'..='\u{2064}')
            .chain('\u{FFF9}'..='\u{FFFB}')
            .chain('\u{E0000}'..='\u{E007F}')
            .chain(['\u{FEFF}', '\u{180E}']);
        for helper in helpers {
            assert_eq!(kind(helper), Kind::Invisible, "U+{:04X}", u32::from(helper));
        }
    }
}
