//! Which years are covered, for looking up row by row.

use super::coverage::Coverage;
use crate::domain::{ProfessionId, Year};

/// Which years are covered, for looking up row by row.
pub(super) struct Covered {
    /// Whether a year and the one before are covered, by profession and then years since 1850.
    steps: Vec<Vec<bool>>,
    last_unbroken: Vec<Option<Year>>,
    /// Whether stock and transitions are to be counted by licence cohort.
    pub(super) has_licence_cohorts: bool,
    /// By profession, in order.
    years: Vec<Vec<Year>>,
    pension_age: Year,
}

/// The first year that any row can be of.
const EARLIEST: Year = 1850;

impl Covered {
    pub(super) fn of(coverage: &Coverage) -> Self {
        let last = coverage.years.keys().map(|id| id.0).max().unwrap_or(0);
        let professions = || (0..=last).map(ProfessionId);
        let steps = |id| {
            let years = EARLIEST..EARLIEST + 256;
            years.map(|year| coverage.covers_step(id, year)).collect()
        };
        Self {
            pension_age: coverage.pension_age.into(),
            steps: professions().map(steps).collect(),
            has_licence_cohorts: coverage.has_licence_cohorts,
            last_unbroken: professions().map(|id| coverage.last_unbroken(id)).collect(),
            years: professions()
                .map(|id| {
                    coverage
                        .years
                        .get(&id)
                        .into_iter()
                        .flatten()
                        .copied()
                        .collect()
                })
                .collect(),
        }
    }

    pub(super) fn has_step(&self, profession: ProfessionId, year: Year) -> bool {
        let year = usize::try_from(year - EARLIEST).ok();
        let steps = self.steps.get(usize::from(profession.0));
        let has = steps.zip(year).and_then(|(steps, year)| steps.get(year));
        has.copied().unwrap_or_default()
    }

    /// The age from which the not employed count as retired.
    pub(super) const fn pension_age(&self) -> Year {
        self.pension_age
    }

    /// The covered years of a profession from some year on.
    pub(super) fn years_from(
        &self,
        profession: ProfessionId,
        first: Year,
    ) -> impl Iterator<Item = Year> {
        let years = self.years.get(usize::from(profession.0));
        let years = years.map_or(&[][..], Vec::as_slice);
        years[years.partition_point(|year| *year < first)..]
            .iter()
            .copied()
    }

    pub(super) fn last_unbroken(&self, profession: ProfessionId) -> Option<Year> {
        let last = self.last_unbroken.get(usize::from(profession.0));
        last.copied().flatten()
    }
}
