//! Everybody who is connected, and one turn of looking who has got something.

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use mio::{Events, Poll, Token, net::TcpStream};

use super::{
    dialect::{Dialect, Kind},
    member::Member,
    stamp::Stamp,
    tally::Tally,
    tempo::Tempo,
};
use crate::{handshake, socket::Socket, workload::Workload};

/// Sockets looked at in one turn, at most.
const EVENTS: usize = 4096;
/// Bytes read at once, for all members through one buffer.
const READ_BYTES: usize = 256 * 1024;
/// Newcomers let in before those who are already there are read again.
const AT_A_TIME: usize = 32;
/// Members that share a source address. One address has too few ports for very many of them, and
/// a server may limit how many it takes from one.
const PER_ADDRESS: usize = 200;
/// A server may limit how fast it lets people in; it is asked again after this time …
const ASK_AGAIN: Duration = Duration::from_millis(100);
/// … and everybody must be in after this.
const ALL_IN: Duration = Duration::from_secs(60);
/// While it is waited for rest.
const LOOK_AGAIN: Duration = Duration::from_millis(20);
/// A room that does not come to rest after people have come is measured as it is.
const REST_LIMIT: Duration = Duration::from_secs(10);

/// All members.
#[derive(Debug)]
pub(crate) struct Crowd {
    server: SocketAddr,
    dialect: Dialect,
    workload: Workload,
    tempo: Tempo,
    poll: Poll,
    events: Events,
    members: Vec<Option<Member>>,
    buffer: Box<[u8]>,
    /// Those who said something that may not be on its way.
    unsent: Vec<usize>,
    scratch: Vec<u8>,
}

impl Crowd {
    /// Nobody yet.
    pub(crate) fn new(
        server: SocketAddr,
        dialect: Dialect,
        workload: &Workload,
        tempo: Tempo,
    ) -> Result<Self> {
        Ok(Self {
            server,
            dialect,
            workload: *workload,
            tempo,
            poll: Poll::new()?,
            events: Events::with_capacity(EVENTS),
            members: Vec::new(),
            buffer: vec![0; READ_BYTES].into(),
            unsent: Vec::new(),
            scratch: Vec::new(),
        })
    }

    /// Lets people in until there are `count`, then waits until the room has come to rest.
    pub(crate) fn gather(&mut self, count: usize, tally: &mut Tally) -> Result<()> {
        let deadline = Instant::now() + ALL_IN;
        while self.members.len() < count {
            match self.let_in() {
                Ok(()) if !self.members.len().is_multiple_of(AT_A_TIME) => {}
                Ok(()) => self.turn(Duration::ZERO, tally)?,
                Err(error) if Instant::now() > deadline => {
                    return Err(error).with_context(|| {
                        format!("only {} of {count} connections", self.members.len())
                    });
                }
                Err(_) => {
                    self.turn(Duration::ZERO, tally)?;
                    thread::sleep(ASK_AGAIN);
                }
            }
        }
        self.rest(tally)
    }

    fn let_in(&mut self) -> io::Result<()> {
        let who = self.members.len();
        let source = source_address(who / PER_ADDRESS);
        let path = self.workload.path_of(who);
        let subprotocol = self.dialect.subprotocol();
        let (stream, inbox) = handshake::open(self.server, source, &path, subprotocol)?;
        let stream = TcpStream::from_std(stream);
        let mut socket = Socket::new(stream, self.poll.registry(), Token(who))?;
        self.dialect.push_greeting(&mut socket.outbox, who);
        socket.flush()?;
        self.members.push(Some(Member::new(socket, inbox)));
        Ok(())
    }

    /// Waits until everybody has been welcomed and nothing more is told about who came.
    fn rest(&mut self, tally: &mut Tally) -> Result<()> {
        let limit = Instant::now() + REST_LIMIT;
        let welcomes = match self.dialect {
            Dialect::Plain => 0,
            Dialect::Rich => self.members.len() as u64,
        };
        let mut calm_since = Instant::now();
        let mut seen = 0;
        loop {
            self.turn(LOOK_AGAIN, tally)?;
            if seen != tally.news() {
                seen = tally.news();
                calm_since = Instant::now();
            }
            let welcomed = tally.count(Kind::Welcome) >= welcomes;
            if welcomed && calm_since.elapsed() >= self.tempo.calm {
                return Ok(());
            }
            if Instant::now() > limit {
                match welcomed {
                    true => return Ok(()),
                    false => bail!("{} of {welcomes} welcomed", tally.count(Kind::Welcome)),
                }
            }
        }
    }

    /// Waits at most this long for something to come, and counts it.
    pub(crate) fn turn(&mut self, wait: Duration, tally: &mut Tally) -> Result<()> {
        if let Err(error) = self.poll.poll(&mut self.events, Some(wait)) {
            match error.kind() {
                io::ErrorKind::Interrupted => return Ok(()),
                _ => return Err(error.into()),
            }
        }
        for event in &self.events {
            let Token(who) = event.token();
            let Some(member) = &mut self.members[who] else {
                continue;
            };
            let mut result = Ok(());
            if event.is_writable() {
                result = member.socket.flush();
            }
            if event.is_readable() && result.is_ok() {
                result = member.read(who, self.dialect, &mut self.buffer, tally);
            }
            if result.is_err() {
                self.members[who] = None;
                tally.cut += 1;
            }
        }
        Ok(())
    }

    /// Lets a member say message `number` of the run, which was due then. It leaves with [`Crowd::flush`].
    pub(crate) fn say(&mut self, who: usize, number: u32, due_ns: u64) {
        let Some(member) = &mut self.members[who] else {
            return;
        };
        member.said += 1;
        let sender = u32::try_from(who).expect("there are fewer people than that");
        let text = Stamp {
            due_ns,
            sender,
            number,
        }
        .text();
        let (out, scratch) = (&mut member.socket.outbox, &mut self.scratch);
        self.dialect.push_message(out, scratch, member.said, &text);
        self.unsent.push(who);
    }

    /// Sends what has been said.
    pub(crate) fn flush(&mut self, tally: &mut Tally) {
        for who in self.unsent.drain(..) {
            let Some(member) = &mut self.members[who] else {
                continue;
            };
            if member.socket.flush().is_err() {
                self.members[who] = None;
                tally.cut += 1;
            }
        }
    }
}

/// Every Linux and Windows machine answers to all of 127.0.0.0/8, others to 127.0.0.1 alone.
fn source_address(group: usize) -> Ipv4Addr {
    let last = if cfg!(any(target_os = "linux", windows)) {
        group % 250 + 1
    } else {
        1
    };
    Ipv4Addr::new(127, 0, 0, u8::try_from(last).expect("at most 250"))
}
