//! One trunk for several callers: who is refused, what comes out where, what is lost and who is told.

use sockets_tutor::event::{Event, Fate, Frame, Passage};

use super::ways::{Run, run};

const DEMO: &str = "circuit-vs-packet";

/// What was measured of the trunk under this name, in its order.
fn of_the_trunk(run: &Run, name: &str) -> Vec<i64> {
    let measured = run.measured("X").into_iter();
    let values = measured.filter_map(|it| it.strip_prefix(name)?.trim().parse().ok());
    values.collect()
}

/// The texts that came to `actor`, without their sender.
fn heard(run: &Run, actor: &str) -> Vec<String> {
    let all = run.got(actor, "recvfrom").into_iter();
    let texts = all.filter_map(|it| it.rsplit_once(' ').map(|(text, _)| text.to_string()));
    texts.collect()
}

/// Frames that were lost, and whether each was for want of a place before the trunk.
fn lost(run: &Run) -> Vec<bool> {
    let sent = run.0.iter().filter_map(|event| match event {
        Event::Frame(Frame {
            from,
            to,
            passage: Passage::Sent { fate, .. },
            ..
        }) if fate.is_loss() => Some((&**from, &**to, fate)),
        _ => None,
    });
    let full = sent.map(|(from, to, fate)| (from, to, fate) == ("X", "Y", &Fate::QueueFull));
    full.collect()
}

/// How many of its packets came, as the caller was told when it asked.
fn came(run: &Run, caller: &str) -> usize {
    let answer = heard(run, caller).pop().expect("an answer");
    let count = answer.strip_suffix(" came").expect("a number");
    count.parse().expect("a number")
}

#[test]
fn a_silent_circuit_is_reserved_all_the_same() {
    let run = run(DEMO, &["scene=circuit"]);
    assert_eq!(heard(&run, "A1"), ["OK"]);
    assert_eq!(heard(&run, "A2"), ["BUSY", "OK"]);
    let pieces = |caller| (1..=4).map(move |piece| format!("{caller} no.0{piece}"));
    assert!(heard(&run, "B1").into_iter().eq(pieces("A1")));
    assert!(heard(&run, "B2").into_iter().eq(pieces("A2")));
    assert_eq!(of_the_trunk(&run, "utilization").iter().max(), Some(&40));
    assert_eq!(of_the_trunk(&run, "queue"), [0; 0]);
    assert_eq!(lost(&run), [false; 0]);
}

#[test]
fn without_an_address_all_comes_out_at_the_line_that_was_joined_last() {
    let run = run(DEMO, &["scene=no-address"]);
    assert_eq!(heard(&run, "A2"), ["OK"]);
    assert_eq!(heard(&run, "B1"), [""; 0]);
    let of = |caller: &str| {
        let heard = heard(&run, "B2");
        heard.iter().filter(|it| it.starts_with(caller)).count()
    };
    assert_eq!((of("A1"), of("A2")), (4, 4));
    assert_eq!(of_the_trunk(&run, "utilization").iter().max(), Some(&80));
}

/// Each gets through to its own callee, and no program on the way is asked.
#[test]
fn packets_of_two_callers_fit() {
    let run = run(DEMO, &["scene=packets", "callers=2"]);
    assert_eq!((came(&run, "A1"), came(&run, "A2")), (12, 12));
    for (callee, caller) in [("B1", "A1"), ("B2", "A2")] {
        let heard = heard(&run, callee);
        let own = heard.iter().filter(|it| it.starts_with(caller)).count();
        assert_eq!((own, heard.len()), (12, 13), "{callee}: {heard:?}");
    }
    assert_eq!(run.got("X", "recvfrom"), [""; 0]);
    assert_eq!(run.got("Y", "recvfrom"), ["EAGAIN"]);
    assert_eq!(of_the_trunk(&run, "utilization")[0], 80);
    assert_eq!(lost(&run), [false; 0]);
}

#[test]
fn packets_of_three_callers_wait_and_are_lost_and_nobody_tells() {
    let run = run(DEMO, &["scene=packets", "seconds=10"]);
    let came: usize = ["A1", "A2", "A3"]
        .map(|caller| came(&run, caller))
        .iter()
        .sum();
    let lost = lost(&run);
    assert!(!lost.is_empty() && lost.iter().all(|full| *full));
    // Four a second, the third one a second less.
    assert_eq!(came + lost.len(), 40 + 40 + 36);
    assert_eq!(of_the_trunk(&run, "utilization").iter().max(), Some(&100));
    assert_eq!(of_the_trunk(&run, "queue").iter().max(), Some(&8));
    // Nothing comes back but the callees' answers.
    for (number, caller) in ["A1", "A2", "A3"].into_iter().enumerate() {
        let callee = format!("10.2.{}.1:1", number + 1);
        let got = run.got(caller, "recvfrom");
        assert!(
            matches!(&got[..], [one] if one.ends_with(&callee)),
            "{got:?}"
        );
        assert_eq!(run.sent("X", caller).len(), 1, "{caller}");
    }
}

/// A longer queue loses later, and makes wait longer; a shorter one the other way round.
#[test]
fn the_queue_is_as_long_as_it_is_made() {
    let of = |queue: &str, seconds: &str| {
        let run = run(DEMO, &["scene=packets", queue, seconds]);
        let longest = of_the_trunk(&run, "queue").into_iter().max();
        (longest.unwrap_or(0), lost(&run).len())
    };
    assert_eq!(of("queue=40", "seconds=3").1, 0);
    let (longest, lost) = of("queue=40", "seconds=30");
    assert!(longest == 40 && lost > 0, "{longest} {lost}");
    let (longest, lost) = of("queue=0", "seconds=3");
    assert!(longest == 0 && lost > 4, "{longest} {lost}");
}
