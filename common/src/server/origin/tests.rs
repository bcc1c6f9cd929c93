//! The rule about Host and Origin, case by case.

use axum::http::{HeaderName, HeaderValue};

use super::*;

const OK: u16 = 200;
const MISDIRECTED: u16 = 421;
const FORBIDDEN: u16 = 403;

fn policy() -> Policy {
    Policy {
        allow_host: vec!["Demo.Example.org".into()],
        allow_origin: vec![
            "https://slides.example.org".into(),
            "http://kiosk.example.org:81".into(),
        ],
    }
}

/// Name and value; the value need not be text.
type Header = (&'static str, &'static [u8]);

fn headers(list: &[(&'static str, &[u8])]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in list {
        let value = HeaderValue::from_bytes(value).expect("test rows hold legal header bytes");
        headers.append(HeaderName::from_static(name), value);
    }
    headers
}

fn status(headers: &HeaderMap, intent: Intent) -> u16 {
    judge(headers, &policy(), intent).map_or_else(|refused| refused.status().as_u16(), |()| OK)
}

/// Each row: what stands in Host, and the verdict. It is the same for reading and, without an
/// Origin, for speaking.
#[test]
fn a_rebound_name_must_not_reach_the_server() {
    let table: &[(&str, u16)] = &[
        ("localhost", OK),
        ("localhost:8080", OK),
        ("LocalHost:8080", OK),
        ("localhost.:8080", OK),
        ("app.localhost:8080", OK),
        ("lecture.local", OK),
        ("Lecture.LOCAL.:8080", OK),
        ("127.0.0.1", OK),
        ("127.0.0.1.:8080", OK),
        ("192.168.1.20:8080", OK),
        ("8.8.8.8", OK),
        ("[::1]", OK),
        ("[::1]:8080", OK),
        ("[2001:DB8:0:0::1]:8080", OK),
        ("demo.example.org", OK),
        ("DEMO.example.org.:443", OK),
        // Names that somebody on the Internet may own.
        ("evil.example", MISDIRECTED),
        ("www.demo.example.org", MISDIRECTED),
        ("demo.example.org.evil.example", MISDIRECTED),
        ("localhost.evil.example", MISDIRECTED),
        ("evil-localhost", MISDIRECTED),
        ("evillocalhost", MISDIRECTED),
        ("evil-local", MISDIRECTED),
        ("local", MISDIRECTED),
        ("127.0.0.1.nip.io", MISDIRECTED),
        ("192-168-1-20.nip.io:8080", MISDIRECTED),
        // Addresses in disguise: no browser sends them like this.
        ("2130706433", MISDIRECTED),
        ("0x7f.1", MISDIRECTED),
        ("0x7f000001", MISDIRECTED),
        ("0177.0.0.1", MISDIRECTED),
        ("127.1", MISDIRECTED),
        ("256.1.1.1", MISDIRECTED),
        ("::1", MISDIRECTED),
        // Garbage.
        ("", MISDIRECTED),
        (".", MISDIRECTED),
        (":8080", MISDIRECTED),
        (".localhost", MISDIRECTED),
        ("a..localhost", MISDIRECTED),
        ("localhost..", MISDIRECTED),
        ("localhost:", MISDIRECTED),
        ("localhost:http", MISDIRECTED),
        ("localhost:99999", MISDIRECTED),
        ("localhost:80:80", MISDIRECTED),
        ("localhost/", MISDIRECTED),
        ("localhost, localhost", MISDIRECTED),
        ("http://localhost", MISDIRECTED),
        ("evil.example@localhost", MISDIRECTED),
        ("localhost:80@localhost:80", MISDIRECTED),
        ("[::1", MISDIRECTED),
        ("192.168.1.5:8[fe80::1]:80", MISDIRECTED),
        ("localhost:+80", MISDIRECTED),
        ("[localhost]", MISDIRECTED),
        ("[fe80::1%25eth0]", MISDIRECTED),
        ("<b>.localhost", MISDIRECTED),
    ];
    for (host, expected) in table {
        let headers = headers(&[("host", host.as_bytes())]);
        for intent in [Intent::Read, Intent::Speak] {
            assert_eq!(status(&headers, intent), *expected, "Host: {host}");
        }
    }
}

/// Each row: Host, Origin, and the verdict on somebody who wants to speak.
#[test]
fn a_page_of_a_stranger_must_not_speak_for_its_visitor() {
    let table: &[(&str, &str, u16)] = &[
        ("localhost:8080", "http://localhost:8080", OK),
        // The lecture's pages come from a static server on another port of the same host.
        ("localhost:8080", "http://localhost:3000", OK),
        ("localhost:8080", "http://localhost", OK),
        ("localhost:8080", "HTTP://LOCALHOST", OK),
        ("localhost:8080", "https://localhost.", OK),
        ("192.168.1.20:8080", "http://192.168.1.20:5500", OK),
        ("[::1]:8080", "http://[0:0:0:0:0:0:0:1]:8080", OK),
        ("[2001:db8::a]:8080", "http://[2001:DB8:0::A]", OK),
        ("lecture.local:8080", "http://lecture.local:8080", OK),
        ("demo.example.org", "https://demo.example.org", OK),
        ("localhost:8080", "https://slides.example.org", OK),
        ("localhost:8080", "https://SLIDES.example.org:443", OK),
        ("localhost:8080", "http://kiosk.example.org:81", OK),
        // Entries of the list are whole origins: scheme and port belong to them.
        ("localhost:8080", "http://slides.example.org", FORBIDDEN),
        (
            "localhost:8080",
            "https://slides.example.org:8443",
            FORBIDDEN,
        ),
        ("localhost:8080", "http://kiosk.example.org", FORBIDDEN),
        // Other hosts, however alike.
        ("localhost:8080", "http://evil.example", FORBIDDEN),
        ("localhost:8080", "http://localhost.evil.example", FORBIDDEN),
        ("localhost:8080", "http://evil-localhost", FORBIDDEN),
        ("localhost:8080", "http://app.localhost", FORBIDDEN),
        ("localhost:8080", "http://127.0.0.1:8080", FORBIDDEN),
        ("127.0.0.1:8080", "http://127.0.0.1.nip.io", FORBIDDEN),
        ("127.0.0.1:8080", "http://2130706433", FORBIDDEN),
        ("192.168.1.20:8080", "http://192.168.1.2", FORBIDDEN),
        ("[::1]:8080", "http://[::2]:8080", FORBIDDEN),
        // No origin, or more than an origin.
        ("localhost:8080", "null", FORBIDDEN),
        ("localhost:8080", "", FORBIDDEN),
        ("localhost:8080", "localhost:8080", FORBIDDEN),
        ("localhost:8080", "//localhost:8080", FORBIDDEN),
        ("localhost:8080", "http://", FORBIDDEN),
        ("localhost:8080", "http://localhost/", FORBIDDEN),
        ("localhost:8080", "http://localhost?x", FORBIDDEN),
        ("localhost:8080", "http://localhost#x", FORBIDDEN),
        ("localhost:8080", "http://evil.example@localhost", FORBIDDEN),
        (
            "localhost:8080",
            "http://localhost:8080@localhost:8080",
            FORBIDDEN,
        ),
        (
            "localhost:8080",
            "http://localhost http://evil.example",
            FORBIDDEN,
        ),
        ("localhost:8080", "file://localhost", FORBIDDEN),
        ("localhost:8080", "ws://localhost:8080", FORBIDDEN),
        ("localhost:8080", "chrome-extension://localhost", FORBIDDEN),
        // A rebound name passes as "same host" and has to fall by its Host.
        ("evil.example:8080", "http://evil.example:8080", MISDIRECTED),
        (
            "slides.example.org",
            "https://slides.example.org",
            MISDIRECTED,
        ),
    ];
    for (host, origin, expected) in table {
        let headers = headers(&[("host", host.as_bytes()), ("origin", origin.as_bytes())]);
        assert_eq!(
            status(&headers, Intent::Speak),
            *expected,
            "Host: {host}, Origin: {origin}"
        );
    }
}

/// Rows that need more than one Host and one Origin.
#[test]
fn doubled_and_missing_headers_must_not_slip_between_two_readers() {
    let host: Header = ("host", b"localhost");
    let origin: Header = ("origin", b"http://localhost");
    let cross: Header = ("sec-fetch-site", b"cross-site");
    let same_site: Header = ("sec-fetch-site", b"same-site");
    let forwarded: Header = ("x-forwarded-host", b"localhost");
    let table: &[(&[Header], u16)] = &[
        (&[], MISDIRECTED),
        (&[host, host], MISDIRECTED),
        (&[host, ("host", b"evil.example")], MISDIRECTED),
        (&[("host", b"evil.example"), forwarded], MISDIRECTED),
        (&[("host", b"m\xC3\xBCller.local")], MISDIRECTED),
        (&[host, origin, origin], FORBIDDEN),
        (
            &[host, origin, ("origin", b"http://evil.example")],
            FORBIDDEN,
        ),
        (&[host, ("origin", b"http://\xFF")], FORBIDDEN),
        (&[host, cross], FORBIDDEN),
        (&[host, same_site, cross], FORBIDDEN),
        (&[host, same_site], OK),
        (&[host, origin, cross], OK),
    ];
    for (list, expected) in table {
        assert_eq!(status(&headers(list), Intent::Speak), *expected, "{list:?}");
    }
}

#[test]
fn a_link_from_anywhere_may_lead_to_a_page() {
    let from_elsewhere = headers(&[
        ("host", b"localhost:8080"),
        ("origin", b"http://evil.example"),
        ("sec-fetch-site", b"cross-site"),
    ]);
    assert_eq!(status(&from_elsewhere, Intent::Read), OK);
    assert_eq!(status(&from_elsewhere, Intent::Speak), FORBIDDEN);
}

#[test]
fn a_refusal_must_tell_a_student_what_to_change() {
    let judge = |list: &[_]| {
        judge(&headers(list), &policy(), Intent::Speak)
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        judge(&[("host", b"evil.example:8080")]),
        "This server answers only to its own address; `evil.example` is not one of its names (421)."
    );
    assert_eq!(
        judge(&[("host", b"[::1]"), ("origin", b"http://127.0.0.1:3000")]),
        "A page of `127.0.0.1` may not speak here: it was not served by `[::1]` (403)."
    );
}
