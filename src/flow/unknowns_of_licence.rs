//! What the rows of one licence leave unknown or contradict.

use super::covered::Covered;
use super::unknowns::Unknowns;
use crate::domain::State;
use crate::extract::{LicenceYear, departures_without_effect};

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
