//! A row that has been understood: its key, its value, and the rule that a key occurs once.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::marker::PhantomData;

use super::Context;
use super::cells;
use super::column_names::{BASIS, Column, PROFESSION, PROGRAMME, SEX};
use super::columns::Columns;
use super::places::{Located, PlaceColumns};
use super::rows::Rows;
use crate::domain::{
    AcademicYear, Headcount, InputRemark, Place, ProfessionId, ProgrammeId, Sex, Year,
};
use crate::language::words;
use crate::reference::{KommunId, Reference, WordKind, canonical_word};
use crate::source::{Cell, Fault, Faults, Missing, RawTable, Record};

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
        // `Läkare totalt` is all physicians, beside those with a speciality.
        let all = cell.text().strip_suffix("totalt").map(str::trim_end);
        let all = all.and_then(|name| reference.known_profession(name.trim_end_matches(',')));
        match all {
            Some(profession) => Ok(profession),
            None => cells::named(cell, |name| reference.profession_named(name)),
        }
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
    /// The municipality, until its rows are summed to the county of the place.
    pub(super) kommun: Option<KommunId>,
    pub(super) sex: Option<Sex>,
    pub(super) value: V,
    /// Why there is no value, if there is none.
    pub(super) missing: Option<Missing>,
    /// The column of the value, to point at.
    pub(super) column: usize,
    pub(super) basis: String,
}

/// When a row is of.
pub(super) trait Period: Copy + Ord {
    /// The calendar year of which figures are known at its end; none where rows have no period.
    fn year(&self) -> Option<Year>;
}

impl Period for () {
    fn year(&self) -> Option<Year> {
        None
    }
}

impl Period for Year {
    fn year(&self) -> Option<Year> {
        Some(*self)
    }
}

impl<T: Copy + Ord> Period for (Year, T) {
    fn year(&self) -> Option<Year> {
        Some(self.0)
    }
}

impl<T: Copy + Ord> Period for (AcademicYear, T) {
    fn year(&self) -> Option<Year> {
        Some(self.0.ends())
    }
}

impl<S: Subject, P: Period> Observation<S, P, Option<Headcount>> {
    /// Adds another row's persons; the sum is unknown if either is.
    pub(super) fn add(&mut self, other: &Self) {
        let sum = self.value.zip(other.value);
        self.value = sum.and_then(|(one, two)| one.0.checked_add(two.0).map(Headcount));
        self.missing = worst(self.missing, other.missing);
        self.row = self.row.min(other.row);
    }
}

/// What a sum lacks: of reasons, suppression is the one to report.
fn worst(one: Option<Missing>, two: Option<Missing>) -> Option<Missing> {
    match (one, two) {
        (Some(Missing::Suppressed), _) | (_, Some(Missing::Suppressed)) => {
            Some(Missing::Suppressed)
        }
        _ => one.or(two),
    }
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
    pub(super) fn observe<P: Period, V>(
        &self,
        context: Context<'_>,
        rows: &Rows,
        period: impl Fn(Record<'_>) -> Result<P, Fault>,
        column: usize,
        value: impl Fn(Cell<'_>) -> Result<V, Fault>,
    ) -> Result<Vec<Observation<S, P, V>>, Faults> {
        let mut faults = Faults::new();
        let mut observations = Vec::new();
        let mut parts = Vec::new();
        for record in context.table.records() {
            if !rows.has(record.row()) || self.is_of_all_subjects(record, context) {
                continue;
            }
            let key = self.key(record, context, &mut faults);
            let period = faults.keep(period(record));
            let value = faults.keep(value(record.cell(column)));
            if let (Some((subject, located, sex)), Some(period), Some(value)) = (key, period, value)
            {
                let (row, basis) = (record.row(), self.basis(record, context.table));
                let observation = Observation {
                    row,
                    subject,
                    period,
                    place: located.place,
                    kommun: located.kommun,
                    sex,
                    value,
                    missing: cells::missing(record.cell(column)),
                    column,
                    basis,
                };
                observations.push(observation);
                parts.push(rows.part(record.row()));
            }
        }
        check_unique(&observations, &parts, context.table, &mut faults);
        faults.sort();
        faults.or_else(|| observations)
    }

    /// Whether a row is the total of all programmes or professions, which counts them again.
    fn is_of_all_subjects(&self, record: Record<'_>, context: Context<'_>) -> bool {
        let text = self.subject.map(|column| record.cell(column).text());
        text.is_some_and(|text| {
            canonical_word(WordKind::BothSexes, text) == Some("båda könen")
                && context.reference.known_programme(text).is_none()
                && context.reference.known_profession(text).is_none()
        })
    }

    fn key(
        &self,
        record: Record<'_>,
        context: Context<'_>,
        faults: &mut Faults,
    ) -> Option<(S, Located, Option<Sex>)> {
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
fn check_unique<S: Subject, P: Period, V>(
    observations: &[Observation<S, P, V>],
    parts: &[u32],
    table: &RawTable,
    faults: &mut Faults,
) {
    let mut first_rows = BTreeMap::new();
    for (own, part) in observations.iter().zip(parts) {
        let row = &own.row;
        let key = (
            own.subject,
            own.period,
            own.place,
            own.kommun,
            own.sex,
            part,
        );
        match first_rows.entry(key) {
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

/// One row of each key: the parts of what the input does not distinguish, summed.
pub(super) fn pooled<S: Subject, P: Period>(
    observations: Vec<Observation<S, P, Option<Headcount>>>,
) -> Vec<Observation<S, P, Option<Headcount>>> {
    let mut positions = BTreeMap::new();
    let mut pooled: Vec<Observation<S, P, Option<Headcount>>> = Vec::new();
    for row in observations {
        let key = (row.subject, row.period, row.place, row.kommun, row.sex);
        match positions.entry(key) {
            Entry::Vacant(entry) => {
                entry.insert(pooled.len());
                pooled.push(row);
            }
            Entry::Occupied(entry) => pooled[*entry.get()].add(&row),
        }
    }
    pooled
}

/// What to say of the rows without a value.
pub(super) fn missing_values<S, P, V>(
    observations: &[Observation<S, P, Option<V>>],
    table: &RawTable,
) -> Option<InputRemark> {
    let without = observations.iter().filter(|row| row.value.is_none());
    let rows = without.clone().count();
    let suppressed = without.filter(|row| row.missing == Some(Missing::Suppressed));
    let suppressed = suppressed.count();
    let file = table.input().name.clone();
    (rows > 0).then_some(InputRemark::MissingValues {
        file,
        rows,
        suppressed,
    })
}
