//! What each actor of each demo calls.

/// An actor, its calls in order, and the bytes it took and gave in all. A failed call has a `!`.
/// Reads one after the other stand there once, and so do turns of `read write` and writes before
/// one that finds no room: how many there are is the kernel's affair.
pub type Expected = (&'static str, &'static str, usize, usize);

/// A demo with settings that keep it short, and its actors; nothing is said of their merged order.
pub const EXPECTED: &[(&str, &[&str], &[Expected])] = &[
    (
        "hello-two",
        &[],
        &[
            (
                "client",
                "socket connect getsockname getpeername write read close",
                7,
                7,
            ),
            (
                "server",
                "socket setsockopt bind listen getsockname accept read write read close close",
                7,
                7,
            ),
        ],
    ),
    (
        "both-wait",
        &["patience=1000"],
        &[
            ("client", "socket connect setsockopt read! close", 0, 0),
            (
                "server",
                "socket setsockopt bind listen getsockname accept read close close",
                0,
                0,
            ),
        ],
    ),
    (
        "stream-merge",
        &[],
        &[
            (
                "receiver",
                "socket setsockopt bind listen getsockname accept read close close close",
                18,
                0,
            ),
            (
                "sender",
                "socket connect setsockopt write write write write",
                0,
                18,
            ),
        ],
    ),
    (
        "daytime",
        &[],
        &[
            (
                "client",
                "socket connect read close socket bind sendto recvfrom close",
                25 + 25,
                0,
            ),
            (
                "server",
                "socket setsockopt bind listen getsockname socket bind getsockname \
                 accept write close recvfrom sendto close close",
                0,
                25 + 25,
            ),
        ],
    ),
    (
        "babel",
        &["houses=3"],
        &[
            (
                "house-1",
                "socket bind getsockname sendto recvfrom sendto sendto sendto sendto close",
                7,
                5 * 5,
            ),
            (
                "house-2",
                "socket bind getsockname recvfrom sendto recvfrom sendto recvfrom sendto close",
                3 * 5,
                7 + 2 * 5,
            ),
            (
                "house-3",
                "socket bind getsockname recvfrom recvfrom recvfrom recvfrom close",
                4 * 5,
                0,
            ),
            (
                "translators",
                "socket bind getsockname socket bind getsockname socket bind getsockname \
                 recvfrom sendto recvfrom sendto recvfrom sendto close close close",
                3 * 5,
                3 * 5,
            ),
        ],
    ),
    (
        "tcp-echo",
        &["clients=2"],
        &[
            (
                "client",
                "socket connect write read shutdown read close",
                5,
                5,
            ),
            (
                "client-2",
                "socket connect write read shutdown read close",
                5,
                5,
            ),
            (
                "server",
                "socket setsockopt bind listen getsockname accept read write read close \
                 accept read write read close close",
                10,
                10,
            ),
        ],
    ),
    (
        "udp-echo",
        &[],
        &[
            (
                "client",
                "socket bind sendto recvfrom sendto recvfrom sendto recvfrom close",
                14,
                20,
            ),
            (
                "server",
                "socket bind getsockname recvfrom sendto recvfrom sendto recvfrom sendto close",
                20,
                20,
            ),
        ],
    ),
    (
        "anatomy",
        &[],
        &[(
            "program",
            "socket setsockopt bind listen getsockname socket bind \
             socket setsockopt bind! close socket connect getsockname getpeername \
             accept getsockname setsockopt write recvfrom read shutdown read close \
             write read socket connect! close close socket bind close close close",
            15,
            10,
        )],
    ),
    (
        "broken-trio",
        &["patience=400"],
        &[
            (
                "client",
                "socket connect read write read close \
                 socket connect read write read close \
                 socket connect read write read close \
                 socket connect read close",
                4 * 14 + (11 + 5 + 4 + 6) + 2 * 11 + (11 + 4 * 5) + 12,
                (6 + 3 * 8) + 2 * 7 + (6 + 8 + 3 * 9),
            ),
            (
                "server",
                "socket setsockopt bind listen getsockname \
                 accept write read write read close \
                 accept write read write read close \
                 accept write read write read close \
                 accept setsockopt write read! write close close",
                (6 + 3 * 8) + 2 * 7 + (6 + 8 + 3 * 9),
                4 * 14 + (11 + 5 + 4 + 6) + 2 * 11 + (11 + 4 * 5) + 12,
            ),
        ],
    ),
    (
        "slow-reader",
        &["patience=100"],
        &[
            (
                "reader",
                "socket setsockopt bind listen getsockname accept accept read write \
                 close close close",
                (1 << 23) + 4,
                12,
            ),
            (
                "writer",
                "socket connect socket connect setsockopt write write! write \
                 setsockopt write shutdown read close close",
                12,
                (1 << 23) + 4,
            ),
        ],
    ),
    (
        "demux",
        &["clients=3"],
        &[
            (
                "client",
                "socket connect read socket connect read socket connect read \
                 write write write socket bind sendto recvfrom getsockname socket connect! close \
                 read close close close close",
                15 + 27 + 9,
                12 + 27,
            ),
            (
                "server",
                "socket setsockopt bind listen getsockname socket bind \
                 accept write accept write accept write read recvfrom close sendto \
                 write write write close close close close",
                12 + 27,
                15 + 27 + 9,
            ),
        ],
    ),
    (
        "which-address",
        &[],
        &[
            (
                "client",
                "socket connect socket bind close socket connect! close \
                 socket bind close socket connect! close write read close",
                9,
                1,
            ),
            (
                "server",
                "socket setsockopt bind listen getsockname accept getsockname read write \
                 close close",
                1,
                9,
            ),
        ],
    ),
    (
        "three-shapes",
        &[],
        &[
            ("client-1", "socket connect write read close", 29, 15),
            ("client-2", "socket connect write read close", 29, 5),
            (
                "peer-1",
                "socket setsockopt bind listen getsockname socket connect write read \
                 close accept accept write write read close close close",
                26,
                31,
            ),
            (
                "peer-2",
                "socket setsockopt bind listen getsockname socket connect write read \
                 close socket connect accept write write read close write read close \
                 close",
                41,
                41,
            ),
            (
                "peer-3",
                "socket setsockopt bind listen getsockname socket connect write read \
                 close socket connect socket connect write write read close write read \
                 close close",
                46,
                41,
            ),
            (
                "server",
                "socket setsockopt bind listen getsockname accept setsockopt read \
                 write close accept setsockopt read write close accept setsockopt read \
                 write close accept setsockopt read close close socket setsockopt bind \
                 listen getsockname accept read close accept read write close accept \
                 read write close close",
                45,
                102,
            ),
            (
                "stand-in",
                "socket connect write read close socket connect write read close",
                2568,
                120,
            ),
            (
                "web",
                "socket setsockopt bind listen getsockname accept setsockopt \
                 setsockopt read socket connect write read close write shutdown read \
                 close accept setsockopt setsockopt read socket connect write read \
                 close write shutdown read close close",
                149,
                2578,
            ),
        ],
    ),
    (
        "crud",
        &[],
        &[
            (
                "server",
                "socket setsockopt bind listen getsockname accept setsockopt \
                 setsockopt read write shutdown read close close",
                321,
                3371,
            ),
            (
                "stand-in",
                "socket connect write read write read close",
                3371,
                321,
            ),
        ],
    ),
];
