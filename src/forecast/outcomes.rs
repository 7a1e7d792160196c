//! What happened: graduates by programme, region and year.

use std::collections::{BTreeMap, BTreeSet};

use super::degree_record::DegreeRecord;
use super::estimate::persons;
use crate::domain::{
    Completions, Entrants, Graduates, Headcount, HealthRegionId, ProgrammeId, Year,
};
use crate::reference::Reference;

/// Whose graduates: a programme, and a region or the country.
pub type Series = (ProgrammeId, Option<HealthRegionId>);

/// Graduates by the year in which the läsår of the degree ends.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcomes {
    series: BTreeMap<Series, BTreeMap<Year, f64>>,
    /// Years of which some number is not known.
    unknown: BTreeMap<Series, BTreeSet<Year>>,
}

impl Outcomes {
    /// Counted by läsår. The country is what is given for it, or the sum of its regions; a year with an
    /// unknown number is not known.
    #[must_use]
    pub fn of_graduates(graduates: &[Graduates]) -> Self {
        let rows = graduates.iter().map(|row| {
            let series = (row.programme, row.place.health_region);
            (series, row.academic_year.ends(), row.count)
        });
        Self::summed(rows)
    }

    /// Counted by cohort: the years in which every cohort that could still take the degree within nominal
    /// length + 3 years is in the table. A year in which the degrees of one of those are not known is not
    /// known; degrees taken later than that count where they are in the table.
    #[must_use]
    pub fn of_completions(
        entrants: &[Entrants],
        completions: &[Completions],
        reference: &Reference,
    ) -> Self {
        let programmes: BTreeSet<_> = completions.iter().map(|row| row.programme).collect();
        let mut outcomes = Self::default();
        for programme in programmes {
            let entrants = entrants.iter().filter(|row| row.programme == programme);
            let own = completions.iter().filter(|row| row.programme == programme);
            let (entrants, own): (Vec<_>, Vec<_>) = (entrants.collect(), own.collect());
            let nominal = reference.programme(programme).lag_years;
            let record = DegreeRecord::of(&entrants, &own, nominal, Year::MAX);
            if let Some(record) = record {
                let follow_up = Year::from(reference.followed_years(programme));
                outcomes.add(programme, &record, follow_up);
            }
        }
        outcomes
    }

    fn add(&mut self, programme: ProgrammeId, record: &DegreeRecord, follow_up: Year) {
        let (shortest, longest) = record.span().unwrap_or((0, 0));
        let longest = longest.min(follow_up);
        let regions = record.reported_regions().into_iter().map(Some);
        for region in std::iter::once(None).chain(regions) {
            for year in record.first_start + longest..=record.observed_to {
                let sum: Option<u64> = (record.first_start..year)
                    .map(|begins| {
                        let is_due = (shortest..=longest).contains(&(year - begins));
                        let count = record.degrees_in(region, begins, year);
                        count.or((!is_due).then_some(0))
                    })
                    .sum();
                let series = (programme, region);
                match sum {
                    Some(count) => {
                        let years = self.series.entry(series).or_default();
                        years.insert(year, persons(count));
                    }
                    None => {
                        self.unknown.entry(series).or_default().insert(year);
                    }
                }
            }
        }
    }

    /// Years of which some number is not known, and which are therefore no outcomes.
    #[must_use]
    pub fn unknown(&self, series: Series) -> BTreeSet<Year> {
        self.unknown.get(&series).cloned().unwrap_or_default()
    }

    fn summed(rows: impl Iterator<Item = (Series, Year, Option<Headcount>)>) -> Self {
        let mut sums: BTreeMap<(Series, Year), Option<f64>> = BTreeMap::new();
        let mut add = |series: Series, year: Year, count: Option<Headcount>| {
            let sum = sums.entry((series, year)).or_insert(Some(0.0));
            *sum = sum.zip(count).map(|(sum, count)| sum + count.as_f64());
        };
        for (series, year, count) in rows {
            add(series, year, count);
            if series.1.is_some() {
                add((series.0, None), year, count);
            }
        }
        let mut outcomes = Self::default();
        for ((own, year), sum) in sums {
            if let Some(sum) = sum {
                outcomes.series.entry(own).or_default().insert(year, sum);
            } else {
                outcomes.unknown.entry(own).or_default().insert(year);
            }
        }
        outcomes
    }

    /// The programmes of the tables, also those of which no year is known.
    #[must_use]
    pub fn programmes(&self) -> BTreeSet<ProgrammeId> {
        let series = self.series.keys().chain(self.unknown.keys());
        series.map(|(programme, _)| *programme).collect()
    }

    /// The regions of a programme, the country first.
    pub fn of(&self, programme: ProgrammeId) -> impl Iterator<Item = Series> {
        let series = self.series.keys();
        series.copied().filter(move |(own, _)| *own == programme)
    }

    /// Graduates of a year, if known.
    #[must_use]
    pub fn get(&self, series: Series, year: Year) -> Option<f64> {
        self.series.get(&series)?.get(&year).copied()
    }

    /// All known years up to one, in order and without a hole at the end: from the last hole on.
    #[must_use]
    pub fn up_to(&self, series: Series, last: Year) -> Vec<f64> {
        let mut values: Vec<f64> = (0..)
            .map_while(|back| self.get(series, last - back))
            .collect();
        values.reverse();
        values
    }

    /// First and last year of a series.
    #[must_use]
    pub fn span(&self, series: Series) -> Option<(Year, Year)> {
        let years = self.series.get(&series)?;
        Some((*years.first_key_value()?.0, *years.last_key_value()?.0))
    }
}
