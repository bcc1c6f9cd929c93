//! The compare page: where it is found, and what its modules hold where they run, in a real browser.
//!
//! Each file in `tests/js` holds the checks of one module. They run in one tab, one file after the other.

#![allow(clippy::unwrap_used, reason = "a test may")]

use std::net::SocketAddr;

use basic_chat::BasicChat;
use testkit::{Browser, PATIENCE, TestServer, checks};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

macro_rules! checks {
    ($($file:literal),*) => { [$(($file, include_str!(concat!("js/", $file, ".js")))),*] };
}

const CHECKS: [(&str, &str); 6] =
    checks!["latencies", "flight", "race", "crossover", "talker", "lane"];

/// Asks for a page, and reads the whole answer: head and body.
async fn ask(address: SocketAddr, target: &str) -> (String, String) {
    let request = format!("GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    let mut answer = String::new();
    let asking = async {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        stream.read_to_string(&mut answer).await.unwrap();
    };
    timeout(PATIENCE, asking).await.expect("an answer in time");
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
    (head.to_ascii_lowercase(), body.to_owned())
}

/// What a page names in `href="…"` and `src="…"`, data apart.
fn parts(page: &str) -> Vec<&str> {
    let named = page.split([' ', '>']).filter_map(|word| {
        let value = word
            .strip_prefix("href=\"")
            .or_else(|| word.strip_prefix("src=\""))?;
        value.strip_suffix('"')
    });
    named.filter(|part| !part.starts_with("data:")).collect()
}

#[tokio::test]
async fn the_page_is_whole_with_a_slash_at_the_end_and_without() {
    let server = TestServer::start(|| BasicChat::new(0.0)).await;
    let (head, page) = ask(server.address(), "/compare").await;
    assert!(head.starts_with("http/1.1 200"), "{head}");
    assert!(head.contains("\r\ncontent-type: text/html; charset=utf-8\r\n"));
    for target in ["/compare/", "/compare?room=class", "/compare/index.html"] {
        assert_eq!(ask(server.address(), target).await.1, page, "{target}");
    }
    let parts = parts(&page);
    assert!(parts.contains(&"/compare/main.js"), "{parts:?}");
    for part in parts {
        assert!(part.starts_with('/'), "{part} depends on the slash");
        let (head, _) = ask(server.address(), part).await;
        assert!(head.starts_with("http/1.1 200"), "{part}: {head}");
    }
    for target in ["/compare//", "/comparex", "/common", "/common/"] {
        let (head, _) = ask(server.address(), target).await;
        assert!(head.starts_with("http/1.1 404"), "{target}: {head}");
    }
    server.stop().await;
}

#[tokio::test]
async fn the_modules_of_the_page_hold_what_they_promise() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let server = TestServer::start(|| BasicChat::new(0.0)).await;
    let tab = browser.open(&format!("http://{}/", server.address())).await;
    checks::run(&tab, CHECKS).await;
    tab.close().await;
    server.stop().await;
}
