//! One line of a journal: its number, a JSON text, and a checksum of everything up to here.
//!
//! ```text
//! [17,{"any":"JSON"},"9f3c2a1b"]
//! ```
//!
//! The line is JSON itself, and its number is that of the line in an editor. The checksum is the
//! CRC-32 of all lines from the first to this one, each with its end and without its own checksum. So
//! a line is right only where it was written: after the very lines that it was written after. One that
//! was flipped, swapped, repeated, left out, run into the next, or taken from another file is not.

use std::io::Write;

use crc32fast::Hasher;

/// Longest JSON text in a line, in bytes.
pub(crate) const LONGEST: usize = 16 * 1024 * 1024;
/// Bytes of a line beside its JSON text, at most: its number, its checksum, and punctuation.
const FRAME: usize = 20 + 16;

/// Longest line with its end, in bytes.
pub(crate) const LONGEST_LINE: usize = LONGEST + FRAME;

/// Where a file has got to.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Chain {
    /// Lines so far.
    lines: u64,
    /// Checksum of the last.
    sum: u32,
}

impl Chain {
    /// Writes the next line to `out`.
    ///
    /// A line end can stand in a JSON text between its tokens only, where a blank means the same: so
    /// a blank is what is written.
    pub(crate) fn seal(&mut self, json: &[u8], out: &mut Vec<u8>) {
        let start = out.len();
        push(out, format_args!("[{},", self.lines + 1));
        if json.contains(&b'\n') {
            let blank = |byte: &u8| if *byte == b'\n' { b' ' } else { *byte };
            out.extend(json.iter().map(blank));
        } else {
            out.extend_from_slice(json);
        }
        self.step(&out[start..]);
        push(out, format_args!(",\"{:08x}\"]\n", self.sum));
    }

    /// The JSON text in this line, given without its end, if it is the next one.
    pub(crate) fn open<'line>(&mut self, line: &'line [u8]) -> Option<&'line [u8]> {
        let mut opening = Vec::with_capacity(FRAME);
        push(&mut opening, format_args!("[{},", self.lines + 1));
        let json = line.strip_prefix(opening.as_slice())?;
        let json = json.get(..json.len().checked_sub(b",\"00000000\"]".len())?)?;
        let (covered, closing) = line.split_at(opening.len() + json.len());

        let mut next = *self;
        next.step(covered);
        let mut expected = Vec::with_capacity(FRAME);
        push(&mut expected, format_args!(",\"{:08x}\"]", next.sum));
        if closing != expected {
            return None;
        }
        *self = next;
        Some(json)
    }

    fn step(&mut self, covered: &[u8]) {
        let mut hasher = Hasher::new_with_initial(self.sum);
        hasher.update(covered);
        // Otherwise two lines would be right as one, if just what ends the first were lost.
        hasher.update(b"\n");
        self.sum = hasher.finalize();
        self.lines += 1;
    }
}

fn push(out: &mut Vec<u8>, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("a vector takes everything");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(texts: &[&str]) -> Vec<String> {
        let mut chain = Chain::default();
        let seal = |text: &&str| {
            let mut line = Vec::new();
            chain.seal(text.as_bytes(), &mut line);
            String::from_utf8(line).unwrap()
        };
        texts.iter().map(seal).collect()
    }

    #[test]
    fn a_line_is_json_with_its_number_before_and_its_checksum_after() {
        let lines = lines(&[r#"{"a":1}"#, "2"]);
        assert_eq!(lines[0], "[1,{\"a\":1},\"c2260f12\"]\n");
        let whole: serde_json::Value = serde_json::from_str(&lines[1]).unwrap();
        assert_eq!(whole[0], 2);
        assert_eq!(whole[1], 2);
    }

    #[test]
    fn a_line_is_right_in_its_own_place_only() {
        let lines = lines(&["1", "1", "1"]);
        let mut chain = Chain::default();
        let mut open = |n: usize| chain.open(lines[n].trim_end().as_bytes()).is_some();
        assert!(!open(1));
        assert!(open(0));
        assert!(!open(0));
        assert!(!open(2));
        assert!(open(1));
    }

    #[test]
    fn a_line_of_another_file_is_not_right_here() {
        let (here, there) = (lines(&["1", "2"]), lines(&["0", "2"]));
        let mut chain = Chain::default();
        assert!(chain.open(here[0].trim_end().as_bytes()).is_some());
        assert!(chain.open(there[1].trim_end().as_bytes()).is_none());
        assert!(chain.open(here[1].trim_end().as_bytes()).is_some());
    }

    #[test]
    fn a_line_end_between_tokens_becomes_a_blank() {
        let lines = lines(&["{\n\"a\":\r\n1}"]);
        assert_eq!(lines[0].matches('\n').count(), 1);
        let mut chain = Chain::default();
        let json = chain.open(lines[0].trim_end().as_bytes());
        assert_eq!(json, Some(&b"{ \"a\":\r 1}"[..]));
    }

    #[test]
    fn what_is_no_line_is_none() {
        for line in [
            "",
            "[",
            "[1,",
            "[1,\"00000000\"]",
            "[1,,\"00000000\"]",
            "\0\0\0\0",
        ] {
            let mut chain = Chain::default();
            assert_eq!(chain.open(line.as_bytes()), None, "{line}");
            assert_eq!(chain, Chain::default());
        }
    }
}
