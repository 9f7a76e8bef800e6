//! The recorded runs that come with the program.

use super::*;

#[test]
fn every_record_is_of_its_demo_as_it_is_now() {
    for demo in DEMOS {
        let (events, date) = json::record(records::of(demo.slug).unwrap()).unwrap();
        assert!(date.is_some(), "{}", demo.slug);
        assert!(matches!(events.last(), Some(Event::End(end)) if end.status == Status::Finished));
        let steps = demo.steps();
        let mut seen = Vec::new();
        for event in &events {
            match event {
                Event::Start(start) => assert_eq!(start.demo, demo.slug),
                Event::Frame(frame) => seen.extend(frame.step.clone()),
                Event::Call(call) => {
                    let line = call.source.line;
                    assert_eq!(call.source.file, demo.file);
                    assert_eq!(
                        steps.at(demo.file, line),
                        call.step.as_ref(),
                        "{} {line}: record it anew, see demos/records.rs",
                        demo.slug
                    );
                    seen.extend(call.step.clone());
                }
                _ => {}
            }
        }
        // These begin only when the knobs or strangers ask for them.
        let optional = [
            "visitor",
            // hop-by-hop
            "fragments",
            "one-piece-lost",
            // nat-box
            "heartbeat",
            "server-begins",
            "client-begins",
            // which-address
            "the-others",
            // matryoshka
            "harm-ethernet",
            "harm-ip",
            "harm-tcp",
            "again",
            // handshake
            "refused",
            "old-syn",
            "still-listening",
            "ghost",
            "ghost-refused",
            // drop-two
            "ack-lost",
            "lost-again",
            "timeout",
            // checksum
            "whole",
            // teardown
            "at-once",
            "reset",
            "rst",
            "after-the-reset",
            // zero-window, sawtooth
            "update-lost",
            "bad-luck",
            "datagram",
            "address",
            "greedy",
            "take",
        ];
        for step in steps
            .names()
            .iter()
            .filter(|step| !optional.contains(&&***step))
        {
            assert!(
                seen.contains(step),
                "{}: no {step} in its record",
                demo.slug
            );
        }
    }
}
