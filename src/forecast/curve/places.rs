//! Chances in places, small ones drawn towards the country's.

use super::curve_year::{CurveYear, PlaceChance};
use super::observed::{Observed, weighed_variance};

/// The variance of log odds between places, by the moments of `DerSimonian` and Laird.
///
/// In every läsår each place lies `y` from the country on the scale of log odds, known with variance `v`.
/// With weights `1/v`, `Q` the weighted squares around the weighted mean and `k` places,
/// `τ² = (Σ Q − Σ (k − 1)) / Σ (Σ w − Σ w² / Σ w)`, at least 0.
///
/// Reference: `DerSimonian` & Laird (1986).
pub(super) fn between_places(years: &[CurveYear], places: &[Vec<Vec<Observed>>], own: f64) -> f64 {
    let (mut beyond, mut scale) = (0.0, 0.0);
    for (since, year) in years.iter().enumerate() {
        let cells = places
            .iter()
            .filter_map(|place| away(&place[since], year.chance, own));
        let cells: Vec<(f64, f64)> = cells.collect();
        let sum = |value: fn(f64, f64) -> f64| -> f64 {
            cells
                .iter()
                .map(|&(away, weight)| value(away, weight))
                .sum()
        };
        let weights = sum(|_, weight| weight);
        if weights <= 0.0 {
            continue;
        }
        let mean = sum(|away, weight| away * weight) / weights;
        let squares: f64 = cells
            .iter()
            .map(|(away, weight)| weight * (away - mean).powi(2))
            .sum();
        beyond += squares - (sum(|_, _| 1.0) - 1.0);
        scale += weights - sum(|_, weight| weight * weight) / weights;
    }
    if scale > 0.0 {
        (beyond / scale).max(0.0)
    } else {
        0.0
    }
}

/// How far a place lies from the country in log odds, and the precision of that; none without students.
fn away(cohorts: &[Observed], chance: f64, own: f64) -> Option<(f64, f64)> {
    let sum = |value: &dyn Fn(&Observed) -> f64| -> f64 {
        cohorts
            .iter()
            .map(|cohort| cohort.weight * value(cohort))
            .sum()
    };
    let scale = sum(&|cohort| cohort.binomial(chance));
    let variance = weighed_variance(cohorts, chance, own);
    (scale > 0.0 && variance > 0.0).then(|| {
        let residual = sum(&|cohort| cohort.beyond(chance));
        (residual / scale, scale * scale / variance)
    })
}

/// The chance in a place as the posterior mean of a beta prior around the country's.
pub(super) fn pooled(cohorts: &[Observed], of_country: f64, own: f64, between: f64) -> PlaceChance {
    let binomial = of_country * (1.0 - of_country);
    if between <= 0.0 || binomial <= 0.0 {
        return PlaceChance {
            chance: of_country,
            variance: 0.0,
        };
    }
    let precision = (1.0 / (between * binomial) - 1.0).max(1.0);
    let sum = |value: fn(&Observed) -> f64| -> f64 {
        cohorts
            .iter()
            .map(|cohort| cohort.weight * value(cohort))
            .sum()
    };
    let (unfinished, degrees) = (sum(|own| own.unfinished), sum(|own| own.degrees));
    let inflation = if unfinished > 0.0 {
        weighed_variance(cohorts, of_country, own) / (unfinished * binomial)
    } else {
        1.0
    };
    let (unfinished, degrees) = (unfinished / inflation, degrees / inflation);
    let chance = (degrees + precision * of_country) / (unfinished + precision);
    let variance = chance * (1.0 - chance) / (unfinished + precision + 1.0);
    let scale = chance * (1.0 - chance);
    PlaceChance {
        chance,
        variance: if scale > 0.0 {
            variance / (scale * scale)
        } else {
            0.0
        },
    }
}
