//! Entrants and degrees of one programme by cohort, place and läsår since the start.

use std::collections::{BTreeMap, BTreeSet};

use super::CohortFault;
use crate::domain::{
    AcademicYear, Completions, Entrants, Headcount, HealthRegionId, ProgrammeId, Year,
};

/// A programme's cohorts as far as they are known at the end of a year.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct CohortTable {
    /// The year in which the last läsår of known degrees ends.
    pub(super) observed_to: Year,
    /// Where the entrants study; none alone for the country as a whole.
    pub(super) places: Vec<Option<HealthRegionId>>,
    /// Whether degrees are known by place, and not only for the country.
    pub(super) has_degrees_by_place: bool,
    /// By the year in which they began.
    pub(super) cohorts: BTreeMap<Year, Cohort>,
    /// Cohorts with degrees whose entrants are not known, and degrees taken after the last known läsår:
    /// neither is used.
    pub(super) unused: Unused,
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
    /// none of a cohort whose degrees the table does not know.
    pub(super) degrees: Option<Vec<Vec<Option<f64>>>>,
}

impl CohortTable {
    /// The cohorts of a programme, with degrees up to `known_to` at most; none without any degrees.
    ///
    /// # Errors
    /// Cohorts with more degrees than entrants, and regions of entrants that the degrees leave out.
    pub(super) fn of(
        programme: ProgrammeId,
        entrants: &[Entrants],
        completions: &[Completions],
        known_to: Year,
    ) -> Result<Option<Self>, Vec<CohortFault>> {
        let entered: Vec<&Entrants> = entrants
            .iter()
            .filter(|row| row.programme == programme && row.academic_year.ends() <= known_to)
            .collect();
        let own = completions.iter();
        let own: Vec<&Completions> = own.filter(|row| row.programme == programme).collect();
        let observed_to = completions.iter().map(|row| row.graduated.ends()).max();
        let observed_to = observed_to.map(|year| year.min(known_to));
        let first = own.iter().map(|row| row.started).min();
        let (Some(observed_to), Some(first), false) = (observed_to, first, entered.is_empty())
        else {
            return Ok(None);
        };
        let has_regions = entered.iter().all(|row| row.place.health_region.is_some());
        let has_degrees_by_place =
            has_regions && own.iter().all(|row| row.place.health_region.is_some());
        let mut places: BTreeSet<Option<HealthRegionId>> = BTreeSet::new();
        places.extend(entered.iter().map(|row| row.place.health_region));
        if !has_regions {
            places = BTreeSet::from([None]);
        }
        let mut table = Self {
            observed_to,
            places: places.into_iter().collect(),
            has_degrees_by_place,
            cohorts: BTreeMap::new(),
            unused: Unused::default(),
        };
        table.add_entrants(&entered);
        table.add_degrees(&own, first);
        table.unused = table.left_out(&own);
        let mut faults = table.places_without_degrees(&own);
        faults.extend(table.overfull());
        if faults.is_empty() {
            Ok(Some(table))
        } else {
            Err(faults)
        }
    }

    fn place(&self, region: Option<HealthRegionId>) -> usize {
        let found = self.places.iter().position(|place| *place == region);
        found.unwrap_or_default()
    }

    fn add_entrants(&mut self, rows: &[&Entrants]) {
        for row in rows {
            let place = self.place(row.place.health_region);
            let places = self.places.len();
            let cohort = self.cohorts.entry(row.academic_year.begins());
            let cohort = cohort.or_insert_with(|| Cohort {
                entrants: vec![Some(0.0); places],
                degrees: None,
            });
            add(&mut cohort.entrants[place], row.count);
        }
    }

    /// A cohort and läsår without a row means nobody, from the first cohort of the table on.
    fn add_degrees(&mut self, rows: &[&Completions], first: AcademicYear) {
        let places = if self.has_degrees_by_place {
            self.places.len()
        } else {
            1
        };
        let observed_to = self.observed_to;
        for (begins, cohort) in self.cohorts.range_mut(first.begins()..) {
            let years = usize::try_from(observed_to - begins).unwrap_or_default();
            cohort.degrees = Some(vec![vec![Some(0.0); years]; places]);
        }
        for row in rows {
            let place = if self.has_degrees_by_place {
                self.place(row.place.health_region)
            } else {
                0
            };
            let since = usize::try_from(row.graduated.begins() - row.started.begins());
            let cohort = self.cohorts.get_mut(&row.started.begins());
            let degrees = cohort.and_then(|cohort| cohort.degrees.as_mut());
            let cell = degrees.and_then(|degrees| degrees[place].get_mut(since.ok()?));
            if let Some(cell) = cell {
                add(cell, row.count);
            }
        }
    }

    fn left_out(&self, rows: &[&Completions]) -> Unused {
        let started = rows.iter().map(|row| row.started.begins());
        let unknown = started.filter(|begins| !self.cohorts.contains_key(begins));
        let later = rows.iter();
        let later = later.filter(|row| row.graduated.ends() > self.observed_to);
        let later = later.filter_map(|row| row.count);
        Unused {
            cohorts_without_entrants: unknown.collect::<BTreeSet<Year>>().len(),
            later_degrees: later.map(|count| u64::from(count.0)).sum(),
        }
    }

    /// Regions with entrants that the degrees by region never speak of.
    fn places_without_degrees(&self, rows: &[&Completions]) -> Vec<CohortFault> {
        if !self.has_degrees_by_place {
            return Vec::new();
        }
        let told: BTreeSet<_> = rows.iter().map(|row| row.place.health_region).collect();
        let is_empty = |place: usize| {
            let mut cohorts = self.cohorts.values();
            cohorts.all(|cohort| cohort.entrants[place] == Some(0.0))
        };
        let places = self.places.iter().enumerate();
        places
            .filter(|(at, place)| !told.contains(*place) && !is_empty(*at))
            .filter_map(|(_, place)| {
                let health_region = (*place)?;
                Some(CohortFault::RegionWithoutDegrees { health_region })
            })
            .collect()
    }

    fn overfull(&self) -> impl Iterator<Item = CohortFault> {
        self.cohorts.iter().filter_map(|(begins, cohort)| {
            let (place, entrants, degrees) = self.fullest(cohort)?;
            Some(CohortFault::MoreDegreesThanEntrants {
                started: AcademicYear::beginning(*begins),
                health_region: self.places.get(place).copied().flatten(),
                degrees,
                entrants,
            })
        })
    }

    /// A place of a cohort with more degrees than entrants, and both.
    fn fullest(&self, cohort: &Cohort) -> Option<(usize, u64, u64)> {
        let degrees = cohort.degrees.as_ref()?;
        let mut of_places = degrees.iter().enumerate().filter_map(|(place, degrees)| {
            // Degrees of the country alone stand at a place that is none.
            let (place, entrants) = if self.has_degrees_by_place {
                (place, cohort.entrants[place])
            } else {
                (usize::MAX, sum(cohort.entrants.iter().copied()))
            };
            Some((place, entrants?, sum(degrees.iter().copied())?))
        });
        let (place, entrants, degrees) =
            of_places.find(|(_, entrants, degrees)| degrees > entrants)?;
        Some((place, persons(entrants), persons(degrees)))
    }

    /// The läsår since the start in which anybody has taken the degree, the last one.
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

    /// Läsår in which degrees are known.
    pub(super) fn years_known(&self) -> Option<usize> {
        self.degrees.as_ref()?.first().map(Vec::len)
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
