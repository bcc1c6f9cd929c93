//! The transport by plain calls: no jump in time but those that were asked for.

use proptest::prelude::*;

use super::*;

/// What a device that heard everything makes of it: the newest vector that has begun.
fn in_force(heard: &[Vector], time: f64) -> Vector {
    let begun = heard.iter().rev().find(|vector| vector.at <= time);
    *begun.unwrap_or(&heard[0])
}

/// What a newcomer makes of a snapshot.
fn seen(transport: &Transport) -> Vec<Vector> {
    let newest = [transport.newest()];
    [transport.before(), &newest].concat()
}

fn is_near(one: f64, other: f64) -> bool {
    (one - other).abs() < 1e-6
}

#[test]
fn play_begins_after_the_lead_and_goes_with_the_tempo() {
    let mut transport = Transport::new(120);
    let vector = transport.play(1_000.0, 200.0, None);
    assert_eq!((vector.version, vector.at, vector.beat), (2, 1_200.0, 0.0));
    assert_eq!(vector.position(2_200.0), 2.0);
    let vector = transport.stop(2_000.0, 200.0);
    assert_eq!(
        (vector.at, vector.beat, vector.playing),
        (2_200.0, 2.0, false)
    );
    assert_eq!(vector.position(9_000.0), 2.0);
    let vector = transport.play(9_000.0, 200.0, Some(1.0));
    assert_eq!((vector.version, vector.beat), (4, 1.0));
}

#[test]
fn a_tempo_changes_on_a_beat_while_it_plays_and_else_at_once() {
    let mut transport = Transport::new(120);
    assert_eq!(transport.tempo(500.0, 200.0, 60).at, 500.0);
    transport.play(1_000.0, 200.0, None);
    let vector = transport.tempo(1_500.0, 200.0, 240);
    assert_eq!((vector.at, vector.beat, vector.bpm), (2_200.0, 1.0, 240));
    let vector = transport.tempo(1_500.0, 200.0, 100);
    assert_eq!(
        (vector.at, vector.beat),
        (2_200.0, 1.0),
        "a whole beat counts as the next one"
    );
}

#[test]
fn what_begins_on_a_beat_waits_for_the_end_of_music_that_is_about_to_stop() {
    let mut transport = Transport::new(120);
    transport.play(0.0, 200.0, None);
    assert_eq!(transport.on_the_beat(1_000.0, 200.0), 1_200.0);
    let stop = transport.stop(1_000.0, 500.0);
    assert_eq!(transport.on_the_beat(1_100.0, 200.0), stop.at);
    assert_eq!(transport.on_the_beat(9_000.0, 200.0), 9_000.0);
}

#[test]
fn a_change_never_overtakes_one_that_was_decided_before() {
    let mut transport = Transport::new(40);
    transport.play(0.0, 200.0, None);
    let slow = transport.tempo(300.0, 1_500.0, 50);
    assert!(slow.at > 1_800.0);
    let stop = transport.stop(400.0, 200.0);
    assert_eq!(stop.at, slow.at);
}

#[derive(Debug, Clone)]
enum Step {
    Play(Option<f64>),
    Stop,
    Seek(f64),
    Tempo(u16),
    Wait(f64),
}

fn step() -> impl Strategy<Value = Step> {
    let beat = || 0.0..10_000.0_f64;
    prop_oneof![
        proptest::option::of(beat()).prop_map(Step::Play),
        Just(Step::Stop),
        beat().prop_map(Step::Seek),
        (40..=240_u16).prop_map(Step::Tempo),
        (0.0..4_000.0_f64).prop_map(Step::Wait),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn whatever_is_asked_time_has_no_jumps_but_those_that_were_asked_for(
        steps in proptest::collection::vec((step(), 200.0..1_500.0_f64), 0..60),
    ) {
        let mut transport = Transport::new(110);
        let mut heard = vec![transport.newest()];
        let mut now = 0.0;
        for (step, lead) in steps {
            let before = transport.newest();
            let (vector, jumps) = match step {
                Step::Wait(ms) => { now += ms; continue }
                Step::Play(beat) => (transport.play(now, lead, beat), beat.is_some()),
                Step::Stop => (transport.stop(now, lead), false),
                Step::Seek(beat) => (transport.seek(now, lead, beat), true),
                Step::Tempo(bpm) => (transport.tempo(now, lead, bpm), false),
            };
            prop_assert_eq!(vector.version, before.version + 1);
            prop_assert!(vector.at >= before.at && vector.at >= now);
            prop_assert!(jumps || is_near(vector.beat, before.position(vector.at)));
            if before.playing && !matches!(step, Step::Tempo(_)) {
                prop_assert!(vector.at >= now + lead, "everybody hears of it in time");
            }
            if before.playing && matches!(step, Step::Tempo(_)) {
                prop_assert_eq!(vector.beat.fract(), 0.0);
                prop_assert!(vector.at + 1e-6 >= now + lead);
            }
            heard.push(vector);
            // Whoever joins now computes what all others do, at this moment and at any later one.
            let seen = seen(&transport);
            let is_all = seen.len() <= REMEMBERED;
            for time in [now, now + lead / 2.0, now + lead, now + 5_000.0] {
                let (late, early) = (in_force(&seen, time), in_force(&heard, time));
                prop_assert!(!is_all || late == early, "{late:?} {early:?} at {time}");
            }
        }
    }
}
