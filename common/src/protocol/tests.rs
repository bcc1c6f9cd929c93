use serde::{Deserialize, Serialize};

use super::*;
use crate::demo::PersonId;

#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
enum Command {
    Say { text: String },
}

fn refused(text: &str) -> Unreadable {
    parse::<Command>(text).unwrap_err()
}

#[test]
fn a_command_keeps_its_number() {
    let envelope = parse::<Command>(r#"{"type":"say","n":4,"text":"hi"}"#).unwrap();
    assert_eq!(envelope.n, Some(4));
    assert!(matches!(envelope.frame, ClientFrame::Command(Command::Say { text }) if text == "hi"));
}

#[test]
fn a_list_is_no_frame_whatever_is_in_it() {
    for text in [
        r#"["hello"]"#,
        r#"["leave",1]"#,
        r#"["say",4,"hi"]"#,
        r#" ["say",null] "#,
    ] {
        assert_eq!(refused(text).code, "json", "{text}");
    }
}

#[test]
fn a_hello_may_be_empty() {
    let envelope = parse::<Command>(r#"{"type":"hello"}"#).unwrap();
    assert!(matches!(
        envelope.frame,
        ClientFrame::Hello(Hello {
            name: None,
            last: None,
            ..
        })
    ));
}

#[test]
fn a_time_that_a_browser_sends_comes_back_to_the_last_digit() {
    for t0 in ["215995024.87664002", "0.1", "4503599627370495.5"] {
        let text = format!(r#"{{"type":"clock","t0":{t0}}}"#);
        let ClientFrame::Clock { t0: heard, .. } = parse::<Command>(&text).unwrap().frame else {
            panic!("it asks for the time")
        };
        let answer = encode(&ServerFrame::Clock {
            t0: heard,
            t1: 0.0,
            t2: 0.0,
        });
        assert!(answer.contains(&format!(r#""t0":{t0},"#)), "{answer}");
    }
}

#[test]
fn what_is_wrong_is_said_in_words() {
    assert!(refused("hello").message.starts_with("This is not JSON: "));
    assert!(
        refused(r#"{"text":"hi"}"#)
            .message
            .contains("missing field `type`")
    );
    assert!(
        refused(r#"{"type":"say","n":3}"#)
            .message
            .contains("missing field `text`")
    );
    assert_eq!(refused(r#"{"type":"say","n":3}"#).n, Some(3));
    assert_eq!(refused(r#"{"type":"dance"}"#).code, "unknown");
    assert!(refused(r#"{"type":"dance"}"#).message.contains("`say`"));
    assert_eq!(refused(r#"{"type":"say","n":-1,"text":"hi"}"#).code, "json");
}

#[test]
fn json_that_is_nested_ten_thousand_deep_is_refused() {
    let deep = format!(
        r#"{{"type":"say","text":{}1{}}}"#,
        "[".repeat(10_000),
        "]".repeat(10_000)
    );
    assert_eq!(refused(&deep).code, "json");
}

#[test]
fn an_event_carries_its_type_first_and_its_number() {
    #[derive(Serialize)]
    #[serde(tag = "type", rename_all = "snake_case")]
    enum Event {
        Line { text: &'static str },
    }
    let number = Number { seq: 7, at: 12 };
    let write = |from, n| {
        let mut out = Vec::new();
        let event = Event::Line { text: "hi" };
        write_event(&event, number, Origin { from, n }, &mut out);
        String::from_utf8(out).unwrap()
    };
    let start = r#"{"type":"line","text":"hi","seq":7,"at":12"#;
    let from = Some(PersonId(3));
    assert_eq!(write(None, None), format!("{start}}}"));
    assert_eq!(write(from, None), format!(r#"{start},"from":3}}"#));
    assert_eq!(write(from, Some(4)), format!(r#"{start},"from":3,"n":4}}"#));
}
