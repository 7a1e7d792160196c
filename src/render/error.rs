//! Why a report cannot be written.

use std::fmt;

use crate::language::{Language, Words, words};

/// Why a report cannot be written in a format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RenderError {
    /// The format holds one table and the report has several.
    SeveralTables,
    /// More rows than a sheet has.
    TooManyRows {
        /// How many.
        rows: usize,
    },
    /// A library refused.
    Library {
        /// The library's own words.
        reason: String,
    },
}

impl RenderError {
    /// What a library refused.
    pub(super) fn library(error: &impl fmt::Display) -> Self {
        Self::Library {
            reason: error.to_string(),
        }
    }

    /// The error in both languages.
    #[must_use]
    pub fn words(&self) -> Words {
        match self {
            Self::SeveralTables => words!(
                "formatet rymmer en tabell men resultatet har flera",
                "the format holds one table but the result has several"
            ),
            Self::TooManyRows { rows } => words!(
                "{rows} rader är fler än ett kalkylblad rymmer (1 048 576); skriv Parquet eller CSV",
                "{rows} rows are more than a sheet holds (1,048,576); write Parquet or CSV"
            ),
            Self::Library { reason } => words!(
                "resultatet gick inte att skriva: {reason}",
                "the result could not be written: {reason}"
            ),
        }
    }
}

impl fmt::Display for RenderError {
    /// The error in Swedish.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words().text(Language::Swedish))
    }
}

impl std::error::Error for RenderError {}
