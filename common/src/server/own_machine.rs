//! Who sits at the server's own machine, and may therefore do what the class may not.
//!
//! The request comes from there, it names the server by a name that means this machine, and no proxy
//! has passed it on. It knows nothing of what is asked for.

use axum::http::HeaderMap;
use axum::http::header::{FORWARDED, HOST, HeaderName, VIA};

use crate::server::http::Visitor;
use crate::server::origin;

/// Whether this request was made by the person at the server's own machine.
pub(crate) fn is_at_the_server(visitor: &Visitor, request: &HeaderMap) -> bool {
    let passed_on = [
        FORWARDED,
        VIA,
        HeaderName::from_static("x-forwarded-for"),
        HeaderName::from_static("x-real-ip"),
    ];
    let host = request.get(HOST).and_then(|host| host.to_str().ok());
    visitor.peer.ip().to_canonical().is_loopback()
        && host.is_some_and(origin::means_this_machine)
        && !passed_on.iter().any(|name| request.contains_key(name))
}
