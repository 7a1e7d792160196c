//! What an extract holds.

use std::collections::{BTreeMap, BTreeSet};

use super::check::Oddities;
use super::columns::{Column, Positions};
use super::completeness::{PartialYear, partial_years};
use super::licence_year::EPOCH;
use super::{Dictionary, Register};
use crate::domain::{CountyId, HealthRegionId, ProfessionId, Year};
use crate::language::Words;
use crate::source::Encoding;

/// What was found in an extract, for `check` and for notes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inventory {
    /// The files, in the order in which they were read.
    pub files: Vec<SourceFile>,
    /// The columns that every file has.
    pub columns: Vec<Column>,
    /// Headers that name no column, in any file.
    pub ignored: Vec<String>,
    /// Rows, licences and persons.
    pub rows: u64,
    /// Licences.
    pub licences: u64,
    /// Persons.
    pub persons: u64,
    /// Rows by profession and year.
    pub cells: BTreeMap<(ProfessionId, Year), u64>,
    /// What is unusual but makes no count wrong.
    pub oddities: Oddities,
    /// Years that were delivered for a part of the country only.
    pub partial_years: Vec<PartialYear>,
    /// What was found beside the files and not read.
    pub left_out: Vec<LeftOut>,
    /// Split counties, and the region that their rows without municipality are counted in.
    pub split_counties: Vec<(CountyId, HealthRegionId)>,
}

/// Something in a folder, or that a pattern fits, that was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Its path.
    pub name: String,
    /// Why.
    pub reason: Words,
}

/// A file of an extract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Its name as given.
    pub name: String,
    /// SHA-256 of the bytes that were read, in lower-case hexadecimal.
    pub sha256: String,
    /// How it is written.
    pub form: FileForm,
    /// How many rows of it are used.
    pub rows: u64,
}

/// How a file of an extract is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileForm {
    /// Delimited text.
    Text {
        /// Of its characters.
        encoding: Encoding,
        /// Between its fields.
        delimiter: u8,
    },
    /// Parquet.
    Parquet,
    /// Arrow IPC, also called Feather.
    ArrowIpc,
}

impl Inventory {
    /// Whether the state was derived by a rule rather than given.
    #[must_use]
    pub fn rule_needed(&self) -> bool {
        !self.columns.contains(&Column::Status)
    }

    /// Whether all rows are synthetic; real and synthetic rows are never read together.
    #[must_use]
    pub const fn is_synthetic(&self) -> bool {
        self.oddities.synthetic_rows > 0
    }

    /// The years between the first and the last of each profession that have no rows.
    #[must_use]
    pub fn missing_years(&self) -> BTreeMap<ProfessionId, Vec<Year>> {
        let mut years: BTreeMap<ProfessionId, BTreeSet<Year>> = BTreeMap::new();
        for (profession, year) in self.cells.keys() {
            years.entry(*profession).or_default().insert(*year);
        }
        let missing = years.into_iter().filter_map(|(profession, years)| {
            let span = *years.first()?..=*years.last()?;
            let missing: Vec<Year> = span.filter(|year| !years.contains(year)).collect();
            (!missing.is_empty()).then_some((profession, missing))
        });
        missing.collect()
    }

    /// What was decided and left out beside the rows.
    pub(super) fn with_circumstances(
        self,
        left_out: Vec<LeftOut>,
        dictionary: &Dictionary<'_>,
    ) -> Self {
        Self {
            left_out,
            split_counties: dictionary.split_counties().collect(),
            ..self
        }
    }

    pub(super) fn of(
        register: &Register,
        files: Vec<SourceFile>,
        positions: &[Positions],
        oddities: Oddities,
    ) -> Self {
        let in_every_file = |column: &Column| positions.iter().all(|own| own.of(*column).is_some());
        let mut ignored: Vec<String> = positions
            .iter()
            .flat_map(|own| own.ignored.iter().cloned())
            .collect();
        ignored.sort();
        ignored.dedup();
        let mut counts = vec![0_u64; 1 << 16];
        for row in register.rows() {
            counts[usize::from(row.profession) << 8 | usize::from(row.year)] += 1;
        }
        let mut cells = BTreeMap::new();
        for (index, &count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            let profession = ProfessionId(index.to_le_bytes()[1]);
            cells.insert(
                (profession, EPOCH + Year::from(index.to_le_bytes()[0])),
                count,
            );
        }
        Self {
            files,
            columns: Column::ALL.into_iter().filter(in_every_file).collect(),
            ignored,
            rows: register.rows().len() as u64,
            licences: register.licences().count() as u64,
            persons: register.persons() as u64,
            cells,
            oddities,
            partial_years: partial_years(register.rows()),
            left_out: Vec::new(),
            split_counties: Vec::new(),
        }
    }
}
