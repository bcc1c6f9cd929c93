//! Under which addresses other devices reach this machine, best first.
//!
//! A laptop has a dozen addresses and most are dead ends for a phone: loopback, bridges to
//! containers, adapters of virtual machines. Ranking them is a pure function; asking the operating
//! system is a thin shell around it. Must never know ports, URLs or what is served.

use std::io;
use std::net::{IpAddr, Ipv4Addr, UdpSocket};

/// One address of one network interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// What the operating system calls the interface, such as `en0`, `wlan0` or `Wi-Fi`.
    pub interface: String,
    /// The address it has there.
    pub address: IpAddr,
}

/// Interfaces that lead to containers and virtual machines only, by how their names begin.
const BRIDGES: [&str; 11] = [
    "docker",
    "br-",
    "veth",
    "virbr",
    "virtualbox",
    "vboxnet",
    "vmnet",
    "vmware",
    "cni",
    "flannel",
    "podman",
];

/// Interfaces that lead to a private network over the Internet: a phone in the room is not in it,
/// unless it happens to have joined the same one.
const TUNNELS: [&str; 6] = ["tailscale", "wg", "zt", "tun", "utun", "ppp"];

/// The addresses worth printing, best first.
///
/// # Errors
///
/// When the operating system does not list its interfaces.
pub fn network_addresses() -> io::Result<Vec<IpAddr>> {
    let candidates: Vec<Candidate> = if_addrs::get_if_addrs()?
        .into_iter()
        .filter(if_addrs::Interface::is_oper_up)
        .map(|interface| Candidate {
            address: interface.ip(),
            interface: interface.name,
        })
        .collect();
    Ok(rank(&candidates, default_route()))
}

/// Puts the address with the default route first, then private IPv4, other IPv4, IPv6, and tunnels
/// last; leaves out what no other device can reach.
#[must_use]
pub fn rank(candidates: &[Candidate], default_route: Option<IpAddr>) -> Vec<IpAddr> {
    let mut ranked: Vec<(Place, IpAddr)> = candidates
        .iter()
        .filter_map(|candidate| Some((place(candidate, default_route)?, candidate.address)))
        .collect();
    // The sort is stable, so equals stay in the order of the operating system.
    ranked.sort_by_key(|(place, _)| *place);
    let mut addresses: Vec<IpAddr> = Vec::new();
    for (_, address) in ranked {
        if !addresses.contains(&address) {
            addresses.push(address);
        }
    }
    addresses
}

/// How good an address is; the first is the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    DefaultRoute,
    PrivateV4,
    OtherV4,
    V6,
    Tunnel,
}

/// `None` for an address that is of no use to another device.
fn place(candidate: &Candidate, default_route: Option<IpAddr>) -> Option<Place> {
    let address = candidate.address;
    let holds_default_route = default_route == Some(address);
    if is_dead_end(address) {
        return None;
    }
    // A company VPN takes the default route, and still leads away from the room.
    if is_named(candidate, &TUNNELS) {
        return Some(Place::Tunnel);
    }
    // Asked before the bridges: on Windows a virtual switch may stand in front of the real card.
    if holds_default_route {
        return Some(Place::DefaultRoute);
    }
    if is_named(candidate, &BRIDGES) {
        return None;
    }
    Some(match address {
        IpAddr::V4(v4) if v4.is_private() => Place::PrivateV4,
        IpAddr::V4(_) => Place::OtherV4,
        IpAddr::V6(_) => Place::V6,
    })
}

fn is_dead_end(address: IpAddr) -> bool {
    let is_link_local = match address {
        IpAddr::V4(v4) => v4.is_link_local(),
        IpAddr::V6(v6) => v6.is_unicast_link_local(),
    };
    address.is_loopback() || address.is_unspecified() || address.is_multicast() || is_link_local
}

fn is_named(candidate: &Candidate, prefixes: &[&str]) -> bool {
    let name = candidate.interface.to_ascii_lowercase();
    prefixes.iter().any(|prefix| name.starts_with(prefix))
}

/// The address this machine would use towards the Internet.
///
/// Connecting a UDP socket only picks a route; nothing is sent. The target is an address reserved
/// for documentation, so that nobody could answer anyway.
fn default_route() -> Option<IpAddr> {
    const NOWHERE: (Ipv4Addr, u16) = (Ipv4Addr::new(192, 0, 2, 1), 9);
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    // A laptop without any network fails here, and then no address goes first.
    socket.connect(NOWHERE).ok()?;
    Some(socket.local_addr().ok()?.ip())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranked(candidates: &[(&str, &str)], default_route: Option<&str>) -> Vec<String> {
        let candidates: Vec<Candidate> = candidates
            .iter()
            .map(|(interface, address)| Candidate {
                interface: (*interface).to_owned(),
                address: address.parse().unwrap(),
            })
            .collect();
        let default_route = default_route.map(|address| address.parse().unwrap());
        let addresses = rank(&candidates, default_route);
        addresses.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_phone_sent_to_a_container_bridge_never_arrives() {
        let bridges = [
            ("lo", "127.0.0.1"),
            ("lo", "::1"),
            ("docker0", "172.17.0.1"),
            ("br-4f2a", "172.18.0.1"),
            ("veth12", "172.19.0.1"),
            ("virbr0", "192.168.122.1"),
            ("vmnet8", "192.168.56.1"),
            ("vboxnet0", "192.168.57.1"),
            ("VirtualBox Host-Only Network", "192.168.58.1"),
            ("VMware Network Adapter VMnet8", "192.168.59.1"),
            ("vEthernet (WSL)", "172.20.0.1"),
            ("cni0", "10.42.0.1"),
            ("flannel.1", "10.42.0.0"),
            ("eth1", "169.254.7.7"),
            ("eth1", "fe80::1"),
            ("wlan0", "192.168.1.20"),
        ];
        assert_eq!(ranked(&bridges, Some("192.168.1.20")), ["192.168.1.20"]);
    }

    #[test]
    fn the_first_of_many_addresses_is_the_one_on_the_qr_code() {
        let laptop = [
            ("tailscale0", "100.101.102.103"),
            ("en5", "2001:db8::5"),
            ("en7", "203.0.113.9"),
            ("eth0", "10.0.0.3"),
            ("wlan0", "192.168.1.20"),
        ];
        let others = ["203.0.113.9", "2001:db8::5", "100.101.102.103"];
        let with_route = ranked(&laptop, Some("192.168.1.20"));
        assert_eq!(with_route[..2], ["192.168.1.20", "10.0.0.3"]);
        assert_eq!(with_route[2..], others);
        let without_route = ranked(&laptop, None);
        assert_eq!(without_route[..2], ["10.0.0.3", "192.168.1.20"]);
        assert_eq!(without_route[2..], others);
    }

    #[test]
    fn a_vpn_that_takes_the_default_route_must_not_take_the_qr_code() {
        let laptop = [("utun4", "10.8.0.2"), ("en0", "192.168.1.20")];
        assert_eq!(
            ranked(&laptop, Some("10.8.0.2")),
            ["192.168.1.20", "10.8.0.2"]
        );
    }

    #[test]
    fn a_virtual_switch_in_front_of_the_real_card_counts() {
        let laptop = [
            ("vEthernet (External)", "192.168.1.20"),
            ("vEthernet (WSL)", "172.20.0.1"),
        ];
        assert_eq!(ranked(&laptop, Some("192.168.1.20")), ["192.168.1.20"]);
    }

    #[test]
    fn a_hotspot_of_the_lecturers_mac_is_found() {
        let mac = [
            ("en0", "10.1.2.3"),
            ("bridge100", "192.168.2.1"),
            ("en0", "10.1.2.3"),
        ];
        assert_eq!(ranked(&mac, Some("10.1.2.3")), ["10.1.2.3", "192.168.2.1"]);
    }

    #[test]
    fn a_machine_without_network_gets_an_empty_list() {
        assert!(ranked(&[], None).is_empty());
        assert!(ranked(&[("lo", "127.0.0.1")], Some("127.0.0.1")).is_empty());
    }

    #[test]
    fn the_real_machine_can_be_asked() {
        let addresses = network_addresses().unwrap();
        assert!(addresses.iter().all(|address| !address.is_loopback()));
    }
}
