//! Says in a sentence why a text was not taken.
//!
//! The sentences go to the person who typed, so they name the limit and what was counted. This
//! module must never decide anything: the cleaners do.

use std::fmt;

/// What the text was going to be. The sentences name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// Something said in the room.
    Line,
    /// What a person is called.
    Name,
}

/// Why a text was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TextProblem {
    /// Nothing in it can be seen.
    #[error("A {0} needs at least one visible character.")]
    Blank(Field),

    /// It has more characters, as a person counts them, than fit.
    #[error("A {field} may have at most {limit} characters; this one has {has}.")]
    TooLong {
        /// What was being cleaned.
        field: Field,
        /// The most that fit, in graphemes.
        limit: usize,
        /// What was counted, in graphemes.
        has: usize,
    },

    /// It weighs more than fits, although it is short enough: one emoji can weigh 25 bytes.
    #[error(
        "A {field} may weigh at most {limit} bytes; this one weighs {has}. An emoji can weigh 25."
    )]
    TooHeavy {
        /// What was being cleaned.
        field: Field,
        /// The most that fit, in bytes of UTF-8.
        limit: usize,
        /// What was counted, in bytes of UTF-8.
        has: usize,
    },

    /// It runs over more rows than fit.
    #[error("A message may run over at most {limit} lines; this one has {has}.")]
    TooManyLines {
        /// The most that fit.
        limit: usize,
        /// What was counted.
        has: usize,
    },

    /// It holds a character that has no agreed look: NUL, private use, or not assigned.
    #[error("A {field} may not contain U+{:04X}: other screens cannot show it.", u32::from(*.found))]
    Unshowable {
        /// What was being cleaned.
        field: Field,
        /// The first such character.
        found: char,
    },
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Line => "line",
            Self::Name => "name",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_without_numbers_would_leave_people_guessing() {
        let (limit, has) = (500, 612);
        let table = [
            (
                TextProblem::TooLong {
                    field: Field::Line,
                    limit,
                    has,
                },
                "A line may have at most 500 characters; this one has 612.",
            ),
            (
                TextProblem::TooHeavy {
                    field: Field::Name,
                    limit,
                    has,
                },
                "A name may weigh at most 500 bytes; this one weighs 612. An emoji can weigh 25.",
            ),
            (
                TextProblem::TooManyLines { limit: 5, has: 9 },
                "A message may run over at most 5 lines; this one has 9.",
            ),
            (
                TextProblem::Unshowable {
                    field: Field::Name,
                    found: '\0',
                },
                "A name may not contain U+0000: other screens cannot show it.",
            ),
            (
                TextProblem::Blank(Field::Line),
                "A line needs at least one visible character.",
            ),
        ];
        for (problem, sentence) in table {
            assert_eq!(problem.to_string(), sentence);
        }
    }
}
