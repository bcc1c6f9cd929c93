//! Three devices on three networks sound as one, a latecomer falls in, and one that slept wakes up
//! without a burst.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use testkit::{Browser, Look, Proxy, Tab, TestServer, Weather};

use crate::page::{PLAYING, join, page, server};

/// How many successive steps are compared.
const STEPS: usize = 64;
/// Bounds of what two devices may be apart, in milliseconds: at the median, and at the 95th percentile.
const APART: (f64, f64) = (5.0, 12.0);

/// When each step was heard, by this computer's own clock, in milliseconds. A step that was changed
/// after it was scheduled counts as it was changed.
async fn heard(tab: &Tab<'_>) -> BTreeMap<u64, f64> {
    let steps = tab.run("return musicProbe()").await;
    let steps = steps.as_array().unwrap().iter();
    steps
        .map(|step| {
            (
                step["step"].as_u64().unwrap(),
                step["wall"].as_f64().unwrap(),
            )
        })
        .collect()
}

async fn beat(tab: &Tab<'_>) -> f64 {
    let newest = "return musicProbe().reduce((most, { beat }) => Math.max(most, beat), 0)";
    tab.run(newest).await.as_f64().unwrap()
}

/// Lets the music run for so many beats more.
async fn run_on(tab: &Tab<'_>, beats: u32) {
    let begin = beat(tab).await;
    // In parts, because no condition is waited for as long as that.
    for part in 1..=beats / 8 {
        let until = begin + f64::from(part * 8);
        tab.until(
            "more music",
            &format!("musicProbe().at(-1)?.beat >= {until}"),
        )
        .await;
    }
}

/// How far each two devices are apart at each of the newest steps that all have played, sorted.
fn apart(devices: &[BTreeMap<u64, f64>]) -> Vec<f64> {
    let common = devices[0]
        .keys()
        .filter(|step| devices.iter().all(|device| device.contains_key(step)));
    let common: Vec<_> = common.copied().collect();
    assert!(common.len() >= STEPS, "{} steps in common", common.len());
    let newest = &common[common.len() - STEPS..];
    // A page whose computer stalls drops a step that would be late, and that is right.
    let missing = newest[STEPS - 1] - newest[0] + 1 - STEPS as u64;
    assert!(
        missing <= 6,
        "{missing} steps are missing between {newest:?}"
    );
    let mut distances = Vec::new();
    for step in newest {
        for (index, one) in devices.iter().enumerate() {
            let others = &devices[index + 1..];
            distances.extend(others.iter().map(|other| (one[step] - other[step]).abs()));
        }
    }
    distances.sort_by(f64::total_cmp);
    distances
}

async fn through(server: &TestServer, weather: Weather) -> (Proxy, String) {
    let proxy = Proxy::start_in(server.address(), weather).await;
    let url = format!("http://localhost:{}/?probe", proxy.address().port());
    (proxy, url)
}

#[tokio::test]
async fn three_devices_on_three_networks_sound_as_one_and_a_fourth_falls_in() {
    let Some(first) = &Browser::start().await else {
        return;
    };
    let second = &Browser::start().await.unwrap();
    let third = &Browser::start().await.unwrap();
    let server = server().await;
    let (_near, near) = through(&server, Weather::CALM).await;
    let (_far, far) = through(&server, Weather::around(40, 20)).await;
    let (_farther, farther) = through(&server, Weather::around(120, 60)).await;
    let ada = join(first, &near, "Ada", Look::LAPTOP).await;
    let bob = join(second, &far, "Bob", Look::LAPTOP).await;
    let eve = join(third, &farther, "Eve", Look::LAPTOP).await;
    ada.click("#play").await;
    for tab in [&ada, &bob, &eve] {
        tab.until("music", PLAYING).await;
    }
    let bpm = ada
        .run("return Number(document.querySelector('#tempo').value)")
        .await;
    let bpm = bpm.as_f64().unwrap();
    // Forty seconds.
    run_on(&ada, (bpm * 40.0 / 60.0).ceil() as u32 + 7).await;
    let devices = [heard(&ada).await, heard(&bob).await, heard(&eve).await];
    let distances = apart(&devices);
    let quantile = |share: f64| distances[((distances.len() - 1) as f64 * share) as usize];
    let (median, p95) = (quantile(0.5), quantile(0.95));
    println!(
        "0, 40 ± 20 and 120 ± 60 ms of network: apart by {median:.2} ms at the median, {p95:.2} at the \
         95th percentile, {:.2} at most",
        quantile(1.0)
    );
    assert!(
        median < APART.0 && p95 < APART.1,
        "{median} and {p95} ms apart"
    );

    // A fourth comes late, and plays the right step from its first bar on.
    let fourth = &Browser::start().await.unwrap();
    let late = join(fourth, &near, "Late", Look::LAPTOP).await;
    late.until("music", "musicProbe().length >= 16").await;
    run_on(&ada, 8).await;
    let (there, here) = (heard(&ada).await, heard(&late).await);
    let mut off: Vec<_> = here
        .iter()
        .take(16)
        .filter_map(|(step, wall)| Some((wall - there.get(step)?).abs()))
        .collect();
    off.sort_by(f64::total_cmp);
    assert!(
        off.len() >= 12,
        "its first bar was played by the others, too: {}",
        off.len()
    );
    println!(
        "in its first bar, the latecomer was off by {:.2} ms at the median",
        off[off.len() / 2]
    );
    assert!(off[off.len() / 2] < APART.1, "{off:?}");
    for tab in [ada, bob, eve, late] {
        tab.has_no_errors().await;
        tab.close().await;
    }
    server.stop().await;
}

#[tokio::test]
async fn a_page_that_slept_drops_the_past_and_never_plays_a_burst() {
    let Some(first) = &Browser::start().await else {
        return;
    };
    let second = &Browser::start().await.unwrap();
    let server = server().await;
    let ada = join(first, &page(&server), "Ada", Look::LAPTOP).await;
    let bob = join(second, &page(&server), "Bob", Look::LAPTOP).await;
    ada.click("#play").await;
    bob.until("music", "musicProbe().length > 8").await;
    bob.tell("Page.setWebLifecycleState", json!({"state": "frozen"}))
        .await;
    run_on(&ada, 16).await;
    bob.tell("Page.setWebLifecycleState", json!({"state": "active"}))
        .await;
    let before = beat(&bob).await;
    bob.until(
        "more music",
        &format!("musicProbe().at(-1).beat > {before} + 8"),
    )
    .await;
    let steps = bob.run("return musicProbe()").await;
    let mut played: BTreeMap<u64, f64> = BTreeMap::new();
    for step in steps.as_array().unwrap() {
        let number = |field: &Value| field.as_f64().unwrap();
        let before = played.insert(step["step"].as_u64().unwrap(), number(&step["when"]));
        assert_eq!(before, None, "a step is heard once: {step}");
    }
    let times: Vec<_> = played.values().copied().collect();
    let closest = times
        .windows(2)
        .map(|pair| pair[1] - pair[0])
        .fold(f64::INFINITY, f64::min);
    let bpm = bob
        .run("return Number(document.querySelector('#tempo').value)")
        .await;
    let step = 60.0 / bpm.as_f64().unwrap() / 4.0;
    println!(
        "the closest two steps are {:.0} ms apart, a step is {:.0} ms",
        closest * 1e3,
        step * 1e3
    );
    assert!(
        closest > step * 0.35,
        "{closest} s apart, a step is {step} s"
    );
    bob.has_no_errors().await;
    ada.close().await;
    bob.close().await;
    server.stop().await;
}
