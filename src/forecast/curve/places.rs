//! Chances in places, small ones drawn towards the country's.

use super::CurveYear;
use super::observed::{Observed, weighed_variance};

/// The chance in a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct PlaceChance {
    /// The chance.
    pub(super) chance: f64,
    /// Variance of its log odds around the country's, as an estimate.
    pub(super) variance: f64,
}

/// The variance of log odds between places, by moments.
pub(super) fn between_places(years: &[CurveYear], places: &[Vec<Vec<Observed>>], own: f64) -> f64 {
    let (mut beyond, mut squares) = (0.0, 0.0);
    for place in places {
        for (cohorts, year) in place.iter().zip(years) {
            let weighed = |value: f64, cohort: &Observed| cohort.weight * value;
            let residual: f64 = cohorts
                .iter()
                .map(|cohort| weighed(cohort.beyond(year.chance), cohort))
                .sum();
            let scale: f64 = cohorts
                .iter()
                .map(|cohort| weighed(cohort.binomial(year.chance), cohort))
                .sum();
            beyond += residual * residual - weighed_variance(cohorts, year.chance, own);
            squares += scale * scale;
        }
    }
    if squares > 0.0 {
        (beyond / squares).max(0.0)
    } else {
        0.0
    }
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
