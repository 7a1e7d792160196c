//! Numbers by which the official statistics define their measures.

use super::embedded::{rows, value};
use crate::language::words;
use crate::source::{Fault, Faults, Location};

const FILE: &str = "data/definitions.csv";
const TEXT: &str = include_str!("../../data/definitions.csv");

/// The numbers, and the source of each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definitions {
    /// Academic years after the nominal length that a cohort is followed in the exam frequency.
    pub follow_up_years: u8,
    pub(super) sources: Vec<String>,
}

pub(super) fn load() -> Result<Definitions, Faults> {
    let columns = ["name", "value", "source"];
    let found = rows(FILE, TEXT, columns, |[name, number, source]| {
        Ok((
            name.text().to_owned(),
            value(number)?,
            source.text().to_owned(),
        ))
    })?;
    let number = |wanted: &str| -> Result<u8, Fault> {
        let row = found.iter().find(|(name, ..)| name == wanted);
        row.map(|(_, number, _)| *number).ok_or_else(|| {
            let fault = Fault::new(words!("`{wanted}` saknas", "`{wanted}` is missing"));
            fault.located(Location::file(FILE))
        })
    };
    Ok(Definitions {
        follow_up_years: number("follow_up_years")?,
        sources: found.iter().map(|(.., source)| source.clone()).collect(),
    })
}
