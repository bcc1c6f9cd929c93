//! What can go wrong between a banner and the phone that scans it.

use super::*;

/// The smallest terminal a lecturer projects.
const COLUMNS: usize = 80;
const ROWS: usize = 30;

const BEST: &str = "http://192.168.178.123:8080/";

fn banner(reach: Reach) -> Banner {
    Banner {
        name: "basic_chat".into(),
        version: "0.1.0".into(),
        local: "http://localhost:8080/".into(),
        reach,
        notes: vec!["Port 8080 was taken, so this is port 8081.".into()],
        key: None,
    }
}

fn network() -> Banner {
    let urls = [BEST, "http://10.0.0.3:8080/", "http://172.16.4.9:8080/"];
    Banner {
        key: Some(Key::cut()),
        ..banner(Reach::Network(urls.map(Into::into).to_vec()))
    }
}

/// What is left for the eye: the text without colours.
fn visible(text: &str) -> String {
    let mut parts = text.split('\x1b');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |visible, part| {
        visible + part.split_once('m').unwrap().1
    })
}

fn is_block(scalar: char) -> bool {
    matches!(scalar, '█' | '▀' | '▄')
}

fn qr_rows(text: &str) -> Vec<String> {
    let rows = visible(text);
    rows.lines()
        .filter(|row| row.contains(is_block))
        .map(|row| row[2..].to_owned())
        .collect()
}

#[test]
fn a_banner_taller_or_wider_than_the_projector_hides_the_code() {
    let all = [
        network(),
        banner(Reach::ThisComputer),
        banner(Reach::Network(vec![])),
        banner(Reach::Network(vec![
            "http://192.168.178.123:8080/?room=band-3".into(),
        ])),
    ];
    let no_color = Style {
        qr: true,
        color: false,
    };
    for (banner, style) in all
        .iter()
        .flat_map(|b| [(b, Style::FULL), (b, Style::PLAIN), (b, no_color)])
    {
        let text = visible(&render(banner, style));
        assert!(
            text.lines().count() <= ROWS,
            "{} rows\n{text}",
            text.lines().count()
        );
        for line in text.lines() {
            assert!(line.chars().count() <= COLUMNS, "{line}");
        }
    }
}

#[test]
fn every_address_and_every_command_is_there() {
    for style in [Style::FULL, Style::PLAIN] {
        let text = visible(&render(&network(), style));
        for part in [
            "  basic_chat 0.1.0\n",
            "  Local    http://localhost:8080/\n",
            "  Network  http://192.168.178.123:8080/\n",
            "  Network  http://10.0.0.3:8080/\n",
            "  Network  http://172.16.4.9:8080/\n",
            "Port 8080 was taken, so this is port 8081.",
            "use a hotspot",
            "Ctrl-C",
        ] {
            assert!(text.contains(part), "{part} is missing in\n{text}");
        }
    }
}

#[test]
fn the_lecturers_key_is_in_no_code_and_with_nobody_else_it_is_not_there_at_all() {
    let shown = network();
    let text = visible(&render(&shown, Style::FULL));
    let line = text.lines().last().unwrap();
    let key = shown.key.clone().unwrap();
    assert_eq!(line, format!("  Only you {}", key.in_address(BEST)));
    let without = Banner {
        key: None,
        ..shown.clone()
    };
    let same = qr_rows(&render(&without, Style::FULL));
    assert_eq!(qr_rows(&text), same, "what the class scans is the same");
    assert!(format!("{shown:?}").contains("Key(…)"), "never in a log");
    let alone = Banner {
        reach: Reach::ThisComputer,
        ..shown.clone()
    };
    assert!(!render(&alone, Style::FULL).contains("key="));
}

#[test]
fn a_log_file_full_of_escapes_and_blocks_is_unreadable() {
    let text = render(&network(), Style::PLAIN);
    assert!(
        text.chars()
            .all(|scalar| scalar == '\n' || (' '..='~').contains(&scalar)),
        "{text}"
    );
}

#[test]
fn colour_is_for_terminals_whose_owner_did_not_say_no() {
    let set = Some(OsStr::new("1"));
    let empty = Some(OsStr::new(""));
    let table = [
        (true, None, Style::FULL),
        (true, empty, Style::FULL),
        (true, set, Style::PLAIN),
        (false, None, Style::PLAIN),
        (false, set, Style::PLAIN),
    ];
    for (is_terminal, no_color, expected) in table {
        assert_eq!(Style::choose(is_terminal, no_color), expected);
    }
}

#[test]
fn a_code_without_its_light_border_is_not_seen_by_cameras() {
    let rows = qr_rows(&render(&network(), Style::FULL));
    // A URL of 28 bytes needs 25 modules; two more on each side make 29, in rows of two.
    assert_eq!(rows.len(), 15);
    assert!(rows.iter().all(|row| row.chars().count() == 29));
    let full = "█".repeat(29);
    assert_eq!(rows[0], full);
    assert_eq!(rows[14], "▀".repeat(29), "the last row is half a row high");
    assert!(
        rows.iter()
            .all(|row| row.starts_with("██") || row.starts_with("▀▀"))
    );
    assert!(
        rows.iter()
            .all(|row| row.ends_with("██") || row.ends_with("▀▀"))
    );
    // The corner of a finder pattern is dark, so it is left empty.
    assert!(rows[1].starts_with("██ ▄▄▄▄▄ █"));
}

#[test]
fn half_blocks_show_the_very_modules_of_the_code() {
    let code = QrCode::with_error_correction_level(BEST, EcLevel::L).unwrap();
    let rows: Vec<Vec<char>> = qr_blocks(BEST)
        .unwrap()
        .lines()
        .map(|row| row.chars().collect())
        .collect();
    let border = QUIET_ZONE_TERMINAL as usize;
    for y in 0..code.width() {
        for x in 0..code.width() {
            let block = rows[(y + border) / 2][x + border];
            let is_upper = (y + border).is_multiple_of(2);
            let is_light = block == '█' || block == if is_upper { '▀' } else { '▄' };
            assert_eq!(
                code[(x, y)] == qrcode::Color::Light,
                is_light,
                "module {x}, {y}"
            );
        }
    }
}

#[test]
fn a_lecturer_alone_on_loopback_is_told_how_to_let_the_class_in() {
    let alone = render(&banner(Reach::ThisComputer), Style::FULL);
    assert!(visible(&alone).contains("Start with --lan"));
    assert!(qr_rows(&alone).is_empty());
    let offline = render(&banner(Reach::Network(vec![])), Style::FULL);
    assert!(visible(&offline).contains("No network found."));
    assert!(qr_rows(&offline).is_empty());
}

#[test]
fn a_url_too_long_for_any_code_is_still_printed() {
    let long = format!("http://192.168.1.20:8080/?{}", "x".repeat(3_000));
    assert_eq!(qr_svg(&long), None);
    let text = render(&banner(Reach::Network(vec![long.clone()])), Style::FULL);
    assert!(text.contains(&long));
    assert!(qr_rows(&text).is_empty());
}

#[test]
fn the_code_on_the_page_has_no_size_of_its_own() {
    let picture = qr_svg(BEST).unwrap();
    // A URL of 28 bytes needs 29 modules with better error correction, and four on each side.
    let opening = &picture[picture.find("<svg").unwrap()..picture.find("<rect").unwrap()];
    assert!(opening.contains(r#"viewBox="0 0 37 37""#), "{opening}");
    assert!(
        !opening.contains("width") && !opening.contains("height"),
        "{opening}"
    );
    assert!(picture.contains(r##"fill="#fff""##) && picture.contains(r##"fill="#000""##));
    // The finder pattern starts right behind the border.
    assert!(picture.contains(r#"d="M4 4h1v1"#));
    assert!(picture.ends_with("</svg>"));
}
