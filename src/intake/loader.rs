//! Tables that may be given or not, read together, with the faults of all of them.

use super::choice::{fitting_tables, name};
use super::kinds::InputKind;
use super::{Context, Reading, SplitCounties};
use crate::domain::InputRemark;
use crate::reference::Reference;
use crate::source::{Faults, RawTable};

/// The tables of a file as they were opened, or why they could not be; none if it is not given.
pub type Opened = Option<Result<Vec<RawTable>, Faults>>;

/// A table and its records.
#[derive(Debug)]
pub struct InputTable<T> {
    /// What the table is for, as results name it.
    pub role: &'static str,
    /// The table, or the first of several, for faults that are found later.
    pub table: RawTable,
    /// The records, in file order.
    pub records: Vec<T>,
    /// The row of the table that each record came from.
    pub rows: Vec<usize>,
    /// What reading decided or left out.
    pub remarks: Vec<InputRemark>,
}

/// The records of one table among several and what to call the table.
pub(super) struct Part<T> {
    pub(super) name: String,
    pub(super) reading: Reading<T>,
}

/// Puts the readings of several tables of a file together.
type Combine<T> = fn(&str, Vec<Part<T>>, &Reference) -> Result<Reading<T>, Faults>;

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

    /// The one table of an input; none if it is not given or has faults.
    pub(super) fn load<T>(
        &mut self,
        kind: InputKind,
        opened: Opened,
        understand: impl Fn(Context<'_>) -> Result<Reading<T>, Faults>,
    ) -> Option<InputTable<T>> {
        self.read(kind, opened, understand, None)
    }

    /// The tables of an input that may be in several of a file.
    pub(super) fn load_several<T>(
        &mut self,
        kind: InputKind,
        opened: Opened,
        understand: impl Fn(Context<'_>) -> Result<Reading<T>, Faults>,
        combine: Combine<T>,
    ) -> Option<InputTable<T>> {
        self.read(kind, opened, understand, Some(combine))
    }

    fn read<T>(
        &mut self,
        kind: InputKind,
        opened: Opened,
        understand: impl Fn(Context<'_>) -> Result<Reading<T>, Faults>,
        combine: Option<Combine<T>>,
    ) -> Option<InputTable<T>> {
        let tables = self.faults.keep(opened?)?;
        let tables = fitting_tables(kind, tables, self.reference);
        let tables = self.faults.keep(tables)?;
        let mut parts = Vec::new();
        for table in &tables {
            let context = Context {
                table,
                reference: self.reference,
                split: self.split,
            };
            parts.push(Part {
                name: name(table),
                reading: self.faults.keep(understand(context))?,
            });
        }
        let table = tables.into_iter().next()?;
        let Reading { records, remarks } = match combine.filter(|_| parts.len() > 1) {
            Some(combine) => {
                let combined = combine(&table.input().name, parts, self.reference);
                self.faults.keep(combined)?
            }
            None => parts.pop()?.reading,
        };
        let (records, rows) = records.into_iter().map(|own| (own.record, own.row)).unzip();
        Some(InputTable {
            role: kind.role(),
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
