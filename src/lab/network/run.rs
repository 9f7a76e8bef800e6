//! The loop that lets a network's time pass, with the engine `sim`.

use std::io;
use std::sync::Arc;

use super::super::backend::{Backend, Time};
use super::super::cable::{Happening, Stuck};
use super::Network;
use super::call::{Answer, Call, refused};
use crate::event::{Failing, Waiting};
use crate::net::pen::Pen;

impl Network {
    /// Runs the network until nothing more can happen on it.
    ///
    /// # Errors
    /// The first error of a program; or when the programs wait for each other, when the run takes
    /// longer than its limit, when it has sent too many frames, or when there are no such hosts.
    pub fn run(mut self) -> io::Result<()> {
        let pen = Pen::of_this_thread().ok_or_else(|| io::Error::other("no run to belong to"))?;
        if let Some(specs) = self.specs.take() {
            return self.run_live(&specs, &pen);
        }
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
            // What a box forgets is written down when it does, and not when somebody notices.
            let until = deadline.into_iter().chain(self.next_forgotten()).min();
            let next = self.lab.next(until.unwrap_or(self.limit).min(self.limit));
            let next = next.map_err(|Stuck(_)| io::Error::other(Failing::Stuck))?;
            pen.set_clock(self.clock.set(self.lab.hosts.now()));
            match next {
                Happening::Offered(offer) => self.wiring.decide(&mut self.lab, offer, pen)?,
                Happening::Arrived(arrival) => self.wiring.arrived(arrival, pen),
                Happening::Limit if self.lab.hosts.now() >= self.limit => {
                    return Err(too_long(self.limit));
                }
                // A program has waited long enough, or a box has kept something long enough.
                Happening::Limit => {}
                Happening::Quiet => match until.filter(|_| deadline.is_some()) {
                    Some(until) => {
                        self.lab.hosts.advance(until);
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
            self.wiring.decide(&mut self.lab, offer, pen)?;
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
        Err(io::Error::other(Failing::Deadlock))
    }
}

/// The error with which a run ends that has come to its limit.
pub(super) fn too_long(limit: Time) -> io::Error {
    let seconds = limit.as_secs();
    io::Error::other(Failing::TooLong { seconds })
}
