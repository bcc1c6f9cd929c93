//! What the rows and the totals say is what a proxy between page and server has carried, to the byte.

use std::time::{Duration, Instant};

use serde_json::Value;
use testkit::{Browser, Client, PATIENCE, Proxy, Tab};
use tokio::time::sleep;

use crate::page::{KINDS, connect_by, open_drawer, say, sees, server};

/// How long nothing must pass before it counts as quiet.
const QUIET: Duration = Duration::from_millis(400);

/// The drawer's own feed passes the proxy as well and is no part of the count. So its frames are added
/// up here, by the standard's rule for the length of a head.
const WEIGH_THE_FEED: &str = "
    const head = (length, mask) => 2 + (length < 126 ? 0 : length < 65536 ? 2 : 8) + mask;
    const size = (text) => new TextEncoder().encode(text).length;
    const feed = window.feed = { up: 0, down: 0, open: false, soFar: new Map() };
    window.WebSocket = class extends WebSocket {
        constructor(address, protocol) {
            super(address, protocol);
            this.isFeed = protocol === 'websockets-notes.wire.v1';
            if (!this.isFeed) return;
            this.addEventListener('open', () => (feed.open = true));
            this.addEventListener('message', ({ data }) => {
                feed.down += size(data) + head(size(data), 0);
                for (const record of JSON.parse(data)) {
                    if (record.kind === 'so_far') feed.soFar.set(record.connection, record.up + record.down);
                }
            });
        }
        send(text) {
            super.send(text);
            if (this.isFeed) feed.up += size(text) + head(size(text), 4);
        }
    };";

/// The totals, the feed's own bytes, the sum of all rows that were watched, and what was before the watch.
const COUNTS: &str = "
    const { totals, rows, forgotten } = wireProbe();
    const rest = rows.filter(({ record }) => !record?.again).reduce((sum, { bytes }) => sum + bytes, 0);
    const before = [...feed.soFar.values()].reduce((sum, bytes) => sum + bytes, 0);
    return { up: totals.up, down: totals.down, feedUp: feed.up, feedDown: feed.down, rows: rest, before, forgotten };";

/// What the page counts and what the proxy has carried, at a moment at which nothing is under way.
#[derive(Debug, Clone, Copy)]
struct Counts {
    up: i64,
    down: i64,
    carried: (i64, i64),
    rows: i64,
    before: i64,
}

impl Counts {
    async fn of(tab: &Tab<'_>, proxy: &Proxy) -> Self {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let first = proxy.carried();
            sleep(QUIET).await;
            let counts = tab.run(COUNTS).await;
            if proxy.carried() == first {
                return Self::read(&counts, first);
            }
            assert!(Instant::now() < deadline, "it is never quiet");
        }
    }

    fn read(counts: &Value, (up, down): (u64, u64)) -> Self {
        let number = |name: &str| counts[name].as_i64().unwrap();
        assert_eq!(number("forgotten"), 0, "all rows are there");
        let carried = |bytes: u64| i64::try_from(bytes).unwrap();
        Self {
            up: number("up"),
            down: number("down"),
            carried: (
                carried(up) - number("feedUp"),
                carried(down) - number("feedDown"),
            ),
            rows: number("rows"),
            before: number("before"),
        }
    }

    /// What the proxy has carried more than the page has counted, since an earlier moment.
    fn missing(self, earlier: Self) -> (i64, i64) {
        let up = (self.carried.0 - earlier.carried.0) - (self.up - earlier.up);
        let down = (self.carried.1 - earlier.carried.1) - (self.down - earlier.down);
        (up, down)
    }
}

#[tokio::test]
async fn the_rows_are_the_bytes_that_a_proxy_has_carried() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let server = server().await;
    let proxy = Proxy::start(server.address()).await;
    let url = format!(
        "http://localhost:{}/?probe&every=1000",
        proxy.address().port()
    );
    let mut bob = Client::join(server.address(), "Bob").await;
    let ada = browser.open(&url).await;
    ada.run(WEIGH_THE_FEED).await;
    ada.join("Ada").await;
    open_drawer(&ada).await;
    ada.until("the feed", "feed.open").await;
    for kind in KINDS {
        let (began, before) = (Instant::now(), Counts::of(&ada, &proxy).await);
        connect_by(&ada, kind).await;
        for line in 0..5 {
            let (mine, his) = (format!("{kind} {line}, Ada"), format!("{kind} {line}, Bob"));
            say(&ada, &mine).await;
            bob.say(&his).await;
            sees(&ada, &mine).await;
            sees(&ada, &his).await;
        }
        // What is still being asked of a connection that is no more would be nobody's, and not be told.
        Counts::of(&ada, &proxy).await;
        // A long poll always has a question under way, which is told when it ends.
        connect_by(&ada, "websocket").await;
        let deadline = Instant::now() + PATIENCE;
        loop {
            let after = Counts::of(&ada, &proxy).await;
            let (up, down) = after.missing(before);
            // The feed's pings and pongs, which a page cannot see: 2 bytes down and 6 up, each 10 s.
            let pings = began.elapsed().as_secs() as i64 / 10 + 1;
            let is_pings = up % 6 == 0 && down == up / 3 && (0..=pings).contains(&(up / 6));
            let rows = after.rows + after.before;
            if is_pings && rows == after.up + after.down {
                break println!("{kind}: {after:?}, {} pings of the feed", up / 6);
            }
            assert!(
                Instant::now() < deadline,
                "{kind}: {up} up and {down} down were not counted; {rows} in rows; {after:?}"
            );
        }
    }
    ada.close().await;
    server.stop().await;
}
