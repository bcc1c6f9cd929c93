//! One window of the browser: what a person does with a page, and what they see.

use std::time::{Duration, Instant};

use fantoccini::elements::Element;
use fantoccini::wd::WindowHandle;
use fantoccini::{Client, Locator};
use serde_json::{Value, json};
use tokio::time::sleep;

use super::command::{ConsoleLog, DevTools};
use super::console;
use crate::PATIENCE;

/// Pause between two looks at a condition.
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// What is true on every demo's page while it is in its room.
pub const ONLINE: &str = "document.body.dataset.state === 'online'";

/// A window. Windows of one browser share it, so a test uses one after the other.
#[derive(Debug)]
pub struct Tab<'a> {
    client: &'a Client,
    window: WindowHandle,
}

/// How a page is looked at.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// Width in CSS pixels.
    pub width: u32,
    /// Height in CSS pixels.
    pub height: u32,
    /// Whether the system is dark.
    pub is_dark: bool,
}

impl Look {
    /// A phone, upright.
    pub const PHONE: Self = Self {
        width: 390,
        height: 844,
        is_dark: false,
    };
    /// A laptop.
    pub const LAPTOP: Self = Self {
        width: 1280,
        height: 800,
        is_dark: false,
    };

    /// The same on a dark system.
    pub const fn dark(self) -> Self {
        Self {
            is_dark: true,
            ..self
        }
    }
}

/// What a person does. Each of these panics if the page does not let them.
#[allow(clippy::missing_panics_doc, reason = "said above, once for all")]
impl<'a> Tab<'a> {
    pub(super) fn new(client: &'a Client, window: WindowHandle) -> Self {
        Self { client, window }
    }

    /// Goes to an address.
    pub async fn go(&self, url: &str) {
        self.front().await;
        self.client.goto(url).await.expect("the page loads");
    }

    /// Loads the page again.
    pub async fn reload(&self) {
        self.front().await;
        self.client.refresh().await.expect("the page loads again");
    }

    /// Closes the window. The browser's first one, which is empty, stays.
    pub async fn close(self) {
        self.front().await;
        self.client.close_window().await.expect("the window closes");
        let first = self
            .client
            .windows()
            .await
            .expect("the windows")
            .swap_remove(0);
        self.client
            .switch_to_window(first)
            .await
            .expect("the window is there");
    }

    /// Joins the room under a name, by a tap, and waits until the page shows who is there.
    pub async fn join(&self, name: &str) {
        let fill = "document.querySelector('#name').value = arguments[0]";
        self.run_with(fill, json!(name)).await;
        self.click("#join").await;
        self.until("being in the room", ONLINE).await;
        self.until("the people", "document.querySelector('.person[data-id]')")
            .await;
    }

    /// Chooses a transport in the menu of the top rule, and waits until the page is connected by it.
    pub async fn connect_by(&self, kind: &str) {
        self.click("#transport").await;
        self.click(&format!(".transport-option[data-kind={kind}]"))
            .await;
        self.until(
            &format!("being connected by {kind}"),
            &format!("document.querySelector('#transport').dataset.kind === '{kind}' && {ONLINE}"),
        )
        .await;
        self.press("\u{e00c}").await; // Escape: a poll has more to choose, so its menu stays.
    }

    /// Clicks on the first element that fits.
    pub async fn click(&self, selector: &str) {
        self.find(selector).await.click().await.expect(selector);
    }

    /// Types into the first element that fits. `\n` is the Enter key.
    pub async fn type_into(&self, selector: &str, text: &str) {
        self.find(selector)
            .await
            .send_keys(text)
            .await
            .expect(selector);
    }

    /// Presses keys wherever the focus is.
    pub async fn press(&self, keys: &str) {
        self.front().await;
        let element = self
            .client
            .active_element()
            .await
            .expect("something has the focus");
        element.send_keys(keys).await.expect("the keys are taken");
    }

    /// Runs a script in the page and returns what it returns.
    pub async fn run(&self, script: &str) -> Value {
        self.run_with(script, json!(null)).await
    }

    /// Runs a script that gets a value as `arguments[0]`.
    pub async fn run_with(&self, script: &str, argument: Value) -> Value {
        self.front().await;
        self.client
            .execute(script, vec![argument])
            .await
            .expect(script)
    }

    /// Runs an asynchronous script; what it returns is awaited. `load(path)` imports a module.
    pub async fn run_module(&self, script: &str) -> Value {
        self.front().await;
        let script = format!(
            "const done = arguments[arguments.length - 1];
             const load = (path) => import(path);
             (async () => {{ {script} }})().then(
                 (value) => done({{ value }}), (error) => done({{ error: String(error.stack) }}));"
        );
        let outcome = self
            .client
            .execute_async(&script, Vec::new())
            .await
            .expect("it answers");
        assert!(
            outcome["error"].is_null(),
            "{}",
            outcome["error"].as_str().unwrap_or_default()
        );
        outcome["value"].clone()
    }

    /// Waits until an expression of the page is true.
    pub async fn until(&self, what: &str, expression: &str) {
        let deadline = Instant::now() + PATIENCE;
        let script = format!("return Boolean({expression})");
        while self.run(&script).await != json!(true) {
            if Instant::now() > deadline {
                let text = self.run("return document.body.innerText").await;
                let state = self
                    .run("return document.body.outerHTML.slice(0, 300)")
                    .await;
                panic!(
                    "{what} did not come: {expression}\n{state}\n{text}\n{:?}",
                    self.console().await
                );
            }
            sleep(LOOK_AGAIN).await;
        }
    }

    /// Looks at the page through another screen.
    pub async fn look(&self, look: Look) {
        let Look {
            width,
            height,
            is_dark,
        } = look;
        let metrics = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600});
        self.tell("Emulation.setDeviceMetricsOverride", metrics)
            .await;
        let scheme = if is_dark { "dark" } else { "light" };
        let features = json!([{"name": "prefers-color-scheme", "value": scheme}]);
        self.tell("Emulation.setEmulatedMedia", json!({"features": features}))
            .await;
    }

    /// Saves what can be seen, for people to look at, once nothing moves but what moves for ever.
    pub async fn screenshot(&self, name: &str) {
        let is_still =
            "document.getAnimations().every((animation) => animation.playState !== 'running'
            || animation.effect.getComputedTiming().endTime === Infinity)";
        self.until("the end of all transitions", is_still).await;
        let picture = self.client.screenshot().await.expect("a screenshot");
        let folder = super::screenshots();
        std::fs::create_dir_all(&folder).expect("the folder can be made");
        std::fs::write(folder.join(name).with_extension("png"), picture).expect("it is written");
    }

    /// Gives a command of the `DevTools` protocol.
    pub async fn tell(&self, command: &'static str, parameters: Value) -> Value {
        self.front().await;
        let command = DevTools {
            command,
            parameters,
        };
        self.client
            .issue_cmd(command)
            .await
            .expect("the browser knows the command")
    }

    /// Checks that the page has complained of nothing since the last time.
    pub async fn has_no_errors(&self) {
        assert_eq!(self.console().await, Vec::<String>::new());
    }

    /// The errors in the console since the last time, but for those that a network which is cut and a
    /// connection that ends bring with them.
    pub async fn console(&self) -> Vec<String> {
        self.front().await;
        let log = self
            .client
            .issue_cmd(ConsoleLog)
            .await
            .expect("the console can be read");
        console::errors(&log)
    }

    async fn find(&self, selector: &str) -> Element {
        self.front().await;
        let wait = self.client.wait().at_most(PATIENCE);
        wait.for_element(Locator::Css(selector))
            .await
            .expect(selector)
    }

    async fn front(&self) {
        self.client
            .switch_to_window(self.window.clone())
            .await
            .expect("the window is there");
    }
}
