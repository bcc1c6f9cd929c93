//! Reads a journal up to the first line that is not right.
//!
//! Whatever the bytes are, what is read was written, in this order and without a gap; nothing panics,
//! and no more is held than one longest line beside what is read.

use std::io::{self, BufRead, BufReader, Read};

use super::generation::{FORMAT, Head};
use super::line::{Chain, LONGEST_LINE};
use crate::journal::keep::Kept;

/// What a file turned out to be.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// At least its head and its checkpoint are right.
    Whole(Journal),
    /// Its head or its checkpoint is not, or nothing else: nothing in it can be used. It has so many bytes.
    Broken(u64),
    /// It is of a format that this server does not know.
    Foreign(u32),
}

/// What a journal holds, and where it goes on.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Journal {
    /// What it says.
    pub(crate) kept: Kept,
    /// The end of what is right.
    pub(crate) end: End,
    /// Whether more comes after that than a line that was not written to its end.
    pub(crate) is_damaged: bool,
}

/// Where a journal goes on.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct End {
    /// The lines so far.
    pub(crate) chain: Chain,
    /// Their length in bytes.
    pub(crate) length: u64,
    /// Length of the head and the checkpoint alone.
    pub(crate) base: u64,
}

impl End {
    /// Writes the next line to `out`.
    pub(super) fn seal(&mut self, json: &[u8], out: &mut Vec<u8>) {
        let before = out.len();
        self.chain.seal(json, out);
        self.length += (out.len() - before) as u64;
    }
}

/// Reads a journal.
pub(crate) fn read(from: impl Read) -> io::Result<Reading> {
    let mut lines = LineReader::new(from);
    let head = lines.next()?;
    let Some(head) = head.and_then(|json| serde_json::from_slice::<Head>(&json).ok()) else {
        return Ok(Reading::Broken(lines.end.length + lines.rest()?));
    };
    if head.journal != FORMAT {
        return Ok(Reading::Foreign(head.journal));
    }
    let mut checkpoint: Option<Vec<u8>> = None;
    for _ in 0..head.checkpoint {
        let Some(json) = lines.next()? else {
            return Ok(Reading::Broken(lines.end.length + lines.rest()?));
        };
        match &mut checkpoint {
            Some(text) => {
                text.push(b'\n');
                text.extend(json);
            }
            None => checkpoint = Some(json),
        }
    }
    lines.end.base = lines.end.length;

    let mut records = Vec::new();
    while let Some(json) = lines.next()? {
        records.push(json);
    }
    // A line that was torn has no end.
    let is_damaged = lines.line.ends_with(b"\n") || lines.line.len() == LONGEST_LINE;
    let (end, lost_bytes) = (lines.end, lines.rest()?);
    if is_damaged && checkpoint.is_none() && records.is_empty() {
        return Ok(Reading::Broken(end.length + lost_bytes));
    }
    let kept = Kept {
        checkpoint,
        records,
        lost_bytes,
    };
    Ok(Reading::Whole(Journal {
        kept,
        end,
        is_damaged,
    }))
}

/// Reads the lines of a file up to the first that is not right.
struct LineReader<R> {
    from: BufReader<R>,
    line: Vec<u8>,
    end: End,
}

impl<R: Read> LineReader<R> {
    fn new(from: R) -> Self {
        Self {
            from: BufReader::new(from),
            line: Vec::new(),
            end: End::default(),
        }
    }

    /// The JSON text of the next line, if there is one and it is right.
    fn next(&mut self) -> io::Result<Option<Vec<u8>>> {
        self.line.clear();
        let mut from = (&mut self.from).take(LONGEST_LINE as u64);
        from.read_until(b'\n', &mut self.line)?;
        let Some(line) = self.line.strip_suffix(b"\n") else {
            return Ok(None);
        };
        let Some(json) = self.end.chain.open(line) else {
            return Ok(None);
        };
        self.end.length += self.line.len() as u64;
        Ok(Some(json.to_vec()))
    }

    /// How many bytes are left from the line that was not right on.
    fn rest(&mut self) -> io::Result<u64> {
        let rest = io::copy(&mut self.from, &mut io::sink())?;
        Ok(self.line.len() as u64 + rest)
    }
}
