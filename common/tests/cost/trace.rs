//! What `strace` has written down: which calls were made between which.

use std::collections::BTreeMap;
use std::fmt;

/// Calls that write to a socket.
const SENDS: [&str; 3] = ["sendmsg", "sendto", "writev"];

/// Calls in the order in which they began.
pub(crate) struct Trace<'a>(Vec<Call<'a>>);

/// A call, and what was written of it: its arguments, as far as they were shown.
struct Call<'a> {
    name: &'a str,
    text: &'a str,
}

/// How often each was made.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Calls(BTreeMap<String, usize>);

impl<'a> Trace<'a> {
    /// Reads it, with a process number at the front of each line.
    pub(crate) fn read(text: &'a str) -> Self {
        let call = |line: &'a str| {
            let (_, text) = line.split_once(' ')?;
            // The second half of a call that was interrupted begins with `<...`, a signal with `---`.
            let (name, _) = text.trim_start().split_once('(')?;
            let is_name = name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
            is_name.then_some(Call { name, text })
        };
        Self(text.lines().filter_map(call).collect())
    }

    /// From the first write of one of these texts to the first write of the next: the calls of the median
    /// of them, by how many there are.
    pub(crate) fn usual_between(&self, texts: impl Iterator<Item = String>) -> Calls {
        Calls::count(self.median_between(texts))
    }

    /// How many of the same calls are writes in which this is written.
    pub(crate) fn writes_between(&self, texts: impl Iterator<Item = String>, what: &str) -> usize {
        let calls = self.median_between(texts).iter();
        calls.filter(|call| call.is_write_of(what)).count()
    }

    fn median_between(&self, texts: impl Iterator<Item = String>) -> &[Call<'a>] {
        let begins: Vec<_> = texts.map(|text| self.first_write_of(&text)).collect();
        let between = begins.windows(2).map(|pair| &self.0[pair[0]..pair[1]]);
        let mut between: Vec<_> = between.collect();
        between.sort_by_key(|calls| calls.len());
        between[between.len() / 2]
    }

    fn first_write_of(&self, text: &str) -> usize {
        let place = self.0.iter().position(|call| call.is_write_of(text));
        place.unwrap_or_else(|| panic!("{text} was not written"))
    }
}

impl Call<'_> {
    fn is_write_of(&self, text: &str) -> bool {
        SENDS.contains(&self.name) && self.text.contains(text)
    }
}

impl Calls {
    fn count(calls: &[Call<'_>]) -> Self {
        let mut counts = BTreeMap::new();
        for call in calls {
            *counts.entry(call.name.to_owned()).or_default() += 1;
        }
        Self(counts)
    }

    /// Writes to sockets.
    pub(crate) fn sends(&self) -> usize {
        self.0
            .iter()
            .filter(|(name, _)| SENDS.contains(&name.as_str()))
            .map(|(_, count)| count)
            .sum()
    }

    /// All but those.
    pub(crate) fn others(&self) -> usize {
        self.0.values().sum::<usize>() - self.sends()
    }
}

impl fmt::Display for Calls {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts: Vec<_> = self
            .0
            .iter()
            .map(|(name, count)| format!("{count} {name}"))
            .collect();
        out.write_str(&counts.join(", "))
    }
}
