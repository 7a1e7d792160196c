//! The tables that forecasts rest on, read together: entrants, exam frequencies, completions, graduates.

use super::{Context, Reading, SplitCounties, completions, entrants, exam_frequencies, graduates};
use crate::domain::{
    Completions, Entrants, ExamFrequencies, ExamFrequency, Graduates, InputRemark,
};
use crate::reference::Reference;
use crate::source::{Faults, RawTable};

/// A table as the door gave it, or why it could not be opened; none if it is not given.
pub type Opened = Option<Result<RawTable, Faults>>;

/// Tables of programmes by year, opened but not understood yet.
#[derive(Debug, Default)]
pub struct HistorySources {
    /// Entrants (nybörjare).
    pub entrants: Opened,
    /// Exam frequencies (examensfrekvens).
    pub frequencies: Opened,
    /// Degrees by start cohort (examinerade per startkohort).
    pub completions: Opened,
    /// Degrees by läsår (examinerade).
    pub graduates: Opened,
}

/// Tables of programmes by year, read and checked.
#[derive(Debug)]
pub struct HistoryTables {
    /// Entrants (nybörjare).
    pub entrants: Option<InputTable<Entrants>>,
    /// Exam frequencies (examensfrekvens).
    pub frequencies: Option<InputTable<ExamFrequency>>,
    /// Degrees by start cohort (examinerade per startkohort).
    pub completions: Option<InputTable<Completions>>,
    /// Degrees by läsår (examinerade).
    pub graduates: Option<InputTable<Graduates>>,
}

/// A table and its records.
#[derive(Debug)]
pub struct InputTable<T> {
    /// The table, for faults that are found later.
    pub table: RawTable,
    /// The records, in file order.
    pub records: Vec<T>,
    /// The row of the table that each record came from.
    pub rows: Vec<usize>,
    /// What reading decided or left out.
    pub remarks: Vec<InputRemark>,
}

impl HistorySources {
    /// Reads all tables.
    ///
    /// # Errors
    /// The faults of every table, together.
    pub fn read(
        self,
        reference: &Reference,
        split: SplitCounties,
    ) -> Result<HistoryTables, Faults> {
        let mut reader = Reader {
            reference,
            split,
            faults: Faults::new(),
        };
        let tables = HistoryTables {
            entrants: reader.read(self.entrants, entrants),
            frequencies: reader.read(self.frequencies, exam_frequencies),
            completions: reader.read(self.completions, completions),
            graduates: reader.read(self.graduates, graduates),
        };
        reader.faults.or_else(|| tables)
    }
}

struct Reader<'a> {
    reference: &'a Reference,
    split: SplitCounties,
    faults: Faults,
}

impl Reader<'_> {
    fn read<T>(
        &mut self,
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
        let records = records.into_iter().map(|own| (own.record, own.row));
        let (records, rows) = records.unzip();
        Some(InputTable {
            table,
            records,
            rows,
            remarks,
        })
    }
}

impl HistoryTables {
    /// The entrants; none without a table of them.
    #[must_use]
    pub fn entrants(&self) -> &[Entrants] {
        records(self.entrants.as_ref())
    }

    /// The degrees by start cohort; none without a table of them.
    #[must_use]
    pub fn completions(&self) -> &[Completions] {
        records(self.completions.as_ref())
    }

    /// The degrees by läsår; none without a table of them.
    #[must_use]
    pub fn graduates(&self) -> &[Graduates] {
        records(self.graduates.as_ref())
    }

    /// The exam frequencies; none without a table of them.
    #[must_use]
    pub fn exam_frequencies(&self) -> ExamFrequencies {
        let rows = records(self.frequencies.as_ref());
        rows.iter().cloned().collect()
    }

    /// The tables that were read, with what they are for, in the order in which they were read.
    pub fn tables(&self) -> impl Iterator<Item = (&'static str, &RawTable)> {
        let tables = [
            ("entrants", self.entrants.as_ref().map(|own| &own.table)),
            (
                "frequencies",
                self.frequencies.as_ref().map(|own| &own.table),
            ),
            (
                "completions",
                self.completions.as_ref().map(|own| &own.table),
            ),
            ("graduates", self.graduates.as_ref().map(|own| &own.table)),
        ];
        tables
            .into_iter()
            .filter_map(|(role, table)| Some((role, table?)))
    }

    /// What reading decided or left out, table by table.
    #[must_use]
    pub fn remarks(&self) -> Vec<InputRemark> {
        let all = [
            remarks(self.entrants.as_ref()),
            remarks(self.frequencies.as_ref()),
            remarks(self.completions.as_ref()),
            remarks(self.graduates.as_ref()),
        ];
        all.concat()
    }
}

fn records<T>(table: Option<&InputTable<T>>) -> &[T] {
    table.map_or(&[], |own| &own.records)
}

fn remarks<T>(table: Option<&InputTable<T>>) -> &[InputRemark] {
    table.map_or(&[], |own| &own.remarks)
}
