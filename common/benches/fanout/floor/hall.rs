//! Connections of a bare server: letting people in, taking their messages apart, writing to them. It
//! knows which room each is in, and not what becomes of a message.

use std::{
    io::{self, Write},
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use anyhow::Result;
use mio::{Events, Interest, Poll, Token, Waker, net::TcpListener};

use crate::{
    frame::{self, Frame},
    handshake, machine, out,
    socket::Socket,
    stdin,
};

const LISTENER: Token = Token(usize::MAX);
const END: Token = Token(usize::MAX - 1);
/// Sockets looked at in one turn, at most.
pub(super) const EVENTS: usize = 4096;
/// Bytes read at once, for all connections through one buffer.
const READ_BYTES: usize = 64 * 1024;

/// Everybody who is connected.
pub(super) struct Hall {
    poll: Poll,
    listener: TcpListener,
    peers: Vec<Option<Peer>>,
    /// The path of each room, and who is in it.
    rooms: Vec<(String, Vec<usize>)>,
    buffer: Vec<u8>,
    _waker: Arc<Waker>,
}

/// One connection.
pub(super) struct Peer {
    /// The way to its other end.
    pub(super) socket: Socket,
    /// The room it is in, once the handshake is done.
    room: Option<usize>,
    /// The beginning of a frame or a request whose rest has not come.
    inbox: Vec<u8>,
    /// Whether a part of this turn is its own.
    pub(super) spoke: bool,
}

/// What one look at the sockets brought.
pub(super) enum Look {
    /// These may be read.
    Ready,
    /// Standard input has ended, and with it this part.
    Over,
}

impl Hall {
    /// Takes the server's core, listens, and says where.
    pub(super) fn open() -> Result<Self> {
        machine::pin(machine::SERVER_CORE)?;
        machine::allow_connections();
        let poll = Poll::new()?;
        let waker = Arc::new(Waker::new(poll.registry(), END)?);
        // One of the two stays here: a waker that is dropped takes its wake-up with it.
        let at_end = Arc::clone(&waker);
        stdin::when_closed(move || _ = at_end.wake());
        let mut listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))?;
        poll.registry()
            .register(&mut listener, LISTENER, Interest::READABLE)?;
        writeln!(out::stdout(), "{}", listener.local_addr()?)?;
        Ok(Self {
            poll,
            listener,
            peers: Vec::new(),
            rooms: Vec::new(),
            buffer: vec![0; READ_BYTES],
            _waker: waker,
        })
    }

    /// Waits for something to come, lets newcomers in and writes what could not be written before.
    /// Who may be read is put into `ready`.
    pub(super) fn look(
        &mut self,
        events: &mut Events,
        wait: Option<Duration>,
        ready: &mut Vec<usize>,
    ) -> Result<Look> {
        ready.clear();
        if let Err(error) = self.poll.poll(events, wait) {
            return match error.kind() {
                io::ErrorKind::Interrupted => Ok(Look::Ready),
                _ => Err(error.into()),
            };
        }
        for event in &*events {
            match event.token() {
                END => return Ok(Look::Over),
                LISTENER => self.accept()?,
                Token(who) => {
                    if event.is_writable() {
                        self.with_peer(who, |peer| peer.socket.flush());
                    }
                    if event.is_readable() {
                        ready.push(who);
                    }
                }
            }
        }
        Ok(Look::Ready)
    }

    /// Those in a room who have not left, and some who have.
    pub(super) fn people(&self, room: usize) -> &[usize] {
        &self.rooms[room].1
    }

    /// How many rooms there are.
    pub(super) fn rooms(&self) -> usize {
        self.rooms.len()
    }

    /// Does something with a connection, and forgets the connection when that fails.
    pub(super) fn with_peer(&mut self, who: usize, act: impl FnOnce(&mut Peer) -> io::Result<()>) {
        if self.peers[who]
            .as_mut()
            .is_some_and(|peer| act(peer).is_err())
        {
            self.peers[who] = None;
        }
    }

    /// Reads all there is and hands each message on, with the room it was said in. Readiness is
    /// told once per arrival, so stopping early would mean waiting for ever.
    pub(super) fn read(&mut self, who: usize, mut hear: impl FnMut(usize, &[u8])) {
        let mut buffer = std::mem::take(&mut self.buffer);
        while let Some(peer) = &mut self.peers[who] {
            let taken = peer.socket.read(&mut buffer).and_then(|arrival| {
                let bytes = &mut buffer[..arrival.bytes];
                take(peer, &mut self.rooms, who, bytes, &mut hear)?;
                Ok(arrival.more)
            });
            match taken {
                Ok(true) => {}
                Ok(false) => break,
                Err(_) => self.peers[who] = None,
            }
        }
        self.buffer = buffer;
    }

    fn accept(&mut self) -> Result<()> {
        loop {
            match self.listener.accept() {
                Ok((stream, _)) => {
                    let token = Token(self.peers.len());
                    let socket = Socket::new(stream, self.poll.registry(), token)?;
                    self.peers.push(Some(Peer {
                        socket,
                        room: None,
                        inbox: Vec::new(),
                        spoke: false,
                    }));
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(()),
                Err(error) => return Err(error.into()),
            }
        }
    }
}

/// Takes what arrived: the usual case is whole frames, read where they lie.
fn take(
    peer: &mut Peer,
    rooms: &mut Vec<(String, Vec<usize>)>,
    who: usize,
    bytes: &mut [u8],
    hear: &mut impl FnMut(usize, &[u8]),
) -> io::Result<()> {
    if let (Some(room), true) = (peer.room, peer.inbox.is_empty()) {
        let taken = take_frames(room, bytes, hear)?;
        peer.inbox.extend_from_slice(&bytes[taken..]);
        return Ok(());
    }
    peer.inbox.extend_from_slice(bytes);
    let mut bytes = std::mem::take(&mut peer.inbox);
    let mut taken = 0;
    if peer.room.is_none()
        && let Some(wish) = handshake::wish(&bytes)?
    {
        peer.socket.write(wish.answer.as_bytes())?;
        peer.room = Some(enter(rooms, wish.path, who));
        taken = wish.end;
    }
    if let Some(room) = peer.room {
        taken += take_frames(room, &mut bytes[taken..], hear)?;
    }
    // A connection that waits keeps no room for what it has read.
    peer.inbox.extend_from_slice(&bytes[taken..]);
    Ok(())
}

fn enter(rooms: &mut Vec<(String, Vec<usize>)>, path: String, who: usize) -> usize {
    let known = rooms.iter().position(|(room, _)| *room == path);
    let room = known.unwrap_or_else(|| {
        rooms.push((path, Vec::new()));
        rooms.len() - 1
    });
    rooms[room].1.push(who);
    room
}

/// Hands on every whole message, and says where the last one ends.
fn take_frames(
    room: usize,
    bytes: &mut [u8],
    hear: &mut impl FnMut(usize, &[u8]),
) -> io::Result<usize> {
    let mut taken = 0;
    while let Some(Frame {
        opcode,
        payload,
        mask,
    }) = frame::parse(&bytes[taken..])
    {
        let end = payload.end;
        let payload = &mut bytes[taken..][payload];
        taken += end;
        match opcode {
            frame::TEXT => {
                frame::unmask(payload, mask.unwrap_or_default());
                hear(room, payload);
            }
            frame::CLOSE => return Err(io::ErrorKind::ConnectionAborted.into()),
            _ => {}
        }
    }
    Ok(taken)
}
