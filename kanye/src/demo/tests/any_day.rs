//! Any day in a room: people come, go, move, ask and like, the service gives more or nothing.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

#[derive(Debug, Clone)]
enum Step {
    Join(u32),
    Leave(u32),
    Move(u32, u16, u16),
    Now(u32),
    Heart(u32, u64, bool),
    Known(usize),
    Wait(u64),
    Forget(u64),
}

fn step() -> impl Strategy<Value = Step> {
    let who = 1..6_u32;
    prop_oneof![
        who.clone().prop_map(Step::Join),
        who.clone().prop_map(Step::Leave),
        (who.clone(), any::<u16>(), any::<u16>()).prop_map(|(who, x, y)| Step::Move(who, x, y)),
        who.clone().prop_map(Step::Now),
        (who, 0..30_u64, any::<bool>()).prop_map(|(who, seq, on)| Step::Heart(who, seq, on)),
        (0..40_usize).prop_map(Step::Known),
        (0..30_000_u64).prop_map(Step::Wait),
        (0..60_000_u64).prop_map(Step::Forget),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn whatever_happens_a_room_with_people_has_a_quote_and_the_next_is_never_late(
        steps in proptest::collection::vec(step(), 0..120),
    ) {
        let mut room = Room::new();
        let mut here = BTreeSet::new();
        let mut known = 0;
        for step in steps {
            let person = |id: u32| Who { id: PersonId(id), name: "P", is_plain: id == 5 };
            match step {
                Step::Join(id) if here.insert(id) => drop(room.join(person(id))),
                Step::Leave(id) if here.remove(&id) => {
                    room.act(person(id), Act::Left).unwrap();
                }
                Step::Move(id, x, y) if here.contains(&id) => {
                    let kept = room.kept();
                    room.ask(person(id), Command::Move { x, y }).unwrap();
                    prop_assert_eq!(room.kept(), kept, "a move leaves no traces");
                }
                Step::Now(id) if here.contains(&id) => {
                    let before = room.kanye.next_tick();
                    if let Err(refusal) = room.ask(person(id), Command::Now) {
                        prop_assert!(refusal.retry_ms > Some(0));
                        prop_assert_eq!(room.kanye.next_tick(), before);
                    }
                }
                Step::Heart(id, quote, on) if here.contains(&id) => {
                    let _ = room.ask(person(id), Command::Heart { quote, on });
                }
                Step::Known(more) => {
                    known = known.max(more);
                    room.hear_of(upstream(1, known));
                }
                Step::Wait(ms) => drop(room.wait(ms)),
                Step::Forget(ms) => {
                    let before = room.now.saturating_sub(ms);
                    room.apply(What::Forget { before }).unwrap();
                    let oldest = room.kanye.oldest();
                    prop_assert!(oldest.is_none_or(|oldest| oldest >= before), "{oldest:?}");
                }
                _ => {}
            }
            room.restart();
            let snapshot = room.kanye.snapshot();
            prop_assert_eq!(snapshot.next_at.is_some(), !here.is_empty());
            if let Some(next_at) = snapshot.next_at {
                prop_assert!((room.now..=room.now + EVERY).contains(&next_at));
                prop_assert!(!snapshot.quotes.is_empty());
            }
            prop_assert!(snapshot.quotes.len() <= KEPT);
            prop_assert!(snapshot.quotes.iter().all(|shown| shown.hearts == shown.by.len()));
            prop_assert_eq!(room.kanye.heads.readers(), here.iter().filter(|id| **id != 5).count() as u64);
        }
    }
}
