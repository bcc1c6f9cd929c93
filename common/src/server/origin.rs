//! Who may talk to this server: the rule about Host and Origin, as one pure function.
//!
//! Two attacks meet here. A page on the Internet can make a visitor's browser open a WebSocket to
//! any address: Origin tells, because the browser writes it and the page cannot. And the owner of a
//! domain can point its name at our address (DNS rebinding), so that Origin and Host agree: then
//! only the Host itself tells, because it is not one of our names.
//!
//! Knows headers only; must never know routes, rooms, sockets or who the peer is.

use axum::http::header::{AsHeaderName, HOST, ORIGIN};
use axum::http::{HeaderMap, StatusCode};

use names::{Host, Origin, host_and_port};

mod names;

/// What the person who started the server allows beyond the rule.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Policy {
    /// Further names this server answers to, such as `demo.example.org`.
    pub allow_host: Vec<String>,
    /// Further origins whose pages may speak here, such as `https://slides.example.org`.
    pub allow_origin: Vec<String>,
}

/// What a request is about to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Intent {
    /// Fetch a page: only the Host is judged, since a link from anywhere may lead to it.
    Read,
    /// Open a WebSocket or send something: the Origin is judged too.
    Speak,
}

/// Why a request is turned away, in a sentence for the student who made it.
///
/// Only names that were parsed are repeated in it: they hold nothing that could act in a page.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// No Host header, two of them, or one that is no host.
    #[error("A request must say once, and readably, which Host it means (421).")]
    UnclearHost,
    /// A name that somebody else may own.
    #[error("This server answers only to its own address; `{host}` is not one of its names (421).")]
    ForeignHost {
        /// The name that was asked for.
        host: String,
    },
    /// The page comes from a file or a sandboxed frame, so nobody can tell whose it is.
    #[error("A page opened as a file has no origin; serve it over http from this host (403).")]
    OpaqueOrigin,
    /// Two Origin headers, or one that is no http origin.
    #[error("A request may have one Origin, written scheme://host:port and nothing more (403).")]
    UnclearOrigin,
    /// The page was served by another host.
    #[error("A page of `{origin}` may not speak here: it was not served by `{host}` (403).")]
    ForeignOrigin {
        /// The host that served the page.
        origin: String,
        /// The host that the request goes to.
        host: String,
    },
    /// The browser hides the origin but admits that the page belongs to somebody else.
    #[error("The browser says that a page of another site made this request (403).")]
    CrossSite,
}

impl Refused {
    /// The HTTP status that belongs to the refusal.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::UnclearHost | Self::ForeignHost { .. } => StatusCode::MISDIRECTED_REQUEST,
            Self::OpaqueOrigin
            | Self::UnclearOrigin
            | Self::ForeignOrigin { .. }
            | Self::CrossSite => StatusCode::FORBIDDEN,
        }
    }
}

/// Judges a request by its headers.
///
/// # Errors
///
/// When the Host is not ours, or the request wants to speak and its page was served elsewhere.
pub fn judge(headers: &HeaderMap, policy: &Policy, intent: Intent) -> Result<(), Refused> {
    let host = judge_host(headers, policy)?;
    match intent {
        Intent::Read => Ok(()),
        Intent::Speak => judge_origin(headers, policy, &host),
    }
}

/// Whether a `Host` header means the very machine that sent it, and no network.
#[must_use]
pub fn means_this_machine(text: &str) -> bool {
    host_and_port(text).is_some_and(|(host, _)| host.is_loopback())
}

/// Checks how an entry of [`Policy::allow_host`] is written: a misspelt one would never match.
///
/// # Errors
///
/// A sentence for the person who started the server.
pub fn host_entry(text: &str) -> Result<String, String> {
    let wanted = "a host name or an IP address is wanted, without scheme and port";
    Host::parse(text)
        .map(|_| text.to_owned())
        .ok_or_else(|| wanted.to_owned())
}

/// Checks how an entry of [`Policy::allow_origin`] is written: a misspelt one would never match.
///
/// # Errors
///
/// A sentence for the person who started the server.
pub fn origin_entry(text: &str) -> Result<String, String> {
    let wanted = "an origin is wanted, such as http://slides.example:3000, with nothing after it";
    Origin::parse(text)
        .map(|_| text.to_owned())
        .ok_or_else(|| wanted.to_owned())
}

fn judge_host(headers: &HeaderMap, policy: &Policy) -> Result<Host, Refused> {
    let Some(One::Value(text)) = only(headers, HOST) else {
        return Err(Refused::UnclearHost);
    };
    let (host, _) = host_and_port(text).ok_or(Refused::UnclearHost)?;
    let is_allowed = |entry: &String| Host::parse(entry).as_ref() == Some(&host);
    if host.has_no_foreign_owner() || policy.allow_host.iter().any(is_allowed) {
        return Ok(host);
    }
    let host = host.to_string();
    Err(Refused::ForeignHost { host })
}

fn judge_origin(headers: &HeaderMap, policy: &Policy, host: &Host) -> Result<(), Refused> {
    let text = match only(headers, ORIGIN) {
        // Browsers always send Origin with a WebSocket and a POST, so this is a program. A program
        // is not lured to a page by anybody. Very old browsers at least say where they come from.
        None if is_cross_site(headers) => return Err(Refused::CrossSite),
        None => return Ok(()),
        Some(One::Unclear) => return Err(Refused::UnclearOrigin),
        Some(One::Value("null")) => return Err(Refused::OpaqueOrigin),
        Some(One::Value(text)) => text,
    };
    let origin = Origin::parse(text).ok_or(Refused::UnclearOrigin)?;
    let is_allowed = |entry: &String| Origin::parse(entry).as_ref() == Some(&origin);
    // Any port will do: the lecture's own pages come from a static server next to this one.
    if origin.host == *host || policy.allow_origin.iter().any(is_allowed) {
        return Ok(());
    }
    let (origin, host) = (origin.host.to_string(), host.to_string());
    Err(Refused::ForeignOrigin { origin, host })
}

fn is_cross_site(headers: &HeaderMap) -> bool {
    let mut sites = headers.get_all("sec-fetch-site").iter();
    sites.any(|site| site.as_bytes().eq_ignore_ascii_case(b"cross-site"))
}

/// A header that is there.
enum One<'a> {
    /// Once, as text.
    Value(&'a str),
    /// More than once, or not as text.
    Unclear,
}

fn only(headers: &HeaderMap, name: impl AsHeaderName) -> Option<One<'_>> {
    let mut values = headers.get_all(name).iter();
    let first = values.next()?;
    Some(match (first.to_str(), values.next()) {
        (Ok(text), None) => One::Value(text),
        _ => One::Unclear,
    })
}

#[cfg(test)]
mod tests;
