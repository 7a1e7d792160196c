//! The neutral result: tables of cells with words around them, in one language.
//!
//! A report knows no terminal, no file format and no calculation. `view` makes it, `disclosure`
//! releases it, `render` writes it.

mod language;
mod provenance;
mod table;

pub use language::Language;
pub use provenance::{InputFile, Provenance};
pub use table::{Cell, Column, Kind, Layout, Measure, Table};

/// A finished result, not yet released.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// What the result is, in one line; names example data as such.
    pub title: String,
    /// The tables, at least one.
    pub tables: Vec<Table>,
    /// What a reader must know to use the numbers, a sentence each.
    pub notes: Vec<String>,
    /// What the numbers were made from.
    pub provenance: Provenance,
    /// The language of every word in the report.
    pub language: Language,
}
