//! The languages of results.

/// The language of a result: its words and how it writes numbers for people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// Swedish: `1 234,5`.
    #[default]
    Swedish,
    /// English: `1,234.5`.
    English,
}

impl Language {
    /// The one of two wordings that is in this language.
    #[must_use]
    pub fn choose<T>(self, swedish: T, english: T) -> T {
        match self {
            Self::Swedish => swedish,
            Self::English => english,
        }
    }
}
