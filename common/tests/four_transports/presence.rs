//! People who only poll are here while they do, and gone when they stop.

use testkit::http::Http;
use testkit::{Client, Route, Transport};

use super::raw::{Poller, frames, in_time};
use super::server;

#[tokio::test]
async fn everybody_is_shown_with_their_transport() {
    let server = server().await;
    let mut all = Vec::new();
    for transport in Transport::ALL {
        let route = Route::new(server.address()).by(transport);
        all.push((Client::join_by(route, transport.name()).await, transport));
    }
    for (client, transport) in &mut all {
        assert_eq!(client.welcome["you"]["transport"], transport.name());
        assert!(client.welcome["connection"].as_str().unwrap().contains('-'));
        client
            .until("all four", |client| client.people.len() == 4)
            .await;
    }
    let mut http = Http::new(server.address());
    let snapshot = &frames(&in_time(http.get("/rooms/class/poll")).await.unwrap())[0];
    for person in snapshot["people"].as_array().unwrap() {
        assert_eq!(person["name"], person["transport"]);
    }
}

#[tokio::test]
async fn a_poller_is_here_while_it_polls_and_gone_after_its_lease_without_flapping() {
    let server = server().await;
    let mut bob = Client::join(server.address(), "Bob").await;
    let mut ada = Poller::open(server.address(), "name=Ada&every=500").await;
    let id = ada.welcome["you"]["id"].as_u64().unwrap();
    bob.until("Ada", |bob| bob.people.contains_key(&id)).await;
    // Longer than its lease of three seconds and the grace after it.
    for _ in 0..18 {
        super::raw::pause(500).await;
        ada.ask("&every=500").await;
    }
    bob.say("is she here?").await;
    bob.until("the line", |bob| bob.lines().len() == 1).await;
    assert!(bob.people.contains_key(&id), "she is");
    bob.until("her end", |bob| !bob.people.contains_key(&id))
        .await;
    let mut http = Http::new(server.address());
    let log = in_time(http.get("/rooms/class/poll?after=0"))
        .await
        .unwrap();
    let people: Vec<_> = frames(&log)
        .into_iter()
        .filter(|frame| frame["type"] == "people")
        .collect();
    let count = |list: &str, is_her: &dyn Fn(&serde_json::Value) -> bool| {
        let lists = people.iter().filter_map(|frame| frame[list].as_array());
        lists.flatten().filter(|entry| is_her(entry)).count()
    };
    assert_eq!(
        count("set", &|person| person["id"] == id),
        1,
        "came once: {people:?}"
    );
    assert_eq!(
        count("gone", &|gone| *gone == id),
        1,
        "went once: {people:?}"
    );
}
