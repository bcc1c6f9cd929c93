//! What the generator counts: from when a message was due, and each receiver by itself.

use std::time::{Duration, Instant};

use crate::{
    load::{
        schedule::{Schedule, Turn},
        stamp::Stamp,
        tally::Tally,
    },
    workload::Workload,
};

const MS: u64 = 1_000_000;

fn tally(name: &str) -> Tally {
    Tally::new(Workload::named(name).unwrap())
}

/// A message of the first person, as it comes.
fn text(number: u32, due_ns: u64) -> [u8; 100] {
    Stamp {
        due_ns,
        sender: 0,
        number,
    }
    .text()
}

#[test]
fn what_a_stamp_says_is_read_again() {
    let stamp = Stamp {
        due_ns: 0x0123_4567_89AB_CDEF,
        sender: 10_000,
        number: u32::MAX,
    };
    assert_eq!(Stamp::read(&stamp.text()), Some(stamp));
    assert_eq!(
        Stamp::read(b"somebody else wrote this, which is no stamp"),
        None
    );
    assert_eq!(Stamp::read(b"short"), None);
}

#[test]
fn a_message_that_was_sent_late_counts_from_when_it_was_due() {
    let mut tally = tally("W6");
    tally.first = 0;
    // Due after 10 ms, sent after 90, and there after 95.
    tally.sent(0, 0, Duration::from_millis(80));
    tally.line(1, &text(0, 10 * MS), 102, 95 * MS);
    let latency = tally.latency().percentiles().unwrap();
    assert!((latency.max - 85.0).abs() < 0.1, "{latency:?}");
    assert!((tally.lateness_p99_ms() - 80.0).abs() < 0.1);
}

#[test]
fn the_clock_of_a_loop_does_not_wait_for_anybody() {
    let due = |name, number| Workload::named(name).unwrap().due(number);
    assert_eq!(due("W3", 0), Some(Duration::ZERO));
    // Ten people, each five times a second.
    assert_eq!(due("W3", 50), Some(Duration::from_secs(1)));
    assert_eq!(due("W3", 51), Some(Duration::from_millis(1020)));
    assert_eq!(due("W1/64", 50), None, "it follows what comes back");
}

#[test]
fn who_was_held_up_says_all_that_was_due_each_with_its_own_time() {
    let workload = Workload::named("W3").unwrap();
    let start = Instant::now();
    let mut schedule = Schedule::starting_at(start, workload);
    let after = |ms| start + Duration::from_millis(ms);
    assert!(schedule.take_due(start).is_some(), "the first one is due");
    assert_eq!(schedule.take_due(after(19)), None);
    // Then nothing can be sent for a second.
    let said: Vec<_> = std::iter::from_fn(|| schedule.take_due(after(1000))).collect();
    assert_eq!(said.len(), 50);
    for ((turn, due), number) in said.into_iter().zip(1..) {
        let who = number as usize % 10;
        assert_eq!(turn, Turn { number, who });
        assert_eq!(due, after(20 * u64::from(number)), "{turn:?}");
    }
    assert_eq!(schedule.next_due(), Some(after(1020)), "it goes on in time");
}

#[test]
fn what_had_to_wait_for_its_generator_is_in_the_latency() {
    let mut tally = tally("W3");
    tally.first = 0;
    let start = Instant::now();
    let mut schedule = Schedule::starting_at(start, Workload::named("W3").unwrap());
    // Held up for a second at the very beginning; all goes out at its end, and is there at once.
    let end = start + Duration::from_secs(1);
    while let Some((Turn { number, who }, due)) = schedule.take_due(end) {
        tally.sent(who, number, end - due);
        tally.line(1009, &text(number, tally.ns_at(due)), 102, tally.ns_at(end));
    }
    let latency = tally.latency().percentiles().unwrap();
    assert!((latency.max - 1000.0).abs() < 1.0, "{latency:?}");
    assert!((latency.p50 - 500.0).abs() < 1.0, "{latency:?}");
    assert!((tally.lateness_p99_ms() - 1000.0).abs() < 1.0);
}

#[test]
fn a_message_of_the_warm_up_is_not_measured_however_late_it_comes() {
    let mut tally = tally("W6");
    for number in 0..2 {
        tally.first = if number == 0 { u32::MAX } else { 1 };
        tally.sent(0, number, Duration::from_millis(5));
    }
    tally.line(1, &text(0, 0), 102, 900 * MS);
    tally.line(1, &text(1, 890 * MS), 102, 900 * MS);
    assert_eq!((tally.deliveries, tally.measured), (2, 1));
    let latency = tally.latency().percentiles().unwrap();
    assert!((latency.max - 10.0).abs() < 0.1, "{latency:?}");
}

#[test]
fn what_comes_back_to_its_sender_is_no_delivery() {
    let mut tally = tally("W4");
    tally.first = 0;
    tally.sent(0, 0, Duration::ZERO);
    tally.line(0, &text(0, 0), 102, MS);
    assert_eq!((tally.deliveries, tally.own), (0, 1));
}

#[test]
fn the_last_receiver_is_the_last_one() {
    let mut tally = tally("R/1");
    tally.first = 0;
    tally.sent(0, 0, Duration::ZERO);
    for member in 1..100 {
        assert_eq!(tally.last().percentiles(), None);
        tally.line(member, &text(0, 0), 102, member as u64 * MS);
    }
    let last = tally.last().percentiles().unwrap();
    assert!((last.max - 99.0).abs() < 0.1, "{last:?}");
}

#[test]
fn one_who_got_a_message_twice_does_not_make_up_for_one_who_got_none() {
    let mut tally = tally("R/1");
    tally.sent(0, 0, Duration::ZERO);
    for member in 2..100 {
        tally.line(member, &text(0, 0), 102, MS);
    }
    tally.line(2, &text(0, 0), 102, MS);
    assert_eq!(tally.deliveries, tally.due, "in sum it looks right");
    let faults = tally.faults();
    assert_eq!(
        (faults.receivers, faults.missing, faults.surplus),
        (2, 1, 1)
    );
}
