//! The loop that lets a network's time pass.

use std::io;
use std::panic::Location;
use std::sync::Arc;

use super::super::backend::{Backend, Port, Time};
use super::super::cable::{Happening, Offer};
use super::super::dissect::summary::Summary;
use super::super::verdict::Seen;
use super::Network;
use super::call::{Answer, Call, refused};
use crate::event::{Fate, Frame, Passage, Waiting};
use crate::net::gate::OfferedFrame;
use crate::net::pen::Pen;

/// More frames than this are no demonstration any more.
const MOST_FRAMES: u64 = 50_000;

impl Network {
    /// Runs the network until nothing more can happen on it.
    ///
    /// # Errors
    /// The first error of a program; or when the programs wait for each other, when the run takes
    /// longer than its limit, or when it has sent too many frames.
    pub fn run(mut self) -> io::Result<()> {
        let pen = Pen::of_this_thread().ok_or_else(|| io::Error::other("no run to belong to"))?;
        pen.set_clock(self.clock.set(Time::ZERO));
        for (name, host, work) in std::mem::take(&mut self.planned) {
            self.programs.start(&pen, &name, host, &self.clock, work)?;
        }
        let mut begun = Ok(());
        for number in 0..self.programs.all.len() {
            // Each goes as far as it can before the next one begins.
            self.programs.turn(number, Ok(Answer::Done), &pen);
            if let Err(error) = self.answer_all(&pen) {
                begun = Err(error);
                break;
            }
        }
        let passed = begun.and_then(|()| self.pass_time(&pen));
        if let Err(error) = &passed {
            // Before the programs are woken by errors of their own.
            pen.fail(error);
        }
        // Whoever still waits will wait for ever.
        self.send_home(&pen);
        passed.and(self.programs.join())
    }

    fn pass_time(&mut self, pen: &Pen) -> io::Result<()> {
        loop {
            self.measure(pen);
            self.answer_all(pen)?;
            if pen.is_left() {
                return Ok(());
            }
            let deadline = self.deadline();
            let next = self
                .lab
                .next(deadline.unwrap_or(self.limit).min(self.limit));
            let next = next.map_err(io::Error::other)?;
            pen.set_clock(self.clock.set(self.lab.hosts.now()));
            match next {
                Happening::Offered(offer) => self.decide(offer, pen)?,
                Happening::Arrived(arrival) => {
                    let (from, to) = (self.name(arrival.from), self.name(arrival.to));
                    pen.frame(None, |seq, t_us| Frame {
                        seq,
                        t_us,
                        number: arrival.number,
                        from,
                        to,
                        step: None,
                        source: None,
                        passage: Passage::Arrived {
                            bytes: arrival.bytes.into(),
                        },
                    });
                }
                Happening::Limit if self.lab.hosts.now() >= self.limit => {
                    return Err(io::Error::other("the run took longer than it may"));
                }
                // A program has waited long enough.
                Happening::Limit => {}
                Happening::Quiet => match deadline {
                    Some(deadline) => {
                        self.lab.hosts.advance(deadline);
                        pen.set_clock(self.clock.set(self.lab.hosts.now()));
                    }
                    None => return self.nothing_more(pen),
                },
            }
        }
    }

    /// Answers every program that can be answered, until all wait.
    ///
    /// As with a kernel, what a host sends at once is on the cable before its program goes on: the
    /// last segment of a handshake before `connect` returns, data before `write` does.
    fn answer_all(&mut self, pen: &Pen) -> io::Result<()> {
        loop {
            self.decide_all(pen)?;
            let Some((number, answer)) = self.next_answer() else {
                return Ok(());
            };
            self.decide_all(pen)?;
            self.programs.turn(number, answer, pen);
        }
    }

    /// Decides every frame that the hosts send at this moment.
    fn decide_all(&mut self, pen: &Pen) -> io::Result<()> {
        while let Some(offer) = self.lab.offered() {
            self.measure(pen);
            self.decide(offer, pen)?;
        }
        self.measure(pen);
        Ok(())
    }

    /// Wakes every program with an error until all have ended; what they let go is let go.
    fn send_home(&mut self, pen: &Pen) {
        for number in 0..self.programs.all.len() {
            while !self.programs.all[number].ended {
                let waiting = self.programs.all[number].waiting.as_ref();
                let lets_go = waiting.is_some_and(|it| matches!(it.call, Call::Close { .. }));
                let answer = match lets_go {
                    true => Ok(Answer::Done),
                    false => Err(refused("ECANCELED")),
                };
                self.programs.turn(number, answer, pen);
            }
        }
    }

    fn next_answer(&mut self) -> Option<(usize, io::Result<Answer>)> {
        let now = self.lab.hosts.now();
        for (number, program) in self.programs.all.iter_mut().enumerate() {
            let Some(waiting) = &mut program.waiting else {
                continue;
            };
            let host = &mut self.lab.hosts.hosts[program.host];
            let side = &mut self.sides[program.host];
            let answer = side.answer(host, &mut waiting.call, &waiting.label, now);
            if let Some(answer) = answer {
                return Some((number, answer));
            }
        }
        None
    }

    /// When the first program has waited long enough.
    fn deadline(&self) -> Option<Time> {
        let waiting = self.programs.all.iter();
        let waiting = waiting.filter_map(|program| program.waiting.as_ref());
        waiting.filter_map(|waiting| waiting.call.until()).min()
    }

    /// Shows a frame to its rule and to the learner, and does what they say.
    fn decide(&mut self, offer: Offer, pen: &Pen) -> io::Result<()> {
        if offer.number > MOST_FRAMES {
            return Err(io::Error::other("the run has sent too many frames"));
        }
        let (from, to) = (self.name(offer.from), self.name(offer.to));
        let seen = Seen {
            number: offer.number,
            from: &from,
            to: &to,
            bytes: &offer.bytes,
            summary: Summary::of(&offer.bytes),
        };
        let rule = (self.rules.get(&offer.from)).and_then(|rule| self.all_rules.get_mut(*rule));
        let verdict = rule.map(|rule| rule(&seen));
        let site: Option<&'static Location<'static>> = verdict.as_ref().map(|it| it.site);
        let fate = verdict.map_or(Fate::Deliver, |verdict| verdict.fate);
        let bytes: Arc<[u8]> = offer.bytes.into();
        let shown = OfferedFrame {
            number: offer.number,
            from: Arc::clone(&from),
            to: Arc::clone(&to),
            bytes: Arc::clone(&bytes),
            fate: fate.clone(),
        };
        let Ok(chosen) = pen.offer(shown, site) else {
            // The run is being left: nothing passes any more.
            self.lab.decide(Fate::Drop);
            return Ok(());
        };
        let by_learner = chosen.is_some();
        let (fate, arrives) = self.lab.decide(chosen.unwrap_or(fate));
        let arrives_us = arrives.and_then(|at| u64::try_from(at.as_micros()).ok());
        pen.frame(site, |seq, t_us| Frame {
            seq,
            t_us,
            number: offer.number,
            from,
            to,
            step: None,
            source: None,
            passage: Passage::Sent {
                bytes,
                fate,
                chosen: by_learner,
                arrives_us,
            },
        });
        Ok(())
    }

    /// No frame is under way and no timer runs: whoever waits now waits for ever.
    fn nothing_more(&mut self, pen: &Pen) -> io::Result<()> {
        let waiting: Vec<Waiting> = (self.programs.all.iter())
            .filter_map(|program| {
                let waiting = program.waiting.as_ref()?;
                Some(Waiting {
                    actor: Arc::clone(&program.name),
                    name: waiting.name.into(),
                    socket: Arc::clone(&waiting.label),
                })
            })
            .collect();
        if waiting.is_empty() {
            return Ok(());
        }
        pen.stall(waiting);
        Err(refused("EDEADLK"))
    }

    fn name(&self, port: Port) -> Arc<str> {
        self.names
            .get(&port)
            .map_or_else(|| Arc::from("?"), Arc::clone)
    }
}
