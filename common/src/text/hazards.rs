//! What goes wrong with text from strangers, as tables of known cases and as properties that must
//! hold for any string at all.
//!
//! The properties judge by their own list of forbidden characters, not by the one in `scalar`.

use proptest::prelude::*;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};
use unicode_segmentation::UnicodeSegmentation;

use super::*;

#[test]
fn cleaning_must_not_damage_any_living_script() {
    let untouched = [
        "Müller, Ångström, Łukasz, İstanbul, Straße",
        "Nguyễn Thị Hương, Trần Đức",
        "בְּרֵאשִׁית בָּרָא אֱלֹהִים",
        "می‌خواهم نامه‌ای بنویسم",
        "السَّلَامُ عَلَيْكُمْ",
        "क्षत्रिय ज़िंदगी र‍्य",
        "র‍্যাব ক্ষ",
        "ที่นี่ น้ำ",
        "မြို့ ខ្មែរ བོད་ཡིག",
        "漢字 かな 한국어",
        "👩‍👩‍👧‍👦 👩🏽‍🚀 🏳️‍🌈 ❤️‍🔥",
        "🇨🇦🇩🇪🇯🇵 1️⃣ #️⃣ ☎︎",
    ];
    for text in untouched {
        let composed: String = unicode_normalization::UnicodeNormalization::nfc(text).collect();
        assert_eq!(clean_line(text), Ok(composed.as_str().into()));
        assert_eq!(cut_line(text), composed);
    }
}

#[test]
fn letters_typed_in_two_parts_become_one() {
    assert_eq!(clean_name("Mu\u{0308}ller"), Ok("Müller".into()));
    assert_eq!(clean_name("Hu\u{031B}o\u{031B}ng"), Ok("Hương".into()));
    assert_eq!(clean_line("e\u{0301}te\u{0301}"), Ok("été".into()));
}

#[test]
fn what_cannot_be_seen_must_not_act() {
    let table = [
        ("pay \u{202E}cod.exe", "pay cod.exe"),
        ("\u{2067}a\u{2069}\u{200F}b\u{061C}", "ab"),
        ("\u{FEFF}a\u{200B}b\u{2060}c\u{AD}d", "abcd"),
        ("hi\u{E0001}\u{E0068}\u{E0069}\u{E007F}", "hi"),
        // The flag of England is made of tags; only its black cloth is left.
        (
            "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}",
            "🏴",
        ),
        ("\u{1B}[31mred\u{1B}[0m\u{7}", "[31mred[0m"),
        ("a\u{2028}b", "a\nb"),
        ("a\u{2800}b\u{3164}c", "a b c"),
    ];
    for (raw, clean) in table {
        assert_eq!(clean_line(raw).as_deref(), Ok(clean), "{raw:?}");
    }
}

#[test]
fn zalgo_must_not_paint_over_the_rows_above() {
    let tower: String = (0..200).map(|_| '\u{030D}').collect();
    let line = format!("q{tower}w");
    let line = clean_line(&line).unwrap();
    assert_eq!(line.chars().count(), 2 + LINE_MAX_MARKS);
    assert_eq!(
        clean_name(&format!("q{}w", &tower[..40]))
            .unwrap()
            .chars()
            .count(),
        2 + 2
    );
}

#[test]
fn a_text_of_blanks_is_not_a_text() {
    let blanks = [
        "",
        " ",
        "\n\t\r\n",
        "\u{3164}",
        "\u{115F}\u{1160}\u{FFA0}\u{2800}",
        "\u{200D}",
    ];
    let more = [
        "\u{FE0F}",
        "\u{0301}",
        "\u{202E}\u{200B}",
        "\u{A0}\u{3000}",
        "\u{1D159}",
    ];
    for raw in blanks.into_iter().chain(more) {
        assert_eq!(
            clean_line(raw),
            Err(TextProblem::Blank(Field::Line)),
            "{raw:?}"
        );
        assert_eq!(
            clean_name(raw),
            Err(TextProblem::Blank(Field::Name)),
            "{raw:?}"
        );
        assert_eq!(cut_line(raw), "");
    }
}

#[test]
fn what_other_screens_cannot_show_is_refused_or_dropped() {
    for found in [
        '\0',
        '\u{E000}',
        '\u{F8FF}',
        '\u{0378}',
        '\u{FFFE}',
        '\u{10FFFF}',
    ] {
        let raw = format!("a{found}b");
        let field = Field::Line;
        assert_eq!(
            clean_line(&raw),
            Err(TextProblem::Unshowable { field, found })
        );
        let field = Field::Name;
        assert_eq!(
            clean_name(&raw),
            Err(TextProblem::Unshowable { field, found })
        );
        assert_eq!(cut_line(&raw), "ab");
    }
}

/// Strings that are unkind on purpose: mostly scalars that some rule is about, in any order.
fn unkind(max_length: usize) -> impl Strategy<Value = String> {
    let special = "a \n\r\t\0é\u{0301}\u{0308}\u{0327}\u{20E3}\u{05B8}ש\u{093C}ज\u{09BE}\u{09C7}\
        \u{200B}\u{200C}\u{200D}\u{202E}\u{FE0F}\u{E0100}\u{3164}\u{2800}\u{2028}\u{85}\u{E0041}\
        \u{E000}\u{0378}👩🇩🏽\u{FB2C}\u{1D160}\u{1100}\u{1161}\u{11A8}\u{16D63}\u{16D67}\u{0600}\u{0344}";
    let scalar = prop_oneof![
        4 => proptest::sample::select(special.chars().collect::<Vec<_>>()),
        1 => any::<char>(),
    ];
    proptest::collection::vec(scalar, 0..max_length).prop_map(String::from_iter)
}

/// The same without what is refused, so that most strings come through.
fn unkind_but_showable(max_length: usize) -> impl Strategy<Value = String> {
    unkind(max_length).prop_map(|text| text.chars().filter(|c| !is_refused(*c)).collect())
}

fn is_refused(scalar: char) -> bool {
    use GeneralCategory::{PrivateUse, Unassigned};
    scalar == '\0' || matches!(scalar.general_category(), PrivateUse | Unassigned)
}

fn is_forbidden(scalar: char) -> bool {
    is_refused(scalar)
        || (scalar.is_control() && scalar != '\n')
        || (scalar.is_whitespace() && !matches!(scalar, ' ' | '\n'))
        || matches!(
            scalar,
            '\u{061C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{FEFF}' | '\u{180E}' | '\u{115F}'
                | '\u{1160}' | '\u{3164}' | '\u{FFA0}' | '\u{2800}' | '\u{202A}'..='\u{202E}'
                | '\u{2060}'..='\u{2069}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}'
        )
}

fn assert_clean(text: &str, max_graphemes: usize, max_bytes: usize, max_lines: usize) {
    assert!(!text.contains(is_forbidden), "{text:?}");
    assert!(text.len() <= max_bytes);
    assert!(text.graphemes(true).count() <= max_graphemes);
    assert!(text.lines().count() <= max_lines);
    assert_eq!(text, text.trim());
}

proptest! {
    #[test]
    fn a_line_is_taken_clean_or_not_at_all(raw in unkind_but_showable(60)) {
        if let Ok(line) = clean_line(&raw) {
            assert_clean(&line, LINE_MAX_GRAPHEMES, LINE_MAX_BYTES, LINE_MAX_LINES);
            prop_assert_eq!(clean_line(&line), Ok(line.clone()));
            prop_assert_eq!(cut_line(&line), &*line);
        }
    }

    #[test]
    fn a_cut_line_is_always_fit_to_be_sent(raw in unkind(1_500)) {
        let line = cut_line(&raw);
        assert_clean(&line, LINE_MAX_GRAPHEMES, LINE_MAX_BYTES, LINE_MAX_LINES);
        if !line.is_empty() {
            prop_assert_eq!(clean_line(&line), Ok((*line).into()));
        }
    }

    #[test]
    fn a_name_is_taken_clean_or_not_at_all(raw in unkind_but_showable(30)) {
        if let Ok(name) = clean_name(&raw) {
            assert_clean(&name, NAME_MAX_GRAPHEMES, NAME_MAX_BYTES, 1);
            prop_assert!(!name.contains("  ") && !name.contains('\n'));
            prop_assert_eq!(clean_name(&name), Ok(name));
        }
    }

    #[test]
    fn a_numbered_name_is_still_a_name(raw in unkind_but_showable(40), clashes in 0..120_u32) {
        if let Ok(name) = clean_name(&raw) {
            let asked = std::cell::Cell::new(0);
            let unique = distinct(&name, 9, |_| { asked.set(asked.get() + 1); asked.get() <= clashes });
            prop_assert_eq!(clean_name(&unique), Ok(unique));
        }
    }

    #[test]
    fn no_string_whatever_makes_cleaning_panic(raw in ".{0,200}", wild in unkind(200)) {
        for text in [raw, wild] {
            let _ = (clean_line(&text), clean_name(&text), cut_line(&text), skeleton(&text));
        }
    }
}
