//! How far a learner has come with a lesson, in a few words.

use crate::course::{Course, Entry};
use crate::lang::words::Words;
use crate::lang::{Lang, fill};
use crate::progress::{Progress, State};

/// How far a learner has come with a lesson.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    pub state: State,
    /// `None` when no question of the lesson was answered yet.
    pub quiz: Option<Score>,
}

/// Questions of a lesson that were answered right the last time, of all that it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Score {
    pub right: usize,
    pub questions: usize,
}

impl Standing {
    /// Reads the lesson's page only if there are answers to count.
    pub fn of(course: &Course, entry: &Entry, lang: Lang, progress: &Progress) -> Standing {
        let lesson = progress.lesson(&entry.slug);
        let page = (!lesson.answers.is_empty()).then(|| course.page(entry, lang));
        // A list shall not fail because of a fault in one page.
        let questions = page.and_then(Result::ok).map(|page| page.questions);
        let quiz = questions.filter(|all| !all.is_empty()).map(|all| {
            let ids = all.iter().filter_map(|question| question.id.as_ref());
            let right = ids.filter(|id| lesson.answers.get(*id).is_some_and(|a| a.right));
            Score {
                right: right.count(),
                questions: all.len(),
            }
        });
        let state = lesson.state;
        Standing { state, quiz }
    }

    /// State and score for a narrow column.
    pub fn told_short(&self, words: &Words) -> String {
        let state = self.state_in(words);
        match self.quiz {
            Some(Score { right, questions }) => format!("{state} {right}/{questions}"),
            None => state.to_string(),
        }
    }

    /// The state in the words of a language, with the score if there is one.
    pub fn told(&self, words: &Words) -> String {
        let (state, words) = (self.state_in(words), &words.progress);
        let Some(Score { right, questions }) = self.quiz else {
            return state.to_string();
        };
        let (right, count) = (right.to_string(), questions.to_string());
        let score = fill(words.score, &[("right", &right), ("count", &count)]);
        format!("{state} · {score}")
    }

    fn state_in<'w>(&self, words: &'w Words) -> &'w str {
        match self.state {
            State::New => words.progress.new,
            State::Begun => words.progress.begun,
            State::Done => words.progress.done,
        }
    }
}

/// The name of a state for scripts.
pub fn name(state: State) -> &'static str {
    match state {
        State::New => "new",
        State::Begun => "begun",
        State::Done => "done",
    }
}
