//! Turns a stranger's scalars into text that stays inside its own row.
//!
//! Knows kinds of scalars and their neighbours; must never know limits of length, or whether the
//! text is a line or a name.

use unicode_normalization::UnicodeNormalization;

use super::scalar::{Kind, kind};

/// The first scalar in `raw` that no screen can be trusted to show.
pub(super) fn first_unshowable(raw: &str) -> Option<char> {
    raw.chars().find(|scalar| kind(*scalar) == Kind::Unshowable)
}

/// Strips, composes and tames `raw`; every blank becomes a space, every break a `\n`.
///
/// `most_marks` says how many combining marks a given base character may carry. Unshowable scalars
/// are dropped: a caller who wants to refuse them asks [`first_unshowable`] first.
pub(super) fn scrub(raw: &str, most_marks: fn(char) -> usize) -> String {
    if is_harmless(raw) {
        return raw.to_owned();
    }
    // Composition has to come after stripping: an invisible scalar between a letter and its accent
    // would keep the two apart, and cleaning the result once more would then change it.
    let composed = raw.chars().filter(|scalar| !is_stripped(*scalar)).nfc();
    let mut tamer = Tamer::new(raw.len(), most_marks);
    composed.for_each(|scalar| tamer.take(scalar));
    tamer.clean
}

/// Whether `scalar` may stand only between two characters that can be seen.
pub(super) fn is_joiner(scalar: char) -> bool {
    kind(scalar) == Kind::Joiner
}

/// Most lines in a room are plain ASCII, which no rule here would change. Seeing that first keeps
/// the busy path free of Unicode tables.
fn is_harmless(raw: &str) -> bool {
    raw.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n'))
}

fn is_stripped(scalar: char) -> bool {
    matches!(kind(scalar), Kind::Invisible | Kind::Unshowable)
}

/// Where the text stands before the next scalar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    /// Nothing to attach to: the start, a space or a break.
    Nothing,
    /// A visible character, perhaps with marks.
    Character,
    /// A selector, which may not be doubled.
    Selector,
    /// A joiner that waits for its right neighbour.
    Joiner(char),
}

/// Copies scalars, leaving out those that are out of place.
struct Tamer {
    clean: String,
    before: Before,
    most_marks: fn(char) -> usize,
    /// How many marks the current character may still get.
    marks_left: usize,
}

impl Tamer {
    fn new(capacity: usize, most_marks: fn(char) -> usize) -> Self {
        Self {
            clean: String::with_capacity(capacity),
            before: Before::Nothing,
            most_marks,
            marks_left: 0,
        }
    }

    fn take(&mut self, scalar: char) {
        match kind(scalar) {
            Kind::Visible => {
                self.marks_left = (self.most_marks)(scalar);
                self.attach(scalar);
            }
            Kind::Mark => self.take_mark(scalar),
            Kind::Joiner => self.hold_joiner(scalar),
            Kind::Selector => self.take_selector(scalar),
            Kind::Blank => self.part(' '),
            Kind::Break => self.part('\n'),
            Kind::Invisible | Kind::Unshowable => {}
        }
    }

    /// A mark needs a character to sit on, and a tower of marks would paint over the rows above.
    fn take_mark(&mut self, mark: char) {
        if self.before != Before::Nothing && self.marks_left > 0 {
            self.marks_left -= 1;
            self.attach(mark);
        }
    }

    /// A joiner is written only once its right neighbour is known, so it can never end a word.
    fn hold_joiner(&mut self, joiner: char) {
        if matches!(self.before, Before::Character | Before::Selector) {
            self.before = Before::Joiner(joiner);
        }
    }

    fn take_selector(&mut self, selector: char) {
        if self.before == Before::Character {
            self.clean.push(selector);
            self.before = Before::Selector;
        }
    }

    fn attach(&mut self, scalar: char) {
        if let Before::Joiner(joiner) = self.before {
            self.clean.push(joiner);
        }
        self.clean.push(scalar);
        self.before = Before::Character;
    }

    fn part(&mut self, blank: char) {
        self.clean.push(blank);
        self.before = Before::Nothing;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two(_: char) -> usize {
        2
    }

    #[test]
    fn an_invisible_between_letter_and_accent_would_dodge_composition() {
        assert_eq!(scrub("u\u{200B}\u{0308}", two), "ü");
        assert_eq!(scrub("u\u{202E}\u{0308}", two), "ü");
    }

    #[test]
    fn joiners_pile_up_unseen_unless_both_neighbours_are_visible() {
        let table = [
            ("a\u{200D}\u{200D}\u{200C}b", "a\u{200D}b"),
            ("\u{200D}a\u{200D}", "a"),
            ("a\u{200D} \u{200D}b", "a b"),
            ("a\u{200D}\u{FE0F}b", "a\u{200D}b"),
        ];
        for (raw, clean) in table {
            assert_eq!(scrub(raw, two), clean, "{raw:?}");
        }
    }

    #[test]
    fn marks_reach_into_other_rows_unless_they_are_counted() {
        let table = [
            ("x\u{0301}\u{0302}\u{0303}\u{0304}y", "x\u{0301}\u{0302}y"),
            ("\u{0301}x", "x"),
            ("a \u{0301}b", "a b"),
            // A joiner between marks must not start the count afresh, nor be left dangling.
            ("x\u{0301}\u{0302}\u{200D}\u{0303}", "x\u{0301}\u{0302}"),
            (
                "x\u{0301}\u{0302}\u{FE0F}\u{0303}y",
                "x\u{0301}\u{0302}\u{FE0F}y",
            ),
        ];
        for (raw, clean) in table {
            assert_eq!(scrub(raw, two), clean, "{raw:?}");
        }
    }

    #[test]
    fn the_short_way_for_ascii_must_agree_with_the_long_way() {
        let ascii: String = (' '..='~').chain(['\n', ' ', ' ']).collect();
        let long_way = scrub(&format!("{ascii}é"), two);
        assert_eq!(format!("{}é", scrub(&ascii, two)), long_way);
    }
}
