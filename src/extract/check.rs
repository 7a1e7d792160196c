//! The checks of the rows of all persons, and what is unusual in an extract but not wrong.

use rayon::prelude::*;

use super::columns::Column;
use super::licence_year::{LASTING, LicenceYear};
use super::problem::{Problem, RowLocation};
use super::refusals::Refusals;
use super::register::{departures_without_effect, person_stretches};
use crate::language::words;
use crate::source::Fault;

/// What is unusual in an extract but makes no count wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Oddities {
    /// Licences with years missing between their first and last row.
    pub licences_with_gaps: u64,
    /// Years missing in them.
    pub missing_years: u64,
    /// Rows without a county.
    pub rows_without_county: u64,
    /// Rows of a split county whose municipality is not given, in files that have the column.
    pub rows_without_municipality: u64,
    /// Employed rows without SNI or SSYK, whose state the rule derived from what there was.
    pub rows_without_codes: u64,
    /// Rows of the not employed who count as retired because they have the pension age.
    pub rows_retired_by_age: u64,
    /// Rows that give a reason to leave the register and have a row of the same licence in the next year.
    pub departures_without_effect: u64,
    /// Rows that are marked as synthetic.
    pub synthetic_rows: u64,
    /// Persons with licences in several professions.
    pub persons_with_several_licences: u64,
}

impl std::ops::AddAssign for Oddities {
    fn add_assign(&mut self, other: Self) {
        self.licences_with_gaps += other.licences_with_gaps;
        self.missing_years += other.missing_years;
        self.rows_without_county += other.rows_without_county;
        self.rows_without_municipality += other.rows_without_municipality;
        self.rows_without_codes += other.rows_without_codes;
        self.rows_retired_by_age += other.rows_retired_by_age;
        self.departures_without_effect += other.departures_without_effect;
        self.synthetic_rows += other.synthetic_rows;
        self.persons_with_several_licences += other.persons_with_several_licences;
    }
}

/// Refuses synthetic persons among real ones, which would make every count wrong.
pub(super) fn check_all_or_none_synthetic(oddities: Oddities, rows: usize) -> Result<(), Fault> {
    let synthetic = oddities.synthetic_rows;
    if synthetic == 0 || synthetic == rows as u64 {
        return Ok(());
    }
    Err(Fault::new(words!(
        "{synthetic} av uttagets {rows} rader är syntetiska",
        "{synthetic} of the {rows} rows of the extract are synthetic"
    ))
    .tip(words!(
        "läs syntetiska och riktiga rader var för sig",
        "read synthetic and real rows apart"
    )))
}

/// Checks all persons, a stretch of them on each core.
pub(super) fn check_all(
    rows: &[LicenceYear],
    place: impl Fn(usize) -> RowLocation + Sync,
    refusals: &mut Refusals,
) -> Oddities {
    let none = refusals.emptied();
    let checked: Vec<(Refusals, Oddities)> = person_stretches(rows, rayon::current_num_threads())
        .into_par_iter()
        .map(|stretch| {
            let start = stretch.start;
            check_stretch(&rows[stretch], |at| place(start + at), none.clone())
        })
        .collect();
    let mut oddities = Oddities::default();
    for (refused, odd) in checked {
        oddities += odd;
        refusals.absorb(refused);
    }
    oddities
}

fn check_stretch(
    rows: &[LicenceYear],
    place: impl Fn(usize) -> RowLocation,
    mut refused: Refusals,
) -> (Refusals, Oddities) {
    let mut oddities = Oddities::default();
    let mut start = 0;
    for person in rows.chunk_by(|a, b| a.person == b.person) {
        check_person(person, |at| place(start + at), &mut refused, &mut oddities);
        start += person.len();
    }
    (refused, oddities)
}

/// Checks the rows of one person, ordered by profession and year; `places` gives the location of a row.
fn check_person(
    rows: &[LicenceYear],
    places: impl Fn(usize) -> RowLocation,
    refusals: &mut Refusals,
    oddities: &mut Oddities,
) {
    let Some(first) = rows.first() else { return };
    for (at, row) in rows.iter().enumerate() {
        let differs = [
            (first.traits ^ row.traits) & LASTING & 0b11 != 0,
            (first.traits ^ row.traits) & LASTING & 0b1100 != 0,
            first.birth_year != row.birth_year,
        ];
        let columns = [Column::Sex, Column::EducationCountry, Column::BirthYear];
        for (column, _) in columns
            .into_iter()
            .zip(differs)
            .filter(|(_, differs)| *differs)
        {
            refusals.push(
                places(at),
                Problem::Changed {
                    column,
                    first: places(0),
                },
            );
        }
        oddities.rows_without_county += u64::from(row.county().is_none());
        oddities.rows_without_municipality += u64::from(row.is_without_municipality());
        oddities.rows_without_codes += u64::from(row.is_uncoded());
        oddities.rows_retired_by_age += u64::from(row.is_retired_by_age());
        oddities.synthetic_rows += u64::from(row.is_synthetic());
    }
    let mut licences = 0;
    let mut start = 0;
    for licence in rows.chunk_by(|a, b| a.profession == b.profession) {
        licences += 1;
        check_licence(licence, start, &places, refusals, oddities);
        start += licence.len();
    }
    oddities.persons_with_several_licences += u64::from(licences > 1);
}

fn check_licence(
    rows: &[LicenceYear],
    start: usize,
    places: &impl Fn(usize) -> RowLocation,
    refusals: &mut Refusals,
    oddities: &mut Oddities,
) {
    oddities.departures_without_effect += departures_without_effect(rows);
    let mut missing = 0;
    for (at, pair) in rows.windows(2).enumerate() {
        let (before, after) = (start + at, start + at + 1);
        match pair[1].year - pair[0].year {
            0 => refusals.push(
                places(after),
                Problem::Duplicate {
                    first: places(before),
                },
            ),
            step => missing += u64::from(step) - 1,
        }
        if pair[0].licence_year != pair[1].licence_year {
            let (column, first) = (Column::LicenceYear, places(before));
            refusals.push(places(after), Problem::Changed { column, first });
        }
    }
    oddities.missing_years += missing;
    oddities.licences_with_gaps += u64::from(missing > 0);
}
