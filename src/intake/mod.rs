//! Cells turned into records: one file per input.
//!
//! Everything after this module may trust its records: names are known, keys are unique, series
//! have no gaps, totals agree with their parts. A table that breaks a rule is refused with every
//! fault it has. [`HistorySources`] reads the tables of a forecast together, [`FlowSources`] those of a
//! flow description.

mod agreement;
mod cells;
mod choice;
mod column_names;
mod columns;
mod combined_stock;
mod completions;
mod contents;
mod education;
mod entrants;
mod exam_frequencies;
mod flow_tables;
mod gaps;
mod graduates;
mod header_names;
mod history;
mod kinds;
mod kommuner;
mod loader;
mod observation;
mod places;
mod population;
mod restrictions;
mod rows;
mod stock;
mod times;
mod totals;

use crate::domain::InputRemark;
use crate::reference::Reference;
use crate::source::RawTable;

pub use choice::fitting_tables;
pub use completions::completions;
pub use education::education;
pub use entrants::entrants;
pub use exam_frequencies::exam_frequencies;
pub use flow_tables::{FlowSources, FlowTables};
pub use graduates::graduates;
pub use history::{HistorySources, HistoryTables};
pub use kinds::{InputKind, Misfit, Recognition, recognise};
pub use loader::{InputTable, Opened};
pub use places::SplitCounties;
pub use population::population;
pub use stock::stock;

/// A table and what is needed to understand it.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The table.
    pub table: &'a RawTable,
    /// The names that its cells may hold.
    pub reference: &'a Reference,
    /// Where to count split counties.
    pub split: SplitCounties,
}

/// The records of one input.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading<T> {
    /// The records, in file order.
    pub records: Vec<Sourced<T>>,
    /// What reading decided or left out.
    pub remarks: Vec<InputRemark>,
}

/// A record and the row of its table that it came from.
#[derive(Clone, Debug, PartialEq)]
pub struct Sourced<T> {
    /// The record.
    pub record: T,
    /// Its row, counted from 0; the first of several that were pooled.
    pub row: usize,
}

impl<T> Reading<T> {
    /// The records alone.
    pub fn into_records(self) -> impl Iterator<Item = T> {
        self.records.into_iter().map(|sourced| sourced.record)
    }
}
