//! A run as lines of text: the narration of each step, then numbered sentences.
//!
//! For terminals, pipes, logs and screen readers alike: no box drawing, no cursor movement.

use crate::course::{AFTER, Narration};
use crate::doc::{Block, BlockKind, Doc, Item, Span, Style};
use crate::event::{Event, Evidence, Start, Status};
use crate::lang::fill;
use crate::lang::words::Words;
use crate::render::bytes;
use crate::render::page::layout::{Options, layout};
use crate::render::page::print::{Paint, Painter};
use crate::render::story::{Detail, Line, Story};

/// Writes one run as text.
pub struct Plain<'a> {
    story: Story<'a>,
    words: &'a Words,
    narration: Option<&'a Narration>,
    options: Options<'a>,
    paint: Paint<'a>,
    /// The run is over since long: nothing of it happens now.
    pub recorded: bool,
    /// The step whose heading stands already, before its first event.
    announced: Option<String>,
}

impl<'a> Plain<'a> {
    pub fn new(
        words: &'a Words,
        narration: Option<&'a Narration>,
        options: Options<'a>,
        paint: Paint<'a>,
        detail: Detail,
    ) -> Plain<'a> {
        Plain {
            story: Story::new(words, detail),
            words,
            narration,
            options,
            paint,
            recorded: false,
            announced: None,
        }
    }

    /// The text that an event adds; often none.
    pub fn tell(&mut self, event: &Event) -> String {
        let mut text = match event {
            Event::Start(start) => self.opening(start),
            _ => String::new(),
        };
        for line in self.story.tell(event) {
            self.line(&line, &mut text);
        }
        if let Event::End(end) = event
            && end.status == Status::Finished
            && let Some(after) = self.narration.and_then(|n| n.section(AFTER))
        {
            text.push('\n');
            self.paragraph(vec![span(&after.title, true)], &mut text);
            self.doc(&after.doc, &mut text);
        }
        text
    }

    /// The text that says that an actor's call is blocked; empty if that has been said.
    pub fn tell_blocked(&mut self, actor: &str) -> String {
        let mut text = String::new();
        for line in self.story.tell_blocked(actor) {
            self.line(&line, &mut text);
        }
        text
    }

    /// The heading of a step that is about to begin.
    pub fn announce(&mut self, step: &str) -> String {
        let mut text = String::new();
        self.step_heading(step, &mut text);
        self.announced = Some(step.to_string());
        text
    }

    /// A remark of the program, apart from the story.
    pub fn remark(&self, remark: &str) -> String {
        let mut text = String::new();
        self.paragraph(vec![span(remark, false)], &mut text);
        text
    }

    /// A page of the course inside the run, such as a question.
    pub fn page(&self, doc: &Doc) -> String {
        let mut text = String::new();
        self.doc(doc, &mut text);
        text
    }

    fn opening(&self, start: &Start) -> String {
        let mut text = String::new();
        let demo = bytes::clean(&start.demo);
        let title = match self.narration {
            Some(narration) => format!("{demo} · {}", narration.front.title),
            None => demo,
        };
        self.paragraph(vec![span(&title, true)], &mut text);
        let words = &self.words.run;
        let evidence = match start.evidence {
            evidence if self.recorded => {
                fill(words.evidence_recorded, &[("evidence", evidence.name())])
            }
            Evidence::Kernel if start.in_laboratory() => words.evidence_engine.to_string(),
            Evidence::Kernel => words.evidence_kernel.to_string(),
            Evidence::Lab => words.evidence_lab.to_string(),
        };
        self.paragraph(vec![span(&evidence, false)], &mut text);
        let knobs: Vec<String> = (start.knobs.iter())
            .map(|(name, value)| {
                let (name, value) = (bytes::clean(name), bytes::clean(&value.to_string()));
                format!("{name}={value}")
            })
            .collect();
        if !knobs.is_empty() {
            let knobs = fill(self.words.run.knobs, &[("knobs", &knobs.join("  "))]);
            self.paragraph(vec![span(&knobs, false)], &mut text);
        }
        if let Some(narration) = self.narration {
            text.push('\n');
            self.doc(&narration.intro, &mut text);
        }
        text
    }

    fn line(&self, line: &Line, text: &mut String) {
        match line {
            Line::Step(step) => {
                if self.announced.as_deref() != Some(&**step) {
                    self.step_heading(step, text);
                }
                if let Some(section) = self.narration.and_then(|n| n.section(step)) {
                    self.doc(&section.doc, text);
                }
                text.push('\n');
            }
            Line::Sentence { number, text: said } => {
                let item = Item {
                    task: None,
                    blocks: vec![block(BlockKind::Paragraph(vec![span(said, false)]))],
                };
                let list = BlockKind::List {
                    start: u64::try_from(*number).ok(),
                    tight: true,
                    items: vec![item],
                };
                self.blocks(vec![block(list)], text);
            }
            Line::Remark(remark) => {
                text.push('\n');
                self.paragraph(vec![span(remark, false)], text);
            }
        }
    }

    fn step_heading(&self, step: &str, text: &mut String) {
        let section = self.narration.and_then(|n| n.section(step));
        let title = section.map_or_else(|| bytes::clean(step), |s| s.title.clone());
        let title = fill(self.words.run.step, &[("title", &title)]);
        text.push('\n');
        self.paragraph(vec![span(&title, true)], text);
    }

    fn paragraph(&self, spans: Vec<Span>, text: &mut String) {
        self.blocks(vec![block(BlockKind::Paragraph(spans))], text);
    }

    fn blocks(&self, blocks: Vec<Block>, text: &mut String) {
        let doc = Doc {
            blocks,
            ..Doc::default()
        };
        self.doc(&doc, text);
    }

    fn doc(&self, doc: &Doc, text: &mut String) {
        let mut painter = Painter::new(self.paint, doc, self.options.width);
        for row in layout(doc, &self.options) {
            painter.row(&row, text);
        }
    }
}

fn block(kind: BlockKind) -> Block {
    Block { line: 0, kind }
}

fn span(text: &str, bold: bool) -> Span {
    Span {
        text: text.to_string(),
        style: Style {
            bold,
            ..Style::default()
        },
        link: None,
    }
}
