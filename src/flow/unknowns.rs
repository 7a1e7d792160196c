//! What the rows of a profession leave unknown or contradict, and what was decided about it, for the counts in notes.

use std::ops::AddAssign;

use serde::{Deserialize, Serialize};

use super::covered::Covered;
use crate::domain::State;
use crate::extract::{LicenceYear, departures_without_effect};

/// What the rows of a profession leave unknown or contradict, in licences and in rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unknowns {
    /// Licences.
    pub licences: u64,
    /// Licences whose year is not known: they have no clock and belong to no cohort.
    pub without_licence_year: u64,
    /// Licences without a row in some covered year between their first and last row.
    pub with_gaps: u64,
    /// Such years.
    pub missing_years: u64,
    /// Rows: licences in years.
    pub rows: u64,
    /// Rows without a county.
    pub without_county: u64,
    /// Rows without sex.
    pub without_sex: u64,
    /// Rows without a year of birth or age.
    pub without_age: u64,
    /// Rows without a country of education.
    pub without_education_country: u64,
    /// Employed rows without an industry or occupation, whose state the rule derived from the rest.
    pub without_codes: u64,
    /// Rows that say `pensionerad` below the pension age, or at an unknown age, and are kept.
    pub retired_early: u64,
    /// Rows of the not employed whose age is not known, who may be retired.
    pub not_employed_of_unknown_age: u64,
    /// Rows that say `ej sysselsatt`, of holders who count as retired because they have the pension age.
    pub retired_by_age: u64,
    /// Rows that say `pensionerad` themselves.
    pub retired_as_given: u64,
    /// Rows that give a reason to leave the register, which the licence does not do until a later year.
    pub departures_without_effect: u64,
}

impl Unknowns {
    /// Those of one licence.
    pub(super) fn of(licence: &[LicenceYear], covered: &Covered) -> Self {
        let mut sum = Self::default();
        for row in licence {
            sum += Self::of_row(row, covered.pension_age());
        }
        let (Some(first), Some(last)) = (licence.first(), licence.last()) else {
            return sum;
        };
        let within = covered
            .years_from(first.profession(), first.year())
            .take_while(|year| *year <= last.year());
        let missing = (within.count() as u64).saturating_sub(sum.rows);
        Self {
            licences: 1,
            without_licence_year: first.licence_year().is_none().into(),
            with_gaps: (missing > 0).into(),
            missing_years: missing,
            departures_without_effect: departures_without_effect(licence),
            ..sum
        }
    }

    fn of_row(row: &LicenceYear, pension_age: i16) -> Self {
        let (state, age) = (row.state(), row.age());
        let is_old = age.is_some_and(|age| age >= pension_age);
        Self {
            rows: 1,
            without_county: row.county().is_none().into(),
            without_sex: row.sex().is_none().into(),
            without_age: age.is_none().into(),
            without_education_country: row.education_country().is_none().into(),
            without_codes: row.is_uncoded().into(),
            retired_early: (state == State::Retired && !is_old).into(),
            not_employed_of_unknown_age: (state == State::NotEmployed && age.is_none()).into(),
            retired_by_age: row.is_retired_by_age().into(),
            retired_as_given: (state == State::Retired && !row.is_retired_by_age()).into(),
            ..Self::default()
        }
    }
}

impl AddAssign for Unknowns {
    fn add_assign(&mut self, other: Self) {
        self.licences += other.licences;
        self.without_licence_year += other.without_licence_year;
        self.with_gaps += other.with_gaps;
        self.missing_years += other.missing_years;
        self.rows += other.rows;
        self.without_county += other.without_county;
        self.without_sex += other.without_sex;
        self.without_age += other.without_age;
        self.without_education_country += other.without_education_country;
        self.without_codes += other.without_codes;
        self.retired_early += other.retired_early;
        self.not_employed_of_unknown_age += other.not_employed_of_unknown_age;
        self.retired_by_age += other.retired_by_age;
        self.retired_as_given += other.retired_as_given;
        self.departures_without_effect += other.departures_without_effect;
    }
}
