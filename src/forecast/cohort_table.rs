//! Entrants and degrees of one programme by cohort, place and läsår since the start.

use std::collections::{BTreeMap, BTreeSet};

use super::CohortFault;
use super::degree_record::DegreeRecord;
use crate::domain::{AcademicYear, Completions, Entrants, Headcount, HealthRegionId, Year};

/// A programme's cohorts as far as they are known at the end of a year, of both sexes or of one.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct CohortTable {
    /// Where the entrants study; none alone for the country as a whole.
    pub(super) places: Vec<Option<HealthRegionId>>,
    /// Whether degrees are known by place, and not only for the country.
    pub(super) has_degrees_by_place: bool,
    /// By the year in which they began.
    pub(super) cohorts: BTreeMap<Year, Cohort>,
    /// Cohorts with degrees whose entrants are not known, and degrees taken after the last known läsår:
    /// neither is used.
    pub(super) unused: Unused,
    /// Cohorts whose degrees are not used, or not from some läsår on.
    pub(super) set_aside: Vec<CohortFault>,
}

/// What a table holds that cannot be used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unused {
    /// Cohorts with degrees whose entrants are not in the table of entrants.
    pub cohorts_without_entrants: usize,
    /// Degrees taken after the base year.
    pub later_degrees: u64,
}

/// One cohort.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Cohort {
    /// Entrants in every place of the table; none where the number is not known.
    pub(super) entrants: Vec<Option<f64>>,
    /// Degrees by läsår since the start, the first läsår first, in every place (or the country alone);
    /// none of a cohort from before those whose degrees are known.
    pub(super) degrees: Option<Vec<Vec<Option<f64>>>>,
}

/// Where entrants study: the regions, or the country alone if some row does not name its region.
pub(super) fn places_of(entrants: &[&Entrants]) -> Vec<Option<HealthRegionId>> {
    if entrants.iter().any(|row| row.place.health_region.is_none()) {
        return vec![None];
    }
    let places: BTreeSet<_> = entrants.iter().map(|row| row.place.health_region).collect();
    places.into_iter().collect()
}

impl CohortTable {
    /// The cohorts of a programme in these places, with degrees up to `known_to` at most; none without
    /// any degrees or entrants.
    ///
    /// # Errors
    /// Regions of entrants that the degrees leave out, and regions of degrees without entrants.
    pub(super) fn of(
        places: &[Option<HealthRegionId>],
        entrants: &[&Entrants],
        completions: &[&Completions],
        (nominal, known_to): (u8, Year),
    ) -> Result<Option<Self>, Vec<CohortFault>> {
        let record = DegreeRecord::of(entrants, completions, nominal, known_to);
        let Some(record) = record.filter(|_| !entrants.is_empty()) else {
            return Ok(None);
        };
        let mut table = Self {
            places: places.to_vec(),
            has_degrees_by_place: record.is_by_region && !places.contains(&None),
            cohorts: BTreeMap::new(),
            unused: Unused::default(),
            set_aside: Vec::new(),
        };
        table.add_entrants(entrants);
        let faults = table.regions_without_counterpart(&record);
        if !faults.is_empty() {
            return Err(faults);
        }
        table.add_degrees(&record);
        table.unused = table.left_out(&record);
        Ok(Some(table))
    }

    fn add_entrants(&mut self, rows: &[&Entrants]) {
        let count = self.places.len();
        for row in rows {
            let region = row.place.health_region;
            let cohort = self.cohorts.entry(row.academic_year.begins());
            let cohort = cohort.or_insert_with(|| Cohort {
                entrants: vec![Some(0.0); count],
                degrees: None,
            });
            // The country alone comes first.
            let place = self.places.iter().position(|place| *place == region);
            add(&mut cohort.entrants[place.unwrap_or_default()], row.count);
        }
    }

    fn add_degrees(&mut self, record: &DegreeRecord) {
        let mut set_aside = Vec::new();
        for (&begins, cohort) in self.cohorts.range_mut(record.first_start..) {
            let regions: &[Option<HealthRegionId>] = if self.has_degrees_by_place {
                &self.places
            } else {
                &[None]
            };
            let mut of_places = Vec::new();
            for (at, &region) in regions.iter().enumerate() {
                let entrants = if self.has_degrees_by_place {
                    cohort.entrants[at]
                } else {
                    sum(cohort.entrants.iter().copied())
                };
                let (degrees, fault) = degrees(record, region, begins, entrants);
                of_places.push(degrees);
                set_aside.extend(fault);
            }
            cohort.degrees = Some(of_places);
        }
        self.set_aside = set_aside;
    }

    fn left_out(&self, record: &DegreeRecord) -> Unused {
        let started = record.cohorts().into_iter();
        Unused {
            cohorts_without_entrants: started
                .filter(|begins| !self.cohorts.contains_key(begins))
                .count(),
            later_degrees: record.later_degrees,
        }
    }

    /// Regions with entrants that the degrees by region leave out, and the other way round.
    fn regions_without_counterpart(&self, record: &DegreeRecord) -> Vec<CohortFault> {
        if !self.has_degrees_by_place {
            return Vec::new();
        }
        let reported = record.reported_regions();
        let is_empty = |place: usize| {
            let mut cohorts = self.cohorts.values();
            cohorts.all(|cohort| cohort.entrants[place] == Some(0.0))
        };
        let places = self.places.iter().enumerate();
        let without_degrees = places.filter_map(|(at, place)| {
            let health_region = place.filter(|region| !reported.contains(region))?;
            (!is_empty(at)).then_some(CohortFault::RegionWithoutDegrees { health_region })
        });
        let taken = record.regions_with_degrees().into_iter();
        let without_entrants = taken
            .filter(|region| !self.places.contains(&Some(*region)))
            .map(|health_region| CohortFault::RegionWithoutEntrants { health_region });
        without_degrees.chain(without_entrants).collect()
    }

    /// The läsår since the start in which anyone has taken the degree, the last one.
    pub(super) fn last_since(&self) -> usize {
        let degrees = self
            .cohorts
            .values()
            .filter_map(|cohort| cohort.degrees.as_ref());
        let last = degrees.flatten().filter_map(|years| {
            let taken = |count: &Option<f64>| count.is_some_and(|count| count > 0.0);
            years.iter().rposition(taken)
        });
        last.max().map_or(0, |last| last + 1)
    }
}

/// The degrees of a cohort in a place by läsår since the start, and what keeps them from being used.
fn degrees(
    record: &DegreeRecord,
    region: Option<HealthRegionId>,
    begins: Year,
    entrants: Option<f64>,
) -> (Vec<Option<f64>>, Option<CohortFault>) {
    let years = begins + 1..=record.observed_to;
    let counts = years.map(|ends| record.degrees_in(region, begins, ends));
    let counts: Vec<Option<u64>> = counts.collect();
    let started = AcademicYear::beginning(begins);
    let taken: u64 = counts.iter().copied().flatten().sum();
    let entrants = entrants.map(persons);
    if let Some(entrants) = entrants.filter(|entrants| taken > *entrants) {
        let fault = CohortFault::MoreDegreesThanEntrants {
            started,
            health_region: region,
            degrees: taken,
            entrants,
        };
        return (vec![None; counts.len()], Some(fault));
    }
    let unknown = record.first_unknown(region, begins, record.observed_to);
    let fault = unknown.map(|graduated| CohortFault::UnknownDegrees {
        started,
        graduated,
        health_region: region,
    });
    let degrees = counts.into_iter();
    let degrees = degrees.map(|count| count.map(super::estimate::persons));
    (degrees.collect(), fault)
}

impl Cohort {
    /// How many have not taken the degree after `years` läsår, in one place of the degrees or the
    /// country; none where a number is not known.
    pub(super) fn unfinished(&self, place: Option<usize>, years: usize) -> Option<f64> {
        let entrants = match place {
            Some(place) => self.entrants[place],
            None => sum(self.entrants.iter().copied()),
        };
        let taken = (0..years).map(|since| self.taken(place, since));
        Some(entrants? - sum(taken)?)
    }

    /// Degrees in one läsår since the start.
    pub(super) fn taken(&self, place: Option<usize>, since: usize) -> Option<f64> {
        let degrees = self.degrees.as_ref()?;
        match place {
            Some(place) => *degrees[place].get(since)?,
            None => sum(degrees
                .iter()
                .map(|years| years.get(since).copied().flatten())),
        }
    }

    /// Läsår from the start on in which degrees are known without a hole.
    pub(super) fn followed(&self, place: Option<usize>) -> usize {
        let degrees = self.degrees.iter().flatten();
        let longest = degrees.map(Vec::len).max().unwrap_or_default();
        let known = (0..longest).take_while(|since| self.taken(place, *since).is_some());
        known.count()
    }
}

fn add(sum: &mut Option<f64>, count: Option<Headcount>) {
    *sum = sum.zip(count).map(|(sum, count)| sum + count.as_f64());
}

pub(super) fn sum(counts: impl Iterator<Item = Option<f64>>) -> Option<f64> {
    counts.sum()
}

/// Whole and no negative: a sum of counts.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a sum of counts"
)]
pub(super) const fn persons(count: f64) -> u64 {
    count as u64
}
