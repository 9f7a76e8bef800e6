//! Questions as a script sees them: what is asked, and what the learner's record says of it.

use serde::Serialize;

use super::asking::Item;
use crate::course::Question;
use crate::course::question::Kind;
use crate::progress::{Answer, Asked, Day, Progress};
use crate::render::question;

/// A question. Which choice is right is not told: whoever lists questions is about to be asked.
#[derive(Serialize)]
pub struct Listed {
    /// The lesson's, or of a prediction the demo's.
    slug: String,
    /// The question's name in its lesson, or of a prediction the step's.
    id: String,
    /// Where it is asked: `lesson` or `demo`.
    asked_in: &'static str,
    kind: &'static str,
    question: String,
    /// None where the answer is typed.
    choices: Vec<String>,
    /// `right` or `wrong`, as the latest answer was; `null` if there was none.
    answer: Option<&'static str>,
    /// The day from which on `review` asks it again.
    due: Option<String>,
    due_today: bool,
}

/// A question with what is known of it.
pub fn listed(item: &Item, progress: &Progress, today: Day) -> Listed {
    let Question {
        kind,
        question,
        choices,
        ..
    } = &item.question;
    let (slug, id, asked_in) = match &item.asked {
        Asked::Quiz { lesson, id } => (lesson, id, "lesson"),
        Asked::Prediction { demo, step } => (demo, step, "demo"),
    };
    let answer = progress.answer(&item.asked);
    let due = answer.and_then(|answer: Answer| answer.due);
    Listed {
        slug: slug.clone(),
        id: id.clone(),
        asked_in,
        kind: match kind {
            Kind::Choose => "choose",
            Kind::Predict => "predict",
            Kind::Fill => "fill",
        },
        question: question::text(question),
        choices: match kind {
            Kind::Fill => Vec::new(),
            Kind::Choose | Kind::Predict => {
                let choices = choices.iter();
                choices.map(|choice| question::text(&choice.text)).collect()
            }
        },
        answer: answer.map(|answer| if answer.right { "right" } else { "wrong" }),
        due: due.map(|day| day.to_string()),
        due_today: due.is_some_and(|day| day <= today),
    }
}
