//! A room whose people sit on a bad network, and one who does not: what they do, and what must be
//! true of them afterwards.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

use futures_util::future::join_all;
use serde_json::Value;
use testkit::{Client, Proxy, Route, Steady, TestServer, Transport};
use tokio::time::Instant;

use crate::Deed;
use crate::profile::Profile;

/// How long it may take until everybody knows the same, once the network is well.
const CONVERGED: Duration = Duration::from_secs(5);
/// No wait before a try to come back is longer.
const LONGEST_WAIT: Duration = Duration::from_secs(1);
/// The pause between two deeds of one person.
const PAUSE: Duration = Duration::from_millis(350);
/// How long somebody listens before they look again whether all is said.
const LOOK: Duration = Duration::from_millis(100);

/// Lives through a bad network, and says in words what happened.
pub(crate) async fn live_through(
    server: &TestServer,
    profile: &Profile,
    seed: u64,
    time: Duration,
    deed: Deed,
) -> String {
    let proxy = Proxy::start_with(server.address(), profile.faults(seed, time)).await;
    let mut near = Client::join(server.address(), "near").await;
    near.until("the snapshot", |near| near.snapshots == 1).await;
    let mut people = Vec::new();
    for (number, transport) in Transport::ALL.into_iter().enumerate() {
        let route = Route::new(server.address()).by(transport);
        let mut client = Client::join_by(route, transport.name()).await;
        client.until("the snapshot", |one| one.snapshots == 1).await;
        client.move_to(proxy.address());
        let seed = seed.wrapping_add(number as u64);
        people.push(Steady::new(client, LONGEST_WAIT, seed));
    }
    // Whoever joined last knows only what came after that.
    let start = people.last().map_or(0, |last| last.client.last);

    let bad = people.iter_mut().map(|person| act(person, time, deed));
    tokio::join!(join_all(bad), follow(&mut near, time));
    proxy.calm_down();
    let calm = Instant::now();
    converge(&mut near, &mut people, calm, profile.name).await;
    let converged = calm.elapsed();

    check(&near, &people, start);
    let given: usize = people.iter().map(|person| person.acked.len()).sum();
    let returns: u64 = people.iter().map(|person| person.returns).sum();
    format!("{given} acknowledged, {returns} returns, the same for all after {converged:.1?}")
}

/// Does something again and again while the network is bad.
async fn act(person: &mut Steady, time: Duration, deed: Deed) {
    let end = Instant::now() + time;
    for k in 0.. {
        if Instant::now() >= end {
            break;
        }
        person.give(&k.to_string(), deed(k)).await;
        person.hear_for(PAUSE).await;
    }
}

async fn follow(near: &mut Client, time: Duration) {
    let end = Instant::now() + time;
    while tokio::time::timeout_at(end, near.hear()).await.is_ok() {}
}

/// Listens until everything is answered and everybody is as far as the one who was never away.
async fn converge(near: &mut Client, people: &mut [Steady], since: Instant, network: &str) {
    loop {
        let head = near.last;
        let is_done =
            |person: &Steady| person.is_in() && person.is_answered() && person.client.last == head;
        if people.iter().all(is_done) {
            return;
        }
        assert!(
            since.elapsed() < CONVERGED,
            "not the same on {network} after {CONVERGED:?}: head {head}, {:?}",
            people
                .iter()
                .map(|person| format!("{person:?}"))
                .collect::<Vec<_>>()
        );
        let hearing = people.iter_mut().map(|person| person.hear_for(LOOK));
        tokio::join!(join_all(hearing), follow(near, LOOK));
    }
}

fn check(near: &Client, people: &[Steady], start: u64) {
    let truth = hash(near, start);
    for person in people {
        let who = &person.client.welcome["you"]["name"];
        assert_eq!(person.client.snapshots, 1, "{who} resumed each time");
        assert_eq!(person.client.skips, [], "{who} missed nothing");
        assert_eq!(hash(&person.client, start), truth, "{who} knows the same");
        // What waited in the network comes all at once, which is too fast for some demos.
        let is_rate = |code: &String| code == "rate";
        assert!(person.refused.values().all(is_rate), "{who}");
        let mine = |event: &&Value| event["from"].as_u64() == Some(person.client.id());
        let events = near.events.range(start + 1..);
        let events = events.map(|(_, event)| event).filter(mine);
        let mut seqs: Vec<_> = events.map(|event| event["seq"].as_u64()).collect();
        let mut acked: Vec<_> = person.acked.values().copied().collect();
        seqs.sort_unstable();
        acked.sort_unstable();
        assert_eq!(seqs, acked, "each deed of {who} is there once");
    }
}

/// All that somebody knows: who is here, and the events in their order.
fn hash(client: &Client, start: u64) -> u64 {
    let mut hasher = DefaultHasher::new();
    (client.last, client.count, &client.people).hash(&mut hasher);
    for (seq, event) in client.events.range(start + 1..) {
        (seq, event.to_string()).hash(&mut hasher);
    }
    hasher.finish()
}
