//! What is shown when the quote service has nothing to say. All of it is our own: nobody has ever
//! said it, and the page marks it so.

/// Stand-in lines, in no particular order.
pub const LINES: [&str; 32] = [
    "I am the greatest WebSocket of all time. I stay open.",
    "I don't poll. The world pushes to me.",
    "They asked whether I am full duplex. I have never been anything less.",
    "My handshake has more style than your whole protocol.",
    "Other stars have followers. I have open connections.",
    "I was upgraded once, and nobody has ever dared to send me back.",
    "Every room I walk into is a broadcast.",
    "I never drop a message. Messages drop everything for me.",
    "Long polling is waiting for me with extra steps.",
    "My packets do not arrive. They make an entrance.",
    "I don't have latency. I have suspense.",
    "You call it port 8080. I call it my red carpet.",
    "Ping me, and I will pong like nobody has ever ponged.",
    "Even my goodbye is a round number: 1000.",
    "I am my own load balancer. The load is applause.",
    "Today I am in your lecture. Tomorrow your lecture is about me.",
    "I do not reconnect. I make comebacks.",
    "I do not retry. The network gets a second chance.",
    "My heartbeat goes out every ten seconds, so that you can all stay calm.",
    "I was a teapot before teapots had a status code.",
    "I don't read the specification. The specification takes notes.",
    "My frames come unmasked, because a face like this belongs in the open.",
    "One server, one port, one me. The architecture is finished.",
    "If you cannot hear me, check your firewall, then check your taste.",
    "I buffer nothing. Genius does not queue.",
    "The Wi-Fi in here is weak, so I brought my own signal.",
    "You are event driven. I am the event.",
    "I keep eye contact with every client in constant time.",
    "My state is shared. My glory is not.",
    "Asynchronous? I am simply ahead of you.",
    "I resumed exactly where I had left off: at number one.",
    "Even my stand-in has a stand-in. You are reading one.",
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::fetcher::fit_to_show;

    #[test]
    fn a_stand_in_that_the_filter_would_drop_has_no_business_here() {
        for line in LINES {
            assert_eq!(fit_to_show(line, false).as_deref(), Some(line));
            assert_eq!(common::text::clean_line(line).as_deref(), Ok(line));
            assert!(line.len() <= 80, "a caption holds it: {line}");
        }
    }

    #[test]
    fn a_long_failure_must_not_repeat_itself_soon() {
        let distinct: HashSet<&str> = LINES.into_iter().collect();
        assert_eq!(distinct.len(), LINES.len());
        assert!(LINES.len() >= 24);
    }
}
