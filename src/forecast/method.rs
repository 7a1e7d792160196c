//! The methods that graduates are forecast with, and what they are called.

use crate::language::Language;

/// How graduates are forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// Entrants × mean exam frequency, the council's published method.
    MeanFrequency,
    /// Unfinished students of every cohort × the chance of the degree in the year.
    CompletionCurve,
    /// As many as in the last year.
    LastValue,
    /// The last year, and the mean change since the first.
    Drift,
}

impl Method {
    /// All methods, in the order in which results print them.
    pub const ALL: [Self; 4] = [
        Self::MeanFrequency,
        Self::CompletionCurve,
        Self::LastValue,
        Self::Drift,
    ];

    /// What it is called in arguments and editions.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::MeanFrequency => "mean-frequency",
            Self::CompletionCurve => "completion-curve",
            Self::LastValue => "last-value",
            Self::Drift => "drift",
        }
    }

    /// What it is called in a sentence.
    #[must_use]
    pub const fn term(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::MeanFrequency, Language::Swedish) => "medelfrekvens",
            (Self::CompletionCurve, Language::Swedish) => "examenskurva",
            (Self::LastValue, Language::Swedish) => "senaste värdet",
            (Self::Drift, Language::Swedish) => "trend",
            (Self::MeanFrequency, Language::English) => "mean frequency",
            (Self::CompletionCurve, Language::English) => "completion curve",
            (Self::LastValue, Language::English) => "last value",
            (Self::Drift, Language::English) => "drift",
        }
    }

    /// What it is called in a column of results: the word of a sentence in Swedish, in English as in
    /// arguments.
    #[must_use]
    pub const fn label(self, language: Language) -> &'static str {
        match language {
            Language::Swedish => self.term(language),
            Language::English => self.name(),
        }
    }

    /// The method of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.name() == name)
    }

    /// Whether it knows nothing but earlier graduates.
    #[must_use]
    pub const fn is_naive(self) -> bool {
        matches!(self, Self::LastValue | Self::Drift)
    }
}
