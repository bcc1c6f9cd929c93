//! The address to give to others: for the terminal, and for the page's Share button.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use axum::http::uri::Authority;
use serde::Serialize;

use crate::room::directory::DEFAULT_ROOM;
use crate::server::addresses;

/// Most addresses to name to a person.
const NAMED: usize = 4;

/// Under which addresses this server can be reached.
#[derive(Debug)]
pub(crate) struct Share {
    /// The host that works on this computer.
    local: String,
    port: u16,
    /// Addresses for other devices, best first; none if only this computer can connect.
    network: Vec<IpAddr>,
}

/// An address to give to others.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Shared {
    /// What to type or to scan.
    pub(crate) url: String,
    /// Who can use it.
    pub(crate) reach: Reach,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) enum Reach {
    #[serde(rename = "network")]
    Network,
    #[serde(rename = "this computer")]
    ThisComputer,
}

impl Share {
    /// Looks up what the bound address means for other devices.
    pub(crate) fn look_up(bound: SocketAddr, lan: bool) -> Self {
        let ip = bound.ip();
        let network = if lan || ip.is_unspecified() {
            let found = addresses::network_addresses().unwrap_or_default();
            found
                .into_iter()
                .filter(|address| address.is_ipv4() || ip.is_ipv6() || lan)
                .collect()
        } else if ip.is_loopback() {
            Vec::new()
        } else {
            vec![ip]
        };
        let port = bound.port();
        // Browsers know both as localhost; another address is reached only by itself.
        let is_localhost = [
            Ipv4Addr::LOCALHOST.into(),
            IpAddr::from(Ipv6Addr::LOCALHOST),
        ]
        .contains(&ip);
        let local = if ip.is_unspecified() || is_localhost {
            format!("localhost:{port}")
        } else {
            bound.to_string()
        };
        Self {
            local,
            port,
            network,
        }
    }

    /// The URL on this computer.
    pub(crate) fn local(&self) -> String {
        format!("http://{}/", self.local)
    }

    /// The URLs for other devices, best first.
    pub(crate) fn network(&self) -> Vec<String> {
        self.network
            .iter()
            .take(NAMED)
            .map(|address| self.url(*address))
            .collect()
    }

    /// The URL of a room for the neighbours of somebody who came by `host`: the address they used
    /// themselves works for others too, unless it is this computer's own name for itself.
    /// `is_secure` if they came through a proxy that speaks TLS.
    pub(crate) fn for_visitor(&self, host: &str, is_secure: bool, room: &str) -> Shared {
        let scheme = if is_secure { "https" } else { "http" };
        let (base, reach) = match (is_own_name(host), self.network.first()) {
            (false, _) => (format!("{scheme}://{host}/"), Reach::Network),
            (true, Some(address)) => (self.url(*address), Reach::Network),
            (true, None) => (format!("{scheme}://{host}/"), Reach::ThisComputer),
        };
        let query = if room == DEFAULT_ROOM {
            String::new()
        } else {
            format!("?room={room}")
        };
        Shared {
            url: base + &query,
            reach,
        }
    }

    fn url(&self, address: IpAddr) -> String {
        format!("http://{}/", SocketAddr::new(address, self.port))
    }
}

/// Whether a Host means the computer that says it.
fn is_own_name(host: &str) -> bool {
    let Ok(host) = host.parse::<Authority>() else {
        return true;
    };
    let name = host.host().trim_end_matches('.');
    let name = name.trim_start_matches('[').trim_end_matches(']');
    name.parse().map_or_else(
        |_| name == "localhost" || name.ends_with(".localhost"),
        |address: IpAddr| address.is_loopback() || address.is_unspecified(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(network: &[&str]) -> Share {
        let network = network
            .iter()
            .map(|address| address.parse().unwrap())
            .collect();
        let local = "localhost:8080".to_owned();
        Share {
            local,
            port: 8080,
            network,
        }
    }

    #[test]
    fn a_phone_is_never_sent_to_localhost() {
        let lan = share(&["192.168.1.5", "10.0.0.7"]);
        for host in [
            "localhost:8080",
            "localhost.:8080",
            "127.0.0.1:8080",
            "0.0.0.0:8080",
            "[::1]:8080",
            "[::]:8080",
        ] {
            let shared = lan.for_visitor(host, false, "class");
            assert_eq!(shared.url, "http://192.168.1.5:8080/");
            assert_eq!(shared.reach, Reach::Network);
        }
    }

    #[test]
    fn the_address_somebody_came_by_works_for_their_neighbour() {
        let lan = share(&["192.168.1.5", "10.0.0.7"]);
        let shared = lan.for_visitor("10.0.0.7:8080", false, "band-3");
        assert_eq!(shared.url, "http://10.0.0.7:8080/?room=band-3");
    }

    #[test]
    fn a_server_that_nobody_else_can_reach_says_so() {
        let shared = share(&[]).for_visitor("localhost:8080", false, "class");
        assert_eq!(shared.url, "http://localhost:8080/");
        assert_eq!(shared.reach, Reach::ThisComputer);
    }

    #[test]
    fn behind_a_proxy_with_tls_the_address_is_the_secure_one() {
        let shared = share(&[]).for_visitor("chat.example.org", true, "class");
        assert_eq!(shared.url, "https://chat.example.org/");
    }

    #[test]
    fn the_local_address_is_one_that_is_listened_on() {
        let local = |bound: &str| Share::look_up(bound.parse().unwrap(), false).local();
        assert_eq!(local("127.0.0.1:80"), "http://localhost:80/");
        assert_eq!(local("127.0.0.2:80"), "http://127.0.0.2:80/");
        assert_eq!(local("192.168.1.5:80"), "http://192.168.1.5:80/");
    }
}
