//! What the rows of a profession leave unknown or contradict, and what was decided about it, for the counts in notes.

use std::ops::AddAssign;

use serde::{Deserialize, Serialize};

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
