//! Narrations against the demos they tell.

use std::collections::{HashMap, HashSet};

use crate::doc::{BlockKind, plain_text};

use super::super::fault::FaultKind;
use super::super::narration::{AFTER, NarrationFront, parts, step_and_title};
use super::super::question::PREDICT;
use super::sheet::Sheet;
use super::{Checker, KnownDemo, nearest_name, page};

impl Checker<'_> {
    pub(super) fn narration(&mut self, sheet: &Sheet, demo: &str) {
        let known = self.known_demo(sheet, 1, demo);
        match NarrationFront::of(&sheet.file, sheet.lang) {
            Ok(front) => {
                let fields = [("title", &front.title), ("summary", &front.summary)];
                self.found.append(&mut page::filled(sheet, &fields));
                if let Some(known) = known {
                    self.knobs(sheet, &front, known);
                }
            }
            Err(fault) => self.found.push(fault),
        }
        self.sections(sheet, known);
        // Read aloud line by line, a table is signs; and the pane of a screen is narrow.
        let blocks = sheet.blocks().into_iter();
        let tables = blocks.filter(|block| matches!(block.kind, BlockKind::Table { .. }));
        let faults = tables.map(|table| sheet.file.fault(table.line, FaultKind::NarrationTable {}));
        self.found.extend(faults);
    }

    fn knobs(&mut self, sheet: &Sheet, front: &NarrationFront, known: &KnownDemo) {
        for (knob, description) in &front.knobs {
            let demo = known.slug.clone();
            let line = sheet.file.front_line(knob);
            let name = knob.clone();
            if !known.knobs.contains(knob) {
                let nearest = nearest_name(knob, known.knobs.iter().map(String::as_str));
                let kind = FaultKind::KnobUnknown {
                    knob: name,
                    demo,
                    nearest,
                };
                self.found.push(sheet.file.fault(line, kind));
            } else if description.trim().is_empty() {
                let kind = FaultKind::KnobUndescribed { knob: name, demo };
                self.found.push(sheet.file.fault(line, kind));
            }
        }
        let line = sheet.file.front_line("[knobs]");
        for knob in &known.knobs {
            if !front.knobs.contains_key(knob) {
                let (knob, demo) = (knob.clone(), known.slug.clone());
                let kind = FaultKind::KnobUndescribed { knob, demo };
                self.found.push(sheet.file.fault(line, kind));
            }
        }
    }

    fn sections(&mut self, sheet: &Sheet, known: Option<&KnownDemo>) {
        let steps: HashSet<&str> = known
            .iter()
            .flat_map(|demo| demo.steps.iter().map(String::as_str))
            .collect();
        let mut told: HashMap<String, usize> = HashMap::new();
        let mut add = |line, kind| self.found.push(sheet.file.fault(line, kind));
        for part in parts(sheet.doc.clone()) {
            let Some(heading) = part.heading else {
                continue;
            };
            let line = heading.line;
            let BlockKind::Heading { text, .. } = heading.kind else {
                continue;
            };
            let heading = plain_text(&text);
            let Some((step, _)) = step_and_title(&heading) else {
                add(line, FaultKind::SectionNoStep { heading });
                continue;
            };
            let mut questions = part.doc.blocks.iter().filter(
                |block| matches!(&block.kind, BlockKind::Code { info, .. } if info == PREDICT),
            );
            if let Some(second) = questions.nth(1) {
                let step = step.to_string();
                add(second.line, FaultKind::PredictTwice { step });
            }
            let step = step.to_string();
            if let Some(demo) = known
                && step != AFTER
                && !steps.contains(step.as_str())
            {
                let nearest = nearest_name(&step, steps.iter().copied());
                let (step, demo) = (step.clone(), demo.slug.clone());
                add(
                    line,
                    FaultKind::SectionUnknownStep {
                        step,
                        demo,
                        nearest,
                    },
                );
            }
            if let Some(other) = told.insert(step.clone(), line) {
                add(line, FaultKind::SectionTwice { step, other });
            }
        }
        if !told.contains_key(AFTER) {
            add(
                sheet.file.text.lines().count().max(1),
                FaultKind::NoAfter {},
            );
        }
        if let Some(demo) = known {
            for step in demo.steps.iter().filter(|step| !told.contains_key(*step)) {
                let (step, demo) = (step.clone(), demo.slug.clone());
                add(1, FaultKind::StepWithoutSection { step, demo });
            }
        }
    }
}
