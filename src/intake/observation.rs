//! A row that has been understood: its key, its value, and the rule that a key stands once.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::Context;
use super::cells;
use super::columns::{BASIS, Columns, PROGRAMME, SEX};
use super::places::PlaceColumns;
use crate::domain::{InputRemark, Place, ProgrammeId, Sex};
use crate::source::{Cell, Fault, Faults, RawTable, Record};

/// A value observed for a programme in a period at a place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Observation<P, V> {
    pub(super) row: usize,
    pub(super) programme: ProgrammeId,
    pub(super) period: P,
    pub(super) place: Place,
    pub(super) sex: Option<Sex>,
    pub(super) value: V,
    /// The column of the value, to point at.
    pub(super) column: usize,
    pub(super) basis: String,
}

/// The columns that every input has: what a row speaks of.
pub(super) struct KeyColumns {
    programme: usize,
    pub(super) places: PlaceColumns,
    sex: Option<usize>,
    basis: Option<usize>,
}

impl KeyColumns {
    pub(super) fn of(columns: &mut Columns<'_>, faults: &mut Faults) -> Option<Self> {
        let programme = faults.keep(columns.required(PROGRAMME));
        let places = PlaceColumns::of(columns, faults);
        let sex = faults.keep(columns.optional(SEX)).flatten();
        let basis = faults.keep(columns.optional(BASIS)).flatten();
        programme.map(|programme| Self {
            programme,
            places,
            sex,
            basis,
        })
    }

    /// Every row of the table, its period and value read by the given functions.
    ///
    /// # Errors
    /// Every fault of every row, and every row whose key has stood before.
    pub(super) fn observe<P: Ord + Copy, V>(
        &self,
        context: Context<'_>,
        period: impl Fn(Record<'_>) -> Result<P, Fault>,
        column: usize,
        value: impl Fn(Cell<'_>) -> Result<V, Fault>,
    ) -> Result<Vec<Observation<P, V>>, Faults> {
        let mut faults = Faults::new();
        let mut observations = Vec::new();
        for record in context.table.records() {
            let key = self.key(record, context, &mut faults);
            let period = faults.keep(period(record));
            let value = faults.keep(value(record.cell(column)));
            if let (Some((programme, place, sex)), Some(period), Some(value)) = (key, period, value)
            {
                let (row, basis) = (record.row(), self.basis(record, context.table));
                let observation = Observation {
                    row,
                    programme,
                    period,
                    place,
                    sex,
                    value,
                    column,
                    basis,
                };
                observations.push(observation);
            }
        }
        check_unique(&observations, context.table, &mut faults);
        faults.sort();
        faults.or_else(|| observations)
    }

    fn key(
        &self,
        record: Record<'_>,
        context: Context<'_>,
        faults: &mut Faults,
    ) -> Option<(ProgrammeId, Place, Option<Sex>)> {
        let programme = cells::programme(record.cell(self.programme), context.reference);
        let programme = faults.keep(programme);
        let place = faults.keep(self.places.place(record, context));
        let sex = match self.sex {
            Some(column) => faults.keep(cells::sex(record.cell(column)))?,
            None => None,
        };
        Some((programme?, place?, sex))
    }

    /// What a row rests on: its own word if it has one, otherwise the name of the file.
    fn basis(&self, record: Record<'_>, table: &RawTable) -> String {
        let own = self
            .basis
            .map(|at| record.cell(at).text())
            .filter(|text| !text.is_empty());
        own.unwrap_or_else(|| table.document().name()).to_owned()
    }
}

/// Reports every row whose key has stood before, with the line of the first.
fn check_unique<P: Ord + Copy, V>(
    observations: &[Observation<P, V>],
    table: &RawTable,
    faults: &mut Faults,
) {
    let mut first_rows = BTreeMap::new();
    for Observation {
        row,
        programme,
        period,
        place,
        sex,
        ..
    } in observations
    {
        match first_rows.entry((programme, period, place, sex)) {
            Entry::Vacant(entry) => {
                entry.insert(*row);
            }
            Entry::Occupied(entry) => {
                let line = table.record(*entry.get()).line();
                let message = format!("raden har samma nyckel som rad {line}");
                let fault = table.record(*row).cell(0).fault(message);
                faults.push(fault.tip("behåll en rad per utbildning, period, plats och kön"));
            }
        }
    }
}

/// What to say of the rows without a value.
pub(super) fn missing_values<P, V>(
    observations: &[Observation<P, Option<V>>],
    table: &RawTable,
) -> Option<InputRemark> {
    let rows = observations
        .iter()
        .filter(|row| row.value.is_none())
        .count();
    let file = table.document().name().to_owned();
    (rows > 0).then_some(InputRemark::MissingValues { file, rows })
}
