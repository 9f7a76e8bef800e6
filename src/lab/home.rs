//! The box in a home: a switch for those inside and a router to the outside, in one case.

use std::sync::{Arc, Mutex, PoisonError};

use super::backend::{Middlebox, Port, Time};
use super::router::Router;
use super::switch::Switch;

/// A switch, one port of which is the router's inner card.
pub struct Home {
    switch: Switch,
    between: Port,
    router: Arc<Mutex<Router>>,
    lan: Vec<Port>,
}

impl Home {
    /// `between` is the router's card that is soldered to the switch; no cable is plugged in there.
    pub fn new(lan: Vec<Port>, between: Port, router: Arc<Mutex<Router>>) -> Home {
        let mut ports = lan.clone();
        ports.push(between);
        Home {
            switch: Switch::new(ports),
            between,
            router,
            lan,
        }
    }
}

impl Middlebox for Home {
    fn ports(&self) -> Vec<Port> {
        let router = self.router.ports();
        let outside = router.into_iter().filter(|port| *port != self.between);
        self.lan.iter().copied().chain(outside).collect()
    }

    fn frame(&mut self, now: Time, port: Port, frame: &[u8], out: &mut Vec<(Port, Vec<u8>)>) {
        let mut router = self.router.lock().unwrap_or_else(PoisonError::into_inner);
        // The router's card is part of the case; it is never forgotten.
        for leg in (0..).map_while(|leg| router.leg(leg)) {
            if leg.port == self.between {
                self.switch.learn(now, self.between, leg.mac);
            }
        }
        let mut forwarded = Vec::new();
        if self.lan.contains(&port) {
            let mut switched = Vec::new();
            self.switch.frame(now, port, frame, &mut switched);
            for (to, frame) in switched {
                match to == self.between {
                    true => router.frame(now, to, &frame, &mut forwarded),
                    false => out.push((to, frame)),
                }
            }
        } else {
            router.frame(now, port, frame, &mut forwarded);
        }
        for (from, frame) in forwarded {
            match from == self.between {
                true => self.switch.frame(now, from, &frame, out),
                false => out.push((from, frame)),
            }
        }
    }
}

#[cfg(test)]
mod tests;
