//! Where the counts behind a row are.

use super::FlowFacts;
use crate::accounts::CountLocator;
use crate::domain::{ProfessionId, Year};
use crate::flow::{Area, Group, Key, PathwayKey, Route};

impl<'a> FlowFacts<'a> {
    /// Where the counts of a profession, year, area and group are.
    pub(super) fn locate(&self, key: &Key) -> CountLocator<'a> {
        CountLocator::of(self.counts, key.profession, key.year, (key.area, key.group))
    }

    /// Where the counts of licences of a cohort are, or of those of all years.
    pub(super) fn locate_cohort(
        &self,
        profession: ProfessionId,
        cohort: Option<(Year, Year)>,
        place: (Area, Group),
    ) -> CountLocator<'a> {
        CountLocator::of_cohort(self.counts, profession, cohort, place)
    }

    /// Where those who took a route are, and all who took it from the same area.
    pub(super) fn locate_route(&self, route: &Route) -> (CountLocator<'a>, CountLocator<'a>) {
        let to = |area| {
            self.locate(&Key {
                profession: route.profession,
                year: route.year,
                area,
                group: route.group,
            })
        };
        (to(route.to), to(Area::Sweden))
    }

    /// Where the counts of entrants are.
    pub(super) fn locate_entrants(&self, key: &PathwayKey) -> CountLocator<'a> {
        CountLocator::of_entrants(self.counts, key)
    }

    /// Where the counts of the country as a whole are in a year.
    pub(super) const fn locate_country(
        &self,
        profession: ProfessionId,
        year: Year,
    ) -> CountLocator<'a> {
        CountLocator::of_country(self.counts, profession, year)
    }
}
