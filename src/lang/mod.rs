//! Languages of the course, and how one is chosen.

pub mod words;

use std::fmt;
use std::str::FromStr;

/// A language the course speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lang {
    En,
    Zh,
}

impl Lang {
    /// Every language, the fallback first.
    pub const ALL: [Lang; 2] = [Lang::En, Lang::Zh];

    /// The code used in file names and on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Zh => "zh",
        }
    }

    /// The language a locale name asks for: `zh_CN.UTF-8`, `zh-Hans`, `en_US`, `C`.
    /// `None` when the course does not speak it.
    pub fn of_locale(locale: &str) -> Option<Lang> {
        let language = locale.split(['_', '-', '.', '@']).next()?;
        language.to_ascii_lowercase().parse().ok()
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The text was no language code of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownLang;

impl FromStr for Lang {
    type Err = UnknownLang;

    fn from_str(code: &str) -> Result<Lang, UnknownLang> {
        Lang::ALL
            .into_iter()
            .find(|lang| lang.code() == code)
            .ok_or(UnknownLang)
    }
}

/// Puts values into the `{name}` places of a sentence.
///
/// A place without a value stays as written, so that a slip is seen and not hidden.
pub fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        rest = &rest[open..];
        let place = rest.find('}').and_then(|close| {
            let name = &rest[1..close];
            let value = values.iter().find(|(key, _)| *key == name)?;
            Some((close, value.1))
        });
        match place {
            Some((close, value)) => {
                out.push_str(value);
                rest = &rest[close + 1..];
            }
            None => {
                out.push('{');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// Several names in a row, as the language lists them.
pub fn listed<S: AsRef<str>>(words: &words::Words, names: &[S]) -> String {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    names.join(words.help.get("comma").copied().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_told_as_the_language_has_it() {
        let told = |lang| listed(words::words(lang), &["a", "b", "c"]);
        assert_eq!(told(Lang::En), "a, b, c");
        assert_eq!(told(Lang::Zh), "a、b、c");
    }

    #[test]
    fn locales_choose_a_language() {
        assert_eq!(Lang::of_locale("zh_CN.UTF-8"), Some(Lang::Zh));
        assert_eq!(Lang::of_locale("zh-Hans-CN"), Some(Lang::Zh));
        assert_eq!(Lang::of_locale("en_US"), Some(Lang::En));
        assert_eq!(Lang::of_locale("C"), None);
        assert_eq!(Lang::of_locale(""), None);
    }

    #[test]
    fn fill_puts_values_and_leaves_unknown_places() {
        assert_eq!(
            fill("{a} sends {n}", &[("a", "client"), ("n", "5")]),
            "client sends 5"
        );
        assert_eq!(fill("{a} {b", &[("a", "{b}")]), "{b} {b");
        assert_eq!(fill("{x}", &[]), "{x}");
    }
}
