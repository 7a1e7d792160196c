//! Inhabitants.

use std::collections::BTreeMap;

use super::{AgeBand, CountyId, Headcount, Place, Sex, Year};

/// Broad age groups of the population table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AgeGroup {
    /// 0–14 years.
    Children,
    /// 15–64 years.
    WorkingAge,
    /// 65 years and older.
    Older,
}

/// Inhabitants of a county on 31 December.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Population {
    /// The year; the population is that of its last day.
    pub year: Year,
    /// The county.
    pub county: CountyId,
    /// The sex.
    pub sex: Sex,
    /// The age group.
    pub age_group: AgeGroup,
    /// Number of inhabitants.
    pub inhabitants: u32,
    /// Keys into the source list.
    pub source: String,
}

/// Inhabitants of an area on 31 December, of both sexes and all ages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inhabitants {
    /// The year; the population is that of its last day.
    pub year: Year,
    /// The area.
    pub place: Place,
    /// How many; none when the table says that the number is missing.
    pub count: Option<Headcount>,
    /// Of them, those of a sex, of an age band, or of both, as far as the table has them.
    pub groups: BTreeMap<InhabitantGroup, Headcount>,
}

/// A sex and an age band; none for both sexes and for all ages.
pub type InhabitantGroup = (Option<Sex>, Option<AgeBand>);
