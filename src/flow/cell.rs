//! The cells of the cube.

use crate::domain::{
    AgeBand, CountyId, Departure, EducationCountry, HealthRegionId, LicenceCohort, ProfessionId,
    Sector, Sex, State, Year,
};

/// What never changes about the holder of a licence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Sex.
    pub sex: Option<Sex>,
    /// Country of education.
    pub education: Option<EducationCountry>,
    /// When the licence was given. In the tables of stock and transitions only where licence cohorts were
    /// asked for ([`super::Coverage::has_licence_cohorts`]): they make the cube many times as large.
    pub cohort: Option<LicenceCohort>,
}

/// Where and how a licence stands in a year in which it has a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LicenceStatus {
    /// The state.
    pub state: State,
    /// County of work for the employed, of residence otherwise.
    pub county: Option<CountyId>,
    /// Health region of that county, or of its municipality where the county is split.
    pub health_region: Option<HealthRegionId>,
    /// Sector of the employer.
    pub sector: Option<Sector>,
    /// Age at the end of the year.
    pub age_band: Option<AgeBand>,
}

/// A cell of the stock table: licences in a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StockCell {
    /// The year.
    pub year: Year,
    /// The profession.
    pub profession: ProfessionId,
    /// Where and how they stand.
    pub status: LicenceStatus,
    /// Who they are.
    pub holder: Holder,
    /// County of studies.
    pub study_county: Option<CountyId>,
}

/// A cell of the transitions table: licences from one year to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TransitionCell {
    /// The later year.
    pub year: Year,
    /// The profession.
    pub profession: ProfessionId,
    /// Where and how they stood the year before; none for `ej i registret`.
    pub before: Option<LicenceStatus>,
    /// Where and how they stand in the year; none for `ej i registret`.
    pub after: Option<LicenceStatus>,
    /// Who they are.
    pub holder: Holder,
    /// How they come into the stock; none for those who do not.
    pub entry: Option<Entry>,
    /// Why they left, of those who are `ej i registret` in the year; none if that is not known.
    pub departure: Option<Departure>,
}

/// How a licence that was not in the profession the year before comes into it.
///
/// Only covered years are seen: whoever was in the profession before the first of them, and not since,
/// enters for the first time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// With a licence of the year or the year before, and so for the first time.
    NewlyLicensed,
    /// Seen in the profession in an earlier year.
    Returned,
    /// Not seen in the profession before, with an older licence.
    FirstWithOlderLicence,
    /// Not seen in the profession before, with a licence of an unknown year.
    UnknownLicenceYear,
}

impl Entry {
    /// All of them, in the order of their codes.
    pub const ALL: [Self; 4] = [
        Self::NewlyLicensed,
        Self::Returned,
        Self::FirstWithOlderLicence,
        Self::UnknownLicenceYear,
    ];
}

/// A cell of the durations table: licences by how long they were followed in the profession.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpellCell {
    /// The year of the licence.
    pub licence_year: Year,
    /// The profession.
    pub profession: ProfessionId,
    /// Years from the licence to the first year in the profession that the extract covers.
    pub entry: u8,
    /// Years from the licence to the ending.
    pub exit: u8,
    /// How it ended.
    pub ending: Ending,
    /// Who they are.
    pub holder: Holder,
    /// Age at the end of the licence year.
    pub age_band: Option<AgeBand>,
    /// County in the first year in the profession.
    pub county: Option<CountyId>,
    /// Health region in the first year in the profession.
    pub health_region: Option<HealthRegionId>,
}

/// A cell of the careers table: licences by where they are so many years after they were given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CareerCell {
    /// The profession.
    pub profession: ProfessionId,
    /// The year of the licence.
    pub licence_year: Year,
    /// Where and how they stand, at the age of the licence; none for `ej i registret`.
    pub status: Option<LicenceStatus>,
    /// Industry of the workplace: the first two digits of its SNI code.
    pub industry: Option<u8>,
    /// County of studies.
    pub study_county: Option<CountyId>,
    /// Who they are.
    pub holder: Holder,
    /// Age at the end of the licence year.
    pub age_band: Option<AgeBand>,
    /// Years since the licence.
    pub since: u8,
}

/// A cell of the cohorts table: licences by their state so many years after they were given, in the area
/// where each was first seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CohortCell {
    /// The profession.
    pub profession: ProfessionId,
    /// The year of the licence.
    pub licence_year: Year,
    /// The state; none for `ej i registret`.
    pub state: Option<State>,
    /// Who they are.
    pub holder: Holder,
    /// Age at the end of the licence year.
    pub age_band: Option<AgeBand>,
    /// County in the licence's first row.
    pub county: Option<CountyId>,
    /// Health region in the licence's first row.
    pub health_region: Option<HealthRegionId>,
    /// Years since the licence.
    pub since: u8,
}

impl CohortCell {
    /// Where they were first seen, at the age of the licence.
    #[must_use]
    pub const fn status(&self) -> LicenceStatus {
        LicenceStatus {
            state: State::InProfession,
            county: self.county,
            health_region: self.health_region,
            sector: None,
            age_band: self.age_band,
        }
    }
}

/// How a first spell in the profession ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ending {
    /// It had not: the extract ends with the licence in the profession.
    Censored,
    /// Into another state.
    Into(State),
    /// Out of the register.
    LeftRegister,
}

impl SpellCell {
    /// Where and how they stood in the first year in the profession, at the age of the licence.
    #[must_use]
    pub const fn status(&self) -> LicenceStatus {
        LicenceStatus {
            state: State::InProfession,
            county: self.county,
            health_region: self.health_region,
            sector: None,
            age_band: self.age_band,
        }
    }
}
