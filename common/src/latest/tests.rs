//! Newest values: who is told what, when, and in which words.

use serde_json::{Value, json};

use super::*;

fn values(news: &News) -> Value {
    serde_json::from_str::<Value>(&news.json).unwrap()["values"].clone()
}

#[test]
fn a_reader_that_was_behind_gets_only_the_newest_value() {
    let mut latest = Latest::default();
    for x in 0..100 {
        latest.set(PersonId(1), x, x);
    }
    latest.set(PersonId(2), 7, 100);
    latest.release(110);
    let frame = latest.frame_after(0).unwrap();
    assert_eq!(values(frame), json!([[1, 99, 11], [2, 7, 10]]));
}

#[test]
fn a_reader_that_is_up_to_date_gets_nothing() {
    let mut latest = Latest::default();
    latest.set(PersonId(1), 1, 0);
    assert_eq!(latest.frame_after(0), None, "not released yet");
    latest.release(0);
    assert_eq!(latest.frame_after(latest.released()), None);
}

#[test]
fn what_changes_once_more_after_a_release_waits_for_the_next() {
    let mut latest = Latest::default();
    latest.set(PersonId(1), 1, 0);
    latest.set(PersonId(2), 1, 0);
    latest.release(0);
    latest.set(PersonId(2), 2, 1);
    assert_eq!(values(latest.frame_after(0).unwrap()), json!([[1, 1, 0]]));
    let seen = latest.released();
    latest.release(34);
    let frame = latest.frame_after(seen).unwrap();
    assert_eq!(values(frame), json!([[2, 2, 33]]));
    let all = latest.frame_after(0).unwrap();
    assert_eq!(values(all), json!([[1, 1, 34], [2, 2, 33]]));
}

#[test]
fn a_value_that_is_taken_back_reaches_those_who_saw_it_and_nobody_else() {
    let mut latest = Latest::default();
    latest.set(PersonId(1), true, 0);
    latest.release(0);
    let seen = latest.released();
    latest.clear(PersonId(1), 5);
    latest.clear(PersonId(1), 6);
    latest.release(5);
    assert_eq!(latest.released(), seen + 1, "clearing nothing is no change");
    let frame = latest.frame_after(seen).unwrap();
    assert_eq!(values(frame), json!([[1, null, 0]]));
    assert_eq!(latest.frame_after(0), None, "a newcomer never saw it");
}

#[test]
fn thousands_who_came_and_went_leave_nothing_behind() {
    let mut latest = Latest::default();
    for person in (1..5_000).map(PersonId) {
        latest.set(person, true, 1);
        latest.clear(person, 1);
    }
    latest.release(1);
    latest.forget_cleared(latest.released() - 1, 0);
    assert_eq!(latest.values.len(), 1, "one reader does not know it yet");
    latest.forget_cleared(latest.released(), 0);
    assert!(latest.values.is_empty());
}

#[test]
fn plain_clients_hear_each_value_in_words_of_their_own_origin() {
    let mut latest = Latest::default();
    latest.set(PersonId(1), 1, 0);
    latest.set(PersonId(2), 2, 0);
    latest.clear(PersonId(2), 0);
    latest.set(PersonId(3), 3, 0);
    latest.release(0);
    let words = |person: PersonId, value: &u32, origin: &str| {
        (*value < 3).then(|| format!("{origin} {} {value}", person.0))
    };
    let said = |text: &str| News::plain(std::iter::once(text.to_owned()));
    assert_eq!(*latest.words_after(0, "here", words), said("here 1 1"));
    assert_eq!(*latest.words_after(0, "there", words), said("there 1 1"));
    let nothing = latest.words_after(latest.released(), "here", words);
    assert_eq!(*nothing, News::default());
}
