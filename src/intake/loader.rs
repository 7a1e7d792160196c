//! Tables that may be given or not, read together, with the faults of all of them.

use super::{Context, Reading, SplitCounties};
use crate::domain::InputRemark;
use crate::reference::Reference;
use crate::source::{Faults, RawTable};

/// A table as the door gave it, or why it could not be opened; none if it is not given.
pub type Opened = Option<Result<RawTable, Faults>>;

/// A table and its records.
#[derive(Debug)]
pub struct InputTable<T> {
    /// What the table is for, as results name it.
    pub role: &'static str,
    /// The table, for faults that are found later.
    pub table: RawTable,
    /// The records, in file order.
    pub records: Vec<T>,
    /// The row of the table that each record came from.
    pub rows: Vec<usize>,
    /// What reading decided or left out.
    pub remarks: Vec<InputRemark>,
}

/// Reads one table after the other and keeps the faults of each.
pub(super) struct Loader<'a> {
    reference: &'a Reference,
    split: SplitCounties,
    faults: Faults,
}

impl<'a> Loader<'a> {
    pub(super) fn new(reference: &'a Reference, split: SplitCounties) -> Self {
        Self {
            reference,
            split,
            faults: Faults::new(),
        }
    }

    /// A table in its role; none if it is not given or has faults.
    pub(super) fn load<T>(
        &mut self,
        role: &'static str,
        opened: Opened,
        understand: impl FnOnce(Context<'_>) -> Result<Reading<T>, Faults>,
    ) -> Option<InputTable<T>> {
        let table = self.faults.keep(opened?)?;
        let context = Context {
            table: &table,
            reference: self.reference,
            split: self.split,
        };
        let Reading { records, remarks } = self.faults.keep(understand(context))?;
        let (records, rows) = records.into_iter().map(|own| (own.record, own.row)).unzip();
        Some(InputTable {
            role,
            table,
            records,
            rows,
            remarks,
        })
    }

    /// The tables that were read, unless any has faults.
    pub(super) fn finish<T>(self, tables: T) -> Result<T, Faults> {
        self.faults.or_else(|| tables)
    }
}

/// The records of a table; none if it is not given.
pub(super) fn records<T>(table: Option<&InputTable<T>>) -> &[T] {
    table.map_or(&[], |own| &own.records)
}

/// What reading decided or left out of a table; nothing if it is not given.
pub(super) fn remarks<T>(table: Option<&InputTable<T>>) -> &[InputRemark] {
    table.map_or(&[], |own| &own.remarks)
}

/// A table with what it is for; none if it is not given.
pub(super) fn with_role<T>(table: Option<&InputTable<T>>) -> Option<(&'static str, &RawTable)> {
    table.map(|own| (own.role, &own.table))
}
