//! What cohorts did in one läsår since their start, and ratios over them.

use crate::forecast::cohort_table::{Cohort, CohortTable};
use crate::stats::{Step, development};

/// Every cohort counts this much of the next younger one that has been followed as far: four cohorts'
/// worth in all, one and a half years old on average.
const DISCOUNT: f64 = 0.6;

/// What one cohort did in one läsår since the start.
#[derive(Clone, Copy)]
pub(super) struct Observed {
    /// The year in which the cohort began.
    pub(super) begins: f64,
    pub(super) unfinished: f64,
    pub(super) degrees: f64,
    pub(super) weight: f64,
}

impl Observed {
    /// The variance of its degrees at a chance, by chance alone.
    pub(super) fn binomial(&self, chance: f64) -> f64 {
        self.unfinished * chance * (1.0 - chance)
    }

    pub(super) fn beyond(&self, chance: f64) -> f64 {
        self.degrees - self.unfinished * chance
    }
}

/// What every cohort that has been followed so far did in a läsår.
pub(super) fn observed(table: &CohortTable, place: Option<usize>, since: usize) -> Vec<Observed> {
    let of_cohort = |(begins, cohort): (&i16, &Cohort)| {
        Some(Observed {
            begins: f64::from(*begins),
            unfinished: cohort.unfinished(place, since)?,
            degrees: cohort.taken(place, since)?,
            weight: 1.0,
        })
    };
    let mut cohorts: Vec<Observed> = table.cohorts.iter().filter_map(of_cohort).collect();
    cohorts.retain(|cohort| cohort.unfinished > 0.0);
    let youngest = cohorts.last().map_or(0.0, |cohort| cohort.begins);
    for cohort in &mut cohorts {
        cohort.weight = DISCOUNT.powf(youngest - cohort.begins);
    }
    cohorts
}

/// The chance over cohorts, by the given weights.
pub(super) fn chance(cohorts: &[Observed], weight: fn(&Observed) -> f64) -> f64 {
    let steps = cohorts.iter().map(|cohort| Step {
        before: cohort.unfinished,
        after: cohort.degrees,
        weight: weight(cohort),
    });
    development(&steps.collect::<Vec<_>>()).unwrap_or_default()
}

/// The year in which those began who make up the chance, on average; 0 if there are none.
pub(super) fn centre(cohorts: &[Observed], weight: fn(&Observed) -> f64) -> f64 {
    let weighed = |cohort: &Observed| weight(cohort) * cohort.unfinished;
    let all: f64 = cohorts.iter().map(weighed).sum();
    let begins = cohorts.iter().map(|cohort| weighed(cohort) * cohort.begins);
    if all > 0.0 {
        begins.sum::<f64>() / all
    } else {
        0.0
    }
}

pub(super) const fn equally(_: &Observed) -> f64 {
    1.0
}

pub(super) const fn by_age(cohort: &Observed) -> f64 {
    cohort.weight
}

/// The variance of the weighed degrees, by chance and between cohorts.
pub(super) fn weighed_variance(cohorts: &[Observed], chance: f64, between: f64) -> f64 {
    let of_cohort = |cohort: &Observed| {
        let binomial = cohort.binomial(chance);
        cohort.weight.powi(2) * (binomial + binomial * binomial * between)
    };
    cohorts.iter().map(of_cohort).sum()
}
