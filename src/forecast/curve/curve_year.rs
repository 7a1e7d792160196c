//! The chance of the degree in one läsår since the start, in the country and its places.

use super::observed::{Observed, by_age, centre, chance, weighed_variance};
use crate::domain::Year;

/// The chance of the degree in one läsår among those who have not taken it before.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::forecast) struct CurveYear {
    /// In the country.
    pub(in crate::forecast) chance: f64,
    /// Variance of its log odds as an estimate.
    pub(in crate::forecast) variance: f64,
    /// The year in which the cohorts that it rests on began, on average.
    centre: f64,
    /// In every place, small ones drawn towards the country's.
    pub(super) of_places: Vec<PlaceChance>,
}

/// The chance in a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct PlaceChance {
    /// The chance.
    pub(super) chance: f64,
    /// Variance of its log odds around the country's, as an estimate.
    pub(super) variance: f64,
}

impl CurveYear {
    /// Estimates the chance in the country, with the variance between cohorts; places follow.
    pub(super) fn of(cohorts: &[Observed], between: f64) -> Self {
        let chance = chance(cohorts, by_age);
        let weighed: f64 = cohorts.iter().map(|own| own.weight * own.unfinished).sum();
        let scale = weighed * chance * (1.0 - chance);
        let variance = if scale > 0.0 {
            weighed_variance(cohorts, chance, between) / (scale * scale)
        } else {
            0.0
        };
        Self {
            chance,
            variance,
            centre: centre(cohorts, by_age),
            of_places: Vec::new(),
        }
    }

    /// How many cohorts away one is from those that the chance rests on.
    pub(super) fn away(&self, begins: Year) -> f64 {
        f64::from(begins) - self.centre
    }
}
