//! What a fuzzer does to the file of a room. It is in no server.

use super::generation::Head;
use super::line::Chain;
use super::read::{Reading, read};

/// Writes a journal out of some bytes, damages it as other bytes say, and reads it: what is read is the
/// beginning of what was written, and no byte is unaccounted for.
///
/// # Panics
///
/// If it is not.
pub(crate) fn damage(data: &[u8]) {
    let [lines, damages @ ..] = data else { return };
    let head = serde_json::to_vec(&Head::new("class", 1, 0)).expect("a head is plain data");
    let written: Vec<Vec<u8>> = (0..lines % 32)
        .map(|n| n.to_string().into_bytes())
        .collect();
    let (mut chain, mut file) = (Chain::default(), Vec::new());
    chain.seal(&head, &mut file);
    written.iter().for_each(|line| chain.seal(line, &mut file));
    for damage in damages.chunks_exact(4) {
        let at = usize::from(u16::from_le_bytes([damage[0], damage[1]])) % (file.len() + 1);
        let upto = (at + usize::from(damage[3] % 64)).min(file.len());
        match damage[2] % 4 {
            0 => file.splice(at..upto, []).for_each(drop),
            1 => file.insert(at, damage[3]),
            2 => file.extend_from_within(at..upto),
            _ => file
                .get_mut(at)
                .into_iter()
                .for_each(|byte| *byte ^= damage[3]),
        }
    }
    let length = file.len() as u64;
    match read(file.as_slice()).expect("memory can be read") {
        Reading::Whole(journal) => {
            let read = &journal.kept.records;
            assert_eq!(Some(read.as_slice()), written.get(..read.len()));
            assert_eq!(journal.end.length + journal.kept.lost_bytes, length);
        }
        Reading::Broken(bytes) => assert_eq!(bytes, length),
        Reading::Foreign(_) => {}
    }
}
