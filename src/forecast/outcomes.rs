//! What happened: graduates by programme, region and year.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{Completions, Graduates, Headcount, HealthRegionId, ProgrammeId, Year};

/// Whose graduates: a programme, and a region or the country.
pub type Series = (ProgrammeId, Option<HealthRegionId>);

/// Graduates by the year in which the läsår of the degree ends.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcomes {
    series: BTreeMap<Series, BTreeMap<Year, f64>>,
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

    /// Counted by cohort: the years in which every cohort that could still take the degree is in the
    /// table, which begins with the first cohort and ends with the last läsår.
    #[must_use]
    pub fn of_completions(completions: &[Completions]) -> Self {
        let last = completions.iter().map(|row| row.graduated.ends()).max();
        let mut spans: BTreeMap<ProgrammeId, (Year, Year)> = BTreeMap::new();
        for row in completions {
            let begins = row.started.begins();
            let taken = row.count != Some(Headcount(0));
            let since = if taken {
                row.graduated.ends() - begins
            } else {
                0
            };
            let span = spans.entry(row.programme).or_insert((begins, since));
            *span = (span.0.min(begins), span.1.max(since));
        }
        let first = |id| spans.get(&id).map(|(begins, longest)| begins + longest);
        let rows = completions.iter().map(|row| {
            let series = (row.programme, row.place.health_region);
            (series, row.graduated.ends(), row.count)
        });
        let mut found = Self::summed(rows);
        for ((programme, _), years) in &mut found.series {
            if let (Some(first), Some(last)) = (first(*programme), last) {
                years.retain(|year, _| *year >= first);
                // A läsår without a row means nobody.
                for year in first..=last {
                    years.entry(year).or_insert(0.0);
                }
            }
        }
        found
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
        let mut series: BTreeMap<Series, BTreeMap<Year, f64>> = BTreeMap::new();
        for ((own, year), sum) in sums {
            if let Some(sum) = sum {
                series.entry(own).or_default().insert(year, sum);
            }
        }
        Self { series }
    }

    /// The programmes that anything is known of.
    #[must_use]
    pub fn programmes(&self) -> BTreeSet<ProgrammeId> {
        self.series
            .keys()
            .map(|(programme, _)| *programme)
            .collect()
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
