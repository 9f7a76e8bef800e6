//! The table: of all prefixes that hold an address, the longest wins.

use proptest::prelude::{any, prop, prop_assert_eq, proptest};

use super::*;

fn route(prefix: &str, leg: usize) -> Route {
    Route {
        prefix: cidr(prefix),
        leg,
        gateway: None,
    }
}

fn table(prefixes: &[&str]) -> Table {
    let mut table = Table::default();
    for (leg, prefix) in prefixes.iter().enumerate() {
        table.set(route(prefix, leg));
    }
    table
}

#[test]
fn the_longest_prefix_wins_whatever_the_order() {
    let mut prefixes = [
        "0.0.0.0/0",
        "10.0.0.0/8",
        "10.0.3.0/24",
        "10.1.0.0/16",
        "10.1.2.3/32",
        "172.16.0.0/12",
        "172.16.10.64/26",
        "172.24.0.0/13",
        "192.168.0.0/16",
    ];
    let cases = [
        ("10.1.2.3", "10.1.2.3/32"),
        ("10.1.2.4", "10.1.0.0/16"),
        ("10.2.0.0", "10.0.0.0/8"),
        ("10.0.3.9", "10.0.3.0/24"),
        ("11.0.0.0", "0.0.0.0/0"),
        // 172.16/12 runs from 172.16.0.0 to 172.31.255.255.
        ("172.15.255.255", "0.0.0.0/0"),
        ("172.16.0.0", "172.16.0.0/12"),
        ("172.23.255.255", "172.16.0.0/12"),
        ("172.24.0.0", "172.24.0.0/13"),
        ("172.31.255.255", "172.24.0.0/13"),
        ("172.32.0.0", "0.0.0.0/0"),
        // 172.16.10.64/26: blocks of 64 addresses, 64 to 127.
        ("172.16.10.63", "172.16.0.0/12"),
        ("172.16.10.64", "172.16.10.64/26"),
        ("172.16.10.77", "172.16.10.64/26"),
        ("172.16.10.127", "172.16.10.64/26"),
        ("172.16.10.128", "172.16.0.0/12"),
        ("255.255.255.255", "0.0.0.0/0"),
    ];
    for _ in 0..prefixes.len() {
        prefixes.rotate_left(1);
        let table = table(&prefixes);
        for (address, expected) in cases {
            let found = table.find(ip(address)).unwrap();
            assert_eq!(found.prefix, cidr(expected), "{address}");
            assert_eq!(prefixes[found.leg], expected, "{address}");
        }
    }
}

#[test]
fn without_a_default_some_addresses_have_no_route() {
    let table = table(&["172.16.0.0/12"]);
    assert_eq!(table.find(ip("172.32.0.0")), None);
    assert_eq!(Table::default().find(ip("10.0.0.1")), None);
}

/// The last route to a prefix holds; bits behind the prefix do not make it another one.
#[test]
fn a_route_is_replaced_and_removed() {
    let mut table = table(&["10.1.0.0/16", "10.1.2.3/16"]);
    assert_eq!(table.routes(), [route("10.1.0.0/16", 1)]);
    assert!(table.remove(cidr("10.1.9.9/16")));
    assert!(!table.remove(cidr("10.1.0.0/16")));
    assert_eq!(table.find(ip("10.1.0.1")), None);
}

/// While it runs: the next packet goes the new way, then none, then straight to a neighbour.
#[test]
fn routes_change_while_packets_pass() {
    let mut router = router();
    let packet = udp("10.0.0.1:5000", "10.0.3.9:7", b"x");
    assert_eq!(only(from_a(&mut router, &packet)).1, R2);
    router
        .set_route(cidr("10.0.3.0/24"), ip("10.0.1.9"))
        .unwrap();
    assert_eq!(only(from_a(&mut router, &packet)).1, B);
    assert!(router.remove_route(cidr("10.0.3.0/24")));
    let deed = from_a(&mut router, &packet).1;
    let why = Why::NoRoute;
    assert_eq!(deed, Deed::Dropped { why, told: true });
    let stranger = ip("192.0.2.1");
    let refused = router.set_route(cidr("10.0.3.0/24"), stranger);
    assert_eq!(refused, Err(NoNeighbour(stranger)));
    let prefixes: Vec<String> = (router.routes().iter())
        .map(|route| route.prefix.to_string())
        .collect();
    assert_eq!(prefixes, ["10.0.0.0/24", "10.0.1.0/24"]);
}

proptest! {
    /// The table finds what a search through all routes finds.
    #[test]
    fn the_table_agrees_with_a_plain_search(
        prefixes in prop::collection::vec((any::<u32>(), 0_u8..=32), 0..40),
        near in any::<prop::sample::Index>(),
        flip in any::<u32>(),
        shift in 0_u32..32,
    ) {
        let mut table = Table::default();
        for (leg, (address, length)) in prefixes.iter().enumerate() {
            let prefix = Ipv4Cidr::new(Ipv4Addr::from(*address), *length);
            table.set(Route { prefix, leg, gateway: None });
        }
        // An address near one of the prefixes, else nearly none would match.
        let base = prefixes.get(near.index(prefixes.len().max(1)));
        let address = base.map_or(flip, |(address, _)| address ^ flip >> shift);
        let matching = (prefixes.iter().enumerate()).filter(|(_, (prefix, length))| {
            let bits = 32 - u32::from(*length);
            (u64::from(*prefix) >> bits) == (u64::from(address) >> bits)
        });
        // Of routes to the same prefix the last one set.
        let best = matching.max_by_key(|(number, (_, length))| (*length, *number));
        let found = table.find(Ipv4Addr::from(address)).map(|route| route.leg);
        prop_assert_eq!(found, best.map(|(number, _)| number));
    }
}
