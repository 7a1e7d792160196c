//! Which counties make up which health regions, in one register or table.

use std::collections::{BTreeMap, BTreeSet};

use super::Cube;
use crate::domain::{CountyId, HealthRegionId};
use crate::extract::columns::Column;
use crate::reference::Reference;

/// Which health region each county is counted in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountyRegions {
    /// By county; several for a county that is split by municipality.
    regions: Vec<Vec<HealthRegionId>>,
    /// By county, the region that its own regional council belongs to.
    own: Vec<HealthRegionId>,
}

impl CountyRegions {
    /// Every county in its own health region.
    #[must_use]
    pub fn own(reference: &Reference) -> Self {
        let own: Vec<HealthRegionId> = reference
            .counties()
            .map(|(_, county)| county.health_region)
            .collect();
        Self {
            regions: own.iter().map(|region| vec![*region]).collect(),
            own,
        }
    }

    /// Every county in its own health region, but a split one in the region that was chosen for it.
    #[must_use]
    pub fn choosing(halland: Option<HealthRegionId>, reference: &Reference) -> Self {
        let Self { mut regions, own } = Self::own(reference);
        for (id, _) in reference.counties() {
            let between = reference.split_between(id);
            if let Some(chosen) = halland.filter(|chosen| between.contains(chosen)) {
                regions[usize::from(id.0)] = vec![chosen];
            }
        }
        Self { regions, own }
    }

    /// Where the rows behind a cube were counted: a split county by municipality if the rows know it,
    /// otherwise wholly in one region; without rows of the county, in the one that is chosen.
    #[must_use]
    pub fn of(cube: &Cube, halland: Option<HealthRegionId>, reference: &Reference) -> Self {
        let Self { mut regions, own } = Self::choosing(halland, reference);
        let by_municipality = cube.coverage.has_any(&[Column::Municipality]);
        let places = cube.stock().map(|(cell, _)| cell.status);
        let places = places.filter_map(|status| status.county.zip(status.health_region));
        let met: BTreeMap<CountyId, HealthRegionId> = places.collect();
        for (id, _) in reference.counties() {
            let between = reference.split_between(id);
            if !between.is_empty() && by_municipality {
                regions[usize::from(id.0)] = between;
            } else if let Some(region) = met.get(&id) {
                regions[usize::from(id.0)] = vec![*region];
            }
        }
        Self { regions, own }
    }

    /// The one region that a county is counted in; none if it is split.
    #[must_use]
    pub fn region(&self, county: CountyId) -> Option<HealthRegionId> {
        match self.regions.get(usize::from(county.0)).map(Vec::as_slice) {
            Some([region]) => Some(*region),
            _ => None,
        }
    }

    /// The region that studies in a county are counted in: universities are not split.
    #[must_use]
    pub fn region_of_studies(&self, county: CountyId) -> Option<HealthRegionId> {
        let own = self.own.get(usize::from(county.0)).copied();
        self.region(county).or(own)
    }

    /// The counties that lie in a region, wholly or in part.
    pub fn counties_of(&self, region: HealthRegionId) -> impl Iterator<Item = CountyId> {
        self.all()
            .filter(move |county| self.regions[usize::from(county.0)].contains(&region))
    }

    /// The counties that are split between regions.
    pub fn split_counties(&self) -> impl Iterator<Item = CountyId> {
        self.all().filter(|county| self.region(*county).is_none())
    }

    /// All counties, by code.
    pub(super) fn all(&self) -> impl Iterator<Item = CountyId> {
        (0..).take(self.regions.len()).map(CountyId)
    }

    /// All regions.
    pub(super) fn regions(&self) -> BTreeSet<HealthRegionId> {
        self.regions.iter().flatten().copied().collect()
    }

    /// The counties that make up a region; none if part of one does.
    pub(super) fn within(&self, region: HealthRegionId) -> Option<Vec<CountyId>> {
        let counties: Vec<CountyId> = self.counties_of(region).collect();
        let is_whole = |county: &CountyId| self.region(*county).is_some();
        counties.iter().all(is_whole).then_some(counties)
    }
}
