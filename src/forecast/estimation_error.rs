//! Why there is no forecast, whatever the method.

use std::fmt;

use super::{CohortError, CurveError, ForecastError, Uncovered};
use crate::language::{Language, Words, words};

/// Why there is no forecast.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EstimationError {
    /// A method that needs completions where frequencies are given.
    NoCompletions,
    /// Entrants that no exam frequency applies to.
    Uncovered(Vec<Uncovered>),
    /// Cohorts of the completions that cannot be used.
    Cohorts(Vec<CohortError>),
    /// Nothing to forecast.
    Forecast(ForecastError),
}

impl EstimationError {
    /// What is wrong; of several things all, with a semicolon between them.
    #[must_use]
    pub fn words(&self) -> Words {
        match self {
            Self::NoCompletions => words!(
                "metoden behöver examinerade per startkohort",
                "the method needs completions"
            ),
            Self::Uncovered(entrants) => joined(entrants.iter().map(Uncovered::words)),
            Self::Cohorts(errors) => joined(errors.iter().map(CohortError::words)),
            Self::Forecast(error) => error.words(),
        }
    }
}

fn joined(all: impl Iterator<Item = Words>) -> Words {
    let all: Vec<Words> = all.collect();
    let [swedish, english] = [Language::Swedish, Language::English].map(|language| {
        let texts: Vec<&str> = all.iter().map(|words| words.text(language)).collect();
        texts.join("; ")
    });
    Words::new(swedish, english)
}

impl fmt::Display for EstimationError {
    /// What is wrong, in Swedish.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words().text(Language::Swedish))
    }
}

impl std::error::Error for EstimationError {}

impl From<ForecastError> for EstimationError {
    fn from(error: ForecastError) -> Self {
        Self::Forecast(error)
    }
}

impl From<CurveError> for EstimationError {
    fn from(error: CurveError) -> Self {
        match error {
            CurveError::Cohorts(errors) => Self::Cohorts(errors),
            CurveError::Forecast(error) => Self::Forecast(error),
        }
    }
}
