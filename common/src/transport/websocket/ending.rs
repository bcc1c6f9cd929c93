//! Close: what a WebSocket is told at its end, and how it is heard out.
//!
//! It knows the words of the protocol, and no room.

use std::future::{pending, poll_fn};
use std::time::Duration;

use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Error;
use tokio_tungstenite::tungstenite::error::{CapacityError, ProtocolError};
use tokio_tungstenite::tungstenite::protocol::CloseFrame;

use crate::frame;
use crate::limits;
use crate::transport::code;
use crate::transport::websocket::guard::Flood;
use crate::transport::websocket::inlet::Inlet;
use crate::transport::websocket::socket::Socket;
use crate::transport::websocket::upgrade::Opened;

/// Ends a WebSocket that has no place in a room, and says why.
pub(crate) async fn turn_away(mut opened: Opened, code: u16, reason: &str) {
    let mut farewell = Vec::new();
    frame::append_close(code, reason, &mut farewell);
    // A fresh socket has room for one frame.
    let _ = opened.stream.try_write([&farewell, &[], &[]]);
    opened.stream.finish();
    linger(&mut opened.incoming).await;
}

/// A close is answered with its own code (RFC 6455, section 5.5.1). The library has already put a
/// protocol error in the place of a code that is none.
pub fn answer_to(frame: Option<CloseFrame>) -> (u16, String) {
    frame.map_or((code::NORMAL, String::new()), |frame| {
        (frame.code.into(), frame.reason.to_string())
    })
}

/// What to tell a peer whose bytes could not be read; nothing if it is not there any more.
pub fn blame(error: &Error) -> Option<(u16, String)> {
    let (code, reason) = match error {
        Error::Capacity(CapacityError::MessageTooLong { size, max_size }) => (
            code::TOO_BIG,
            format!("a message of {size} bytes; at most {max_size} are taken"),
        ),
        Error::Utf8(_) => (code::INVALID_DATA, "text must be UTF-8".to_owned()),
        Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) => return None,
        Error::Io(error) => {
            let flood = error.get_ref()?.downcast_ref::<Flood>()?;
            (code::POLICY, flood.to_string())
        }
        Error::Protocol(problem) => (code::PROTOCOL, problem.to_string()),
        _ => return None,
    };
    Some((code, reason))
}

/// Reads on until the other side has closed too. A socket that is closed with unread bytes in it is
/// reset, and the reset would overtake the farewell. Of a flood only so much is read: the rest stays where
/// it is until the end.
pub async fn linger(incoming: &mut Inlet) {
    let drained = async move {
        let mut read = 0;
        while read < limits::LINGER_BYTES {
            match poll_fn(|context| incoming.poll_skip(context)).await {
                Ok(0) | Err(_) => return,
                Ok(count) => read += count as u64,
            }
        }
        pending::<()>().await;
    };
    let _ = timeout(Duration::from_millis(limits::CLOSE_MS), drained).await;
}
