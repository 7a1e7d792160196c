//! The counts of mobility.

use std::collections::BTreeMap;

use super::Gatherer;
use crate::accounts::flow::coordinates::in_area;
use crate::accounts::flow::count::{DatedCount, FlowCount};
use crate::accounts::flow::terms::{MobilityTerm, StockTerm};
use crate::accounts::summed::{ALL, Located};
use crate::flow::{Level, Origin, Route};

impl Gatherer<'_> {
    pub(super) fn add_route(&mut self, route: &Route, count: u64) {
        if route.group.is_total(self.cuts) {
            return;
        }
        let at = self.coordinates(route.to, route.group);
        let taken = DatedCount::in_year(route.profession, route.year, MobilityTerm::route(route));
        self.set_listed(taken, at, count);
    }

    /// Those in the profession in one of two years only, by subtraction of those in it in both.
    pub(super) fn add_flows_of_mobility(&mut self) {
        for ((dated, at), stayed) in self.stayers() {
            let all = dated.but(StockTerm::InProfession);
            let all = if dated.count == MobilityTerm::Left.into() {
                all.year_before()
            } else {
                all
            };
            if let Some(all) = self.leaves.get(all, at) {
                self.leaves.set(dated, at, all - stayed);
            }
        }
    }

    /// Those in the profession in both years, by the count that they are subtracted from all for.
    fn stayers(&self) -> BTreeMap<Located<DatedCount>, i64> {
        let is_country = self.level == Level::Country;
        let changes = self.cuts.iter().any(|cut| cut.changes());
        let mut stayed: BTreeMap<Located<DatedCount>, i64> = BTreeMap::new();
        for ((dated, at), count) in self.leaves.iter() {
            let FlowCount::Mobility(MobilityTerm::Route(Origin::YearBefore, from)) = dated.count
            else {
                continue;
            };
            let within = |area: u16| in_area(at, if is_country { ALL } else { area });
            let entered = (dated.but(MobilityTerm::Entered), within(at[0]));
            *stayed.entry(entered).or_default() += count;
            // Of those who left, only the group of the year before is known.
            if !changes {
                let left = (dated.but(MobilityTerm::Left), within(from));
                *stayed.entry(left).or_default() += count;
            }
        }
        stayed
    }
}
