//! The pages, served as written: from disk while developing, out of the binary in a release.

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderName, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use rust_embed::Embed;

const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// Pages that every demo has beside its own. Each is a folder below `web/`, and is asked for by its bare name.
const BESIDE: [&str; 3] = ["compare", "cost", "lecture"];

#[derive(Embed)]
#[folder = "../web"]
struct Web;

/// The file at a path below the folder of the demo, or else below `web/`.
pub(crate) fn page(path: &str, demo: &str, request: &HeaderMap) -> Response {
    // With a slash at the end or without: the page names all its parts from the root.
    let name = path.strip_suffix('/').unwrap_or(path);
    if BESIDE.contains(&name) {
        return page(&format!("{name}/index.html"), demo, request);
    }
    let file = Web::get(&format!("{demo}/{path}")).or_else(|| Web::get(path));
    let Some(file) = file else {
        return (StatusCode::NOT_FOUND, "There is no such page.\n").into_response();
    };
    let tag = tag(&file.metadata.sha256_hash());
    let is_known = request
        .get(IF_NONE_MATCH)
        .is_some_and(|known| known.as_bytes() == tag.as_bytes());
    let mut response = if is_known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Body::from(file.data).into_response()
    };
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type(path)));
    // Always ask again, by tag: a page that is a day old must not meet a server that is new.
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(
        ETAG,
        HeaderValue::from_str(&tag).expect("hexadecimal digits in quotes"),
    );
    if path.ends_with(".svg") {
        // A drawing is no secret, and the lecture's own pages show ours from another port.
        headers.insert(RESOURCE_POLICY, HeaderValue::from_static("cross-origin"));
    }
    response
}

/// Names this build of the pages, so that a page can tell when the server carries another.
pub(crate) fn build() -> String {
    let mut hash = 0_u32;
    for path in Web::iter() {
        let Some(file) = Web::get(&path) else {
            continue;
        };
        let [a, b, c, d, ..] = file.metadata.sha256_hash();
        hash = hash.rotate_left(1) ^ u32::from_be_bytes([a, b, c, d]);
    }
    format!("{}-{hash:08x}", env!("CARGO_PKG_VERSION"))
}

fn tag(hash: &[u8; 32]) -> String {
    let digits: String = hash[..16]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("\"{digits}\"")
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("webmanifest") => "application/manifest+json",
        _ => "text/plain; charset=utf-8",
    }
}

#[cfg(test)]
mod tests {
    use data_encoding::BASE64;
    use sha2::{Digest, Sha256};

    use super::*;
    use crate::server::headers::POLICY;

    #[test]
    fn a_page_made_of_modules_brings_along_what_loads_it_again_and_the_policy_allows_that() {
        let mut made_of_modules = 0;
        for path in Web::iter().filter(|path| path.ends_with(".html")) {
            let page = Web::get(&path).unwrap().data;
            // As a browser reads it: on Windows a file may have other ends of lines.
            let page = String::from_utf8(page.into_owned()).unwrap();
            let page = page.replace("\r\n", "\n");
            let is_made_of_modules = page.contains("<script type=\"module\"");
            made_of_modules += usize::from(is_made_of_modules);
            let mut inside = page.split("<script>").skip(1);
            let Some(script) = inside.next() else {
                assert!(!is_made_of_modules, "{path} has none");
                continue;
            };
            assert_eq!(inside.next(), None, "{path} has one");
            let before = page.find("<script>") < page.find("<link rel=\"stylesheet\"");
            assert!(before, "in {path} it comes before what may not come");
            let (script, _) = script.split_once("</script>").unwrap();
            let hash = BASE64.encode(&Sha256::digest(script));
            let source = format!("'sha256-{hash}'");
            assert!(
                POLICY.contains(&source),
                "the policy lacks {source}, of {path}"
            );
        }
        assert!(made_of_modules >= 4, "{made_of_modules}");
    }
}
