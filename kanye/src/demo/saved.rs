//! What of a room outlives the server, and what it is told of the service in so few words that they
//! can be written down each time.

use std::sync::Arc;

use common::demo::PersonId;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::demo::fetches::Fetches;
use crate::demo::protocol::Service;
use crate::demo::{Kanye, quotes};
use crate::upstream::Upstream;

/// What of a room outlives the server.
#[derive(Debug, Serialize, Deserialize)]
pub struct Saved {
    quotes: quotes::Saved,
    heads: Vec<(PersonId, bool)>,
    service: Service,
    fetches: Fetches,
}

/// What is new to a room: how it stands with the service, and the quotes that it does not know.
#[derive(Serialize, Deserialize)]
struct News {
    service: Service,
    /// Which start of the server it is, and how often that has asked.
    start: u64,
    since: u64,
    quotes: Vec<Arc<str>>,
}

impl Kanye {
    pub(super) fn saved(&self) -> Saved {
        Saved {
            quotes: self.quotes.save(),
            heads: self.heads.save(),
            service: self.service.clone(),
            fetches: self.fetches.clone(),
        }
    }

    pub(super) fn become_as(&mut self, saved: Saved) {
        self.quotes.restore(saved.quotes);
        self.heads.restore(saved.heads);
        self.service = saved.service;
        self.fetches = saved.fetches;
    }

    pub(super) fn news_in(&self, upstream: &Upstream) -> Option<Box<RawValue>> {
        let quotes: Vec<_> = self.quotes.unknown(upstream).into_iter().cloned().collect();
        let fetches = self.fetches.after(upstream);
        let known = self.quotes.known() + quotes.len();
        let service = Service::new(upstream, fetches.count(), known);
        let (start, since) = (upstream.start, upstream.fetches);
        let is_new = service != self.service || fetches != self.fetches;
        is_new.then(|| {
            common::protocol::raw(&News {
                service,
                start,
                since,
                quotes,
            })
        })
    }
}

/// The service as it is after these news, as far as they tell.
pub(super) fn read_news(news: &RawValue) -> Option<Upstream> {
    let News {
        service,
        start,
        since,
        quotes,
    } = serde_json::from_str(news.get()).ok()?;
    Some(Upstream {
        state: service.state,
        host: service.host,
        start,
        fetches: since,
        error: service.error,
        quotes: Arc::new(quotes),
    })
}
