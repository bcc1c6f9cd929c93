//! The headers that every answer with something in it carries: what a page may load, and who may look at
//! it.

use axum::extract::Request;
use axum::http::header::{
    CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::Response;

/// A page loads nothing but our own files, runs nothing but our own scripts, makes no markup out of
/// text, and is framed by nobody. The hash is that of the one script that is in a page itself: it loads the page
/// again if a part of it did not come.
pub(super) const POLICY: &str = "default-src 'none'; \
    script-src 'self' 'sha256-F53fdArtEs4WyFB6QfaS0KVCb2GvSEXabiKs3gZajU8='; style-src 'self'; \
    img-src 'self' data:; font-src 'self'; media-src 'self'; connect-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
    require-trusted-types-for 'script'";
/// Nothing that a device can do beyond showing a page and making sound.
const PERMISSIONS: &str = "camera=(), display-capture=(), geolocation=(), microphone=(), \
    midi=(), payment=(), usb=()";

/// Adds the headers to whatever is answered, but for an upgrade: it carries nothing that could be shown,
/// and the head of it is kept as long as the socket lives.
pub(crate) async fn add(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if response.status() == StatusCode::SWITCHING_PROTOCOLS {
        return response;
    }
    let headers = response.headers_mut();
    for (name, value) in [
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "no-referrer"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
        (HeaderName::from_static("permissions-policy"), PERMISSIONS),
    ] {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    response
}
