//! Questions asked line by line: in a terminal, or answered by the lines of a pipe.

use std::io::{self, IsTerminal};

use super::Verdict;
use super::learner;
use super::lines;
use super::output;
use super::setup::Setup;
use crate::course::question::{Choice, Kind, Question, as_compared};
use crate::doc::{BlockKind, Doc};
use crate::lang::fill;
use crate::progress::{Asked, Day, Progress};
use crate::render::{bytes, question};

use super::list::{block, heading};

/// A question to ask.
pub struct Item {
    pub asked: Asked,
    pub question: Question,
    /// Where it comes from, when that is not plain.
    pub from: Option<String>,
}

/// How a question went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Right,
    /// Wrong at the first try.
    Wrong,
    Skipped,
    /// The learner leaves.
    Left,
    /// There is no further line.
    End,
}

/// What a line says.
enum Said<'q> {
    Choice(&'q Choice),
    /// A text of the learner's own that no choice has.
    Other,
    Nothing(Outcome),
}

pub struct Asking<'a> {
    setup: &'a Setup,
    progress: &'a mut Progress,
    /// The command as it is typed, to say how one answers.
    command: &'a str,
    today: Day,
    /// Somebody sits there and is asked for each line.
    prompts: bool,
}

impl<'a> Asking<'a> {
    pub fn new(setup: &'a Setup, progress: &'a mut Progress, command: &'a str) -> Asking<'a> {
        Asking {
            setup,
            progress,
            command,
            today: Day::today(),
            prompts: io::stdin().is_terminal(),
        }
    }

    /// Asks every question. Passed when each was answered right at the first try.
    pub fn run(mut self, title: &str, items: &[Item]) -> anyhow::Result<Verdict> {
        let doc = Doc {
            blocks: vec![heading(1, title)],
            ..Doc::default()
        };
        output::page(self.setup, &doc, &self.setup.page(None))?;
        if self.prompts && !io::stdout().is_terminal() {
            // Whoever sends the questions to a file or a pager cannot answer them.
            return self.only_print(items, 0);
        }
        let mut outcomes = Vec::new();
        for (place, item) in items.iter().enumerate() {
            self.show(place, items.len(), item)?;
            let outcome = self.ask(item)?;
            // Nothing was ever sent; a person who ends the input leaves.
            if outcome == Outcome::End && place == 0 && !self.prompts {
                return self.only_print(items, 1);
            }
            outcomes.push(outcome);
            if matches!(outcome, Outcome::End | Outcome::Left) {
                break;
            }
        }
        self.score(items.len(), &outcomes)
    }

    /// Shows the questions from a place on, and says how they are answered.
    fn only_print(&self, items: &[Item], from: usize) -> anyhow::Result<Verdict> {
        for (place, item) in items.iter().enumerate().skip(from) {
            self.show(place, items.len(), item)?;
        }
        let (how, command) = (&self.setup.words.quiz.how, self.command);
        // Not laid out: what is to be copied is not to be wrapped.
        let again = self
            .setup
            .next("sockets-tutor {command}", &[("command", command)]);
        output::print(&format!(
            "{how}\n  {again}\n  printf 'a\\nb\\n' | {again}\n"
        ))?;
        Ok(Verdict::NotPassed)
    }

    fn show(&self, place: usize, count: usize, item: &Item) -> anyhow::Result<()> {
        let (number, count) = ((place + 1).to_string(), count.to_string());
        let values = [("number", &*number), ("count", &*count)];
        let title = fill(self.setup.words.quiz.question, &values);
        let mut doc = question::page(&title, &item.question);
        if let Some(from) = &item.from {
            let from = BlockKind::Paragraph(vec![super::list::span(from)]);
            doc.blocks.insert(0, block(from));
        }
        output::print("\n")?;
        output::page(self.setup, &doc, &self.setup.page(None))?;
        output::print("\n")
    }

    /// Asks one question that is shown, and once more after a wrong answer.
    fn ask(&mut self, item: &Item) -> anyhow::Result<Outcome> {
        let words = &self.setup.words.quiz;
        let first = match self.listen(&item.question)? {
            Said::Nothing(outcome) => {
                if outcome == Outcome::Skipped {
                    self.say(words.skipped)?;
                }
                return Ok(outcome);
            }
            Said::Choice(choice) => Some(choice),
            Said::Other => None,
        };
        let right = first.is_some_and(|choice| choice.right);
        // Kept before anything else can happen.
        let warning = self.progress.record_answer(&item.asked, right, self.today);
        learner::warn(self.setup, warning);
        self.judge(first)?;
        if right {
            return Ok(Outcome::Right);
        }
        self.say(words.once_more)?;
        let second = match self.listen(&item.question)? {
            Said::Nothing(Outcome::Skipped) => None,
            Said::Nothing(_) => return Ok(Outcome::Left),
            Said::Choice(choice) => {
                self.judge(Some(choice))?;
                Some(choice)
            }
            Said::Other => {
                self.judge(None)?;
                None
            }
        };
        if !second.is_some_and(|choice| choice.right) {
            self.reveal(&item.question)?;
        }
        Ok(Outcome::Wrong)
    }

    /// Reads lines until one is an answer, or none.
    fn listen<'q>(&self, question: &'q Question) -> anyhow::Result<Said<'q>> {
        let words = &self.setup.words.quiz;
        let last = question::letter(question.choices.len().saturating_sub(1)).to_string();
        let range = [("first", "a"), ("last", &*last)];
        let mut prompt = match question.kind {
            Kind::Fill => words.your_text.to_string(),
            Kind::Choose | Kind::Predict => fill(words.your_choice, &range),
        };
        loop {
            if self.prompts {
                output::print(&prompt)?;
            }
            let Some(line) = lines::next(&mut io::stdin().lock()) else {
                return Ok(Said::Nothing(Outcome::End));
            };
            let answer = bytes::clean(line.trim());
            if !self.prompts && !answer.is_empty() {
                // What nobody has seen typed is to be seen in the record of the run.
                let told = fill(words.answer, &[("answer", &answer)]);
                output::print(&format!("{told}\n"))?;
            }
            if let Some(choice) = question::chosen(question, &line) {
                return Ok(Said::Choice(choice));
            }
            match (as_compared(&line).as_str(), question.kind) {
                ("", _) => return Ok(Said::Nothing(Outcome::Skipped)),
                ("q", _) => return Ok(Said::Nothing(Outcome::Left)),
                (_, Kind::Fill) => return Ok(Said::Other),
                _ => {
                    let values = [("answer", &*answer), range[0], range[1]];
                    prompt = fill(words.no_choice, &values);
                    if self.prompts {
                        prompt.push(' ');
                    } else {
                        output::print(&format!("{prompt}\n"))?;
                    }
                }
            }
        }
    }

    /// Says what is right or wrong about an answer, and where one can see it.
    fn judge(&self, choice: Option<&Choice>) -> anyhow::Result<()> {
        let words = &self.setup.words.quiz;
        let why = choice.and_then(|choice| choice.why.as_deref());
        let why = [("why", why.unwrap_or(""))];
        match choice {
            Some(choice) if choice.right => self.say(&fill(words.right, &why)),
            _ => {
                self.say(&fill(words.wrong, &why))?;
                match choice.and_then(|choice| choice.demo.as_deref()) {
                    Some(slug) => self.say(&self.setup.next(words.see_it, &[("slug", slug)])),
                    None => Ok(()),
                }
            }
        }
    }

    fn reveal(&self, question: &Question) -> anyhow::Result<()> {
        let right = question.choices.iter().find(|choice| choice.right);
        let (text, why) = right.map_or(("", ""), |choice| {
            (&choice.text, choice.why.as_deref().unwrap_or(""))
        });
        let text = match question.kind {
            // What is typed is no Markdown.
            Kind::Fill => format!("`{text}`"),
            Kind::Choose | Kind::Predict => text.to_string(),
        };
        let values = [("right", &*text), ("why", why)];
        self.say(&fill(self.setup.words.quiz.right_is, &values))
    }

    fn score(&self, count: usize, outcomes: &[Outcome]) -> anyhow::Result<Verdict> {
        let words = &self.setup.words.quiz;
        let counted = |wanted: Outcome| outcomes.iter().filter(|o| **o == wanted).count();
        let right = counted(Outcome::Right);
        output::print("\n")?;
        if outcomes.len() < count || matches!(outcomes.last(), Some(Outcome::Left | Outcome::End)) {
            self.say(words.left)?;
        }
        let (told, all) = (right.to_string(), count.to_string());
        self.say(&fill(words.score, &[("right", &told), ("count", &all)]))?;
        if counted(Outcome::Wrong) > 0 && self.progress.file().is_some() {
            self.say(&self.setup.next(words.again, &[]))?;
        }
        Ok(match right == count {
            true => Verdict::Passed,
            false => Verdict::NotPassed,
        })
    }

    /// Prints a paragraph of Markdown.
    fn say(&self, markdown: &str) -> anyhow::Result<()> {
        let text = BlockKind::Paragraph(question::inline(markdown));
        let doc = Doc {
            blocks: vec![block(text)],
            ..Doc::default()
        };
        output::page(self.setup, &doc, &self.setup.page(None))
    }
}
