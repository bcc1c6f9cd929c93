use common::demo::{PersonId, Who};
use proptest::prelude::*;

use super::*;

const ADA: PersonId = PersonId(7);

/// A room in which one can speak by plain calls.
struct Room {
    chat: BasicChat,
    seq: u64,
}

type Outcome = Result<Effects<Event, Typing>, Refusal>;

impl Room {
    fn new() -> Self {
        Self {
            chat: BasicChat::new(5.0),
            seq: 0,
        }
    }

    fn hear(&mut self, command: Command) -> Outcome {
        let who = Who {
            id: ADA,
            name: "Ada",
            is_plain: false,
        };
        let act = Act::Command {
            n: Some(3),
            command,
        };
        self.apply(What::Person(who, act))
    }

    fn apply(&mut self, what: What<'_, Command, Infallible>) -> Outcome {
        let mut effects = Effects::new();
        let next_seq = self.seq + 1;
        let input = Input {
            at: 1_000 * next_seq,
            random: 4,
            next_seq,
            what,
        };
        self.chat.apply(input, &mut effects)?;
        self.seq += effects.events().count() as u64;
        Ok(effects)
    }

    fn say(&mut self, text: &str) -> Outcome {
        self.hear(Command::Say {
            text: text.to_owned(),
            me: false,
        })
    }
}

fn line(text: &str) -> Line {
    Line {
        name: "Ada".into(),
        text: text.into(),
        me: false,
    }
}

#[test]
fn a_line_reaches_everybody_and_the_lectures_clients_hear_its_text() {
    let effects = Room::new().say("hello").unwrap();
    assert_eq!(
        effects.events().collect::<Vec<_>>(),
        [&Event::Line(line("hello"))]
    );
    let plain = Plain {
        text: "hello".into(),
        audience: Audience::Others,
    };
    assert_eq!(effects.plain().collect::<Vec<_>>(), [&plain]);
}

#[test]
fn a_voice_command_is_passed_on_as_it_is() {
    let effects = Room::new().say("/Victoria good morning").unwrap();
    assert_eq!(
        effects.events().next(),
        Some(&Event::Line(line("/Victoria good morning")))
    );
}

#[test]
fn a_blank_or_endless_line_is_refused_in_words_and_changes_nothing() {
    let mut room = Room::new();
    for wrong in ["", " \n\t ", "\u{200b}", &"x".repeat(501), &"a\n".repeat(9)] {
        let refusal = room.say(wrong).unwrap_err();
        assert_eq!(refusal.code, "text");
        assert!(refusal.message.ends_with('.'), "{}", refusal.message);
    }
    assert_eq!(
        room.chat.snapshot(),
        Snapshot {
            before: 0,
            lines: vec![]
        }
    );
}

#[test]
fn text_that_turns_a_line_around_is_disarmed_for_us_but_not_for_the_lectures_clients() {
    let attack = "abc\u{202e}cba".to_owned();
    let effects = Room::new().hear(Command::Verbatim(attack.clone())).unwrap();
    assert_eq!(effects.events().next(), Some(&Event::Line(line("abccba"))));
    assert_eq!(effects.plain().next().unwrap().text, attack.into());
}

#[test]
fn a_guest_who_cannot_be_answered_is_cut_and_never_refused() {
    let mut room = Room::new();
    for text in [String::new(), "x".repeat(10_000), "\0".to_owned()] {
        let effects = room.hear(Command::Verbatim(text.clone())).unwrap();
        assert_eq!(
            effects.plain().next().unwrap().text,
            text.as_str().into(),
            "to the letter"
        );
        let Some(Event::Line(line)) = effects.events().next() else {
            panic!("no line")
        };
        assert!(line.text.len() <= text::LINE_MAX_BYTES);
    }
}

#[test]
fn a_newcomer_gets_the_last_fifty_lines_and_the_number_of_those_before() {
    let mut room = Room::new();
    for number in 1..=120 {
        room.say(&format!("line {number}")).unwrap();
    }
    let snapshot = room.chat.snapshot();
    assert_eq!(snapshot.before, 70);
    assert_eq!(snapshot.lines.len(), REMEMBERED);
    let seqs = snapshot.lines.iter().map(|said| said.seq);
    assert!(
        seqs.eq(71..=120),
        "in order, with the numbers of their events"
    );
    assert_eq!(snapshot.lines[0].line, line("line 71"));
    assert_eq!(
        snapshot.lines[0].n,
        Some(3),
        "so that its speaker knows it again"
    );
}

#[test]
fn whoever_has_said_their_line_is_not_typing_any_more() {
    let mut room = Room::new();
    let typing = room.hear(Command::Typing { on: true }).unwrap();
    assert_eq!(
        typing.latest_changes(),
        [(ADA, Some(Typing { typing: true }))]
    );
    assert_eq!(room.say("done").unwrap().latest_changes(), [(ADA, None)]);
    assert_eq!(
        room.hear(Command::Typing { on: false })
            .unwrap()
            .latest_changes(),
        [(ADA, None)]
    );
}

#[test]
fn the_rate_of_lines_is_an_option_and_zero_lifts_it() {
    let say = Command::Say {
        text: "hi".to_owned(),
        me: false,
    };
    assert_eq!(BasicChat::new(5.0).rate(&say), Rate::new(0, 5.0, 10.0));
    assert_eq!(BasicChat::new(0.0).rate(&say).per_second, 0.0);
}

#[test]
fn lines_before_a_time_are_forgotten_and_everybody_is_told_once() {
    let mut room = Room::new();
    for number in 1..=60 {
        room.say(&format!("line {number}")).unwrap();
    }
    assert_eq!(room.chat.oldest(), Some(11_000));
    let before = 58_000;
    let told = room.apply(What::Forget { before }).unwrap();
    assert_eq!(
        told.events().collect::<Vec<_>>(),
        [&Event::Cleared { before }]
    );
    let snapshot = room.chat.snapshot();
    assert_eq!((snapshot.before, snapshot.lines.len()), (0, 3));
    let told = room.apply(What::Forget { before }).unwrap();
    assert_eq!(told.events().count(), 0);
}

proptest! {
    #[test]
    fn a_room_that_was_kept_is_the_same_room(
        commands in proptest::collection::vec((0..5_u8, ".{0,12}"), 0..120),
    ) {
        let mut room = Room::new();
        for (kind, text) in commands {
            let saved = room.chat.save();
            let command = match kind {
                0 => Command::Typing { on: text.is_empty() },
                1 => Command::Verbatim(text),
                _ => Command::Say { text, me: kind == 2 },
            };
            let leaves_traces = BasicChat::leaves_traces(&command);
            let refused = room.hear(command).is_err();
            prop_assert!((leaves_traces && !refused) || room.chat.save() == saved);
            let text = serde_json::to_string(&room.chat.save()).unwrap();
            let mut again = BasicChat::new(1.0);
            again.restore(serde_json::from_str(&text).unwrap());
            prop_assert_eq!(again.snapshot(), room.chat.snapshot());
            again.line_rate = room.chat.line_rate;
            room.chat = again;
        }
    }
}
