//! Stepping through a live run: one call at a time, by key or by pace.

use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::keys::{Key, Keys};
use super::setup::Setup;
use super::teller::Teller;
use crate::course::{Narration, Question};
use crate::demos::Running;
use crate::event::{End, Event, Status};
use crate::lang::fill;
use crate::net::gate::{ActorState, Place, Spot};
use crate::render::question;

/// How long the actors may take to come to a standstill before we look anyway.
const SETTLE: Duration = Duration::from_secs(1);

/// How often events are looked for while a key is awaited.
const LOOK: Duration = Duration::from_millis(50);

pub struct Stepping<'a> {
    setup: &'a Setup,
    narration: Option<&'a Narration>,
    /// Goes on by itself after this time.
    auto: Option<Duration>,
    keys: Option<Keys>,
    /// The keys are named with the first prompt only.
    keys_named: bool,
    /// Prompts and questions are for somebody who reads them, or who has asked for them.
    asks: bool,
    asked: Vec<Arc<str>>,
    predicted: Option<Prediction<'a>>,
    /// Whether the prediction of a step was right, for the learner's record.
    predictions: Vec<(Arc<str>, bool)>,
}

/// An answer that waits for the kernel's.
struct Prediction<'a> {
    question: &'a Question,
    chosen: usize,
    actor: Arc<str>,
    step: Arc<str>,
}

impl Prediction<'_> {
    /// As long as the actor stands in the step that was asked about, the answer is still to come.
    fn is_answered(&self, actors: &[ActorState]) -> bool {
        !(actors.iter()).any(|state| match &state.place {
            Place::AtGate(spot) | Place::InCall(spot) | Place::Blocked(spot) => {
                state.actor == self.actor && spot.step.as_ref() == Some(&self.step)
            }
            Place::Running | Place::Joining => false,
        })
    }
}

/// What to do next.
enum Wish {
    Forward,
    Quit,
    /// A key that means nothing here.
    Unknown,
    /// Something has happened meanwhile.
    Look,
}

impl<'a> Stepping<'a> {
    /// # Errors
    /// As of [`Keys::open`].
    pub fn new(
        setup: &'a Setup,
        narration: Option<&'a Narration>,
        auto: Option<Duration>,
        linear: bool,
    ) -> io::Result<Stepping<'a>> {
        let keys = match auto {
            // A paced run needs nobody; it listens only where somebody can be.
            Some(_) => Keys::of_terminal(),
            None => Some(Keys::open()?),
        };
        let asks = linear || keys.as_ref().is_some_and(Keys::is_terminal);
        Ok(Stepping {
            setup,
            narration,
            auto,
            keys,
            keys_named: false,
            asks,
            asked: Vec::new(),
            predicted: None,
            predictions: Vec::new(),
        })
    }

    /// The predictions that were made. The terminal is put back.
    pub fn into_predictions(self) -> Vec<(Arc<str>, bool)> {
        self.predictions
    }

    /// Steps until the run is over.
    pub fn run(&mut self, running: &mut Running, teller: &mut Teller<'_>) -> anyhow::Result<End> {
        teller.set_raw(self.is_terminal());
        let mut prompted = None;
        loop {
            let actors = running.gate().settle(SETTLE);
            if let Some(end) = drain(running, teller)? {
                if end.status == Status::Finished {
                    self.tell_verdict(&[], teller)?;
                }
                teller.set_raw(false);
                return Ok(end);
            }
            for state in &actors {
                if let Place::Blocked(_) = state.place {
                    teller.blocked(&state.actor)?;
                }
            }
            self.tell_verdict(&actors, teller)?;
            let next = running.gate().next();
            if let Some((actor, spot)) = &next
                && let Some(Wish::Quit) = self.ask(running, actor, spot, teller)?
            {
                running.leave();
                continue;
            }
            if prompted.as_ref() != Some(&next) {
                self.prompt(next.as_ref(), teller)?;
                prompted = Some(next.clone());
            }
            match self.wish(running, next.as_ref()) {
                Wish::Unknown => {
                    self.name_keys(teller)?;
                    prompted = None;
                }
                Wish::Forward => {
                    prompted = None;
                    running.gate().admit();
                }
                Wish::Quit => running.leave(),
                Wish::Look => {}
            }
        }
    }

    fn is_terminal(&self) -> bool {
        self.keys.as_ref().is_some_and(Keys::is_terminal)
    }

    /// Says who is next, where somebody reads it.
    fn prompt(
        &mut self,
        next: Option<&(Arc<str>, Spot)>,
        teller: &mut Teller<'_>,
    ) -> anyhow::Result<()> {
        if !self.asks {
            return Ok(());
        }
        let words = &self.setup.words.run;
        let text = match next {
            Some((actor, spot)) => {
                let source = format!("{}:{}", spot.source.file, spot.source.line);
                let values = [
                    ("actor", &**actor),
                    ("call", spot.name),
                    ("socket", &*spot.socket),
                    ("source", &*source),
                ];
                fill(words.at_gate, &values)
            }
            None => words.nobody_at_gate.to_string(),
        };
        if !std::mem::replace(&mut self.keys_named, true) {
            self.name_keys(teller)?;
        }
        teller.remark(&format!("-- {text}"))
    }

    /// Says which keys there are: at first, and to whoever has pressed another one.
    fn name_keys(&self, teller: &mut Teller<'_>) -> anyhow::Result<()> {
        let words = &self.setup.words.run;
        let keys = match self.is_terminal() {
            true => &words.keys,
            false => &words.line_keys,
        };
        teller.remark(&format!("-- {keys}"))
    }

    /// Waits for a key, for the pace, or for something to happen.
    fn wish(&self, running: &mut Running, next: Option<&(Arc<str>, Spot)>) -> Wish {
        let since = Instant::now();
        loop {
            let key = match &self.keys {
                Some(keys) => keys.next(LOOK),
                None => {
                    let left = (self.auto.unwrap_or(LOOK)).saturating_sub(since.elapsed());
                    return match running.next(left) {
                        Some(event) => {
                            running.put_back(event);
                            Wish::Look
                        }
                        None => Wish::Forward,
                    };
                }
            };
            match key {
                Some(Key::Quit) => return Wish::Quit,
                Some(Key::Forward) if next.is_some() => return Wish::Forward,
                Some(Key::Letter(_) | Key::Back) if self.asks => return Wish::Unknown,
                _ => {}
            }
            if self.auto.is_some_and(|pace| since.elapsed() >= pace) {
                return Wish::Forward;
            }
            if let Some(event) = running.next(Duration::ZERO) {
                running.put_back(event);
                return Wish::Look;
            }
            // Somebody may come to the gate without an event.
            let gate = running.gate();
            let answered = |prediction: &Prediction<'_>| prediction.is_answered(&gate.actors());
            if gate.is_left()
                || gate.next().as_ref() != next
                || self.predicted.as_ref().is_some_and(answered)
            {
                return Wish::Look;
            }
        }
    }

    /// Asks the step's question before its first call, once, where somebody can answer.
    fn ask(
        &mut self,
        running: &Running,
        actor: &Arc<str>,
        spot: &Spot,
        teller: &mut Teller<'_>,
    ) -> anyhow::Result<Option<Wish>> {
        let Some(step) = spot.step.as_ref().filter(|step| !self.asked.contains(step)) else {
            return Ok(None);
        };
        self.asked.push(Arc::clone(step));
        let section = self.narration.and_then(|narration| narration.section(step));
        let (Some(question), Some(keys)) = (
            section.and_then(|section| section.predict.as_ref()),
            self.keys.as_ref().filter(|_| self.asks),
        ) else {
            return Ok(None);
        };
        if self.auto.is_some() {
            return Ok(None);
        }
        let words = &self.setup.words.run;
        teller.announce(step)?;
        teller.page(&question::page(words.predict, question))?;
        teller.remark(&format!("[{}]", words.predict_keys))?;
        loop {
            match keys.next(LOOK) {
                Some(Key::Quit) => return Ok(Some(Wish::Quit)),
                // A signal leaves a run as well.
                None if running.gate().is_left() => return Ok(Some(Wish::Quit)),
                Some(Key::Forward) => {
                    teller.remark(words.predict_skipped)?;
                    self.predicted = None;
                    return Ok(None);
                }
                Some(Key::Letter(letter)) => {
                    let mut letters = (0..question.choices.len()).map(question::letter);
                    if let Some(chosen) = letters.position(|known| known == letter) {
                        let answer = question::text(&question.choices[chosen].text);
                        teller.remark(&fill(words.predict_noted, &[("answer", &answer)]))?;
                        let right = question.choices[chosen].right;
                        self.predictions.push((Arc::clone(step), right));
                        self.predicted = Some(Prediction {
                            question,
                            chosen,
                            actor: Arc::clone(actor),
                            step: Arc::clone(step),
                        });
                        return Ok(None);
                    }
                    teller.remark(&format!("[{}]", words.predict_keys))?;
                }
                Some(Key::Back) => teller.remark(&format!("[{}]", words.predict_keys))?,
                None => {}
            }
        }
    }

    /// After the kernel has answered: was the prediction right?
    fn tell_verdict(
        &mut self,
        actors: &[ActorState],
        teller: &mut Teller<'_>,
    ) -> anyhow::Result<()> {
        let answered = |prediction: &mut Prediction<'_>| prediction.is_answered(actors);
        let Some(Prediction {
            question, chosen, ..
        }) = self.predicted.take_if(answered)
        else {
            return Ok(());
        };
        let words = &self.setup.words.run;
        let choice = &question.choices[chosen];
        let why = question::text(choice.why.as_deref().unwrap_or(""));
        let text = if choice.right {
            fill(words.predict_right, &[("why", &why)])
        } else {
            let right = question.choices.iter().find(|choice| choice.right);
            let right = question::text(right.map_or("", |choice| &choice.text));
            let answer = question::text(&choice.text);
            let values = [("answer", &*answer), ("why", &*why), ("right", &*right)];
            fill(words.predict_wrong, &values)
        };
        teller.remark(&text)
    }
}

/// Tells everything that has happened; the run's end, if it has come.
fn drain(running: &mut Running, teller: &mut Teller<'_>) -> anyhow::Result<Option<End>> {
    while let Some(event) = running.next(Duration::ZERO) {
        teller.event(&event)?;
        if let Event::End(end) = event {
            return Ok(Some(end));
        }
    }
    Ok(None)
}
