//! The neutral result: tables of cells with words around them, in one language.
//!
//! A report knows no terminal, no file format and no calculation. `view` makes it, `disclosure`
//! releases it, `render` writes it.

mod counts;
mod provenance;
mod table;

pub use crate::language::Language;
pub use counts::{CountId, Counts, Exposure, PersonCount};
pub use provenance::{InputFile, Provenance};
pub use table::{
    Absent, Cell, Chart, Column, ContributingCounts, Kind, Layout, Measure, Shown, Table,
};

/// A sentence derived from numbers of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The sentence.
    pub sentence: String,
    /// The counts of persons that it was derived from and that must be protected; it is left out when any of
    /// them is hidden.
    pub behind: ContributingCounts,
}

/// A finished result, not yet released.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// What the result is, in one line; names example data as such.
    pub title: String,
    /// What the numbers say, a sentence each, the most important first.
    pub findings: Vec<Finding>,
    /// The tables, at least one.
    pub tables: Vec<Table>,
    /// What a reader must know to use the numbers, a sentence each.
    pub notes: Vec<String>,
    /// What the numbers were derived from.
    pub provenance: Provenance,
    /// The language of every word in the report.
    pub language: Language,
    /// The counts of persons to protect; none in a report of aggregates or of made-up persons.
    pub counts: Option<Counts>,
}
