//! Rows of municipalities, summed to their counties.

use std::collections::{BTreeMap, BTreeSet};

use super::Context;
use super::agreement::{Agreement, Totals};
use super::observation::{Observation, Period, Subject};
use crate::domain::{CountyId, Headcount, HealthRegionId, InputRemark, Place, Sex, Unit};
use crate::language::words;
use crate::reference::{KommunId, Reference};
use crate::source::Faults;

type Row<S, P> = Observation<S, P, Option<Headcount>>;

/// What the municipalities of a county are rows of together.
type Key<S, P> = (S, P, Option<Sex>, CountyId);

/// Sums the rows of municipalities to counties, a split county to its part in each health region.
///
/// A row of the county itself is their total: it is checked, and used as it is reported; only of a split
/// county are the municipalities used. A municipality that did not exist yet counts as nobody.
pub(super) fn summed_to_counties<S: Subject, P: Period>(
    observations: Vec<Row<S, P>>,
    context: Context<'_>,
    totals: &mut Totals<'_>,
    faults: &mut Faults,
) -> (Vec<Row<S, P>>, Option<InputRemark>) {
    let (kommuner, rows): (Vec<_>, Vec<_>) = observations
        .into_iter()
        .partition(|row| row.kommun.is_some());
    if kommuner.is_empty() {
        return (rows, None);
    }
    let count = kommuner.len();
    let mut families: BTreeMap<Key<S, P>, Vec<Row<S, P>>> = BTreeMap::new();
    for row in kommuner {
        let row = of_existing(row, context.reference);
        if let Unit::County(county) = row.place.unit {
            let key = (row.subject, row.period, row.sex, county);
            families.entry(key).or_default().push(row);
        }
    }
    check_complete(&families, context, faults);
    let counties: BTreeSet<CountyId> = families.keys().map(|(.., county)| *county).collect();
    let mut kept = Vec::new();
    for row in rows {
        let key = match row.place.unit {
            Unit::County(county) => Some((row.subject, row.period, row.sex, county)),
            _ => None,
        };
        let family = key.and_then(|key| families.get(&key).map(|family| (key, family)));
        let Some((key, family)) = family else {
            kept.push(row);
            continue;
        };
        let parts: Vec<_> = family.iter().map(|kommun| kommun.value).collect();
        let agreement = totals.compare(&row, &parts, ["länet", "the county"], faults);
        let is_split = !context.reference.split_between(key.3).is_empty();
        let has_better = match agreement {
            Agreement::TotalUnknown => true,
            Agreement::PartsUnknown => false,
            _ => is_split,
        };
        if !has_better {
            families.remove(&key);
            kept.push(row);
        }
    }
    for family in families.into_values() {
        kept.extend(by_health_region(family));
    }
    kept.sort_by_key(|row| row.row);
    let remark = InputRemark::MunicipalitiesSummed {
        file: context.table.input().name.clone(),
        rows: count,
        counties: counties.len(),
    };
    (kept, Some(remark))
}

/// A municipality without a figure from before it existed has nobody.
fn of_existing<S, P: Period>(row: Row<S, P>, reference: &Reference) -> Row<S, P> {
    let first = row.kommun.and_then(|own| reference.kommun(own).first_year);
    let is_before = first
        .zip(row.period.year())
        .is_some_and(|(first, year)| year < first);
    match row.value {
        None if is_before => Observation {
            value: Some(Headcount(0)),
            missing: None,
            ..row
        },
        _ => row,
    }
}

/// The sum of a county's municipalities in each health region; unknown if any of them is.
fn by_health_region<S: Subject, P: Period>(family: Vec<Row<S, P>>) -> Vec<Row<S, P>> {
    let mut sums: BTreeMap<Place, Row<S, P>> = BTreeMap::new();
    for row in family {
        let place = row.place;
        match sums.get_mut(&place) {
            Some(sum) => sum.add(&row),
            None => {
                sums.insert(
                    place,
                    Observation {
                        kommun: None,
                        ..row
                    },
                );
            }
        }
    }
    sums.into_values().collect()
}

/// A county that is split between health regions as one row, and its regions as the sums that only its parts give.
///
/// Where areas are looked up by county, the two parts of one would be two rows of the same county.
pub(super) fn with_split_regions<S: Subject, P: Period>(
    rows: Vec<Row<S, P>>,
    context: Context<'_>,
) -> Vec<Row<S, P>> {
    let reference = context.reference;
    let mut families: BTreeMap<Key<S, P>, Vec<Row<S, P>>> = BTreeMap::new();
    let mut by_region: BTreeMap<_, Vec<&Row<S, P>>> = BTreeMap::new();
    for row in &rows {
        let Unit::County(county) = row.place.unit else {
            continue;
        };
        let key = (row.subject, row.period, row.sex);
        let region = by_region.entry((key, row.place.health_region)).or_default();
        region.push(row);
        if !reference.split_between(county).is_empty() {
            let (subject, period, sex) = key;
            let family = families.entry((subject, period, sex, county)).or_default();
            family.push(row.clone());
        }
    }
    families.retain(|_, parts| parts.len() > 1);
    let mut added = Vec::new();
    for ((subject, period, sex, county), parts) in &families {
        for region in reference.split_between(*county) {
            let of_region = by_region.get(&((*subject, *period, *sex), Some(region)));
            let of_region = of_region.map_or(&[][..], Vec::as_slice);
            if is_whole(of_region, region, *county, reference) {
                added.extend(sum_of(
                    of_region.iter().copied(),
                    Place::health_region(region),
                ));
            }
        }
        let own = reference.county(*county).health_region;
        let place = Place {
            health_region: Some(own),
            unit: Unit::County(*county),
        };
        added.extend(sum_of(parts.iter(), place));
    }
    let is_part = |row: &Row<S, P>| match row.place.unit {
        Unit::County(county) => families.contains_key(&(row.subject, row.period, row.sex, county)),
        _ => false,
    };
    let mut all: Vec<Row<S, P>> = rows.into_iter().filter(|row| !is_part(row)).collect();
    all.extend(added);
    all
}

/// Whether the rows of a region are of all its counties.
fn is_whole<S, P>(
    rows: &[&Row<S, P>],
    region: HealthRegionId,
    split: CountyId,
    reference: &Reference,
) -> bool {
    let there: BTreeSet<Unit> = rows.iter().map(|row| row.place.unit).collect();
    let mut counties = reference.counties();
    counties.all(|(id, county)| {
        let is_within = county.health_region == region && id != split;
        !is_within || there.contains(&Unit::County(id))
    })
}

fn sum_of<'r, S: Subject + 'r, P: Period + 'r>(
    mut rows: impl Iterator<Item = &'r Row<S, P>>,
    place: Place,
) -> Option<Row<S, P>> {
    let mut sum = Observation {
        place,
        ..rows.next()?.clone()
    };
    rows.for_each(|row| sum.add(row));
    Some(sum)
}

/// The names of a county's municipalities of a year that are not among some.
fn missing<P: Period>(
    county: CountyId,
    period: &P,
    there: &BTreeSet<KommunId>,
    reference: &Reference,
) -> Vec<String> {
    let own = reference
        .kommuner()
        .filter(|(_, kommun)| kommun.county == county);
    let existing = own.filter(|(_, kommun)| {
        let years = kommun.first_year.zip(period.year());
        years.is_none_or(|(first, year)| year >= first)
    });
    let missing = existing.filter(|(id, _)| !there.contains(id));
    missing.map(|(_, kommun)| kommun.name.clone()).collect()
}

/// Reports every county of which some municipality that existed is missing, once.
fn check_complete<S: Subject, P: Period>(
    families: &BTreeMap<Key<S, P>, Vec<Row<S, P>>>,
    context: Context<'_>,
    faults: &mut Faults,
) {
    let mut reported = BTreeSet::new();
    for ((_, period, _, county), family) in families {
        let there: BTreeSet<KommunId> = family.iter().filter_map(|row| row.kommun).collect();
        let missing = missing(*county, period, &there, context.reference);
        let Some(first) = family.first().filter(|_| !missing.is_empty()) else {
            continue;
        };
        if !reported.insert(*county) {
            continue;
        }
        let own = context.reference.county(*county);
        let (name, english) = (&own.name, &own.english);
        let (number, all) = (missing.len(), missing.len() + there.len());
        let names = missing.join(", ");
        let cell = context.table.record(first.row).cell(first.column);
        let fault = cell.fault(words!(
            "{name} saknar {number} av {all} kommuner ({names}) och kan inte summeras",
            "{english} lacks {number} of {all} municipalities ({names}) and cannot be summed"
        ));
        faults.push(fault.tip(words!(
            "hämta alla länets kommuner, eller tabellen efter län",
            "fetch all municipalities of the county, or the table by county"
        )));
    }
}
