//! Hosts and origins in a form that can be compared. Knows how they are written, not who is let in.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use axum::http::uri::Authority;

/// The longest name DNS can carry, in bytes.
const DNS_NAME_MAX_BYTES: usize = 253;

/// Reads `host[:port]` and nothing else.
pub(super) fn host_and_port(text: &str) -> Option<(Host, Option<u16>)> {
    let authority: Authority = text.parse().ok()?;
    let host = authority.host();
    // The library takes more than a host and a number behind it: user info in front, or two ports
    // with brackets between them. No browser writes that, and nobody else may.
    let port = match text.strip_prefix(host)? {
        "" => None,
        rest => Some(number(rest.strip_prefix(':')?)?),
    };
    Some((Host::parse(host)?, port))
}

fn number(digits: &str) -> Option<u16> {
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse().ok())?
}

/// A host in a form that can be compared: addresses by value, names in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Host {
    Ip(IpAddr),
    Name(String),
}

impl Host {
    pub(super) fn parse(host: &str) -> Option<Self> {
        if let Some(inner) = host.strip_prefix('[') {
            let ip: Ipv6Addr = inner.strip_suffix(']')?.parse().ok()?;
            return Some(Self::Ip(ip.into()));
        }
        // A dot at the end makes a name absolute; it stays the same name.
        let host = host.strip_suffix('.').unwrap_or(host);
        // The parser takes four decimal numbers only. What else a browser might read as an address
        // (0x7f.1, 2130706433) it writes as four numbers before it sends it.
        if let Ok(ip) = host.parse::<Ipv4Addr>() {
            return Some(Self::Ip(ip.into()));
        }
        is_dns_name(host).then(|| Self::Name(host.to_ascii_lowercase()))
    }

    /// Whether no owner of a public domain can point this host anywhere: an address is what it is,
    /// and these names are answered by the machine itself or by the local network.
    pub(super) fn has_no_foreign_owner(&self) -> bool {
        match self {
            Self::Ip(_) => true,
            Self::Name(name) => {
                name == "localhost" || name.ends_with(".localhost") || name.ends_with(".local")
            }
        }
    }

    /// Whether it means the machine itself.
    pub(super) fn is_loopback(&self) -> bool {
        match self {
            Self::Ip(ip) => ip.is_loopback(),
            Self::Name(name) => name == "localhost",
        }
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ip(IpAddr::V6(ip)) => write!(f, "[{ip}]"),
            Self::Ip(IpAddr::V4(ip)) => write!(f, "{ip}"),
            Self::Name(name) => f.write_str(name),
        }
    }
}

fn is_dns_name(text: &str) -> bool {
    let is_label = |label: &str| {
        let mut bytes = label.bytes();
        !label.is_empty() && bytes.all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
    };
    text.len() <= DNS_NAME_MAX_BYTES && text.split('.').all(is_label)
}

/// Where a page was served from.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Origin {
    is_https: bool,
    pub(super) host: Host,
    port: u16,
}

impl Origin {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (scheme, authority) = text.split_once("://")?;
        let (is_https, usual_port) = match scheme.to_ascii_lowercase().as_str() {
            "http" => (false, 80),
            "https" => (true, 443),
            _ => return None,
        };
        let (host, port) = host_and_port(authority)?;
        let port = port.unwrap_or(usual_port);
        Some(Self {
            is_https,
            host,
            port,
        })
    }
}
