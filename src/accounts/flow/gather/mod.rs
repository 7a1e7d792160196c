//! Every count of a description at the finest coordinates that it is shown for, one file per view.

mod balance;
mod first_exit;
mod followup;
mod mobility;
mod pathway;
mod retention;
mod stock;

use std::collections::BTreeMap;

use super::coordinates::{coordinates, coordinates_of_entrants};
use super::count::{ALL_COHORTS, DatedCount, FlowCount};
use crate::accounts::summed::{Coordinates, Leaves};
use crate::flow::{Area, CurveKey, Cut, Description, EntrantTrait, Group, Key, Level, PathwayKey};

/// Every count at the finest coordinates that it is shown for.
pub(super) fn leaves(
    results: &Description,
    level: Level,
    cuts: &[Cut],
    traits: &BTreeMap<EntrantTrait, u16>,
) -> Leaves<DatedCount> {
    let mut gatherer = Gatherer {
        leaves: Leaves::new(),
        cuts,
        level,
    };
    for (key, row) in results.stock.iter().flatten() {
        gatherer.add_stock(key, row);
    }
    for (key, row) in results.balance.iter().flatten() {
        gatherer.add_balance(key, row);
    }
    for (route, takers) in results.mobility.iter().flatten() {
        gatherer.add_route(route, takers.count);
    }
    if results.balance.is_none() {
        gatherer.add_flows_of_mobility();
    }
    if let Some(found) = &results.retention {
        for (key, curve) in &found.curves {
            gatherer.add_retention(key, curve, found.followed.with_destinations);
        }
    }
    if let Some(found) = &results.first_exit {
        for (key, curve) in &found.curves {
            gatherer.add_first_exit(key, curve, found.followed.with_destinations);
        }
    }
    for (key, licences) in &results.first_seen {
        gatherer.add_first_seen(key, *licences);
    }
    for (key, part) in results.followup.iter().flat_map(|found| &found.parts) {
        gatherer.add_part(key, *part);
    }
    if let Some(found) = &results.pathway {
        for (key, reach) in &found.rows {
            let is_leaf = (key.area == Area::Sweden) == (found.selection.level == Level::Country);
            if is_leaf {
                let at = coordinates_of_entrants(key, traits);
                gatherer.add_step(key, at, *reach, reached_before(key, &found.rows));
            }
        }
    }
    gatherer.leaves
}

/// Those who reached the step before.
fn reached_before(
    key: &PathwayKey,
    rows: &BTreeMap<PathwayKey, crate::flow::Reach>,
) -> Option<u64> {
    let previous = PathwayKey {
        step: key.step.previous()?,
        ..key.clone()
    };
    rows.get(&previous).map(|reach| reach.count)
}

struct Gatherer<'a> {
    leaves: Leaves<DatedCount>,
    cuts: &'a [Cut],
    level: Level,
}

impl Gatherer<'_> {
    /// Whether an area is one of those that the country is the sum of.
    fn is_leaf(&self, area: Area) -> bool {
        (area == Area::Sweden) == (self.level == Level::Country)
    }

    /// Whether a row is one of those that all totals are sums of.
    fn is_leaf_row(&self, key: &Key) -> bool {
        self.is_leaf(key.area) && !key.group.is_total(self.cuts)
    }

    fn coordinates(&self, area: Area, group: Group) -> Coordinates {
        coordinates(area, group, self.cuts)
    }

    fn set(&mut self, dated: DatedCount, at: Coordinates, value: u64) {
        self.leaves.set(dated, at, value.cast_signed());
    }

    /// A count of a row that is listed only where it is not 0.
    fn set_listed(&mut self, dated: DatedCount, at: Coordinates, value: u64) {
        if value > 0 {
            self.leaves.set_listed(dated, at, value.cast_signed());
        } else {
            self.set(dated, at, 0);
        }
    }

    /// A count of a row whose cell is missing where the count is 0, and only there.
    fn set_if_any(&mut self, dated: DatedCount, at: Coordinates, value: u64) {
        if value > 0 {
            self.leaves.set_listed(dated, at, value.cast_signed());
        } else {
            self.leaves.set_known(dated, at, 0);
        }
    }

    /// A count that every reader knows without being shown it, where that is so.
    fn set_known_if(&mut self, is_known: bool, dated: DatedCount, at: Coordinates, value: u64) {
        if is_known {
            self.leaves.set_known(dated, at, value.cast_signed());
        } else {
            self.set(dated, at, value);
        }
    }
}

/// A count of the licences of a curve.
fn of_curve(key: &CurveKey, count: impl Into<FlowCount>) -> DatedCount {
    DatedCount {
        profession: key.profession,
        period: key.cohort.unwrap_or(ALL_COHORTS),
        count: count.into(),
    }
}
