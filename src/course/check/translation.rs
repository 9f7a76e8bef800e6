//! A translation against its original: the same in everything but the words.

use std::collections::HashMap;

use crate::doc::{BlockKind, plain_text};

use super::super::fault::{Fault, FaultKind};
use super::super::file::fingerprint;
use super::super::front::Front;
use super::super::narration::{NarrationFront, step_and_title};
use super::super::question::{Kind, PREDICT, QUIZ, Question};
use super::sheet::{Role, Sheet};

/// The fields in which fronts must agree, as they are written.
type Fields = Vec<(&'static str, String)>;

/// Compares both languages of a file. The one that says what it translates is the translation; when
/// neither does, it is the Chinese one.
pub fn check(en: &Sheet, zh: &Sheet, found: &mut Vec<Fault>) {
    let (Some((en_from, en_fields)), Some((zh_from, zh_fields))) = (fields(en), fields(zh)) else {
        return;
    };
    let pair = match (&en_from, &zh_from) {
        (Some(_), None) => Pair {
            original: zh,
            translation: en,
        },
        _ => Pair {
            original: en,
            translation: zh,
        },
    };
    if en_from.is_some() && zh_from.is_some() {
        let line = en.file.front_line("translates");
        found.push(en.file.fault(line, FaultKind::TranslatesNothing {}));
    }
    pair.state(if zh_from.is_some() { zh_from } else { en_from }, found);
    for ((field, one), (_, other)) in en_fields.iter().zip(&zh_fields) {
        if one != other {
            let line = pair.translation.file.front_line(field);
            pair.add(
                line,
                FaultKind::FrontDiffers {
                    other: pair.original_at(1),
                    field,
                },
                found,
            );
        }
    }
    pair.headings(found);
    pair.code(found);
    pair.questions(found);
    pair.links(found);
}

/// What a front matter says it translates, and what must be the same in both languages.
fn fields(sheet: &Sheet) -> Option<(Option<String>, Fields)> {
    match sheet.role {
        Role::Page => {
            let front = Front::of(&sheet.file, sheet.lang).ok()?;
            let fields = vec![
                ("minutes", front.minutes.to_string()),
                ("demos", front.demos.join(" ")),
                ("exercises", front.exercises.join(" ")),
                ("misconceptions", front.misconceptions.join(" ")),
            ];
            Some((front.translates, fields))
        }
        // The knobs of both are held against the demo.
        Role::Narration(_) => {
            let front = NarrationFront::of(&sheet.file, sheet.lang).ok()?;
            Some((front.translates, Vec::new()))
        }
    }
}

struct Pair<'s> {
    original: &'s Sheet,
    translation: &'s Sheet,
}

impl Pair<'_> {
    fn add(&self, line: usize, kind: FaultKind, found: &mut Vec<Fault>) {
        found.push(self.translation.file.fault(line, kind));
    }

    /// A place in the original, for a person.
    fn original_at(&self, line: usize) -> String {
        format!("{}:{line}", self.original.file.name)
    }

    /// Whether the translation was made from the original as it is now.
    fn state(&self, translates: Option<String>, found: &mut Vec<Fault>) {
        let wanted = fingerprint(self.original.file.body());
        let lang = self.original.lang;
        let kind = match translates {
            Some(same) if same == wanted => return,
            Some(found) => FaultKind::TranslatesStale {
                lang,
                found,
                fingerprint: wanted,
            },
            None => FaultKind::TranslatesMissing {
                lang,
                fingerprint: wanted,
            },
        };
        self.add(self.translation.file.front_line("translates"), kind, found);
    }

    fn headings(&self, found: &mut Vec<Fault>) {
        let [original, translation] = [self.original, self.translation].map(Sheet::headings);
        let [wanted, have] = [&original, &translation].map(|headings| {
            let levels = headings.iter().map(|(line, level, text)| {
                let shown = format!("{} {}", "#".repeat(usize::from(*level)), plain_text(text));
                (*line, *level, shown)
            });
            levels.collect::<Vec<_>>()
        });
        self.compare(&wanted, &have, found, |other, wanted, found| {
            FaultKind::HeadingsDiffer {
                other,
                wanted,
                found,
            }
        });
        if let Role::Narration(_) = self.original.role {
            let [wanted, have] = [&original, &translation].map(|headings| {
                let steps = headings.iter().filter(|(_, level, _)| *level == 2);
                let steps = steps.filter_map(|(line, _, text)| {
                    let text = plain_text(text);
                    let (step, _) = step_and_title(&text)?;
                    Some((*line, step.to_string(), step.to_string()))
                });
                steps.collect::<Vec<_>>()
            });
            self.compare(&wanted, &have, found, |other, wanted, found| {
                FaultKind::SectionsDiffer {
                    other,
                    wanted,
                    found,
                }
            });
        }
    }

    fn code(&self, found: &mut Vec<Fault>) {
        let [wanted, have] = [self.original, self.translation].map(|sheet| {
            let blocks = sheet.blocks().into_iter();
            let code = blocks.filter_map(|block| match &block.kind {
                BlockKind::Code { info, .. } if info != QUIZ && info != PREDICT => {
                    Some((block.line, info.clone(), format!("```{info}")))
                }
                _ => None,
            });
            code.collect::<Vec<_>>()
        });
        self.compare(&wanted, &have, found, |other, wanted, found| {
            FaultKind::CodeDiffers {
                other,
                wanted,
                found,
            }
        });
    }

    fn questions(&self, found: &mut Vec<Fault>) {
        let [wanted, have] = [self.original, self.translation].map(|sheet| {
            let questions = sheet.questions.iter().map(|question| {
                let shape = shape(question);
                (question.line, shape.clone(), shape)
            });
            questions.collect::<Vec<_>>()
        });
        self.compare(&wanted, &have, found, |other, wanted, found| {
            FaultKind::QuestionsDiffer {
                other,
                wanted,
                found,
            }
        });
    }

    /// Tells the first place at which two lists of (line, what is compared, how it is shown) differ.
    fn compare<T: PartialEq>(
        &self,
        wanted: &[(usize, T, String)],
        have: &[(usize, T, String)],
        found: &mut Vec<Fault>,
        kind: impl Fn(String, String, String) -> FaultKind,
    ) {
        let longer = wanted.len().max(have.len());
        let Some(at) = (0..longer).find(|at| {
            wanted.get(*at).map(|(_, value, _)| value) != have.get(*at).map(|(_, value, _)| value)
        }) else {
            return;
        };
        let shown = |list: &[(usize, T, String)], sheet: &Sheet| match list.get(at) {
            Some((line, _, shown)) => (*line, shown.clone()),
            // It should stand where the file ends.
            None => (sheet.file.text.lines().count().max(1), "—".to_string()),
        };
        let (other, wanted) = shown(wanted, self.original);
        let (line, have) = shown(have, self.translation);
        self.add(line, kind(self.original_at(other), wanted, have), found);
    }

    fn links(&self, found: &mut Vec<Fault>) {
        // Headings are translated, so what `#…` names differs.
        let compared = |target: &str| match target.strip_prefix('#') {
            Some(_) => "#".to_string(),
            None => target.to_string(),
        };
        let mut surplus: HashMap<String, isize> = HashMap::new();
        for link in &self.translation.doc.links {
            *surplus.entry(compared(&link.target)).or_default() += 1;
        }
        for link in &self.original.doc.links {
            *surplus.entry(compared(&link.target)).or_default() -= 1;
        }
        // The last ones of a kind are taken to be those too many.
        let starts = |sheet: &Sheet| -> Vec<usize> {
            let headings = sheet.headings().into_iter();
            headings.map(|(line, _, _)| line).collect()
        };
        let (original, translation) = (starts(self.original), starts(self.translation));
        for link in self.original.doc.links.iter().rev() {
            let Some(count) = surplus
                .get_mut(&compared(&link.target))
                .filter(|count| **count < 0)
            else {
                continue;
            };
            *count += 1;
            // It should stand in the section that answers the original's.
            let section = original.partition_point(|start| *start <= link.line);
            let line = section
                .checked_sub(1)
                .and_then(|section| translation.get(section));
            let (other, target) = (self.original_at(link.line), link.target.clone());
            self.add(
                line.copied().unwrap_or(1),
                FaultKind::LinkLacks { other, target },
                found,
            );
        }
        for link in self.translation.doc.links.iter().rev() {
            let Some(count) = surplus
                .get_mut(&compared(&link.target))
                .filter(|count| **count > 0)
            else {
                continue;
            };
            *count -= 1;
            let (other, target) = (self.original.file.name.clone(), link.target.clone());
            self.add(link.line, FaultKind::LinkExtra { other, target }, found);
        }
    }
}

/// What must be the same in a question: `send-returned choose +--`, `+` being a right choice.
fn shape(question: &Question) -> String {
    let kind = match question.kind {
        Kind::Choose => "choose",
        Kind::Predict => "predict",
        Kind::Fill => "fill",
    };
    // The spellings of a typed answer differ between languages.
    let choices = question.choices.iter().map(|choice| match choice.right {
        true => '+',
        false => '-',
    });
    let choices: String = match question.kind {
        Kind::Fill => String::new(),
        _ => choices.collect(),
    };
    let id = question.id.as_deref().unwrap_or_default();
    format!("{id} {kind} {choices}").trim().to_string()
}
