//! A saved forecast run (skattningsomgång), to be compared with another or with what happened.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{Estimate, Forecast};
use crate::domain::{IntervalLevel, Year};
use crate::language::{Language, Words, hexadecimal, words};
use crate::reference::Reference;

/// What the files call themselves.
const SCHEMA: &str = "vardkraft-edition";

/// The version of the layout; files of another are refused. Since 2 the checksum covers everything.
const VERSION: u32 = 2;

/// One forecast run: what it rests on and what it said. Names are those of the reference tables in
/// Swedish, so that a person can read it and tables may grow.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edition {
    schema: String,
    version: u32,
    /// The program that made it.
    pub program: String,
    /// Whether it rests on the embedded examples.
    pub is_example: bool,
    /// The year that horizons count from.
    pub base_year: Year,
    /// The options that shaped the numbers, with their values.
    pub options: BTreeMap<String, String>,
    /// The inputs.
    pub inputs: Vec<EditionInput>,
    /// The estimates.
    pub cells: Vec<EditionCell>,
    /// SHA-256 of everything else: a change of a cell, an option, an input or the base year shows.
    sha256: String,
}

/// An input of an edition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditionInput {
    /// What it is: `entrants`, `frequencies`, `completions`.
    pub role: String,
    /// Its name as given.
    pub name: String,
    /// SHA-256 of its bytes in lower-case hexadecimal; none of standard input.
    pub sha256: Option<String>,
}

/// One estimate of an edition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditionCell {
    /// The programme.
    pub programme: String,
    /// The health region; none for the country.
    pub health_region: Option<String>,
    /// The year in which the läsår of the degree ends.
    pub exam_year: Year,
    /// Years ahead.
    pub horizon: u8,
    /// Entrants of the cohort whose nominal length ends in the year.
    pub entrants: Option<u64>,
    /// Those of them who are expected to take the degree in the end.
    pub of_entrants: Option<f64>,
    /// Expected graduates of the year.
    pub graduates: Option<f64>,
    /// The method.
    pub method: String,
    /// Intervals.
    pub intervals: Vec<EditionInterval>,
}

/// An interval of an estimate.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditionInterval {
    /// How often it should hold.
    pub level: f64,
    /// Its lower end.
    pub lower: f64,
    /// Its upper end.
    pub upper: f64,
}

/// What an edition says of how it was calculated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EditionFacts {
    /// The program that made it.
    pub program: String,
    /// Whether it rests on the embedded examples.
    pub is_example: bool,
    /// The options that shaped the numbers.
    pub options: BTreeMap<String, String>,
    /// The inputs.
    pub inputs: Vec<EditionInput>,
}

impl Edition {
    /// The edition of a forecast, with intervals of these levels.
    #[must_use]
    pub fn of(
        forecast: &Forecast,
        levels: &[IntervalLevel],
        facts: EditionFacts,
        reference: &Reference,
    ) -> Self {
        let cells = forecast.estimates.iter();
        let cells: Vec<EditionCell> = cells.map(|row| cell(row, levels, reference)).collect();
        let mut edition = Self {
            schema: SCHEMA.to_owned(),
            version: VERSION,
            program: facts.program,
            is_example: facts.is_example,
            base_year: forecast.base_year,
            options: facts.options,
            inputs: facts.inputs,
            cells,
            sha256: String::new(),
        };
        edition.sha256 = edition.digest();
        edition
    }

    /// SHA-256 of the edition without its own checksum.
    fn digest(&self) -> String {
        let bare = Self {
            sha256: String::new(),
            ..self.clone()
        };
        hexadecimal(&Sha256::digest(
            serde_json::to_vec(&bare).unwrap_or_default(),
        ))
    }

    /// The edition as JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Strings, numbers and lists of them always become JSON.
        let text = serde_json::to_string_pretty(self).unwrap_or_default();
        text + "\n"
    }

    /// Reads an edition.
    ///
    /// # Errors
    /// A text that is no edition or one of another version, cells that are not those that were saved,
    /// and names that the reference tables do not have.
    pub fn from_json(text: &str, reference: &Reference) -> Result<Self, EditionError> {
        let value: serde_json::Value =
            serde_json::from_str(text).map_err(|error| EditionError::Unreadable {
                line: error.line(),
                column: error.column(),
            })?;
        if value.get("schema").and_then(serde_json::Value::as_str) != Some(SCHEMA) {
            return Err(EditionError::NotAnEdition);
        }
        let version = value.get("version").and_then(serde_json::Value::as_u64);
        let version = version.ok_or(EditionError::NotAnEdition)?;
        if version != u64::from(VERSION) {
            return Err(EditionError::OtherVersion { version });
        }
        let edition: Self = serde_json::from_value(value).map_err(|error| {
            let reason = error.to_string();
            EditionError::Incomplete { reason }
        })?;
        if edition.digest() != edition.sha256 {
            return Err(EditionError::Changed);
        }
        edition.check_names(reference)?;
        Ok(edition)
    }

    fn check_names(&self, reference: &Reference) -> Result<(), EditionError> {
        for cell in &self.cells {
            let unknown = |name: &str| EditionError::UnknownName {
                name: name.to_owned(),
            };
            if reference.programme_named(&cell.programme).is_err() {
                return Err(unknown(&cell.programme));
            }
            if let Some(region) = &cell.health_region
                && reference.health_region_named(region).is_err()
            {
                return Err(unknown(region));
            }
        }
        Ok(())
    }
}

fn cell(estimate: &Estimate, levels: &[IntervalLevel], reference: &Reference) -> EditionCell {
    let region = estimate.health_region;
    let intervals = levels.iter().filter_map(|level| {
        let (lower, upper) = estimate.predictive.as_ref()?.interval(*level);
        Some(EditionInterval {
            level: level.as_f64(),
            lower,
            upper,
        })
    });
    EditionCell {
        programme: reference.programme(estimate.programme).name.clone(),
        health_region: region.map(|id| reference.health_region(id).name.clone()),
        exam_year: estimate.exam_year,
        horizon: estimate.horizon,
        entrants: estimate.entrants,
        of_entrants: estimate.of_entrants,
        graduates: estimate.graduates,
        method: estimate.method.name().to_owned(),
        intervals: intervals.collect(),
    }
}

/// Why an edition cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EditionError {
    /// No JSON.
    Unreadable {
        /// Where reading stopped.
        line: usize,
        /// Where in that line.
        column: usize,
    },
    /// JSON, but no edition.
    NotAnEdition,
    /// An edition of another version of the layout.
    OtherVersion {
        /// Which.
        version: u64,
    },
    /// Something is missing, or there is more than should be.
    Incomplete {
        /// The reader's own words.
        reason: String,
    },
    /// Cells that are not those that were saved.
    Changed,
    /// A name that the reference tables do not have.
    UnknownName {
        /// The name.
        name: String,
    },
}

impl EditionError {
    /// What is wrong.
    #[must_use]
    pub fn words(&self) -> Words {
        match self {
            Self::Unreadable { line, column } => words!(
                "filen är inte JSON: fel på rad {line}, tecken {column}",
                "the file is not JSON: error on line {line}, character {column}"
            ),
            Self::NotAnEdition => words!(
                "filen är inte en sparad skattningsomgång",
                "the file is not a saved edition"
            ),
            Self::OtherVersion { version } => words!(
                "omgången har version {version}, men programmet läser version {VERSION}",
                "the edition has version {version}, but the program reads version {VERSION}"
            ),
            Self::Incomplete { reason } => words!(
                "omgången kan inte läsas: {reason}",
                "the edition cannot be read: {reason}"
            ),
            Self::Changed => words!(
                "omgången har ändrats sedan den sparades",
                "the edition has been changed since it was saved"
            ),
            Self::UnknownName { name } => words!(
                "omgången har ett okänt namn `{name}`",
                "the edition has an unknown name `{name}`"
            ),
        }
    }

    /// What to do.
    #[must_use]
    pub fn tip(&self) -> Words {
        match self {
            Self::OtherVersion { .. } | Self::UnknownName { .. } => words!(
                "läs den med det program som sparade den, eller spara om skattningen",
                "read it with the program that saved it, or save the forecast again"
            ),
            Self::Unreadable { .. }
            | Self::NotAnEdition
            | Self::Incomplete { .. }
            | Self::Changed => words!(
                "spara om skattningen med vardkraft forecast --save FIL.json",
                "save the forecast again with vardkraft forecast --save FILE.json"
            ),
        }
    }
}

impl fmt::Display for EditionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words().text(Language::Swedish))
    }
}

impl std::error::Error for EditionError {}
