//! The HTTP upgrade, from both sides. After it there is only a stream of frames.

use std::{
    io::{self, Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpStream},
    time::Duration,
};

use socket2::{Domain, Socket, Type};
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

/// A server that does not answer an upgrade within this time is counted as refusing it.
const PATIENCE: Duration = Duration::from_secs(5);
/// The end of a request's or an answer's head.
const END: &[u8] = b"\r\n\r\n";
/// Longest head taken, in bytes.
const LONGEST_HEAD: usize = 4096;
/// Clients should choose it at random; nobody here looks at the answer to it.
const KEY: &str = "dGhlIHNhbXBsZSBub25jZQ==";
/// The header whose value the server must answer to, with the colon.
const KEY_HEADER: &str = "sec-websocket-key:";

/// Opens a WebSocket at `path` from `source`, waiting for each step. Gives what the server sent after the
/// handshake, which may well be the beginning of a frame.
pub(crate) fn open(
    server: SocketAddr,
    source: Ipv4Addr,
    path: &str,
    subprotocol: Option<&str>,
) -> io::Result<(TcpStream, Vec<u8>)> {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
    socket.bind(&SocketAddr::from((source, 0)).into())?;
    socket.connect_timeout(&server.into(), PATIENCE)?;
    let mut stream = TcpStream::from(socket);
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(PATIENCE))?;

    let subprotocol = subprotocol
        .map(|name| format!("Sec-WebSocket-Protocol: {name}\r\n"))
        .unwrap_or_default();
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: {server}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {KEY}\r\n{subprotocol}\r\n"
    );
    stream.write_all(request.as_bytes())?;

    let mut head = Vec::with_capacity(LONGEST_HEAD);
    let mut buffer = [0; LONGEST_HEAD];
    let end = loop {
        if let Some(end) = end_of_head(&head) {
            break end;
        }
        match stream.read(&mut buffer)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            read => head.extend_from_slice(&buffer[..read]),
        }
    };
    if !head.starts_with(b"HTTP/1.1 101 ") {
        let line = head.split(|&byte| byte == b'\r').next().unwrap_or_default();
        return Err(io::Error::other(String::from_utf8_lossy(line).into_owned()));
    }
    stream.set_nonblocking(true)?;
    Ok((stream, head.split_off(end)))
}

/// A whole request for an upgrade.
#[derive(Debug)]
pub(crate) struct Wish {
    /// Where to.
    pub(crate) path: String,
    /// What to answer.
    pub(crate) answer: String,
    /// Where the request ends.
    pub(crate) end: usize,
}

/// The upgrade that `request` begins with. Nothing while it is not complete; an error when it is no
/// upgrade.
pub(crate) fn wish(request: &[u8]) -> io::Result<Option<Wish>> {
    let Some(end) = end_of_head(request) else {
        return Ok(None);
    };
    let head = String::from_utf8_lossy(&request[..end]);
    let path = head.split(' ').nth(1).ok_or(io::ErrorKind::InvalidData)?;
    let key = head
        .lines()
        .find_map(|line| {
            let (name, value) = line.split_at_checked(KEY_HEADER.len())?;
            name.eq_ignore_ascii_case(KEY_HEADER).then(|| value.trim())
        })
        .ok_or(io::ErrorKind::InvalidData)?;
    let accept = derive_accept_key(key.as_bytes());
    let answer = format!(
        "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Accept: {accept}\r\n\r\n"
    );
    Ok(Some(Wish {
        path: path.to_owned(),
        answer,
        end,
    }))
}

fn end_of_head(bytes: &[u8]) -> Option<usize> {
    let at = bytes.windows(END.len()).position(|window| window == END)?;
    Some(at + END.len())
}
