//! Six bad networks, each with a room of every demo on it, and people over all four transports: as soon
//! as the network is well again everybody knows the same, and what was acknowledged is there once.
//!
//! `FAULTS_S` says how long the network is bad, in seconds; `FAULTS_SEED` brings a network back.

#![allow(clippy::unwrap_used, reason = "a test may")]

use std::env;
use std::sync::Arc;
use std::time::Duration;

use basic_chat::BasicChat;
use common::Demo;
use futures_util::future::join_all;
use kanye::{Kanye, State, Upstream, offline};
use music::{Music, presets};
use serde_json::{Value, json};
use testkit::{TestServer, tools};

use profile::PROFILES;

mod profile;
mod room;

/// What somebody does for the `k`th time.
type Deed = fn(k: u64) -> Value;

#[tokio::test]
async fn the_chat_survives_bad_networks() {
    let say = |k| json!({"type": "say", "text": format!("line {k}")});
    everywhere(|| BasicChat::new(0.0), say).await;
}

#[tokio::test]
async fn quotes_and_heads_survive_bad_networks() {
    let unasked = Upstream {
        state: State::Offline,
        host: "nowhere".into(),
        start: 1,
        fetches: 0,
        error: None,
        quotes: Arc::default(),
    };
    let make = move || Kanye::new(Duration::from_secs(1), &unasked, &offline::LINES);
    everywhere(make, |_| json!({"type": "bounce"})).await;
}

#[tokio::test]
async fn the_sequencer_survives_bad_networks() {
    let song = presets::first();
    let set = |k| json!({"type": "set", "group": k, "cells": [[0, k % 8, k % 16, 1 + k % 3]]});
    everywhere(move || Music::new(&song), set).await;
}

/// Tries all networks at the same time, each with a server of its own.
async fn everywhere<D: Demo>(make: impl Fn() -> D + Send + Sync + 'static, deed: Deed) {
    let time = Duration::from_secs(number("FAULTS_S").unwrap_or(3));
    let seed = number("FAULTS_SEED").unwrap_or_else(rand::random);
    tools::print(&format!("{}: FAULTS_SEED={seed}", D::NAME));
    let make = Arc::new(make);
    let cells = PROFILES.iter().map(|profile| {
        let make = Arc::clone(&make);
        async move {
            let server = TestServer::start(move || make()).await;
            let told = room::live_through(&server, profile, seed, time, deed).await;
            tools::print(&format!("{} {}: {told}", D::NAME, profile.name));
            // Those who poll would be waited for.
            drop(server);
        }
    });
    join_all(cells).await;
}

fn number(variable: &str) -> Option<u64> {
    let text = env::var(variable).ok()?;
    Some(text.parse().expect("a number"))
}
