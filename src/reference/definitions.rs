//! Numbers by which measures are defined, those of the official statistics and those of our own.

use std::ops::RangeInclusive;

use super::embedded::{rows, value};
use super::tenure_bands::TenureBands;
use crate::domain::Year;
use crate::language::words;
use crate::source::{Fault, Faults, Location};

const FILE: &str = "data/definitions.csv";
const TEXT: &str = include_str!("../../data/definitions.csv");

/// The numbers, and the source of each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definitions {
    /// Academic years after the nominal length that a cohort is followed in the exam frequency, and within
    /// which a degree counts in the pathway.
    pub follow_up_years: u8,
    /// Years after the degree within which a licence counts in the pathway.
    pub years_to_licence: u8,
    /// Years after the licence within which a speciality counts in the pathway.
    pub years_to_speciality: u8,
    /// Bands of years since the licence, of the supply.
    pub tenure_bands: TenureBands,
    /// The years that a row of a register extract may be of.
    pub observed_years: RangeInclusive<Year>,
    pub(super) sources: Vec<String>,
}

pub(super) fn load() -> Result<Definitions, Faults> {
    let columns = ["name", "value", "source"];
    let numbers = Numbers(rows(FILE, TEXT, columns, |[name, number, source]| {
        Ok(Row {
            name: name.text().to_owned(),
            number: value(number)?,
            source: source.text().to_owned(),
        })
    })?);
    Ok(Definitions {
        follow_up_years: numbers.one("follow_up_years")?,
        years_to_licence: numbers.one("years_to_licence")?,
        years_to_speciality: numbers.one("years_to_speciality")?,
        tenure_bands: TenureBands::beginning(numbers.all("tenure_band")?),
        observed_years: numbers.one("first_observed_year")?..=numbers.one("last_observed_year")?,
        sources: numbers.0.into_iter().map(|row| row.source).collect(),
    })
}

/// The rows of the table.
struct Numbers(Vec<Row>);

struct Row {
    name: String,
    number: Year,
    source: String,
}

impl Numbers {
    fn one<N: TryFrom<Year>>(&self, name: &str) -> Result<N, Fault> {
        let found = self.all(name)?;
        found.into_iter().next().ok_or_else(|| missing(name))
    }

    /// All of one name, in the order of the table.
    fn all<N: TryFrom<Year>>(&self, name: &str) -> Result<Vec<N>, Fault> {
        self.0
            .iter()
            .filter(|row| row.name == name)
            .map(|row| N::try_from(row.number).map_err(|_| missing(name)))
            .collect()
    }
}

fn missing(name: &str) -> Fault {
    let fault = Fault::new(words!("`{name}` saknas", "`{name}` is missing"));
    fault.located(Location::file(FILE))
}
