//! What a table holds: of every record what it is about, and its year or läsår.

use super::first_records::{FirstRecord, Shown};
use crate::domain::{
    Completions, Entrants, ExamFrequency, Graduates, Inhabitants, InputRemark, StockCount, Studies,
};
use crate::intake::Reading;
use crate::view::RecordOf;

/// How many records are shown.
const FIRST: usize = 5;

/// What a table holds.
pub(super) struct Found {
    /// What every record is about, and its year or läsår.
    pub kept: Vec<(RecordOf, Option<String>)>,
    pub remarks: Vec<InputRemark>,
    /// The first records; none of persons.
    pub first: Vec<FirstRecord>,
    /// Whether the records are persons who are made up.
    pub is_synthetic: bool,
}

impl Found {
    pub(super) fn of_entrants(reading: &Reading<Entrants>) -> Self {
        Self::of(reading, |row| {
            let programme = RecordOf::Programme(row.programme);
            (programme, Some(row.academic_year.to_string()))
        })
    }

    pub(super) fn of_frequencies(reading: &Reading<ExamFrequency>) -> Self {
        Self::of(reading, |row| (RecordOf::Programme(row.programme), None))
    }

    pub(super) fn of_completions(reading: &Reading<Completions>) -> Self {
        Self::of(reading, |row| {
            let programme = RecordOf::Programme(row.programme);
            (programme, Some(row.started.to_string()))
        })
    }

    pub(super) fn of_graduates(reading: &Reading<Graduates>) -> Self {
        Self::of(reading, |row| {
            let programme = RecordOf::Programme(row.programme);
            (programme, Some(row.academic_year.to_string()))
        })
    }

    pub(super) fn of_stock(reading: &Reading<StockCount>) -> Self {
        Self::of(reading, |row| {
            let profession = RecordOf::Profession(row.profession);
            (profession, Some(row.year.to_string()))
        })
    }

    pub(super) fn of_population(reading: &Reading<Inhabitants>) -> Self {
        Self::of(reading, |row| {
            (RecordOf::Inhabitants, Some(row.year.to_string()))
        })
    }

    pub(super) fn of_education(reading: &Reading<Studies>) -> Self {
        let found = Self::of_any(reading, |row| {
            let programme = RecordOf::Programme(row.programme);
            (programme, Some(row.started.to_string()))
        });
        let mut records = reading.records.iter();
        Self {
            is_synthetic: records.any(|sourced| sourced.record.is_synthetic),
            ..found
        }
    }

    fn of<T: Shown>(reading: &Reading<T>, key: impl Fn(&T) -> (RecordOf, Option<String>)) -> Self {
        let first = reading.records.iter().take(FIRST);
        Self {
            first: first.map(|sourced| sourced.record.cells()).collect(),
            ..Self::of_any(reading, key)
        }
    }

    fn of_any<T>(reading: &Reading<T>, key: impl Fn(&T) -> (RecordOf, Option<String>)) -> Self {
        let records = reading.records.iter();
        Self {
            kept: records.map(|sourced| key(&sourced.record)).collect(),
            remarks: reading.remarks.clone(),
            first: Vec::new(),
            is_synthetic: false,
        }
    }
}
