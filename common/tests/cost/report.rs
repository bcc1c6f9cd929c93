//! What was counted, for a person who reads what the tests print.

use testkit::tools;

use crate::counted::Spent;

pub(crate) const FEW: usize = 10;
pub(crate) const MANY: usize = 200;

/// Prints what the same costs for few and for many.
pub(crate) fn report(what: &str, few: Spent, many: Spent) {
    let said = |spent: Spent| format!("{} allocations, {} bytes", spent.allocations, spent.bytes);
    let (few, many) = (said(few), said(many));
    tools::print(&format!("{what}: for {FEW} {few}; for {MANY} {many}"));
}

/// Allocations for each of those who were added to the few. Less than a half is none, and something of the
/// turns' own.
pub(crate) fn for_each(few: Spent, many: Spent, added: usize) -> f64 {
    (many.allocations as f64 - few.allocations as f64) / added as f64
}

/// So little is none.
pub(crate) const NONE: f64 = 0.5;
