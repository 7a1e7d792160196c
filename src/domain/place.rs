//! Where: län, sjukvårdsregioner, kommuner and lärosäten.

use crate::language::Words;

/// Which health region: its row in `data/health_regions.csv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HealthRegionId(pub u8);

/// A health region (sjukvårdsregion).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HealthRegion {
    /// The name as results print it, `Stockholm-Gotland`.
    pub name: String,
    /// The English name.
    pub english: String,
    /// Other names, `Stockholmsregionen`.
    pub aliases: Vec<String>,
    /// Keys into the source list.
    pub source: String,
}

/// Which county: its row in `data/counties.csv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CountyId(pub u8);

/// A county (län).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct County {
    /// The two-digit county code as text, `01`.
    pub code: String,
    /// The official name, `Stockholms län`.
    pub name: String,
    /// The English name, `Stockholm County`.
    pub english: String,
    /// Other names, `Region Stockholm`.
    pub aliases: Vec<String>,
    /// Its code in the European nomenclature NUTS, level 3: `SE110`.
    pub nuts: String,
    /// The health region of the county; for Halland, which is split, that of Region Halland.
    pub health_region: HealthRegionId,
    /// Keys into the source list.
    pub source: String,
}

/// A municipality (kommun) of a county that is split between health regions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Municipality {
    /// The four-digit municipality code as text, `1384`.
    pub code: String,
    /// The name, `Kungsbacka`.
    pub name: String,
    /// The county.
    pub county: CountyId,
    /// The health region that the municipality belongs to.
    pub health_region: HealthRegionId,
    /// Keys into the source list.
    pub source: String,
}

/// Which university: its row in `data/universities.csv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UniversityId(pub u8);

/// A university or university college (lärosäte), or a campus where one lies in two regions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct University {
    /// The name, `Umeå universitet`.
    pub name: String,
    /// Other and earlier names.
    pub aliases: Vec<String>,
    /// Where it has its seat.
    pub seat: String,
    /// The county of the seat.
    pub county: CountyId,
    /// The health region of the seat.
    pub health_region: HealthRegionId,
    /// What a reader should know; empty if nothing.
    pub note: Words,
    /// Keys into the source list.
    pub source: String,
}

/// The unit that a row of an input is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// The whole country (riket).
    Sweden,
    /// A health region.
    HealthRegion(HealthRegionId),
    /// A county.
    County(CountyId),
    /// A university.
    University(UniversityId),
}

/// A unit and the health region it is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The health region; none exactly for the whole country.
    pub health_region: Option<HealthRegionId>,
    /// The unit, no coarser than the health region.
    pub unit: Unit,
}

impl Place {
    /// The whole country.
    pub const SWEDEN: Self = Self {
        health_region: None,
        unit: Unit::Sweden,
    };

    /// A whole health region.
    #[must_use]
    pub const fn health_region(region: HealthRegionId) -> Self {
        Self {
            health_region: Some(region),
            unit: Unit::HealthRegion(region),
        }
    }

    /// The places whose figures apply to this one, nearest first: itself, its health region, the
    /// country. A place may occur twice; the first hit counts.
    pub fn nearest_first(self) -> impl Iterator<Item = Self> {
        [
            Some(self),
            self.health_region.map(Self::health_region),
            Some(Self::SWEDEN),
        ]
        .into_iter()
        .flatten()
    }
}
