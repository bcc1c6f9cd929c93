//! The page in a real browser, against a real server: what the lecturer and the students see.
//!
//! Each test has a browser of its own, because a browser has one window in front. Pictures are saved
//! below `target/screenshots`.

#![allow(clippy::unwrap_used, reason = "a test may")]

use basic_chat::BasicChat;
use serde_json::json;
use testkit::{Browser, Client, Look, ONLINE, Proxy, Tab, TestServer};

async fn server() -> TestServer {
    TestServer::start(|| BasicChat::new(5.0)).await
}

fn page(server: &TestServer) -> String {
    format!("http://localhost:{}/", server.address().port())
}

/// Opens the page and joins under a name.
async fn join<'a>(browser: &'a Browser, url: &str, name: &str) -> Tab<'a> {
    let tab = browser.open(url).await;
    tab.join(name).await;
    tab
}

async fn say(tab: &Tab<'_>, text: &str) {
    tab.type_into("#text", &format!("{text}\n")).await;
}

/// The texts of all lines that are shown as sent, in order.
async fn lines(tab: &Tab<'_>) -> serde_json::Value {
    tab.run(
        "return [...document.querySelectorAll('.line[data-status=sent] .line-bubble')]
             .map((bubble) => bubble.textContent)",
    )
    .await
}

async fn sees(tab: &Tab<'_>, text: &str) {
    let expression = format!(
        "[...document.querySelectorAll('.line[data-status=sent] .line-bubble')]
             .some((bubble) => bubble.textContent === {})",
        json!(text)
    );
    tab.until(text, &expression).await;
}

#[tokio::test]
async fn two_tabs_chat() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let server = server().await;
    let ada = join(browser, &page(&server), "Ada").await;
    let bob = join(browser, &page(&server), "Bob").await;
    say(&ada, "hello Bob").await;
    sees(&bob, "hello Bob").await;
    say(&bob, "hello Ada").await;
    sees(&ada, "hello Ada").await;
    assert_eq!(lines(&ada).await, json!(["hello Bob", "hello Ada"]));
    assert_eq!(lines(&ada).await, lines(&bob).await, "one order for all");
    ada.until(
        "two people",
        "document.querySelectorAll('.person[data-id]').length === 2",
    )
    .await;
    bob.type_into("#text", "I am ty").await;
    ada.until(
        "typing",
        "document.querySelector('.typing')?.textContent.includes('Bob')",
    )
    .await;
    ada.has_no_errors().await;
    bob.has_no_errors().await;
    ada.close().await;
    bob.close().await;
    server.stop().await;
}

#[tokio::test]
async fn the_lectures_snippet_chats_with_the_page() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let server = server().await;
    let ada = join(browser, &page(&server), "Ada").await;
    let console = browser.open(&page(&server)).await;
    let port = server.address().port();
    // What a student types into the console, line by line.
    let heard = "window.heard = []; s.onmessage = m => heard.push(m.data)";
    console
        .run(&format!(
            "window.s = new WebSocket('ws://localhost:{port}'); {heard}"
        ))
        .await;
    console.until("open", "s.readyState === 1").await;
    console.run("s.send('hello')").await;
    sees(&ada, "hello").await;
    say(&ada, "welcome").await;
    console.until("the answer", "heard.length > 0").await;
    assert_eq!(console.run("return heard").await, json!(["welcome"]));
    console.close().await;
    ada.close().await;
    server.stop().await;
}

#[tokio::test]
async fn a_reload_keeps_the_person() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let server = server().await;
    let ada = join(browser, &page(&server), "Ada").await;
    say(&ada, "before the reload").await;
    sees(&ada, "before the reload").await;
    ada.type_into("#text", "half a thought").await;
    ada.reload().await;
    ada.until("being in the room", ONLINE).await;
    sees(&ada, "before the reload").await;
    let mine = "document.querySelector('.line').dataset.own !== undefined";
    ada.until("the own line known as own", mine).await;
    assert_eq!(
        ada.run("return document.querySelector('#text').value")
            .await,
        "half a thought"
    );
    let bob = join(browser, &page(&server), "Bob").await;
    bob.until(
        "two, not three",
        "document.querySelectorAll('.person[data-id]').length === 2",
    )
    .await;
    bob.close().await;
    ada.close().await;
    server.stop().await;
}

#[tokio::test]
async fn a_cut_connection_comes_back_with_the_missed_lines() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let server = server().await;
    let proxy = Proxy::start(server.address()).await;
    let url = format!("http://localhost:{}/", proxy.address().port());
    let mut bob = Client::join(server.address(), "Bob").await;
    let ada = join(browser, &url, "Ada").await;
    bob.say("heard").await;
    sees(&ada, "heard").await;
    proxy.cut();
    ada.until(
        "the cut noticed",
        "document.body.dataset.state === 'offline'",
    )
    .await;
    bob.say("missed 1").await;
    bob.say("missed 2").await;
    say(&ada, "said while away").await;
    ada.until(
        "pending",
        "document.querySelector('.line[data-status=pending]')",
    )
    .await;
    ada.look(Look::PHONE).await;
    ada.until(
        "words about it",
        "document.querySelector('.status[data-tone=waiting]')",
    )
    .await;
    ada.screenshot("chat-phone-disconnected").await;
    ada.look(Look::LAPTOP).await;
    ada.screenshot("chat-laptop-disconnected").await;
    proxy.heal(server.address());
    sees(&ada, "said while away").await;
    let expected = json!(["heard", "missed 1", "missed 2", "said while away"]);
    assert_eq!(lines(&ada).await, expected, "none lost, none doubled");
    let missed = "document.querySelectorAll('.line[data-missed]').length === 2";
    ada.until("the missed lines are marked", missed).await;
    bob.until("the line", |bob| {
        bob.lines() == ["heard", "missed 1", "missed 2", "said while away"]
    })
    .await;
    ada.screenshot("chat-laptop-back").await;
    ada.close().await;
    server.stop().await;
}

#[tokio::test]
async fn a_restarted_server_finds_both_tabs_again() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let first = server().await;
    let proxy = Proxy::start(first.address()).await;
    let url = format!("http://localhost:{}/", proxy.address().port());
    let ada = join(browser, &url, "Ada").await;
    let bob = join(browser, &url, "Bob").await;
    say(&ada, "in the old room").await;
    sees(&bob, "in the old room").await;
    // Killed: no goodbye, no close.
    proxy.cut();
    first.stop().await;
    ada.until(
        "the end noticed",
        "document.body.dataset.state === 'offline'",
    )
    .await;
    say(&ada, "written in between").await;
    let second = server().await;
    proxy.heal(second.address());
    sees(&bob, "written in between").await;
    sees(&ada, "written in between").await;
    for tab in [&ada, &bob] {
        assert_eq!(
            lines(tab).await,
            json!(["in the old room", "written in between"])
        );
        let order = "[...document.querySelectorAll('.line, .mark-divider')]
            .map((item) => item.className.includes('divider')).join()";
        assert_eq!(
            tab.run(&format!("return {order}")).await,
            "false,true,false"
        );
    }
    say(&bob, "in the new room").await;
    sees(&ada, "in the new room").await;
    ada.screenshot("chat-laptop-restarted").await;
    ada.close().await;
    bob.close().await;
    second.stop().await;
}

#[tokio::test]
async fn attack_lines_are_harmless() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let server = server().await;
    let mut mallory = Client::join(server.address(), "<b>Mallory</b>").await;
    let ada = join(browser, &page(&server), "Ada").await;
    ada.look(Look::PHONE).await;
    ada.run("window.alert = () => { window.attacked = true }")
        .await;
    let attack = "<img src=x onerror=alert(1)>";
    for line in [
        attack,
        "abc\u{202e}gnp.exe",
        "[x](javascript:alert(1)) http://x.y/\"onclick=alert(1)",
    ] {
        mallory.say(line).await;
    }
    sees(&ada, attack).await;
    sees(&ada, "abcgnp.exe").await;
    let word = "W".repeat(450);
    mallory.say(&word).await;
    sees(&ada, &word).await;
    // Ten kilobytes can only come from a client of the plain dialect; they are cut.
    let mut plain = testkit::client::open_plain(server.address(), "/").await;
    let flood = tokio_tungstenite::tungstenite::Message::text("M".repeat(10_000));
    futures_util::SinkExt::send(&mut plain, flood)
        .await
        .unwrap();
    ada.until("the cut word", "document.body.textContent.includes('MMMM')")
        .await;
    let sideways = "document.documentElement.scrollWidth > document.documentElement.clientWidth";
    assert_eq!(
        ada.run(&format!("return {sideways}")).await,
        false,
        "no sideways scrolling"
    );
    assert_eq!(
        ada.run("return document.querySelectorAll('.line img').length")
            .await,
        0
    );
    assert_eq!(ada.run("return window.attacked === undefined").await, true);
    let links = "return [...document.querySelectorAll('.line a')].map((a) => a.protocol)";
    assert_eq!(ada.run(links).await, json!(["http:"]));
    ada.screenshot("chat-phone-hostile").await;
    ada.has_no_errors().await;
    ada.close().await;
    server.stop().await;
}

#[tokio::test]
async fn the_keyboard_is_enough() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let server = server().await;
    let ada = browser.open(&page(&server)).await;
    ada.until(
        "the name field has the focus",
        "document.activeElement?.id === 'name'",
    )
    .await;
    ada.press("\n").await;
    ada.until("being in the room", ONLINE).await;
    ada.until(
        "the line field has the focus",
        "document.activeElement?.id === 'text'",
    )
    .await;
    ada.press("/").await;
    ada.until(
        "the menu",
        "document.querySelector('#commands')?.checkVisibility()",
    )
    .await;
    ada.screenshot("chat-laptop-menu").await;
    ada.press("dance\n").await;
    ada.until(
        "the list of commands",
        "document.querySelector('.mark-commands')",
    )
    .await;
    assert_eq!(lines(&ada).await, json!([]), "not sent");
    ada.run("document.querySelector('#text').value = ''").await;
    ada.press("/nick Grace\n").await;
    ada.until(
        "the new name",
        "document.querySelector('#me')?.textContent.includes('Grace')",
    )
    .await;
    ada.press("/me waves\n").await;
    sees(&ada, "Grace waves").await;
    ada.press("/Victoria good morning\n").await;
    ada.until(
        "the voice",
        "document.querySelector('.line-voice')?.textContent.includes('Victoria')",
    )
    .await;
    ada.has_no_errors().await;
    ada.close().await;
    server.stop().await;
}

/// On a plain address a page is no secure context: much of the platform is missing, and the
/// lecturer's localhost hides it.
#[tokio::test]
async fn a_plain_ip_address_is_enough() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let options = common::Options {
        port: 0,
        host: Some([127, 0, 0, 2].into()),
        ..common::Options::default()
    };
    let server = TestServer::start_with(options, || BasicChat::new(5.0)).await;
    let ada = join(browser, &format!("http://{}/", server.address()), "Ada").await;
    say(&ada, "from an address").await;
    sees(&ada, "from an address").await;
    ada.has_no_errors().await;
    ada.close().await;
    server.stop().await;
}

#[tokio::test]
async fn the_page_of_another_host_is_refused() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let server = server().await;
    let port = server.address().port();
    let other = browser.open(&format!("http://127.0.0.1:{port}/")).await;
    // The policy of the page would stop it first, so the attempt is made from an empty page.
    other.go("data:text/html,<title>another page</title>").await;
    other
        .run(&format!(
            "window.s = new WebSocket('ws://localhost:{port}'); s.onclose = () => window.ended = true"
        ))
        .await;
    other.until("refused", "window.ended").await;
    other.close().await;
    server.stop().await;
}

#[tokio::test]
async fn it_looks_as_it_should() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let server = TestServer::start(|| BasicChat::new(0.0)).await;
    let ada = browser.open(&page(&server)).await;
    for (look, name) in [(Look::PHONE, "phone"), (Look::LAPTOP, "laptop")] {
        ada.look(look).await;
        ada.until("the name field", "document.activeElement?.id === 'name'")
            .await;
        ada.screenshot(&format!("chat-{name}-join")).await;
    }
    ada.click("#join").await;
    ada.until("being in the room", ONLINE).await;
    ada.screenshot("chat-laptop-empty").await;
    ada.look(Look::PHONE).await;
    ada.screenshot("chat-phone-empty").await;
    let class = busy_class(&server, &ada).await;
    for (look, name) in [(Look::PHONE, "phone"), (Look::LAPTOP, "laptop")] {
        ada.look(look).await;
        ada.screenshot(&format!("chat-{name}-busy")).await;
        ada.look(look.dark()).await;
        ada.screenshot(&format!("chat-{name}-dark")).await;
        let sideways =
            "document.documentElement.scrollWidth > document.documentElement.clientWidth";
        assert_eq!(
            ada.run(&format!("return {sideways}")).await,
            false,
            "{name}"
        );
    }
    drop(class);
    ada.look(Look::LAPTOP).await;
    ada.press("\u{e00c}").await;
    ada.press("q").await;
    ada.until(
        "the code to scan",
        "document.querySelector('img[src*=\"share.svg\"]')?.complete",
    )
    .await;
    ada.screenshot("chat-laptop-share").await;
    let beside = "return [...document.querySelectorAll('.share a')].map((link) => link.pathname + link.target)";
    let pages = json!(["/lecture_blank", "/compare_blank"]);
    assert_eq!(
        ada.run(beside).await,
        pages,
        "beside, so that nobody leaves"
    );
    ada.has_no_errors().await;
    ada.close().await;
    server.stop().await;
}

async fn busy_class(server: &TestServer, ada: &Tab<'_>) -> Vec<Client> {
    let mut class = Vec::new();
    for name in ["Grace", "Linus", "Margaret", "Donald", "Barbara", "Edsger"] {
        class.push(Client::join(server.address(), name).await);
    }
    let said = [
        (0, "Good morning! Can everybody read this?"),
        (1, "Yes, on my phone too"),
        (
            2,
            "Here as well. It says #3 beside my line: is that the order?",
        ),
        (
            0,
            "It is the **sequence number**. The room gives one to every event, and all of us see the same.",
        ),
        (3, "So if I lose the Wi-Fi, I ask for what came after `#4`?"),
        (
            4,
            "```\nlet s = new WebSocket('ws://localhost:8080');\ns.onmessage = m => console.log(m.data);\ns.send('hello');\n```",
        ),
        (
            5,
            "/Victoria that one was read aloud, with a voice of its own",
        ),
        (
            1,
            "https://www.rfc-editor.org/rfc/rfc6455 says more about the handshake",
        ),
    ];
    for (who, text) in said {
        class[who].say(text).await;
        class[who]
            .until("the own line", |one| one.lines().contains(&text))
            .await;
    }
    say(ada, "And nothing is lost on the way").await;
    sees(ada, "And nothing is lost on the way").await;
    class[3].send(&json!({"type": "typing", "on": true})).await;
    ada.until(
        "typing",
        "document.querySelector('.typing')?.textContent.includes('Donald')",
    )
    .await;
    class
}

#[tokio::test]
async fn whoever_is_too_fast_sees_how_long_to_wait_and_keeps_what_was_typed() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    // One line, and then none for four seconds.
    let server = TestServer::start(|| BasicChat::new(0.25)).await;
    let ada = join(browser, &page(&server), "Ada").await;
    say(&ada, "one").await;
    sees(&ada, "one").await;
    say(&ada, "two").await;
    let waits = "document.querySelector('.send').getAttribute('aria-disabled') === 'true'";
    ada.until("the wait", waits).await;
    say(&ada, "three").await;
    let words = "document.querySelector('.send-wait').textContent";
    let button = ada.run(&format!("return {words}")).await;
    assert!(button.as_str().unwrap().starts_with("Slower: "), "{button}");
    let typed = ada
        .run("return document.querySelector('#text').value")
        .await;
    assert_eq!(typed, "three");
    ada.look(Look::PHONE).await;
    ada.screenshot("chat-slower-phone").await;
    ada.look(Look::LAPTOP.dark()).await;
    ada.screenshot("chat-slower-dark").await;
    // What was sent before is said by itself when its time has come.
    sees(&ada, "two").await;
    ada.until("the end of the wait", &format!("!({waits})"))
        .await;
    assert_eq!(lines(&ada).await, json!(["one", "two"]));
    ada.has_no_errors().await;
    ada.close().await;
    server.stop().await;
}
