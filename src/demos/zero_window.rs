//! A receiver whose program does not read: the window closes, the sender knocks, the window opens.
//!
//! Shows the window of each acknowledgement, the probes and their growing intervals, the silly
//! window of a receiver that announces every small room, and what a lost window update would do.
//! Does not show a receiver that avoids silly windows: the lab's TCP announces any room, at zero.

use std::io::{self, Read, Write};
use std::time::Duration;

use crate::lab::{Cable, Flags, HostOptions, Network, Seen, Verdict, drop, lose, pass};

/// An IP packet of this length has room for 1000 bytes: round numbers.
const MTU: usize = 1040;

/// The sender writes `amount` bytes, the receiver has room for `buffer` of them.
///
/// The receiver's program reads nothing for `busy` seconds, then `sip` bytes, and after a second
/// again, `sips` times in all; then whatever there is. With `lost` = `update`, the first
/// announcement that at least half of the buffer is free again is lost.
#[expect(clippy::too_many_arguments, reason = "one for each knob")]
pub fn run(
    amount: usize,
    buffer: usize,
    busy: usize,
    sip: usize,
    sips: usize,
    lost: &str,
    engine: &str,
    seed: u64,
) -> io::Result<()> {
    let mut network = Network::with_engine(engine, seed)?;
    let options = HostOptions {
        mtu: MTU,
        receive_buffer: buffer,
        send_buffer: 2_000,
        ..HostOptions::default()
    };
    let sender = network.host("sender", "10.0.0.1/24", options.clone())?;
    let receiver = network.host("receiver", "10.0.0.2/24", options)?;
    let cable = Cable::of_delay(Duration::from_millis(50));
    let mut news = News {
        room: buffer,
        half: buffer.div_ceil(2),
        heard: 0,
        silly: false,
        lose_update: lost == "update",
    };
    network.join(sender, receiver, cable, move |frame| fate(frame, &mut news));
    network.introduce(sender, receiver);
    network.measure_all();

    network.program(receiver, move |host| {
        // step: listen
        let listener = host.listen(7)?;

        // step: accept
        let (mut stream, _) = listener.accept()?;

        // step: busy
        host.wait(Duration::from_secs(busy as u64))?;

        // step: sip
        let mut total = 0;
        let mut cup = vec![0; sip];
        for _ in 0..sips {
            total += stream.read(&mut cup)?;
            host.wait(Duration::from_secs(1))?;
        }

        // step: gulp
        let mut pail = vec![0; buffer];
        loop {
            let count = stream.read(&mut pail)?;
            if count == 0 {
                break;
            }
            total += count;
        }
        if total != amount {
            return Err(io::ErrorKind::InvalidData.into()); // other bytes came than sent
        }

        // step: receiver-closes
        drop(stream);
        drop(listener);
        Ok(())
    });
    network.program(sender, move |host| {
        // step: connect
        let mut stream = host.connect("10.0.0.2:7")?;

        // step: write
        stream.write_all(&vec![b'.'; amount])?;

        // step: sender-closes
        drop(stream);
        Ok(())
    });
    network.run()
}

/// What the sender has heard of the receiver's room.
struct News {
    /// Bytes the receiver has said it has room for.
    room: usize,
    /// From here on, an announcement is no silly one.
    half: usize,
    /// The byte it expects next.
    heard: u32,
    /// Whether the last announcement was.
    silly: bool,
    lose_update: bool,
}

fn fate(frame: &Seen, news: &mut News) -> Verdict {
    let Some(segment) = frame.tcp() else {
        return pass();
    };
    if segment.has(Flags::SYN) {
        // step: handshake
        return pass();
    }
    if segment.has(Flags::FIN) {
        // step: fin
        return pass();
    }
    if frame.from == "sender" {
        // Some send a byte as a probe, others none and an old number.
        let is_old = segment.seq.wrapping_add(1) == news.heard;
        if segment.len == 0 && !is_old {
            // step: sender-ack
            return pass();
        }
        if news.room == 0 {
            // step: probe
            return pass();
        }
        if news.silly {
            // step: crumb
            return pass();
        }
        // step: data
        return pass();
    }
    news.heard = segment.ack;
    let (before, room) = (news.room, usize::from(segment.window));
    if before == 0 && room >= news.half && news.lose_update {
        // step: update-lost
        news.lose_update = false;
        return lose();
    }
    news.room = room;
    news.silly = room > 0 && room < news.half && before == 0;
    if news.silly {
        // step: silly
        return pass();
    }
    if room == 0 && before == 0 {
        // step: still-full
        return pass();
    }
    if room == 0 {
        // step: full
        return pass();
    }
    if before == 0 {
        // step: update
        return pass();
    }
    // step: ack
    pass()
}
