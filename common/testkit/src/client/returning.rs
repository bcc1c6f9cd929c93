//! Going away without a word, and coming back as the same person.

use std::net::SocketAddr;

use serde_json::{Value, json};
use tokio::time::timeout;

use super::{Client, PATIENCE};
use crate::transport::{Transport, Wire};

impl Client {
    /// Drops the connection without a word, like a lost Wi-Fi.
    pub fn vanish(&mut self) {
        self.wire = None;
    }

    /// Drops the connection without a word; the next one goes to this address.
    pub fn move_to(&mut self, address: SocketAddr) {
        self.vanish();
        self.route.address = address;
        self.closed = Some(None);
    }

    /// Comes back as the same person, with what is known.
    ///
    /// # Panics
    ///
    /// If there is no welcome.
    pub async fn come_back(&mut self) {
        assert!(self.try_to_come_back().await, "closed {:?}", self.closed);
    }

    /// Comes back to another server.
    pub async fn come_back_to(&mut self, address: SocketAddr) {
        self.route.address = address;
        self.come_back().await;
    }

    /// Comes back by another transport: the new one is open before the old one is dropped.
    /// Says whether there was a welcome.
    pub async fn switch_to(&mut self, transport: Transport) -> bool {
        self.route.transport = transport;
        self.try_to_come_back().await
    }

    /// Comes back as the same person, if the network lets it. Says whether there was a welcome.
    ///
    /// # Panics
    ///
    /// If there is neither a welcome nor an end.
    pub async fn try_to_come_back(&mut self) -> bool {
        let hello = self.hello_again();
        let Ok(wire) = Wire::open(&self.route, Some(&hello)).await else {
            self.closed = Some(None);
            return false;
        };
        self.wire = Some(wire);
        (self.welcome, self.closed, self.bye) = (Value::Null, None, None);
        let waiting = async {
            while self.welcome.is_null() && self.closed.is_none() {
                self.hear().await;
            }
        };
        let in_time = timeout(PATIENCE, waiting).await.is_ok();
        assert!(in_time, "neither a welcome nor an end");
        !self.welcome.is_null()
    }

    /// Who this is, and what is known. Who was welcomed and got no snapshot knows nothing.
    fn hello_again(&self) -> Value {
        let mut hello = json!({"type": "hello", "session": self.session});
        if !self.epoch.is_null() {
            hello["last"] = json!({"epoch": self.epoch, "seq": self.last});
        }
        hello
    }
}
