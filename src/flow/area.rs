//! The areas that a flow description is cut by.

use super::cell::LicenceStatus;
use crate::domain::{CountyId, HealthRegionId};

/// How finely the country is cut.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The country as a whole.
    #[default]
    Country,
    /// Six health regions.
    HealthRegion,
    /// 21 counties.
    County,
}

/// An area of some level, in the order in which results print them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Area {
    /// The whole country, those of unknown area included.
    Sweden,
    /// A health region.
    HealthRegion(HealthRegionId),
    /// A county.
    County(CountyId),
    /// Not known which.
    Unknown,
}

impl Level {
    /// All levels.
    pub const ALL: [Self; 3] = [Self::Country, Self::HealthRegion, Self::County];

    /// Its name in Swedish and English.
    #[must_use]
    pub const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Country => ("riket", "country"),
            Self::HealthRegion => ("sjukvårdsregion", "health_region"),
            Self::County => ("län", "county"),
        }
    }

    /// The area of this level that a licence is counted in.
    #[must_use]
    pub fn area(self, status: LicenceStatus) -> Area {
        self.area_of(status.county, status.health_region)
    }

    /// The area of this level that a county in a health region lies in.
    #[must_use]
    pub fn area_of(self, county: Option<CountyId>, region: Option<HealthRegionId>) -> Area {
        match self {
            Self::Country => Area::Sweden,
            Self::HealthRegion => region.map_or(Area::Unknown, Area::HealthRegion),
            Self::County => county.map_or(Area::Unknown, Area::County),
        }
    }
}
