//! A translation against its original: the same in everything but the words.

use std::collections::HashMap;

use super::super::fault::{Fault, FaultKind};
use super::super::file::fingerprint;
use super::super::front::Front;
use super::super::narration::NarrationFront;
use super::sheet::{Role, Sheet};
use super::structure::{self, Piece, first_difference};

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
    pair.structure(found);
    pair.links(found);
}

/// What a front matter says it translates, and what must be the same in both languages.
fn fields(sheet: &Sheet) -> Option<(Option<String>, Fields)> {
    match sheet.role {
        Role::Page | Role::Notes => {
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

    /// Whether both are built the same way.
    fn structure(&self, found: &mut Vec<Fault>) {
        if let Role::Narration(_) = self.original.role {
            // The levels of its headings differ as soon as its steps do.
            match self.difference(structure::steps) {
                Some(difference) => difference.add(self, found, |other, wanted, found| {
                    FaultKind::SectionsDiffer {
                        other,
                        wanted,
                        found,
                    }
                }),
                None => self.headings(found),
            }
        } else {
            self.headings(found);
        }
        if let Some(difference) = self.difference(structure::code) {
            difference.add(self, found, |other, wanted, found| FaultKind::CodeDiffers {
                other,
                wanted,
                found,
            });
        }
        // A question that cannot be read is a fault by itself.
        if self.original.questions_whole
            && self.translation.questions_whole
            && let Some(difference) = self.difference(structure::questions)
        {
            difference.add(self, found, |other, wanted, found| {
                FaultKind::QuestionsDiffer {
                    other,
                    wanted,
                    found,
                }
            });
        }
    }

    fn headings(&self, found: &mut Vec<Fault>) {
        if let Some(difference) = self.difference(structure::headings) {
            difference.add(self, found, |other, wanted, found| {
                FaultKind::HeadingsDiffer {
                    other,
                    wanted,
                    found,
                }
            });
        }
    }

    /// The first difference between the pieces of both.
    fn difference(&self, pieces: impl Fn(&Sheet) -> Vec<Piece>) -> Option<Difference> {
        let [wanted, have] = [self.original, self.translation].map(pieces);
        let at = first_difference(&wanted, &have)?;
        let shown = |pieces: &[Piece], sheet: &Sheet| match pieces.get(at) {
            Some(piece) => (piece.line, piece.shown.clone()),
            // It should stand before the file ends.
            None => (sheet.file.text.lines().count().max(1), "—".to_string()),
        };
        let (other, wanted) = shown(&wanted, self.original);
        let (line, found) = shown(&have, self.translation);
        Some(Difference {
            other: self.original_at(other),
            wanted,
            line,
            found,
        })
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

/// Where a translation first differs from its original.
struct Difference {
    other: String,
    wanted: String,
    line: usize,
    found: String,
}

impl Difference {
    fn add(
        self,
        pair: &Pair,
        found: &mut Vec<Fault>,
        kind: impl Fn(String, String, String) -> FaultKind,
    ) {
        pair.add(self.line, kind(self.other, self.wanted, self.found), found);
    }
}
