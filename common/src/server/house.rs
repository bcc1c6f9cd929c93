//! Who counts as one: the address that somebody comes from, as far as the limits of an address know it.

use std::net::{IpAddr, Ipv6Addr};

/// Which addresses are limited.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Houses {
    /// The server's own machine is nobody's guest. Tests of the limits let it count like any other.
    pub(crate) loopback_counts: bool,
}

impl Houses {
    /// As which house an address counts; `None` if it is not limited.
    pub(crate) fn of(self, address: IpAddr) -> Option<IpAddr> {
        let address = house(address);
        (self.loopback_counts || !address.is_loopback()).then_some(address)
    }
}

/// One household has a whole /64 of IPv6 addresses; they count as one.
fn house(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) if !v6.is_loopback() => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_has_many_addresses_counts_once_and_this_machine_not_at_all() {
        let of = |text: &str| Houses::default().of(text.parse().unwrap());
        assert_eq!(of("2001:db8::1"), of("2001:db8::ffff"));
        assert_ne!(of("2001:db8::1"), of("2001:db8:0:1::1"));
        assert_eq!(of("::ffff:10.0.0.9"), of("10.0.0.9"));
        for own in ["127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1"] {
            assert_eq!(of(own), None, "{own}");
        }
        let loopback_counts = true;
        let tested = Houses { loopback_counts }.of("127.0.0.1".parse().unwrap());
        assert!(tested.is_some());
    }
}
