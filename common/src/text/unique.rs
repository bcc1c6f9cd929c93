//! Keeps two people in a room from looking like one.
//!
//! Compares names by how they look (the skeleton of UTS 39), not by how they are spelt. Must never
//! know who is in the room: the caller says which skeletons are taken.

use std::sync::LazyLock;

use unicode_security::confusable_detection::skeleton as prototype;

use super::measure::prefix;
use super::name::{NAME_MAX_BYTES, NAME_MAX_GRAPHEMES};
use super::scrub::is_joiner;

/// Names that speak with the voice of the house. Nobody may look like one of them.
pub const RESERVED: [&str; 4] = ["server", "system", "admin", "teacher"];

/// How many people may share a name before their numbers tell them apart.
const TRIES: u32 = 20;

/// What a name looks like: names with the same skeleton cannot be told apart at a glance.
///
/// Only for comparing; never show it to anybody.
#[must_use]
pub fn skeleton(name: &str) -> String {
    // The prototype of `I` is `l`, while lower case makes it `i`. Whoever reads both of them as one
    // has to read `i` as `l` too, or ADMlN would pass next to admin. The second round is there
    // because some letters are confusable only in lower case.
    let lower = prototype(name).collect::<String>().to_lowercase();
    prototype(&lower)
        .map(|scalar| if scalar == 'i' { 'l' } else { scalar })
        .collect()
}

/// The name itself if nobody has it yet, else the first free of `name 2`, `name 3`, …
///
/// After a few of them the person's own `number` is tried, which nobody else has: a crowd of equal
/// names must not cost more for each that comes. `name` is cleaned already and so is the result,
/// within the limits of a name. `taken` is asked with a skeleton and has to say no at some point;
/// [`RESERVED`] names count as taken.
#[must_use]
pub fn distinct(name: &str, number: u32, taken: impl Fn(&str) -> bool) -> String {
    let is_free = |candidate: &String| {
        let skeleton = skeleton(candidate);
        !is_reserved(&skeleton) && !taken(&skeleton)
    };
    let few = (2..=TRIES).map(u64::from);
    let own = u64::from(number)..;
    let numbers = few.chain(own);
    let candidates = numbers.map(|number| numbered(name, number));
    std::iter::once(name.to_owned())
        .chain(candidates)
        .find(is_free)
        .expect("the numbers do not end before the names that are taken")
}

fn is_reserved(wanted: &str) -> bool {
    static SKELETONS: LazyLock<[String; RESERVED.len()]> = LazyLock::new(|| RESERVED.map(skeleton));
    SKELETONS.iter().any(|reserved| reserved == wanted)
}

/// Puts a number behind a name, shortening the name if both together would be too long.
fn numbered(name: &str, number: u64) -> String {
    let suffix = format!(" {number}");
    let room = NAME_MAX_GRAPHEMES - suffix.len();
    let kept = prefix(name, room, NAME_MAX_BYTES - suffix.len());
    let kept = kept.trim_end_matches(|end| end == ' ' || is_joiner(end));
    // A single character can fill the whole name, and then nothing of it is kept.
    format!("{kept}{suffix}").trim_start().to_owned()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn a_twin_in_other_letters_gets_a_number() {
        // Latin, Cyrillic, Greek, full width and another case of the same look.
        let looks = [
            "Helen",
            "Неlеn",
            "Ηelen",
            "Ｈｅｌｅｎ",
            "HELEN",
            "He1en",
            "HeIen",
        ];
        for look in looks {
            assert_eq!(skeleton(look), skeleton("helen"), "{look}");
        }
        let taken = skeleton("Ada");
        assert_eq!(distinct("Аdа", 9, |wanted| wanted == taken), "Аdа 2");
    }

    #[test]
    fn different_names_stay_different() {
        for (one, other) in [
            ("Müller", "Muller"),
            ("Ada", "Eda"),
            ("José", "Jose"),
            ("李", "王"),
        ] {
            assert_ne!(skeleton(one), skeleton(other), "{one} {other}");
        }
    }

    #[test]
    fn nobody_can_pose_as_the_house() {
        for pose in [
            "server",
            "SERVER",
            "Ѕеrvеr",
            "ADMIN",
            "ADMlN",
            "adrnin",
            "Teacher",
            "SYSTEM",
        ] {
            assert_eq!(distinct(pose, 9, |_| false), format!("{pose} 2"));
        }
        assert_eq!(distinct("Servera", 9, |_| false), "Servera");
    }

    #[test]
    fn a_class_of_adas_is_numbered_in_order() {
        let mut taken = HashSet::new();
        let names: Vec<String> = (0..4)
            .map(|_| {
                let name = distinct("Ada", 9, |skeleton| taken.contains(skeleton));
                taken.insert(skeleton(&name));
                name
            })
            .collect();
        assert_eq!(names, ["Ada", "Ada 2", "Ada 3", "Ada 4"]);
    }

    #[test]
    fn ten_thousand_of_one_name_cost_no_more_each_than_a_few() {
        let asked = std::cell::Cell::new(0);
        let mut taken = HashSet::new();
        for number in 1..=10_000 {
            let name = distinct("Ada", number, |skeleton| {
                asked.set(asked.get() + 1);
                taken.contains(skeleton)
            });
            assert!(taken.insert(skeleton(&name)), "{name}");
        }
        assert!(
            asked.get() <= 10_000 * (TRIES + 20),
            "{} looks",
            asked.get()
        );
    }

    #[test]
    fn a_number_behind_a_full_name_stays_within_the_limit() {
        let full = "Wilhelmina Featherstoneha";
        let full = &full[..NAME_MAX_GRAPHEMES];
        let own = skeleton(full);
        assert_eq!(
            distinct(full, 9, |wanted| wanted == own),
            "Wilhelmina Featherston 2"
        );
    }
}
