//! Answering the questions of a page.

use super::*;

impl Lesson {
    /// Shows how questions were answered in earlier sittings, by their ids.
    pub fn remember(&mut self, before: BTreeMap<String, bool>) {
        self.answers.before = before;
    }

    /// The question that letters answer: the one with the focus, else the first in the window that
    /// was never answered; rather one that is seen from its beginning, and best to its end.
    pub fn active(&self) -> Option<usize> {
        let seen = self.visible();
        let in_window = |place: usize| {
            let (first, last) = self.content.questions.get(place).copied().unwrap_or((0, 0));
            first < seen.end && last > seen.start && first < last
        };
        if let Some(Focus::Question(place)) = self.focus
            && in_window(place)
        {
            return Some(place);
        }
        let answers = &self.answers;
        let asked = |place: usize| {
            let question = &self.page.questions[place];
            answers.now[place].is_none() && answers.before(place, question).is_none()
        };
        let open = |place: &usize| asked(*place) && in_window(*place);
        let begins = |place: &usize| self.content.questions[*place].0 >= seen.start;
        let whole = |place: &usize| begins(place) && self.content.questions[*place].1 <= seen.end;
        let mut places = (0..answers.now.len()).filter(open);
        let first = places.clone().find(whole);
        let first = first.or_else(|| places.clone().find(begins));
        first.or_else(|| places.next())
    }

    /// A letter of the question that is asked.
    pub(super) fn letter(&mut self, key: &KeyEvent) -> Option<Vec<Command>> {
        let letter = keymap::typed(key).filter(char::is_ascii_alphanumeric)?;
        let place = self.active()?;
        let asked = &self.page.questions[place];
        if asked.kind == Kind::Fill {
            // No key of the page is a digit: who types one means the answer.
            if letter.is_ascii_digit() {
                self.focus = Some(Focus::Question(place));
                self.mode = Mode::Answer {
                    question: place,
                    text: letter.to_string(),
                };
                return Some(Vec::new());
            }
            return None;
        }
        let mut letters = (0..asked.choices.len()).map(question::letter);
        let choice = letters.position(|known| known == letter)?;
        Some(self.choose(place, choice))
    }

    /// Answers a question with one of its choices.
    pub(super) fn choose(&mut self, place: usize, choice: usize) -> Vec<Command> {
        let Some(chosen) = self.page.questions[place].choices.get(choice) else {
            return Vec::new();
        };
        let answer = Answer {
            given: question::letter(choice).to_string(),
            choice: Some(choice),
            right: chosen.right,
        };
        self.answered(place, answer)
    }

    pub(super) fn answer_key(
        &mut self,
        key: &KeyEvent,
        place: usize,
        mut text: String,
    ) -> Vec<Command> {
        match key.code {
            KeyCode::Esc => return Vec::new(),
            KeyCode::Enter if text.trim().is_empty() => return Vec::new(),
            KeyCode::Enter => {
                let asked = &self.page.questions[place];
                let meant = asked.choice(&text);
                let choice = meant.and_then(|meant| {
                    let mut choices = asked.choices.iter();
                    choices.position(|choice| choice == meant)
                });
                let answer = Answer {
                    right: meant.is_some_and(|meant| meant.right),
                    given: text,
                    choice,
                };
                return self.answered(place, answer);
            }
            _ => drop(typing::key(&mut text, key)),
        }
        self.mode = Mode::Answer {
            question: place,
            text,
        };
        Vec::new()
    }

    /// Shows what is to be said of an answer. Only a first answer counts.
    fn answered(&mut self, place: usize, answer: Answer) -> Vec<Command> {
        let right = answer.right;
        let first = self.answers.now[place].is_none();
        self.answers.now[place] = Some(answer);
        // After a wrong answer letters still go to this question.
        self.focus = (!right).then_some(Focus::Question(place));
        self.lay_out();
        self.lay_out_all();
        self.reveal_question(place);
        match self.page.questions[place].id.clone() {
            Some(id) if first => vec![Command::Answered { id, right }],
            _ => Vec::new(),
        }
    }

    /// Every question has an answer, the last one of them in this sitting.
    pub(super) fn has_answered_all(&self) -> bool {
        let answers = &self.answers;
        let mut places = self.page.questions.iter().enumerate();
        answers.now.iter().any(Option::is_some)
            && places.all(|(place, question)| {
                answers.now[place].is_some() || answers.before(place, question).is_some()
            })
    }

    /// How many answers are right, when every question has one.
    pub(super) fn score(&self) -> Option<String> {
        let answers = &self.answers;
        let count = self.page.questions.len();
        let places = self.page.questions.iter().enumerate();
        let right = places.filter(|(place, question)| match &answers.now[*place] {
            Some(answer) => answer.right,
            None => answers.before(*place, question) == Some(true),
        });
        let (right, all) = (right.count().to_string(), count.to_string());
        let values = [("right", &*right), ("count", &*all)];
        (count > 0).then(|| fill(self.words.reader.finished, &values))
    }
}
