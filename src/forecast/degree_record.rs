//! What is known of the degrees of a programme: a number, zero, or nothing at all.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{AcademicYear, Completions, Entrants, Headcount, HealthRegionId, Year};

/// Degrees of one programme by cohort, läsår and place.
///
/// The tables leave out combinations without graduates. A combination without a row is
/// therefore one of three things, and [`DegreeRecord::degrees`] distinguishes them:
///
/// - *zero*, in a läsår for which the place reports some number (or one before the first such läsår and
///   before the nominal length is over), of a cohort that the place reports some number for, that has not
///   been followed through the nominal length, or that had no entrants;
/// - *not known*, in any other läsår and of any other cohort: such a table ends or has a hole, and a hole is
///   not a zero;
/// - *not known*, before the first cohort and after the last läsår of the programme.
///
/// Mean frequencies, completion curves and outcomes all read it here.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct DegreeRecord {
    /// Whether every row names its region; otherwise the country alone is known.
    pub(super) is_by_region: bool,
    /// Where degrees are reported or entrants study; the country alone if not by region.
    pub(super) places: BTreeSet<Option<HealthRegionId>>,
    /// The year in which the first cohort began.
    pub(super) first_start: Year,
    /// The year in which the programme's own last läsår ends.
    pub(super) observed_to: Year,
    nominal: Year,
    /// By place, the year in which the cohort began and the year in which the läsår of the degree ends;
    /// none for a number that the table says is missing.
    cells: BTreeMap<(Option<HealthRegionId>, Year, Year), Option<u64>>,
    /// The läsår for which a place reports some number.
    reported_years: BTreeSet<(Option<HealthRegionId>, Year)>,
    /// The cohorts that a place has any row for.
    reported_cohorts: BTreeSet<(Option<HealthRegionId>, Year)>,
    /// The cohorts without entrants in a place.
    empty_cohorts: BTreeSet<(Option<HealthRegionId>, Year)>,
    /// Degrees taken after the year to which the record is known.
    pub(super) later_degrees: u64,
}

impl DegreeRecord {
    /// The record of rows of one programme, as far as it was known at the end of a year; none without
    /// any row by then.
    pub(super) fn of(
        entrants: &[&Entrants],
        completions: &[&Completions],
        nominal: u8,
        known_to: Year,
    ) -> Option<Self> {
        let (known, later): (Vec<&Completions>, Vec<&Completions>) = completions
            .iter()
            .partition(|row| row.graduated.ends() <= known_to);
        let first_start = known.iter().map(|row| row.started.begins()).min()?;
        let observed_to = known.iter().map(|row| row.graduated.ends()).max()?;
        let later = later.iter().filter_map(|row| row.count);
        let mut record = Self {
            is_by_region: known.iter().all(|row| row.place.health_region.is_some()),
            first_start,
            observed_to,
            nominal: Year::from(nominal),
            later_degrees: later.map(|count| u64::from(count.0)).sum(),
            ..Self::default()
        };
        for row in known {
            record.add(row);
        }
        record.add_entrants(entrants);
        Some(record)
    }

    fn place(&self, region: Option<HealthRegionId>) -> Option<HealthRegionId> {
        region.filter(|_| self.is_by_region)
    }

    fn add(&mut self, row: &Completions) {
        let place = self.place(row.place.health_region);
        let (begins, ends) = (row.started.begins(), row.graduated.ends());
        self.places.insert(place);
        self.reported_cohorts.insert((place, begins));
        if row.count.is_some() {
            self.reported_years.insert((place, ends));
        }
        let cell = self.cells.entry((place, begins, ends)).or_insert(Some(0));
        *cell = add(*cell, row.count);
    }

    fn add_entrants(&mut self, rows: &[&Entrants]) {
        let mut entered: BTreeMap<_, Option<u64>> = BTreeMap::new();
        for row in rows {
            let place = self.place(row.place.health_region);
            let sum = entered.entry((place, row.academic_year.begins()));
            let sum = sum.or_insert(Some(0));
            *sum = add(*sum, row.count);
        }
        let has_regions = rows.iter().all(|row| row.place.health_region.is_some());
        let empty = entered.iter().filter(|(_, count)| **count == Some(0));
        self.empty_cohorts.extend(empty.map(|(key, _)| *key));
        if self.is_by_region && has_regions {
            let counted = entered.iter().filter(|(_, count)| **count != Some(0));
            self.places.extend(counted.map(|((place, _), _)| *place));
            self.add_cohorts_before_the_first(&entered);
        }
    }

    /// A place whose entrants begin after those of others had no students before.
    fn add_cohorts_before_the_first(
        &mut self,
        entered: &BTreeMap<(Option<HealthRegionId>, Year), Option<u64>>,
    ) {
        let mut first: BTreeMap<Option<HealthRegionId>, Year> = BTreeMap::new();
        for (place, begins) in entered.keys() {
            let known = first.entry(*place).or_insert(*begins);
            *known = (*known).min(*begins);
        }
        let earliest = first.values().copied().min();
        let later = first.iter().flat_map(|(place, own)| {
            let before = earliest.unwrap_or(*own)..*own;
            before.map(|begins| (*place, begins))
        });
        self.empty_cohorts.extend(later);
    }

    /// Degrees that a cohort took in the läsår that ends in a year, in a place; none if not known.
    pub(super) fn degrees(
        &self,
        place: Option<HealthRegionId>,
        begins: Year,
        ends: Year,
    ) -> Option<u64> {
        let place = self.place(place);
        if let Some(count) = self.cells.get(&(place, begins, ends)) {
            return *count;
        }
        if begins < self.first_start || ends > self.observed_to {
            return None;
        }
        let is_empty = [place, None]
            .iter()
            .any(|place| self.empty_cohorts.contains(&(*place, begins)));
        let is_followed = self.observed_to - begins >= self.nominal;
        let is_cohort_known = !is_followed || self.reported_cohorts.contains(&(place, begins));
        let is_year_known =
            self.is_reported(place, ends) || self.is_before_degrees(place, begins, ends);
        (is_empty || is_cohort_known && is_year_known).then_some(0)
    }

    fn is_reported(&self, place: Option<HealthRegionId>, ends: Year) -> bool {
        self.reported_years.contains(&(place, ends))
    }

    /// Whether the läsår is before the first that the place reports, and too soon for the cohort's degrees.
    fn is_before_degrees(&self, place: Option<HealthRegionId>, begins: Year, ends: Year) -> bool {
        let mut reported = self
            .reported_years
            .range((place, Year::MIN)..=(place, Year::MAX));
        let first = reported.next();
        ends - begins < self.nominal && first.is_some_and(|(_, first)| ends < *first)
    }

    /// The same in the whole country.
    pub(super) fn degrees_of_country(&self, begins: Year, ends: Year) -> Option<u64> {
        let places = self.places.iter();
        places.map(|place| self.degrees(*place, begins, ends)).sum()
    }

    /// In one region, or in the country.
    pub(super) fn degrees_in(
        &self,
        region: Option<HealthRegionId>,
        begins: Year,
        ends: Year,
    ) -> Option<u64> {
        match region {
            Some(_) => self.degrees(region, begins, ends),
            None => self.degrees_of_country(begins, ends),
        }
    }

    /// The first läsår of a cohort whose degrees are not known, up to the year in which one ends.
    pub(super) fn first_unknown(
        &self,
        region: Option<HealthRegionId>,
        begins: Year,
        to: Year,
    ) -> Option<AcademicYear> {
        let mut years = begins + 1..=to;
        let unknown = years.find(|ends| self.degrees_in(region, begins, *ends).is_none());
        unknown.map(AcademicYear::ending)
    }

    /// Läsår since the start until the first and the last degree of any cohort; none if there is none.
    pub(super) fn span(&self) -> Option<(Year, Year)> {
        let taken = self.cells.iter().filter(|(_, count)| **count > Some(0));
        let since = taken.map(|((_, begins, ends), _)| ends - begins);
        Some((since.clone().min()?, since.max()?))
    }

    /// The regions that took degrees.
    pub(super) fn regions_with_degrees(&self) -> BTreeSet<HealthRegionId> {
        let taken = self.cells.iter().filter(|(_, count)| **count > Some(0));
        taken.filter_map(|((place, ..), _)| *place).collect()
    }

    /// The regions that have any row.
    pub(super) fn reported_regions(&self) -> BTreeSet<HealthRegionId> {
        let reported = self.reported_cohorts.iter();
        reported.filter_map(|(place, _)| *place).collect()
    }

    /// The years in which the cohorts with rows began.
    pub(super) fn cohorts(&self) -> BTreeSet<Year> {
        let reported = self.reported_cohorts.iter();
        reported.map(|(_, begins)| *begins).collect()
    }
}

/// A sum of counts, unknown as soon as one of them is.
fn add(sum: Option<u64>, count: Option<Headcount>) -> Option<u64> {
    sum.zip(count).map(|(sum, count)| sum + u64::from(count.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Place, ProgrammeId};

    const NORTH: HealthRegionId = HealthRegionId(0);
    const SOUTH: HealthRegionId = HealthRegionId(4);

    fn entrants(place: Place, begins: Year, count: u32) -> Entrants {
        Entrants {
            programme: ProgrammeId(0),
            academic_year: AcademicYear::beginning(begins),
            place,
            sex: None,
            count: Some(Headcount(count)),
            basis: String::new(),
        }
    }

    fn degrees(place: Place, begins: Year, ends: Year, count: Option<u32>) -> Completions {
        Completions {
            programme: ProgrammeId(0),
            started: AcademicYear::beginning(begins),
            graduated: AcademicYear::ending(ends),
            place,
            sex: None,
            count: count.map(Headcount),
        }
    }

    fn record(entrants: &[Entrants], completions: &[Completions], known_to: Year) -> DegreeRecord {
        let entrants: Vec<&Entrants> = entrants.iter().collect();
        let completions: Vec<&Completions> = completions.iter().collect();
        DegreeRecord::of(&entrants, &completions, 2, known_to).unwrap()
    }

    /// Nominal length 2. Cohorts of 2010–2013; 2014 is a läsår without any row, and 2012 a cohort without.
    #[test]
    fn zero_is_distinguished_from_nothing_known() {
        let country = Place::SWEDEN;
        let rows = [
            degrees(country, 2010, 2012, Some(5)),
            degrees(country, 2011, 2013, Some(5)),
            degrees(country, 2013, 2015, Some(7)),
            degrees(country, 2010, 2016, None),
        ];
        let started: Vec<_> = (2009..=2016)
            .map(|year| entrants(country, year, 10))
            .collect();
        let record = record(&started, &rows, 2015);
        assert_eq!((record.first_start, record.observed_to), (2010, 2015));
        let cell = |begins, ends| record.degrees(None, begins, ends);
        assert_eq!(cell(2010, 2011), Some(0), "too soon");
        assert_eq!(cell(2010, 2012), Some(5));
        assert_eq!(cell(2010, 2013), Some(0), "others took theirs in 2013");
        assert_eq!(cell(2010, 2014), None, "nothing is reported for 2014");
        assert_eq!(cell(2012, 2015), None, "nothing is reported of 2012");
        assert_eq!(cell(2014, 2015), Some(0), "not yet due");
        assert_eq!(cell(2009, 2012), None, "before the first cohort");
        assert_eq!(cell(2010, 2016), None, "after what is known");
        assert_eq!(
            record.first_unknown(None, 2010, 2015),
            Some(AcademicYear::ending(2014))
        );
    }

    /// The south reports nothing for 2013: the country's number is not known either. No one entered in
    /// the south in 2011, so that none of this cohort graduates there.
    #[test]
    fn a_region_that_ends_early_leaves_the_country_unknown() {
        let [north, south] = [NORTH, SOUTH].map(Place::health_region);
        let rows = [
            degrees(north, 2010, 2012, Some(5)),
            degrees(south, 2010, 2012, Some(3)),
            degrees(north, 2011, 2013, Some(6)),
        ];
        let started = [
            entrants(north, 2010, 10),
            entrants(south, 2010, 10),
            entrants(north, 2011, 10),
            entrants(south, 2011, 0),
        ];
        let record = record(&started, &rows, 2020);
        assert_eq!(record.degrees_of_country(2010, 2012), Some(8));
        assert_eq!(record.degrees(Some(SOUTH), 2010, 2013), None);
        assert_eq!(record.degrees_of_country(2010, 2013), None);
        assert_eq!(record.degrees_of_country(2011, 2013), Some(6));
    }

    /// Degrees are reported from 2014 on: those of the cohort of 2010 before that are not known.
    #[test]
    fn a_table_that_begins_after_the_first_degrees_lacks_them() {
        let rows = [
            degrees(Place::SWEDEN, 2010, 2014, Some(1)),
            degrees(Place::SWEDEN, 2012, 2014, Some(5)),
        ];
        let record = record(&[], &rows, 2020);
        assert_eq!(record.degrees(None, 2010, 2011), Some(0), "too soon");
        assert_eq!(record.degrees(None, 2010, 2012), None);
        assert_eq!(record.degrees(None, 2012, 2013), Some(0));
    }

    #[test]
    fn a_lasar_of_missing_numbers_alone_is_not_known() {
        let rows = [
            degrees(Place::SWEDEN, 2010, 2012, Some(5)),
            degrees(Place::SWEDEN, 2011, 2013, None),
            degrees(Place::SWEDEN, 2012, 2014, Some(5)),
        ];
        let record = record(&[], &rows, 2020);
        assert_eq!(record.degrees(None, 2011, 2013), None);
        assert_eq!(record.degrees(None, 2010, 2013), None);
        assert_eq!(record.degrees(None, 2010, 2014), Some(0));
    }
}
