//! A row that has been understood: its key, its value, and the rule that a key occurs once.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::marker::PhantomData;

use super::Context;
use super::cells;
use super::columns::{BASIS, Column, Columns, PROFESSION, PROGRAMME, SEX};
use super::places::PlaceColumns;
use crate::domain::{InputRemark, Place, ProfessionId, ProgrammeId, Sex};
use crate::language::words;
use crate::reference::Reference;
use crate::source::{Cell, Fault, Faults, RawTable, Record};

/// What a table is about: programmes, professions, or everybody.
pub(super) trait Subject: Copy + Ord {
    /// The column that names it; none where a table has one subject only.
    const COLUMN: Option<Column>;

    /// What the rows of one subject and period are rows of, in Swedish and in English.
    const PERIOD: [&str; 2];

    /// Reads a cell of that column.
    fn read(cell: Cell<'_>, reference: &Reference) -> Result<Self, Fault>;

    /// The subject of a table that has one only.
    fn only() -> Option<Self> {
        None
    }
}

impl Subject for ProgrammeId {
    const COLUMN: Option<Column> = Some(PROGRAMME);
    const PERIOD: [&str; 2] = ["utbildningen och perioden", "the programme and period"];

    fn read(cell: Cell<'_>, reference: &Reference) -> Result<Self, Fault> {
        cells::named(cell, |name| reference.programme_named(name))
    }
}

impl Subject for ProfessionId {
    const COLUMN: Option<Column> = Some(PROFESSION);
    const PERIOD: [&str; 2] = ["yrket och perioden", "the profession and period"];

    fn read(cell: Cell<'_>, reference: &Reference) -> Result<Self, Fault> {
        cells::named(cell, |name| reference.profession_named(name))
    }
}

/// Everybody.
impl Subject for () {
    const COLUMN: Option<Column> = None;
    const PERIOD: [&str; 2] = ["perioden", "the period"];

    fn read(_: Cell<'_>, _: &Reference) -> Result<Self, Fault> {
        Ok(())
    }

    fn only() -> Option<Self> {
        Some(())
    }
}

/// A value observed for a subject in a period at a place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Observation<S, P, V> {
    pub(super) row: usize,
    pub(super) subject: S,
    pub(super) period: P,
    pub(super) place: Place,
    pub(super) sex: Option<Sex>,
    pub(super) value: V,
    /// The column of the value, to point at.
    pub(super) column: usize,
    pub(super) basis: String,
}

/// The columns that every input has: what a row is about.
pub(super) struct KeyColumns<S> {
    /// None for a subject that needs no column.
    subject: Option<usize>,
    pub(super) places: PlaceColumns,
    sex: Option<usize>,
    basis: Option<usize>,
    subjects: PhantomData<S>,
}

impl<S: Subject> KeyColumns<S> {
    pub(super) fn of(columns: &mut Columns<'_>, faults: &mut Faults) -> Option<Self> {
        let subject = S::COLUMN.map(|column| faults.keep(columns.required(column)));
        let places = PlaceColumns::of(columns, faults);
        let sex = faults.keep(columns.optional(SEX)).flatten();
        let basis = faults.keep(columns.optional(BASIS)).flatten();
        let is_there = subject.is_none_or(|found| found.is_some());
        is_there.then_some(Self {
            subject: subject.flatten(),
            places,
            sex,
            basis,
            subjects: PhantomData,
        })
    }

    /// These columns, others that a table must have, and that of its figures.
    ///
    /// # Errors
    /// Every column that is missing or named twice.
    pub(super) fn with_required<const N: usize>(
        columns: &mut Columns<'_>,
        required: [Column; N],
        figures: Option<Column>,
    ) -> Result<(Self, [usize; N], usize), Faults> {
        let mut faults = Faults::new();
        let keys = Self::of(columns, &mut faults);
        let found = required.map(|column| faults.keep(columns.required(column)));
        let figures = figures.map(|column| faults.keep(columns.required_figures(column)));
        let figures = figures.flatten();
        match keys {
            // Without a fault every one of them was found.
            Some(keys) if faults.is_empty() => Ok((
                keys,
                found.map(Option::unwrap_or_default),
                figures.unwrap_or_default(),
            )),
            _ => Err(faults),
        }
    }

    /// Every row of the table, its period and value read by the given functions.
    ///
    /// # Errors
    /// Every fault of every row, and every row whose key has occurred before.
    pub(super) fn observe<P: Ord + Copy, V>(
        &self,
        context: Context<'_>,
        period: impl Fn(Record<'_>) -> Result<P, Fault>,
        column: usize,
        value: impl Fn(Cell<'_>) -> Result<V, Fault>,
    ) -> Result<Vec<Observation<S, P, V>>, Faults> {
        let mut faults = Faults::new();
        let mut observations = Vec::new();
        for record in context.table.records() {
            let key = self.key(record, context, &mut faults);
            let period = faults.keep(period(record));
            let value = faults.keep(value(record.cell(column)));
            if let (Some((subject, place, sex)), Some(period), Some(value)) = (key, period, value) {
                let (row, basis) = (record.row(), self.basis(record, context.table));
                let observation = Observation {
                    row,
                    subject,
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
    ) -> Option<(S, Place, Option<Sex>)> {
        let subject = match self.subject {
            Some(column) => faults.keep(S::read(record.cell(column), context.reference)),
            None => S::only(),
        };
        let place = faults.keep(self.places.place(record, context));
        let sex = match self.sex {
            Some(column) => faults.keep(cells::sex(record.cell(column)))?,
            None => None,
        };
        Some((subject?, place?, sex))
    }

    /// What a row rests on: its own word if it has one, otherwise the name of the file.
    fn basis(&self, record: Record<'_>, table: &RawTable) -> String {
        let own = self
            .basis
            .map(|at| record.cell(at).text())
            .filter(|text| !text.is_empty());
        own.unwrap_or_else(|| &table.input().name).to_owned()
    }
}

/// Reports every row whose key has occurred before, with the line of the first.
fn check_unique<S: Subject, P: Ord + Copy, V>(
    observations: &[Observation<S, P, V>],
    table: &RawTable,
    faults: &mut Faults,
) {
    let mut first_rows = BTreeMap::new();
    for Observation {
        row,
        subject,
        period,
        place,
        sex,
        ..
    } in observations
    {
        match first_rows.entry((subject, period, place, sex)) {
            Entry::Vacant(entry) => {
                entry.insert(*row);
            }
            Entry::Occupied(entry) => {
                let [first, in_english] = table.record(*entry.get()).reference();
                let (fields, english) = key_words::<S>();
                let fault = table.record(*row).cell(0).fault(words!(
                    "raden är en dubblett av {first}",
                    "the row has the same key as {in_english}"
                ));
                faults.push(fault.tip(words!(
                    "behåll en rad per {fields}",
                    "keep one row per {english}"
                )));
            }
        }
    }
}

/// The fields of a row's key, in Swedish and in English.
fn key_words<S: Subject>() -> (String, String) {
    let subject = S::COLUMN.map_or(String::new(), |column| format!("{}, ", column.name()));
    (
        format!("{subject}period, plats och kön"),
        format!("{subject}period, place and sex"),
    )
}

/// What to say of the rows without a value.
pub(super) fn missing_values<S, P, V>(
    observations: &[Observation<S, P, Option<V>>],
    table: &RawTable,
) -> Option<InputRemark> {
    let rows = observations
        .iter()
        .filter(|row| row.value.is_none())
        .count();
    let file = table.input().name.clone();
    (rows > 0).then_some(InputRemark::MissingValues { file, rows })
}
