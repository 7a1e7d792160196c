//! All groups of a cut together, beside each of them.

use std::collections::BTreeMap;

use super::mobility::add_origin_totals;
use super::selection::Key;
use super::{Balance, Cut, Group, Route, RouteCount, Stock};

/// Numbers of groups that add up to those of all groups together.
pub trait AddUp: Default {
    /// Adds those of another group.
    fn add_up(&mut self, other: &Self);
}

impl AddUp for Stock {
    fn add_up(&mut self, other: &Self) {
        *self = self.and(other);
    }
}

impl AddUp for Balance {
    fn add_up(&mut self, other: &Self) {
        self.add(other);
    }
}

/// Adds a row of all groups together for every profession, year and area, if the rows are cut at all.
pub fn add_group_totals<T: AddUp>(rows: &mut BTreeMap<Key, T>, cuts: &[Cut]) {
    if cuts.is_empty() {
        return;
    }
    let group = Group::total(cuts);
    let mut totals: BTreeMap<Key, T> = BTreeMap::new();
    for (key, row) in rows.iter() {
        totals.entry(Key { group, ..*key }).or_default().add_up(row);
    }
    rows.extend(totals);
}

/// Adds a route of all groups together for every route that anyone took, if the routes are cut at all.
pub fn add_route_totals(routes: &mut BTreeMap<Route, RouteCount>, cuts: &[Cut]) {
    if cuts.is_empty() {
        return;
    }
    let group = Group::total(cuts);
    let mut totals: BTreeMap<Route, RouteCount> = BTreeMap::new();
    for (route, takers) in routes.iter() {
        let whole = totals.entry(Route { group, ..*route }).or_default();
        whole.count += takers.count;
    }
    add_origin_totals(&mut totals);
    routes.extend(totals);
}
