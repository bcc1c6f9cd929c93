//! Close codes (RFC 6455, section 7.4) and our own, by what a client should do: 4000–4099 do not
//! come back unchanged, 4100–4199 come back after a while, 4200–4299 come back now.

/// Done; nobody is at fault.
pub const NORMAL: u16 = 1000;
/// The server stops, or the page is left.
pub const GOING_AWAY: u16 = 1001;
/// The peer broke the protocol.
pub const PROTOCOL: u16 = 1002;
/// Text that is not UTF-8.
pub const INVALID_DATA: u16 = 1007;
/// Too much of what is refused anyway: come back not before half a minute.
pub const POLICY: u16 = 1008;
/// A message that is too big.
pub const TOO_BIG: u16 = 1009;
/// Another connection of the same session took over.
pub const REPLACED: u16 = 4001;
/// The lecturer has sent this person away.
pub const REMOVED: u16 = 4003;
/// The client asks and does not read the answers.
pub const SLOW: u16 = 4108;
/// No `hello` came in time.
pub const NO_HELLO: u16 = 4109;
/// The room is locked: only who was in it comes in. Trying again makes sense, now and then.
pub const LOCKED: u16 = 4123;
/// There are too many rooms, or too many new people from one address.
pub const TOO_MANY: u16 = 4129;
/// There is no such connection, or no more: begin a new one.
pub const GONE: u16 = 4200;
