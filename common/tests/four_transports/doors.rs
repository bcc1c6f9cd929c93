//! The rule about Host and Origin holds at every door.

use testkit::http::Http;

use super::raw::in_time;
use super::server;

const DOORS: [(&str, &str); 5] = [
    ("GET", "/rooms/class/events"),
    ("GET", "/rooms/class/events?name=Eve"),
    ("GET", "/rooms/class/poll?name=Eve&wait=25"),
    ("GET", "/rooms/class/poll"),
    ("POST", "/rooms/class/send"),
];

#[tokio::test]
async fn a_page_of_another_host_hears_nothing_and_says_nothing() {
    let server = server().await;
    for (method, target) in DOORS {
        for origin in [
            "http://evil.example",
            "null",
            "http://localhost.evil.example",
        ] {
            let headers = format!("Origin: {origin}\r\n");
            let body = if method == "POST" {
                r#"{"type":"say","text":"hi"}"#
            } else {
                ""
            };
            let mut http = Http::new(server.address());
            let asked = http.ask(method, target, &headers, body);
            let answer = in_time(asked).await.unwrap();
            assert_eq!(answer.status, 403, "{method} {target} of {origin}");
        }
    }
    let look = in_time(Http::new(server.address()).get("/rooms/class/poll"))
        .await
        .unwrap();
    assert!(
        look.body.contains(r#""count":0"#),
        "nobody came in: {look:?}"
    );
    assert!(
        look.body.contains(r#""lines":[]"#),
        "nothing was said: {look:?}"
    );
}

#[tokio::test]
async fn a_page_of_our_own_may_come_in() {
    let server = server().await;
    let headers = format!("Origin: http://{}\r\n", server.address());
    let mut http = Http::new(server.address());
    let target = "/rooms/class/poll?name=Ada&wait=25";
    let answer = in_time(http.ask("GET", target, &headers, ""))
        .await
        .unwrap();
    assert_eq!(answer.status, 200);
    let body = r#"{"type":"say","n":1,"text":"hi"}"#;
    let answer = in_time(http.ask("POST", "/rooms/class/send", &headers, body))
        .await
        .unwrap();
    assert!(answer.body.contains("ack"), "{answer:?}");
}
