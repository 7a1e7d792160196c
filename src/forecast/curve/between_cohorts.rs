//! How much chances vary between cohorts, beyond chance itself.

use super::observed::{Observed, centre, chance, equally};
use super::trend::{Slope, moved};
use crate::forecast::cohort_table::CohortTable;

/// The variance of log odds between cohorts, and what it rests on.
pub(super) struct BetweenCohorts {
    pub(super) variance: f64,
    pub(super) degrees_of_freedom: f64,
}

pub(super) fn between_cohorts(years: &[Vec<Observed>], slope: Slope) -> BetweenCohorts {
    let (mut beyond, mut squares, mut fourths, mut means) = (0.0, 0.0, 0.0, 0.0);
    for cohorts in years {
        let count = cohorts.iter().map(|_| 1.0).sum::<f64>();
        let chance = chance(cohorts, equally);
        if count < 2.0 || chance <= 0.0 || chance >= 1.0 {
            continue;
        }
        let mut own_squares = 0.0;
        let centre = centre(cohorts, equally);
        for cohort in cohorts {
            let chance = moved(chance, slope.per_cohort * (cohort.begins - centre));
            let binomial = cohort.binomial(chance);
            beyond += cohort.beyond(chance).powi(2) * count / (count - 1.0) - binomial;
            own_squares += binomial * binomial;
            fourths += binomial.powi(4);
        }
        squares += own_squares;
        means += own_squares / count;
    }
    if squares <= 0.0 {
        return BetweenCohorts {
            variance: 0.0,
            degrees_of_freedom: 1.0,
        };
    }
    // As many cells as count, less one mean for each läsår, as far as it counts.
    let effective = squares * squares / fourths;
    BetweenCohorts {
        variance: (beyond / squares).max(0.0),
        degrees_of_freedom: (effective * (1.0 - means / squares)).max(1.0),
    }
}

/// Splits the variance between cohorts into what all places share and what is each place's own, by
/// what it is in the country and in the places.
pub(super) fn shared_and_own(
    of_country: &BetweenCohorts,
    places: &[Vec<Vec<Observed>>],
    slope: Slope,
    concentration: f64,
) -> (f64, f64) {
    let of_country = of_country.variance;
    if places.is_empty() || concentration >= 1.0 {
        return (of_country, 0.0);
    }
    let cells: Vec<Vec<Observed>> = places.iter().flatten().cloned().collect();
    let of_places = between_cohorts(&cells, slope).variance;
    let own = (of_places - of_country) / (1.0 - concentration);
    // Places that swing against each other vary more than their sum, but none more than it does.
    let own = own.clamp(0.0, of_places);
    ((of_country - concentration * own).max(0.0), own)
}

/// The sum of the squared shares of the places among all entrants.
pub(super) fn concentration(table: &CohortTable) -> f64 {
    let of_place = |place: usize| {
        let cohorts = table.cohorts.values();
        cohorts
            .filter_map(|cohort| cohort.entrants[place])
            .sum::<f64>()
    };
    let sums: Vec<f64> = (0..table.places.len()).map(of_place).collect();
    let all: f64 = sums.iter().sum();
    sums.iter().map(|sum| (sum / all).powi(2)).sum()
}
