//! Counts by area, summed to the areas above only where all parts are known.

use std::collections::{BTreeMap, BTreeSet};

use super::{Area, CountyRegions};
use crate::domain::{Unit, Year};

/// Counts by year and area: inhabitants, or licence holders that somebody else has counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AreaTotals {
    counts: BTreeMap<(Year, Area), u64>,
}

impl AreaTotals {
    /// Counts by county or health region, or of the country, summed to the areas above. An area has a
    /// count only if it is given itself or all its parts are known; a county that lies in two regions
    /// leaves both without.
    #[must_use]
    pub fn of(
        counts: impl Iterator<Item = (Year, Unit, Option<u64>)>,
        counties: &CountyRegions,
    ) -> Self {
        let known = counts.filter_map(|(year, unit, count)| Some(((year, unit), count?)));
        let given: BTreeMap<(Year, Unit), u64> = known.collect();
        let years: BTreeSet<Year> = given.keys().map(|(year, _)| *year).collect();
        let mut totals = Self::default();
        for year in years {
            totals.add_year(year, &given, counties);
        }
        totals
    }

    fn add_year(
        &mut self,
        year: Year,
        given: &BTreeMap<(Year, Unit), u64>,
        counties: &CountyRegions,
    ) {
        let given = |unit| given.get(&(year, unit)).copied();
        let of_counties = || counties.all().map(|id| given(Unit::County(id)));
        let of_regions = counties.regions().into_iter().map(|region| {
            let parts = counties.within(region);
            let sum = parts.and_then(|ids| ids.into_iter().map(|id| given(Unit::County(id))).sum());
            (region, given(Unit::HealthRegion(region)).or(sum))
        });
        let of_regions: Vec<_> = of_regions.collect();
        let country = given(Unit::Sweden)
            .or_else(|| of_counties().sum())
            .or_else(|| of_regions.iter().map(|(_, count)| *count).sum());
        let counties = counties.all().zip(of_counties());
        let areas = counties.map(|(id, count)| (Area::County(id), count));
        let areas = areas.chain(
            of_regions
                .iter()
                .map(|(id, count)| (Area::HealthRegion(*id), *count)),
        );
        let known = areas.chain([(Area::Sweden, country)]);
        let known = known.filter_map(|(area, count)| Some(((year, area), count?)));
        self.counts.extend(known);
    }

    /// The count of an area in a year.
    #[must_use]
    pub fn get(&self, year: Year, area: Area) -> Option<u64> {
        self.counts.get(&(year, area)).copied()
    }

    /// All counts, by year and area.
    pub fn iter(&self) -> impl Iterator<Item = (Year, Area, u64)> {
        self.counts
            .iter()
            .map(|((year, area), count)| (*year, *area, *count))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::Reference;

    #[test]
    fn an_area_without_all_its_parts_has_no_count() {
        let reference = Reference::load().unwrap();
        let counties = CountyRegions::own(&reference);
        let county = |code| reference.county_named(code).unwrap();
        let row = |code, count| (2021, Unit::County(county(code)), Some(count));
        let region = Area::HealthRegion(reference.county(county("01")).health_region);
        let only_stockholm = AreaTotals::of([row("01", 5)].into_iter(), &counties);
        assert_eq!(
            only_stockholm.get(2021, Area::County(county("01"))),
            Some(5)
        );
        assert_eq!(only_stockholm.get(2021, region), None);
        let both = AreaTotals::of([row("01", 5), row("09", 2)].into_iter(), &counties);
        assert_eq!(both.get(2021, region), Some(7));
        assert_eq!(both.get(2021, Area::Sweden), None);
    }
}
