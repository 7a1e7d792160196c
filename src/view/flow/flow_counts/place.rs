//! Areas and groups as codes.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{CountyId, HealthRegionId, Year};
use crate::flow::{Area, Cut, Description, EntrantTrait, Group, PathwayKey};
use crate::view::summed_counts::{ALL, Place};

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

pub(super) fn place(area: Area, group: Group, cuts: &[Cut]) -> Place {
    let mut place = [ALL; 5];
    place[0] = area_code(area);
    if group.is_total(cuts) {
        return place;
    }
    for (code, cut) in place[1..].iter_mut().zip(cuts) {
        *code = group.code(*cut).into();
    }
    place
}

pub(super) fn place_of_entrants(key: &PathwayKey, traits: &BTreeMap<EntrantTrait, u16>) -> Place {
    let mut place = [ALL; 5];
    place[0] = area_code(key.area);
    for (code, own) in place[1..].iter_mut().zip(&key.group) {
        *code = traits.get(own).copied().unwrap_or(ALL);
    }
    place
}

pub(super) const fn period_of_entrants(key: &PathwayKey) -> (Year, Year) {
    let (first, last) = key.cohort;
    (first.begins(), last.begins())
}

pub(super) fn traits(results: &Description) -> BTreeMap<EntrantTrait, u16> {
    let rows = results.pathway.iter().flat_map(|found| found.rows.keys());
    let met: BTreeSet<EntrantTrait> = rows.flat_map(|key| key.group.iter().cloned()).collect();
    met.into_iter().zip(0..).collect()
}
