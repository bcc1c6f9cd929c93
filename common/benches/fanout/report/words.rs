//! Numbers as people read them.

/// With so many places; a dash if it is not known.
pub(crate) fn digits(value: Option<f64>, places: usize) -> String {
    value.map_or("–".to_owned(), |value| format!("{value:.places$}"))
}

/// 0.126 as 13 %.
pub(crate) fn percent(share: Option<f64>) -> String {
    share.map_or("–".to_owned(), |share| format!("{:.0} %", share * 100.0))
}

/// The same where it matters whether it is all: 100 % is not said of less, nor of more.
pub(crate) fn all_but(share: Option<f64>) -> String {
    let words = percent(share);
    match share {
        Some(share) if words == "100 %" && share < 1.0 => "< 100 %".to_owned(),
        Some(share) if words == "100 %" && share > 1.0 => "> 100 %".to_owned(),
        _ => words,
    }
}

/// How many rounds, from the fewest to the most.
pub(crate) fn rounds((fewest, most): (usize, usize)) -> String {
    match (fewest, most) {
        (1, 1) => "one round".to_owned(),
        _ if fewest == most => format!("{most} rounds"),
        _ => format!("{fewest} to {most} rounds"),
    }
}

/// 1234567 as 1,234,567.
pub(crate) fn thousands(value: Option<f64>) -> String {
    let whole = digits(value, 0);
    let mut out = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// 1234567 as 1.23 M.
pub(crate) fn millions(value: Option<f64>) -> String {
    value.map_or("–".to_owned(), |value| format!("{:.2} M", value / 1e6))
}

/// Nanoseconds as microseconds.
pub(crate) fn micros(ns: Option<f64>) -> String {
    digits(ns.map(|ns| ns / 1e3), 2)
}
