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
pub struct Standing {
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
    pub standing: Standing,
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
    pub before: Option<Standing>,
    /// Where and how they stand in the year; none for `ej i registret`.
    pub after: Option<Standing>,
    /// Who they are.
    pub holder: Holder,
    /// Whether they enter the stock as newly licensed: with a licence of the year or the year before,
    /// so for the first time (or, where licence years are unknown, in the licence's first row).
    pub is_new: bool,
    /// Why they left, of those who are `ej i registret` in the year; none if that is not known.
    pub departure: Option<Departure>,
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
    pub standing: Option<Standing>,
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
    pub const fn standing(&self) -> Standing {
        Standing {
            state: State::InProfession,
            county: self.county,
            health_region: self.health_region,
            sector: None,
            age_band: self.age_band,
        }
    }
}
