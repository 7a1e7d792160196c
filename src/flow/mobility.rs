//! Who stays in an area and who goes where.

use std::collections::BTreeMap;

use super::selection::Selection;
use super::{Area, CountyRegions, Cube, Group, Level};
use crate::domain::{ProfessionId, State, Year};

/// What the area of a year is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// Where the licence was the year before, among those in the profession both years.
    YearBefore,
    /// Where the holder studied, among those in the profession in the year.
    Studies,
}

/// A route from one area to another, in the order in which rows are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Route {
    /// The profession.
    pub profession: ProfessionId,
    /// The later year.
    pub year: Year,
    /// What is compared.
    pub origin: Origin,
    /// From where.
    pub from: Area,
    /// To where; the same area for those who stay.
    pub to: Area,
    /// The group in the later year.
    pub group: Group,
}

/// How many took a route.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RouteCount {
    /// Those who took it.
    pub count: u64,
    /// All who came from the same area and are in a known one, stayers included: what shares are of.
    pub origin_total: u64,
    /// Those who came from the same area and are in an unknown one.
    pub to_unknown: u64,
}

impl Route {
    /// Whether both ends are known, so that it shows who stayed and who moved.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.from != Area::Unknown && self.to != Area::Unknown
    }
}

/// How many took each route. Routes that no one took are left out; a county of studies lies in the
/// region that `counties` says. Who is in an unknown area has neither stayed nor moved: shares are of those
/// in a known one.
///
/// With the whole country as the only area there is nowhere to move, and the result is empty.
#[must_use]
pub fn mobility(
    cube: &Cube,
    selection: &Selection,
    counties: &CountyRegions,
) -> BTreeMap<Route, RouteCount> {
    let mut routes: BTreeMap<Route, RouteCount> = BTreeMap::new();
    if selection.level == Level::Country {
        return routes;
    }
    let mut add = |route, count| routes.entry(route).or_default().count += count;
    for (cell, count) in cube.transitions() {
        let is_in = |state| state == State::InProfession;
        let (Some(before), Some(after)) = (cell.before, cell.after) else {
            continue;
        };
        let stays_in = is_in(before.state) && is_in(after.state);
        if stays_in && selection.includes(cell.profession, cell.year) {
            let route = Route {
                profession: cell.profession,
                year: cell.year,
                origin: Origin::YearBefore,
                from: selection.area(before),
                to: selection.area(after),
                group: selection.group(cell.holder, after),
            };
            add(route, count);
        }
    }
    for (cell, count) in cube.stock() {
        let is_in = cell.status.state == State::InProfession;
        if is_in && selection.includes(cell.profession, cell.year) {
            let studies = cell.study_county;
            let route = Route {
                profession: cell.profession,
                year: cell.year,
                origin: Origin::Studies,
                from: selection.level.area_of(
                    studies,
                    studies.and_then(|id| counties.region_of_studies(id)),
                ),
                to: selection.area(cell.status),
                group: selection.group(cell.holder, cell.status),
            };
            add(route, count);
        }
    }
    add_origin_totals(&mut routes);
    routes
}

/// Gives every route the number of those who came from the same area.
pub(crate) fn add_origin_totals(routes: &mut BTreeMap<Route, RouteCount>) {
    let mut leaving: BTreeMap<Route, (u64, u64)> = BTreeMap::new();
    for (route, takers) in &*routes {
        let (known, unknown) = leaving.entry(wherever(*route)).or_default();
        let is_known = route.to != Area::Unknown;
        *(if is_known { known } else { unknown }) += takers.count;
    }
    for (route, takers) in routes {
        let sums = leaving.get(&wherever(*route)).copied().unwrap_or_default();
        (takers.origin_total, takers.to_unknown) = sums;
    }
}

/// The route from an area to anywhere.
const fn wherever(route: Route) -> Route {
    Route {
        to: Area::Sweden,
        ..route
    }
}
