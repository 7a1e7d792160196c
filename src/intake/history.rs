//! The tables that forecasts rest on, read together: entrants, exam frequencies, completions, graduates.

use super::kinds::InputKind;
use super::loader::{Loader, records, remarks, with_role};
use super::{
    InputTable, Opened, SplitCounties, completions, entrants, exam_frequencies, graduates,
};
use crate::domain::{
    Completions, Entrants, ExamFrequencies, ExamFrequency, Graduates, InputRemark,
};
use crate::reference::Reference;
use crate::source::{Faults, RawTable};

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
        let mut loader = Loader::new(reference, split);
        let tables = HistoryTables {
            entrants: loader.load(InputKind::Entrants, self.entrants, entrants),
            frequencies: loader.load(InputKind::Frequencies, self.frequencies, exam_frequencies),
            completions: loader.load(InputKind::Completions, self.completions, completions),
            graduates: loader.load(InputKind::Graduates, self.graduates, graduates),
        };
        loader.finish(tables)
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
            with_role(self.entrants.as_ref()),
            with_role(self.frequencies.as_ref()),
            with_role(self.completions.as_ref()),
            with_role(self.graduates.as_ref()),
        ];
        tables.into_iter().flatten()
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
