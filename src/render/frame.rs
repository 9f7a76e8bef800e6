//! Frames of the laboratory in words: one line for each, and what becomes of it.

use std::collections::HashMap;

use super::bytes;
use crate::event::{Fate, Frame, Passage};
use crate::lab::dissect::relative::{Numbers, Relative};
use crate::lab::dissect::summary::{Body, Summary};
use crate::lang::fill;
use crate::lang::words::Words;

/// So many frames under way are remembered by their line.
const MOST_UNDER_WAY: usize = 10_000;

/// What is known of the frames of a run, in the order in which they were sent.
#[derive(Default)]
pub struct Frames {
    relative: Relative,
    /// The lines of those that have not arrived, by number.
    under_way: HashMap<u64, Told>,
}

/// A frame in one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// `[SYN] seq=0 win=64240 len=0 mss=1460`: names of fields, the same in every language.
    pub text: String,
    /// `10.0.0.1:49152 > 10.0.0.2:7`; empty where the text says it.
    pub ends: String,
    /// What a sentence says of it. Of all but TCP that is the addresses as well: routers pass them
    /// on, and a NAT changes them.
    pub said: String,
    /// The numbers of TCP as the text has them.
    pub numbers: Option<Numbers>,
}

impl Frames {
    /// Takes a frame in and gives its line; of one that arrives, the line it was sent with.
    pub fn line(&mut self, frame: &Frame) -> Told {
        match &frame.passage {
            Passage::Sent { bytes, .. } => {
                let told = self.tell(bytes);
                if self.under_way.len() < MOST_UNDER_WAY {
                    self.under_way.insert(frame.number, told.clone());
                }
                told
            }
            Passage::Arrived { bytes } => {
                let sent = self.under_way.get(&frame.number);
                sent.cloned().unwrap_or_else(|| self.tell(bytes))
            }
        }
    }

    /// The line of a frame that waits for its fate; nothing is learnt from it.
    pub fn preview(&self, bytes: &[u8]) -> Told {
        let mut relative = self.relative.clone();
        told(&mut relative, bytes)
    }

    fn tell(&mut self, bytes: &[u8]) -> Told {
        told(&mut self.relative, bytes)
    }
}

fn told(relative: &mut Relative, bytes: &[u8]) -> Told {
    let alone = |text: String| Told {
        said: text.clone(),
        text,
        ends: String::new(),
        numbers: None,
    };
    let Some(summary) = Summary::of(bytes) else {
        return alone(format!("len={}", bytes.len()));
    };
    let line = relative.line(&summary);
    // `from > to rest`
    let parts: Vec<&str> = line.splitn(4, ' ').collect();
    match parts[..] {
        [from, ">", to, rest] if summary.ip.is_some() => Told {
            text: rest.to_string(),
            ends: format!("{from} > {to}"),
            said: match summary.body {
                Body::Tcp(_) => rest.to_string(),
                _ => line.clone(),
            },
            numbers: relative.look(&summary),
        },
        _ => alone(line),
    }
}

/// What is said when a frame is sent or arrives.
pub fn sentence(words: &Words, frame: &Frame, told: &Told) -> String {
    let words = &words.frames;
    let template = match &frame.passage {
        Passage::Arrived { .. } => &words.arrived,
        Passage::Sent { fate, .. } => match fate {
            Fate::Deliver => &words.sent,
            Fate::Drop => &words.lost,
            Fate::QueueFull => &words.queue_full,
            Fate::Delay(_) => &words.delayed,
            Fate::Duplicate => &words.doubled,
            Fate::Rewrite { .. } => &words.rewritten,
        },
    };
    let values = [
        ("from", &*bytes::clean(&frame.from)),
        ("to", &*bytes::clean(&frame.to)),
        ("number", &*frame.number.to_string()),
        ("frame", &*told.said),
        ("time", &*milliseconds(frame.t_us)),
    ];
    let mut said = fill(template, &values);
    if let Passage::Sent { chosen: true, .. } = frame.passage {
        said.push_str(words.chosen);
    }
    said
}

/// The laboratory's clock: `50.0`.
pub fn milliseconds(micros: u64) -> String {
    format!("{}.{}", micros / 1000, micros % 1000 / 100)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;
    use crate::lang::words::words;

    /// A SYN from 10.0.0.1 to 10.0.0.2, as the handshake's demo sends it.
    const SYN: &str = "02000000000202000000000108004500003400004000400626c20a0000010a000002\
                       c0000007fdecf8a20000000080024000687d0000020405b40303000402000000";

    fn frame(t_us: u64, passage: Passage) -> Frame {
        Frame {
            seq: 1,
            t_us,
            number: 1,
            from: "client".into(),
            to: "server".into(),
            step: None,
            source: None,
            passage,
        }
    }

    fn syn() -> std::sync::Arc<[u8]> {
        let pairs = (0..SYN.len()).step_by(2);
        pairs
            .map(|at| u8::from_str_radix(&SYN[at..at + 2], 16).expect("hex"))
            .collect()
    }

    fn sent(fate: Fate, chosen: bool) -> Frame {
        let bytes = syn();
        frame(
            1_250,
            Passage::Sent {
                bytes,
                fate,
                chosen,
                arrives_us: None,
            },
        )
    }

    #[test]
    fn a_frame_is_told_when_it_is_sent_and_when_it_arrives() {
        let mut frames = Frames::default();
        let sent = sent(Fate::Deliver, false);
        let line = frames.line(&sent);
        assert_eq!(line.ends, "10.0.0.1:49152 > 10.0.0.2:7");
        assert_eq!(line.text, "[SYN] seq=0 win=16384 len=0 mss=1460 ws=0");
        let english = words(Lang::En);
        assert_eq!(
            sentence(english, &sent, &line),
            "1.2 ms: client sends frame 1 to server: [SYN] seq=0 win=16384 len=0 mss=1460 ws=0."
        );
        let arrived = frame(51_250, Passage::Arrived { bytes: syn() });
        assert_eq!(frames.line(&arrived), line);
        assert_eq!(
            sentence(english, &arrived, &line),
            "51.2 ms: frame 1 arrives at server: [SYN] seq=0 win=16384 len=0 mss=1460 ws=0."
        );
    }

    #[test]
    fn every_fate_has_a_sentence_of_its_own() {
        let fates = [
            Fate::Deliver,
            Fate::Drop,
            Fate::QueueFull,
            Fate::Delay(5),
            Fate::Duplicate,
            Fate::Rewrite {
                offset: 0,
                bytes: vec![0],
            },
        ];
        for lang in Lang::ALL {
            let mut said: Vec<String> = (fates.iter())
                .map(|fate| {
                    let sent = sent(fate.clone(), true);
                    sentence(words(lang), &sent, &Frames::default().line(&sent))
                })
                .collect();
            said.sort();
            said.dedup();
            assert_eq!(said.len(), fates.len(), "{said:?}");
            assert!(
                said.iter()
                    .all(|text| text.ends_with(words(lang).frames.chosen))
            );
        }
    }

    #[test]
    fn no_bytes_are_too_strange_for_a_line() {
        for bytes in [&[][..], &[0; 13], &[255; 60]] {
            let told = Frames::default().preview(bytes);
            assert!(!told.text.is_empty() && !told.text.contains(char::is_control));
        }
    }
}
