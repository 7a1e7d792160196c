//! A text in both languages.

use super::Language;

/// A text in Swedish and in English.
///
/// Made with the macro `words!`, whose two format strings may capture the same names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Words {
    swedish: String,
    english: String,
}

impl Words {
    /// A text in both languages.
    #[must_use]
    pub fn new(swedish: impl Into<String>, english: impl Into<String>) -> Self {
        Self {
            swedish: swedish.into(),
            english: english.into(),
        }
    }

    /// A text that is the same in both languages: a file name, a table's own word.
    #[must_use]
    pub fn verbatim(text: impl Into<String>) -> Self {
        let text = text.into();
        Self::new(text.clone(), text)
    }

    /// The text in a language.
    #[must_use]
    pub fn text(&self, language: Language) -> &str {
        language.choose(&self.swedish, &self.english)
    }
}

#[cfg(test)]
impl From<&str> for Words {
    /// The same text in both languages, for tests of what happens to a message.
    fn from(text: &str) -> Self {
        Self::new(text, text)
    }
}

#[cfg(test)]
impl From<String> for Words {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

/// Words from two format strings, Swedish and English, that capture the same names:
/// `words!("okänt län `{code}`", "unknown county `{code}`")`.
macro_rules! words {
    ($swedish:literal, $english:literal $(,)?) => {
        $crate::language::Words::new(format!($swedish), format!($english))
    };
}
pub(crate) use words;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_in_the_language_that_is_asked_for() {
        let code = "26";
        let words = words!("okänt län `{code}`", "unknown county `{code}`");
        assert_eq!(words.text(Language::Swedish), "okänt län `26`");
        assert_eq!(words.text(Language::English), "unknown county `26`");
    }
}
