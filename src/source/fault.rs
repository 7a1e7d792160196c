//! A fault: what is wrong, where it is, and what to do.

use std::fmt;

use super::{Excerpt, Location};
use crate::language::{Language, Words, visible};

/// One thing that is wrong with an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    message: Words,
    location: Option<Location>,
    /// Boxed, so that a `Result` with a fault stays small.
    excerpt: Option<Box<Excerpt>>,
    tip: Option<Words>,
    is_of_value: bool,
}

impl Fault {
    /// A fault with a lower-case sentence that says what is wrong.
    #[must_use]
    pub fn new(message: impl Into<Words>) -> Self {
        Self {
            message: message.into(),
            location: None,
            excerpt: None,
            tip: None,
            is_of_value: false,
        }
    }

    /// Says where.
    #[must_use]
    pub fn located(self, location: Location) -> Self {
        Self {
            location: Some(location),
            ..self
        }
    }

    /// Quotes the line.
    #[must_use]
    pub fn quoting(self, excerpt: Excerpt) -> Self {
        Self {
            excerpt: Some(Box::new(excerpt)),
            ..self
        }
    }

    /// Says what to do.
    #[must_use]
    pub fn tip(self, tip: impl Into<Words>) -> Self {
        Self {
            tip: Some(tip.into()),
            ..self
        }
    }

    /// Says that the value of a cell is unknown to its column, so that the rows with the value count as one fault.
    #[must_use]
    pub(crate) fn of_value(self) -> Self {
        Self {
            is_of_value: true,
            ..self
        }
    }

    /// What is wrong, without where.
    #[must_use]
    pub fn message(&self, language: Language) -> &str {
        self.message.text(language)
    }

    /// The fault as people read it in a language.
    #[must_use]
    pub const fn in_language(&self, language: Language) -> impl fmt::Display {
        InLanguage(self, language)
    }

    /// What is wrong in both languages, without where.
    pub(super) const fn words(&self) -> &Words {
        &self.message
    }

    /// What to do, if that is known.
    pub(super) const fn what_to_do(&self) -> Option<&Words> {
        self.tip.as_ref()
    }

    /// Whether it is a value that its column does not know.
    pub(super) const fn is_of_value(&self) -> bool {
        self.is_of_value
    }

    /// Where it is, if that is known.
    #[must_use]
    pub const fn location(&self) -> Option<&Location> {
        self.location.as_ref()
    }

    /// The fault in a language; `places` are added to what is wrong.
    pub(super) fn write(
        &self,
        f: &mut fmt::Formatter<'_>,
        language: Language,
        places: Option<&Words>,
    ) -> fmt::Result {
        let word = language.choose("fel", "error");
        write!(f, "{word}: {}", visible(self.message.text(language)))?;
        if let Some(places) = places {
            f.write_str(&visible(places.text(language)))?;
        }
        if let Some(location) = &self.location {
            f.write_str("\n  --> ")?;
            location.write(f, language)?;
            if let Some((line, excerpt)) = location.row.zip(self.excerpt.as_deref()) {
                excerpt.write(f, line)?;
            }
        }
        match &self.tip {
            Some(tip) => {
                let word = language.choose("tips", "tip");
                write!(f, "\n{word}: {}", visible(tip.text(language)))
            }
            None => Ok(()),
        }
    }
}

/// A fault as people read it in a language.
struct InLanguage<'a>(&'a Fault, Language);

impl fmt::Display for InLanguage<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(fault, language) = *self;
        fault.write(f, language, None)
    }
}

impl fmt::Display for Fault {
    /// The fault in Swedish.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.in_language(Language::Swedish).fmt(f)
    }
}

impl std::error::Error for Fault {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Faults;

    #[test]
    fn a_fault_shows_the_line_with_a_caret_under_the_cell() {
        let line = "HT2024;Tandläkarprogrammet;26;54";
        let start = line.find("26").unwrap();
        let location = Location {
            column: Some(3),
            header: Some("lan".to_owned()),
            ..Location::line("nybörjare_2024.csv", 117)
        };
        let fault = Fault::new("okänt län `26`")
            .located(location)
            .quoting(Excerpt::new(line, start, start + 2))
            .tip("giltiga koder visas av `vardkraft reference regions`");
        let expected = "\
fel: okänt län `26`
  --> nybörjare_2024.csv:117:3 (kolumn `lan`)
    |
117 | HT2024;Tandläkarprogrammet;26;54
    |                            ^^
tips: giltiga koder visas av `vardkraft reference regions`";
        assert_eq!(fault.to_string(), expected);
    }

    #[test]
    fn a_fault_is_in_the_language_that_is_asked_for() {
        let location = Location {
            column: Some(3),
            header: Some("lan".to_owned()),
            ..Location::line("a.csv", 2)
        };
        let fault = Fault::new(Words::new("okänt län", "unknown county"))
            .located(location)
            .tip(Words::new("skriv 01", "write 01"));
        let english = fault.in_language(Language::English).to_string();
        let expected = "error: unknown county\n  --> a.csv:2:3 (column `lan`)\ntip: write 01";
        assert_eq!(english, expected);
        let faults = Faults::from(fault)
            .in_language(Language::English)
            .to_string();
        assert_eq!(faults, format!("{expected}\n\n1 error"));
    }
}
