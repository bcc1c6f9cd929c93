//! Messages that are on their way: whom each has yet to reach, and when the last one had it.

/// Messages that are followed at a time; in an overloaded run the oldest are let go. A power of two,
/// and more than any window.
const FOLLOWED: usize = 4096;

/// One message on its way.
#[derive(Debug, Clone, Copy, Default)]
struct Flight {
    number: u32,
    /// Receivers it has not reached.
    missing: u32,
}

/// The newest messages, each in the place that its number gives it.
#[derive(Debug)]
pub(super) struct Flights(Box<[Flight; FOLLOWED]>);

impl Flights {
    /// None yet.
    pub(super) fn new() -> Self {
        Self(Box::new([Flight::default(); FOLLOWED]))
    }

    /// Message `number` went out to so many.
    pub(super) fn sent(&mut self, number: u32, receivers: u32) {
        self.0[place(number)] = Flight {
            number,
            missing: receivers,
        };
    }

    /// It reached one of them. Whether that was the last.
    pub(super) fn arrived(&mut self, number: u32) -> bool {
        let flight = &mut self.0[place(number)];
        if flight.number != number || flight.missing == 0 {
            return false;
        }
        flight.missing -= 1;
        flight.missing == 0
    }

    /// Whether everybody has it.
    pub(super) fn is_over(&self, number: u32) -> bool {
        let flight = &self.0[place(number)];
        flight.number != number || flight.missing == 0
    }
}

fn place(number: u32) -> usize {
    number as usize % FOLLOWED
}
