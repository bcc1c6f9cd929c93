//! How a part learns that it is over: its standard input is closed, which happens even when the
//! harness itself dies.

use std::{
    io::{self, Read},
    thread,
};

/// Calls `then` once standard input has ended. The thread it takes sleeps until then.
pub(crate) fn when_closed(then: impl FnOnce() + Send + 'static) {
    thread::spawn(move || {
        let mut nothing = [0; 64];
        while matches!(io::stdin().read(&mut nothing), Ok(read) if read > 0) {}
        then();
    });
}
