//! The list of rows: it stays short, it can be searched and stopped, and it says what is not in it.

use testkit::{Browser, Client, Tab};

use crate::page::{join, open_drawer, page, say, sees, server};

/// As many as the drawer keeps, and so many more come.
const KEPT: usize = 2_000;
const LINES: usize = 2_300;
/// Fewer than the answers that may be under way at a time.
const BATCH: usize = 50;
const ROWS: &str = "wireProbe().rows";

/// The rows in sight, that is, in the page.
async fn all_rows(tab: &Tab<'_>, what: &str, are: &str) {
    let rows = "[...document.querySelectorAll('.wire-row')]";
    let expression = format!("{rows}.length > 0 && {rows}.every((row) => {are})");
    tab.until(what, &expression).await;
}

async fn choose(tab: &Tab<'_>, label: &str, value: &str) {
    tab.run(&format!(
        "const select = document.querySelector('.wire-tools [aria-label={label}]');
         select.value = '{value}';
         select.dispatchEvent(new Event('change'));"
    ))
    .await;
}

#[tokio::test]
async fn two_thousand_rows_are_kept_and_the_others_are_counted() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let server = server().await;
    let mut bob = Client::join(server.address(), "Bob").await;
    let ada = join(browser, &page(&server, ""), "Ada").await;
    open_drawer(&ada).await;
    ada.until(
        "the feed",
        &format!("{ROWS}.some(({{ kind }}) => kind === 'frame')"),
    )
    .await;
    for batch in 0..LINES / BATCH {
        for line in 0..BATCH {
            bob.say(&format!("line {}", batch * BATCH + line)).await;
        }
        let said = (batch + 1) * BATCH;
        bob.until("the batch", |bob| bob.acks.len() == said).await;
    }
    sees(&ada, &format!("line {}", LINES - 1)).await;
    ada.until(
        "the last line's row",
        &format!(
            "{ROWS}.some(({{ text }}) => text.includes('line {}'))",
            LINES - 1
        ),
    )
    .await;
    let count = ada
        .run(
            "const { rows, forgotten, missed } = wireProbe();
             const ids = rows.map(({ id }) => id);
             return { kept: rows.length, forgotten, missed, first: ids[0], last: ids.at(-1),
                 unbroken: ids.every((id, index) => id === ids[0] + index) }",
        )
        .await;
    assert_eq!(count["kept"], KEPT, "{count}");
    assert_eq!(count["unbroken"], true);
    assert_eq!(
        count["first"].as_u64().unwrap(),
        count["forgotten"].as_u64().unwrap() + 1,
        "{count}"
    );
    let told = count["last"].as_u64().unwrap() + count["missed"].as_u64().unwrap();
    assert!(
        told >= LINES as u64,
        "every line is a row, or is counted as missed: {count}"
    );
    let words = "(() => {
        const { rows, forgotten } = wireProbe();
        return document.querySelector('.wire-count').textContent.startsWith(`${rows.length} rows · ${forgotten} older let go`);
    })()";
    ada.until("the same in words", words).await;
    let in_page = ada
        .run("return document.querySelectorAll('.wire-row').length")
        .await;
    assert!(
        in_page.as_u64().unwrap() < 100,
        "only what is in sight is in the page: {in_page}"
    );
    ada.screenshot("wire-laptop-full").await;
    ada.has_no_errors().await;
    ada.close().await;
    server.stop().await;
}

#[tokio::test]
async fn rows_are_found_again() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let server = server().await;
    let mut bob = Client::join(server.address(), "Bob").await;
    let ada = join(browser, &page(&server, ""), "Ada").await;
    open_drawer(&ada).await;
    for number in 0..5 {
        say(&ada, &format!("hay {number}")).await;
        bob.say(&format!("straw {number}")).await;
    }
    bob.say("a needle").await;
    sees(&ada, "a needle").await;
    ada.type_into(".wire-search", "Needle").await;
    all_rows(&ada, "the needle", "row.textContent.includes('needle')").await;
    let count = "/^[1-9] of \\d+ rows/u.test(document.querySelector('.wire-count').textContent)";
    ada.until("how many of how many", count).await;
    ada.run("document.querySelector('.wire-search').select()")
        .await;
    ada.type_into(".wire-search", "no such thing").await;
    ada.until(
        "words about nothing",
        "document.querySelector('.wire-empty').checkVisibility()",
    )
    .await;
    ada.run("document.querySelector('.wire-search').select()")
        .await;
    ada.type_into(".wire-search", "\u{e003}").await; // Backspace.
    choose(&ada, "Direction", "up").await;
    all_rows(&ada, "what went up", "row.dataset.way !== 'down'").await;
    choose(&ada, "Direction", "down").await;
    all_rows(&ada, "what came down", "row.dataset.way !== 'up'").await;
    choose(&ada, "Direction", "").await;
    choose(&ada, "Kind", "open").await;
    all_rows(&ada, "what was opened", "row.dataset.verb === 'open'").await;
    choose(&ada, "Kind", "").await;
    ada.click(".wire-tools [title='Only numbered events']")
        .await;
    all_rows(&ada, "numbered events", "/#\\d+/u.test(row.textContent)").await;
    ada.has_no_errors().await;
    ada.close().await;
    server.stop().await;
}

#[tokio::test]
async fn a_pause_holds_the_rows_and_loses_none() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let server = server().await;
    let mut bob = Client::join(server.address(), "Bob").await;
    let ada = join(browser, &page(&server, ""), "Ada").await;
    open_drawer(&ada).await;
    bob.say("before").await;
    let has = |text: &str| format!("{ROWS}.some(({{ text }}) => text.includes('{text}'))");
    ada.until("the row", &has("before")).await;
    ada.click(".wire-pause").await;
    let count = ada.run(&format!("return {ROWS}.length")).await;
    for number in 0..10 {
        bob.say(&format!("meanwhile {number}")).await;
    }
    sees(&ada, "meanwhile 9").await;
    let waiting =
        "/^Go on · \\d\\d+ wait/u.test(document.querySelector('.wire-pause').textContent)";
    ada.until("how many wait", waiting).await;
    assert_eq!(
        ada.run(&format!("return {ROWS}.length")).await,
        count,
        "the list stands still"
    );
    ada.click(".wire-pause").await;
    ada.until("what waited", &has("meanwhile 9")).await;
    let all = format!(
        "return {ROWS}.filter(({{ title, text }}) => title === 'line' && text.includes('meanwhile')).map(({{ frame, text }}) => JSON.parse(text).text)"
    );
    let all = ada.run(&all).await;
    let expected: Vec<_> = (0..10)
        .map(|number| format!("meanwhile {number}"))
        .collect();
    assert_eq!(all, serde_json::json!(expected));
    ada.run("[...document.querySelectorAll('.wire-tools button')].find(({ textContent }) => textContent === 'Clear').click()")
        .await;
    ada.until("nothing", &format!("{ROWS}.length < 5")).await;
    bob.say("after").await;
    ada.until("what comes after", &has("after")).await;
    ada.has_no_errors().await;
    ada.close().await;
    server.stop().await;
}
