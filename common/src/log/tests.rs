//! The log beside a naive model: a plain list of everything that was ever pushed.

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

const ME: ConnectionId = ConnectionId(1);

/// What is pushed: a rich frame, perhaps a plain one, perhaps said by this very reader.
type Pushed = (Vec<u8>, Vec<u8>, bool);

fn pushed() -> impl Strategy<Value = Pushed> {
    (
        vec(any::<u8>(), 1..20),
        vec(any::<u8>(), 0..12),
        any::<bool>(),
    )
}

fn bytes(run: Option<Run<'_>>) -> Vec<u8> {
    run.map_or_else(Vec::new, |run| run.bytes.concat())
}

/// Reads like an outlet whose socket takes `bites` bytes at a time, the last size for ever.
fn read(log: &Reading<'_>, mut cursor: u64, dialect: Dialect, bites: &[usize]) -> Vec<u8> {
    let mut read = Vec::new();
    let mut bites = bites.iter().copied().chain(std::iter::repeat(usize::MAX));
    while let Some(run) = log.after(cursor, dialect) {
        let taken = bites
            .next()
            .unwrap_or(usize::MAX)
            .clamp(1, run.len().max(1));
        if taken >= run.len() {
            read.extend(bytes(Some(run)));
            cursor = run.upto;
        } else {
            let all = bytes(Some(run));
            read.extend_from_slice(&all[..taken]);
            let (reached, rest) = log.torn(&run, dialect, taken);
            read.extend(rest.concat());
            cursor = reached;
        }
    }
    read
}

proptest! {
    #[test]
    fn every_reader_gets_every_byte_once_however_little_its_socket_takes(
        pushes in vec(pushed(), 0..60),
        events in 1..40_usize,
        behind in 0..40_u64,
        most in 0..70_u64,
        bites in vec(1..50_usize, 0..40),
    ) {
        let mut log = Log::new(7, Bounds { events, bytes: 400 });
        for (rich, plain, is_mine) in &pushes {
            let not_to = is_mine.then_some(ME);
            log.push(Frames { rich, plain, not_to, at: 0 });
        }
        prop_assert_eq!(log.head(), pushes.len() as u64);
        let cursor = log.head().saturating_sub(behind).max(log.oldest() - 1);
        let later = &pushes[cursor as usize..];
        let rich: Vec<u8> = later.iter().flat_map(|(rich, ..)| rich.clone()).collect();
        let others = later.iter().filter(|(.., is_mine)| !is_mine);
        let plain: Vec<u8> = others.flat_map(|(_, plain, _)| plain.clone()).collect();
        // Wherever most others stand, and where this one does.
        for most in [most, cursor] {
            let log = Reading::of(&log, most);
            prop_assert_eq!(&read(&log, cursor, Dialect::Rich, &bites), &rich);
            prop_assert_eq!(&read(&log, cursor, Dialect::Plain(ME), &bites), &plain);
        }
    }

    #[test]
    fn the_log_is_bounded_and_keeps_the_newest(pushes in vec(pushed(), 1..80), events in 1..20_usize) {
        let mut log = Log::new(7, Bounds { events, bytes: 100 });
        for (rich, plain, _) in &pushes {
            log.push(Frames { rich, plain, ..Frames::default() });
            let kept = log.head() + 1 - log.oldest();
            prop_assert!(kept >= 1 && kept <= events as u64);
            prop_assert!(kept == 1 || log.rich.len() + log.plain.len() <= 100);
        }
    }

    #[test]
    fn resuming_is_arithmetic_and_never_skips_in_silence(
        pushes in 0..50_u64,
        events in 1..20_usize,
        seq in 0..60_u64,
        is_same_epoch in any::<bool>(),
    ) {
        let mut log = Log::new(7, Bounds { events, bytes: 10_000 });
        for _ in 0..pushes {
            log.push(Frames { rich: b"x", ..Frames::default() });
        }
        let epoch = Log::new(if is_same_epoch { 7 } else { 8 }, Bounds::default()).epoch;
        let kept = pushes.min(events as u64);
        let expected = match () {
            () if !is_same_epoch || seq > pushes => Resume::Snapshot,
            () if seq >= pushes - kept => Resume::Continue,
            () => Resume::Gap,
        };
        prop_assert_eq!(log.resume(Some(&Position { epoch, seq })), expected);
        prop_assert_eq!(log.resume(None), Resume::Snapshot);
    }
}

#[test]
fn a_quiet_log_lets_a_reader_resume_though_nothing_is_in_it() {
    let log = Log::new(7, Bounds::default());
    let last = Position {
        epoch: log.epoch().to_owned(),
        seq: 0,
    };
    assert_eq!(log.resume(Some(&last)), Resume::Continue);
    assert!(log.after(0, Dialect::Rich).is_none());
}
