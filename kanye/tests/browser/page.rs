//! The page as a test uses it: a server, a way in, and where the heads are.

use std::sync::Arc;
use std::time::Duration;

use kanye::{Kanye, State, Upstream, offline};
use serde_json::{Value, json};
use testkit::{Browser, Look, Tab, TestServer};
use tokio::sync::watch;

pub(crate) async fn server(every: Duration, quotes: &[&str]) -> TestServer {
    let upstream = Upstream {
        state: State::Live,
        host: "quotes.example".into(),
        start: 1,
        fetches: 1,
        error: None,
        quotes: Arc::new(quotes.iter().map(|quote| (*quote).into()).collect()),
    };
    let (sender, outside) = watch::channel(upstream.clone());
    // The server hears of it once; nothing changes later.
    drop(sender);
    let make = move || Kanye::new(every, &upstream, &offline::LINES);
    let options = common::Options {
        port: 0,
        ..common::Options::default()
    };
    TestServer::start_told(options, make, Some(outside)).await
}

pub(crate) fn page(server: &TestServer) -> String {
    format!("http://localhost:{}/", server.address().port())
}

/// Opens the page and joins under a name.
pub(crate) async fn join<'a>(browser: &'a Browser, url: &str, name: &str, look: Look) -> Tab<'a> {
    let tab = browser.open(url).await;
    tab.look(look).await;
    tab.join(name).await;
    tab.until("a quote", "document.querySelector('.quote').textContent")
        .await;
    tab
}

/// Moves the mouse to a spot of the stage, given in parts of its width and height.
pub(crate) async fn point(tab: &Tab<'_>, x: f64, y: f64) {
    let stage = tab
        .run("const { left, top, width, height } = document.querySelector('.stage').getBoundingClientRect();
              return [left, top, width, height]")
        .await;
    let [left, top, width, height] = [0, 1, 2, 3].map(|n| stage[n].as_f64().unwrap());
    let (x, y) = (x.mul_add(width, left), y.mul_add(height, top));
    tab.tell(
        "Input.dispatchMouseEvent",
        json!({"type": "mouseMoved", "x": x, "y": y}),
    )
    .await;
}

/// Where the heads are, by person, in parts of the stage.
pub(crate) const SPOTS: &str = "(() => {
    const stage = document.querySelector('.stage').getBoundingClientRect();
    return Object.fromEntries([...document.querySelectorAll('.head[data-id]')].map((head) => {
      const { left, top, width, height } = head.getBoundingClientRect();
      return [head.dataset.id, [(left + width / 2 - stage.left) / stage.width, (top + height / 2 - stage.top) / stage.height]];
    }));
  })()";

/// Waits until a screen shows exactly these heads at these spots, within a hundredth of the stage.
pub(crate) async fn shows(tab: &Tab<'_>, heads: &[(u32, f64, f64)]) {
    let expected: serde_json::Map<_, _> = heads
        .iter()
        .map(|(id, x, y)| (id.to_string(), json!([x, y])))
        .collect();
    let expression = format!(
        "(() => {{
            const [spots, expected] = [{SPOTS}, {}];
            const near = (one, other) => one && Math.abs(one[0] - other[0]) < 0.01 && Math.abs(one[1] - other[1]) < 0.01;
            return Object.keys(spots).length === Object.keys(expected).length
              && Object.entries(expected).every(([id, spot]) => near(spots[id], spot));
        }})()",
        Value::Object(expected)
    );
    tab.until("the heads at their spots", &expression).await;
}
