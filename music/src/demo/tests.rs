//! The rules of music by plain calls: edits, transport, settings, and the words of old pages.

use common::demo::PersonId;
use serde_json::{Value, json};

use super::*;
use crate::{link, notation, presets};

mod room;
mod simulation;

use room::Room;

const ADA: u32 = 1;
const BOB: u32 = 2;

fn refused(room: &mut Room, who: u32, command: Value) -> Refusal {
    let before = room.music.snapshot();
    let refusal = room.ask(who, command).unwrap_err();
    assert_eq!(room.music.snapshot(), before, "a refusal changes nothing");
    refusal
}

#[test]
fn a_newcomer_never_meets_a_blank_page() {
    let mut room = Room::new();
    let page = room.join(ADA);
    let first = presets::first();
    let sounding = page.cells.iter().flatten().filter(|(value, _)| *value > 0);
    assert!(sounding.count() > 30);
    assert_eq!(
        (page.bpm(), page.state["swing"].clone()),
        (first.bpm, json!(first.swing))
    );
    assert_eq!(page.state["transport"]["playing"], false);
    assert_eq!(page.state["can"], json!({}));
    assert_eq!(page.state["mute"].as_array().unwrap().len(), 8);
}

#[test]
fn what_makes_no_sense_is_refused_and_changes_nothing() {
    let mut room = Room::new();
    room.join(ADA);
    let set = |cells: Value| json!({"type": "set", "group": 1, "cells": cells});
    for (command, code) in [
        (set(json!([])), "cells"),
        (set(json!(vec![[0, 0, 0, 1]; 513])), "cells"),
        (set(json!([[0, 0, 0, 1], [4, 0, 0, 1]])), "cells"),
        (set(json!([[0, 8, 0, 1]])), "cells"),
        (set(json!([[0, 0, 16, 1]])), "cells"),
        (set(json!([[0, 0, 0, 5]])), "cells"),
        (set(json!([[0, 6, 0, 4]])), "cells"),
        (set(json!([[0, 6, 0, 32]])), "cells"),
        (json!({"type": "undo"}), "nothing"),
        (json!({"type": "redo"}), "nothing"),
        (json!({"type": "tempo", "bpm": 39}), "tempo"),
        (json!({"type": "tempo", "bpm": 241}), "tempo"),
        (json!({"type": "swing", "percent": 61}), "swing"),
        (json!({"type": "mute", "track": 8, "on": true}), "track"),
        (json!({"type": "solo", "track": 255, "on": true}), "track"),
        (json!({"type": "pattern", "pattern": 4}), "pattern"),
        (json!({"type": "play", "beat": -1}), "beat"),
        (json!({"type": "seek", "beat": 1e300}), "beat"),
        (json!({"type": "rtt", "ms": -5}), "rtt"),
        (
            json!({"type": "load", "group": 1, "song": {"format": "mp3"}}),
            "song",
        ),
    ] {
        assert_eq!(
            refused(&mut room, ADA, command.clone()).code,
            code,
            "{command}"
        );
    }
    let refusal = refused(
        &mut room,
        ADA,
        json!({"type": "load", "group": 1, "song": 7}),
    );
    assert_eq!(
        refusal.message,
        "This is no song. song: an object is wanted."
    );
}

#[test]
fn an_undo_says_what_it_left_alone_and_because_of_whom() {
    let mut room = Room::new();
    room.join(ADA);
    room.join(BOB);
    let cells = json!([[1, 5, 0, 2], [1, 5, 1, 2]]);
    room.ask(ADA, json!({"type": "set", "group": 7, "cells": cells}))
        .unwrap();
    room.ask(
        BOB,
        json!({"type": "set", "group": 7, "cells": [[1, 5, 1, 3]]}),
    )
    .unwrap();
    let before = room.fresh_page();
    let told = room.ask(ADA, json!({"type": "undo"})).unwrap();
    assert_eq!(
        told,
        [json!({
            "type": "cells", "why": "undo", "group": 7,
            "cells": [[1, 5, 0, presets::first().patterns[1].as_ref().unwrap().at(5, 0).value(), 0]],
            "skipped": [[1, 5, 1, BOB, "Person 2"]],
        })]
    );
    let told = room.ask(ADA, json!({"type": "redo"})).unwrap();
    assert_eq!(told[0]["skipped"], json!([]));
    assert!(room.fresh_page().cells == before.cells);
}

#[test]
fn who_comes_back_after_having_left_can_still_undo() {
    let mut room = Room::new();
    room.join(ADA);
    room.ask(
        ADA,
        json!({"type": "set", "group": 1, "cells": [[0, 0, 1, 1]]}),
    )
    .unwrap();
    room.act(ADA, Act::Left).unwrap();
    room.join(ADA);
    let told = room.ask(ADA, json!({"type": "undo"})).unwrap();
    assert_eq!(told[0]["cells"], json!([[0, 0, 1, 0, 0]]));
}

#[test]
fn histories_and_names_do_not_grow_with_everybody_who_ever_was_here() {
    let mut authors = Authors::default();
    let mut board = Board::new(&presets::first().patterns);
    let cells = [(
        board::Place::new(0, 0, 0).unwrap(),
        crate::pattern::Cell::OFF,
    )];
    for id in 1..5_000 {
        let (id, name, is_plain) = (PersonId(id), format!("Person {id}"), false);
        authors.came(Who {
            id,
            name: &name,
            is_plain,
        });
        authors.history(id).set(id, 1, &cells, &mut board);
        authors.left(id);
    }
    assert_eq!(authors.sizes(), (64, 1024));
    assert_eq!(authors.name(PersonId(4_999)), "Person 4999");
    assert_eq!(authors.name(PersonId(1)), "");
}

#[test]
fn loading_a_song_tells_cells_first_and_then_only_what_has_changed() {
    let mut room = Room::new();
    room.join(ADA);
    let before = room.fresh_page();
    let (_, song) = presets::all().swap_remove(1);
    let mut song = notation::write(&song);
    song["mute"] = json!(["clap"]);
    let load = json!({"type": "load", "group": 9, "song": song});
    let told = room.ask(ADA, load.clone()).unwrap();
    let kinds: Vec<_> = told
        .iter()
        .map(|event| event["type"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["cells", "swing", "mute", "transport"]);
    assert_eq!(
        (&told[0]["why"], &told[0]["group"]),
        (&json!("load"), &json!(9))
    );
    assert_eq!(told[0].get("skipped"), None);
    let told = room.ask(ADA, load).unwrap();
    assert_eq!(
        told,
        [json!({"type": "cells", "why": "load", "group": 9, "cells": []})]
    );
    assert!(
        room.fresh_page().cells[2] == before.cells[2],
        "what is not in it stays"
    );
    room.ask(ADA, json!({"type": "undo"})).unwrap();
    assert_eq!(room.fresh_page().cells, before.cells, "a load is one group");
}

#[test]
fn the_transport_is_planned_as_far_ahead_as_the_slowest_needs() {
    let mut room = Room::new();
    room.join(ADA);
    room.join(BOB);
    assert_eq!(
        room.ask(BOB, json!({"type": "rtt", "ms": 400})).unwrap(),
        [] as [Value; 0]
    );
    let told = room.ask(ADA, json!({"type": "play", "beat": 2})).unwrap();
    let now = room.now as f64;
    let bpm = presets::first().bpm;
    let vector = json!({"version": 2, "at": now + 660.0, "beat": 2.0, "bpm": bpm, "playing": true});
    assert_eq!(
        told,
        [json!({"type": "transport", "vector": vector, "lead": 660.0})]
    );
    room.act(BOB, Act::Left).unwrap();
    assert_eq!(room.music.snapshot().lead, 200.0);
}

#[test]
fn another_pattern_begins_on_a_beat_while_it_plays_and_else_at_once() {
    let mut room = Room::new();
    room.join(ADA);
    let choose = |room: &mut Room, pattern: u8| {
        let told = room
            .ask(ADA, json!({"type": "pattern", "pattern": pattern}))
            .unwrap();
        told[0]["pattern_from"].as_f64().unwrap()
    };
    assert_eq!(choose(&mut room, 1), room.now as f64);
    room.ask(ADA, json!({"type": "tempo", "bpm": 120})).unwrap();
    room.ask(ADA, json!({"type": "play"})).unwrap();
    let began = room.now as f64 + 200.0;
    room.now += 1_000;
    assert_eq!(choose(&mut room, 2), began + 1_000.0);
    let snapshot = room.music.snapshot();
    assert_eq!((snapshot.pattern, snapshot.pattern_before), (2, 1));
    assert_eq!(choose(&mut room, 3), began + 1_000.0);
    assert_eq!(
        room.music.snapshot().pattern_before,
        1,
        "2 has never been heard"
    );
}

#[test]
fn old_pages_and_ours_move_the_same_transport() {
    let mut room = Room::new();
    room.join(ADA);
    room.ask(ADA, json!({"type": "tempo", "bpm": 120})).unwrap();
    assert_eq!(
        room.take_plain(),
        [] as [&str; 0],
        "a recording has no tempo"
    );
    for (said, playing, beat) in [("PLAY", true, 0.0), ("12.50", true, 25.0), ("0", true, 0.0)] {
        let command = Music::read_plain(said).unwrap();
        room.give(ADA, command).unwrap();
        let vector = room.music.snapshot().transport;
        assert_eq!((vector.playing, vector.beat), (playing, beat), "{said}");
        assert_eq!(room.take_plain(), [said], "to the letter");
    }
    let command = Music::read_plain("NEW CONNECTION").unwrap();
    let before = room.music.snapshot();
    room.give(ADA, command).unwrap();
    assert_eq!(room.music.snapshot(), before);
    assert_eq!(room.take_plain(), [] as [&str; 0]);
    for (command, words) in [
        (json!({"type": "play", "beat": 4}), "PLAY"),
        (json!({"type": "seek", "beat": 25}), "12.5"),
        (json!({"type": "seek", "beat": -0.0}), "0"),
        (json!({"type": "stop"}), "STOP"),
    ] {
        room.ask(ADA, command).unwrap();
        assert_eq!(room.take_plain(), [words]);
    }
    assert!(Music::read_plain("hello").is_none());
}

#[test]
fn the_song_as_a_file_comes_out_of_its_link_alone() {
    let link = link::encode(&presets::first());
    let file = Music::file("/song.mid", &format!("room=band-3&s={link}"))
        .unwrap()
        .unwrap();
    assert_eq!((file.name, file.content_type), ("song.mid", "audio/midi"));
    assert!(file.bytes.starts_with(b"MThd"));
    for query in [
        "",
        "s=",
        "s",
        "t=1",
        &format!("s={link}="),
        &format!("s={link}%20"),
    ] {
        let problem = Music::file("/song.mid", query).unwrap().unwrap_err();
        assert!(problem.ends_with('.'), "{problem}");
    }
    assert_eq!(Music::file("/song.midi", ""), None);
}

#[test]
fn a_song_that_nobody_has_touched_since_is_forgotten_and_everybody_is_told() {
    let mut room = Room::new();
    room.join(ADA);
    let mut page = room.fresh_page();
    let begin = page.clone();
    assert_eq!(room.music.oldest(), None);
    let set = json!({"type": "set", "group": 1, "cells": [[1, 5, 0, 2], [0, 0, 0, 0]]});
    room.ask(ADA, set).unwrap();
    room.ask(ADA, json!({"type": "swing", "percent": 33}))
        .unwrap();
    room.ask(ADA, json!({"type": "tempo", "bpm": 77})).unwrap();
    let edited = room.now;
    assert_eq!(room.music.oldest(), Some(edited));
    room.now += 1_000;
    room.forget(edited);
    page.catch_up(&room.log);
    assert_eq!(page.state["swing"], 33, "somebody was at it since");
    room.forget(edited + 1);
    page.catch_up(&room.log);
    assert_eq!(page.song(), room.fresh_page().song());
    assert_eq!(page.cells, begin.cells);
    assert_eq!(
        (page.bpm(), &page.state["swing"]),
        (begin.bpm(), &begin.state["swing"])
    );
    assert_eq!(
        refused(&mut room, ADA, json!({"type": "undo"})).code,
        "nothing"
    );
    assert_eq!(room.music.oldest(), None);
}
