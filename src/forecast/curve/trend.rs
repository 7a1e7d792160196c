//! Whether chances change from cohort to cohort.

use super::observed::{Observed, centre, chance, equally};
use crate::stats::chi_squared_tail;

/// A trend between cohorts is carried on when chance would give one as strong less often than this.
const SIGNIFICANT: f64 = 0.05;

/// A test for trend between cohorts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trend {
    /// Positive if younger cohorts take the degree more often, or sooner.
    pub direction: f64,
    /// The chance of a trend as strong or stronger if there is none.
    pub p_value: f64,
}

impl Trend {
    /// Whether it is carried on into the forecast.
    #[must_use]
    pub fn is_carried_on(self) -> bool {
        self.p_value < SIGNIFICANT
    }
}

/// The change of log odds from one cohort to the next.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Slope {
    pub(super) per_cohort: f64,
    pub(super) variance: f64,
}

/// A chance whose log odds are changed.
pub(super) fn moved(chance: f64, change: f64) -> f64 {
    if change.abs() <= 0.0 || chance <= 0.0 || chance >= 1.0 {
        return chance;
    }
    let odds = chance / (1.0 - chance) * change.exp();
    odds / (1.0 + odds)
}

/// The score test for a trend of log odds over cohorts, within each läsår since the start, with the
/// variance inflated by what cohorts vary beyond chance.
///
/// `Σ (d − u h)(s − s̄)` by the root of `φ Σ h (1 − h) u (s − s̄)²`, `s` being the year in which a cohort
/// began and φ Pearson's chi-squared by its degrees of freedom, at least 1.
///
/// The slope is one step of Newton's method towards its maximum-likelihood estimate, score by information.
///
/// Reference: Armitage (1955).
pub(super) fn trend(years: &[Vec<Observed>]) -> Option<(Trend, Slope)> {
    let (mut score, mut information, mut pearson, mut freedom) = (0.0, 0.0, 0.0, 0.0);
    for cohorts in years {
        let chance = chance(cohorts, equally);
        let count = cohorts.iter().map(|_| 1.0).sum::<f64>();
        if count < 2.0 || chance <= 0.0 || chance >= 1.0 {
            continue;
        }
        let mean = centre(cohorts, equally);
        for cohort in cohorts {
            let (residual, away) = (cohort.beyond(chance), cohort.begins - mean);
            score += residual * away;
            information += cohort.binomial(chance) * away * away;
            pearson += residual * residual / cohort.binomial(chance);
        }
        freedom += count - 1.0;
    }
    (information > 0.0).then(|| {
        let inflation = (pearson / freedom).max(1.0);
        let trend = Trend {
            direction: score.signum(),
            p_value: chi_squared_tail(score * score / (inflation * information), 1),
        };
        let slope = Slope {
            per_cohort: score / information,
            variance: inflation / information,
        };
        (trend, slope)
    })
}
