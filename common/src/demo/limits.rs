//! What a demo answers when it does not do what it is asked, and how often it may be asked.

/// Why a command was not carried out, in words for the person who gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// A short word that a page can decide by.
    pub code: &'static str,
    /// A sentence for a person.
    pub message: String,
    /// When asking again makes sense, in milliseconds from now.
    pub retry_ms: Option<u64>,
}

impl Refusal {
    /// A refusal with its code and its sentence.
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            retry_ms: None,
        }
    }

    /// The same, for something that may be asked again after so many milliseconds.
    pub fn for_now(code: &'static str, message: impl Into<String>, retry_ms: u64) -> Self {
        Self {
            retry_ms: Some(retry_ms),
            ..Self::new(code, message)
        }
    }
}

/// How often one person may do one kind of thing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    /// Commands of one kind share a bucket; a demo has at most [`Rate::KINDS`] kinds.
    pub kind: usize,
    /// Sustained rate, per second; 0 lifts the limit.
    pub per_second: f64,
    /// How many at once after a silence.
    pub burst: f64,
    /// As how many this command counts.
    pub cost: f64,
}

impl Rate {
    /// Number of kinds a demo can tell apart.
    pub const KINDS: usize = 4;
    /// No limit: for what costs nobody anything, because newer replaces older.
    pub const UNLIMITED: Self = Self::new(0, 0.0, 0.0);

    /// So many a second of one kind, and so many at once.
    pub const fn new(kind: usize, per_second: f64, burst: f64) -> Self {
        Self {
            kind,
            per_second,
            burst,
            cost: 1.0,
        }
    }

    /// The same for a command that counts as so many. More than the burst count as the burst, so that
    /// it remains possible.
    #[must_use]
    pub const fn costing(self, cost: f64) -> Self {
        Self {
            cost: cost.clamp(1.0, self.burst.max(1.0)),
            ..self
        }
    }
}
