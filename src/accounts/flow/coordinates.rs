//! Areas and groups as codes.

use std::collections::{BTreeMap, BTreeSet};

use crate::accounts::summed::{ALL, Coordinates, TOTAL};
use crate::domain::{CountyId, HealthRegionId, Year};
use crate::flow::{Area, Cut, Description, EntrantTrait, Group, PathwayKey};

pub(super) const fn area_code(area: Area) -> u16 {
    match area {
        Area::Sweden => ALL,
        Area::Unknown => 0,
        Area::HealthRegion(id) => 1 + id.0 as u16,
        Area::County(id) => FIRST_COUNTY + id.0 as u16,
    }
}

/// Health regions have lower codes.
const FIRST_COUNTY: u16 = 1000;

pub(super) fn area_of(code: u16) -> Area {
    let id = |first: u16| u8::try_from(code - first).unwrap_or(u8::MAX);
    match code {
        ALL => Area::Sweden,
        0 => Area::Unknown,
        1..FIRST_COUNTY => Area::HealthRegion(HealthRegionId(id(1))),
        _ => Area::County(CountyId(id(FIRST_COUNTY))),
    }
}

/// The area comes first, then the cuts in their order.
pub(super) fn coordinates(area: Area, group: Group, cuts: &[Cut]) -> Coordinates {
    let mut at = in_area(TOTAL, area_code(area));
    if group.is_total(cuts) {
        return at;
    }
    for (code, cut) in at[1..].iter_mut().zip(cuts) {
        *code = group.code(*cut).into();
    }
    at
}

pub(super) fn coordinates_of_entrants(
    key: &PathwayKey,
    traits: &BTreeMap<EntrantTrait, u16>,
) -> Coordinates {
    let mut at = in_area(TOTAL, area_code(key.area));
    for (code, own) in at[1..].iter_mut().zip(&key.group) {
        *code = traits.get(own).copied().unwrap_or(ALL);
    }
    at
}

/// The same group in an area.
pub(super) const fn in_area(at: Coordinates, area: u16) -> Coordinates {
    let [_, a, b, c, d] = at;
    [area, a, b, c, d]
}

/// The same group in the whole country.
pub(super) const fn anywhere(at: Coordinates) -> Coordinates {
    in_area(at, ALL)
}

/// The years in which the studies of an entrant cohort begin.
pub(super) const fn period_of_entrants(key: &PathwayKey) -> (Year, Year) {
    let (first, last) = key.cohort;
    (first.begins(), last.begins())
}

/// A code for every trait that the entrants of a result have.
pub(super) fn traits(results: &Description) -> BTreeMap<EntrantTrait, u16> {
    let met: BTreeSet<EntrantTrait> = results
        .pathway
        .iter()
        .flat_map(|found| found.rows.keys())
        .flat_map(|key| key.group.iter().cloned())
        .collect();
    met.into_iter().zip(0..).collect()
}
