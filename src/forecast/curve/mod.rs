//! A programme's completion curve: the chance of the degree by läsår since the start.

mod between_cohorts;
mod curve_year;
mod observed;
mod places;
mod trend;

use super::cohort_table::CohortTable;
use super::simulation::Variation;
use crate::domain::Year;
use between_cohorts::{between_cohorts, concentration, shared_and_own};
use curve_year::CurveYear;
use observed::{Observed, observed};
use places::{between_places, pooled};
use trend::{Slope, moved, trend};

pub use trend::Trend;

/// Cohorts that must have been followed through the nominal length.
pub(super) const FEWEST_COHORTS: usize = 3;

/// The completion curve of one programme, for the country and its places.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Curve {
    /// By läsår since the start, the first läsår first.
    pub(super) years: Vec<CurveYear>,
    /// Variance of log odds between cohorts that all places share.
    pub(super) shared_variance: f64,
    /// Variance of log odds between cohorts in one place alone.
    pub(super) own_variance: f64,
    /// Degrees of freedom behind both.
    pub(super) degrees_of_freedom: f64,
    /// Whether chances change from cohort to cohort.
    pub(super) trend: Option<Trend>,
    /// How they change, if they do.
    slope: Slope,
}

impl Curve {
    /// Estimates the curve.
    ///
    /// The chance in läsår `k` is `Σ w d / Σ w u` over all cohorts that have been followed so far,
    /// `u` of a cohort not having the degree before and `d` taking it in that läsår ([`crate::stats::development`]);
    /// a cohort weighs 0.6 of the next younger one. Variation between cohorts is a variance of log odds,
    /// common to all läsår, by moments: what the squared residuals are beyond chance, by the square of
    /// `u h (1 − h)`. Places are drawn towards the country by the beta-binomial posterior mean
    /// `(d/φ + M h) / (u/φ + M)`, φ being their variance inflation and M the precision that the
    /// variation between places, by moments again, gives.
    ///
    /// Where the trend between cohorts is significant (see [`Trend`]), log odds are carried on along it from
    /// the mean start of the cohorts that they rest on.
    ///
    /// References: Singer & Willett (1993) on discrete-time hazards; Efron & Morris (1975) on empirical
    /// Bayes; Williams (1982) on extra-binomial variation.
    ///
    /// None with fewer than three cohorts followed through the nominal length.
    pub(super) fn of(table: &CohortTable, nominal: u8) -> Option<Self> {
        if Self::followed(table, nominal) < FEWEST_COHORTS {
            return None;
        }
        let country: Vec<Vec<Observed>> = (0..table.last_since())
            .map(|since| observed(table, None, since))
            .collect();
        let (trend, slope) = trend(&country).unzip();
        let slope = match (trend, slope) {
            (Some(trend), Some(slope)) if trend.is_carried_on() => slope,
            _ => Slope::default(),
        };
        let of_country = between_cohorts(&country, slope);
        let places: Vec<Vec<Vec<Observed>>> =
            if table.has_degrees_by_place && table.places.len() > 1 {
                let places = 0..table.places.len();
                let of_place = |place| {
                    (0..country.len())
                        .map(|since| observed(table, Some(place), since))
                        .collect()
                };
                places.map(of_place).collect()
            } else {
                Vec::new()
            };
        let (shared, own) = shared_and_own(&of_country, &places, slope, concentration(table));
        let mut years: Vec<CurveYear> = country
            .iter()
            .map(|cohorts| CurveYear::of(cohorts, of_country.variance))
            .collect();
        if !places.is_empty() {
            let between = between_places(&years, &places, own);
            for (since, year) in years.iter_mut().enumerate() {
                let own_places = places.iter().map(|place| &place[since][..]);
                let pooled = own_places.map(|cohorts| pooled(cohorts, year.chance, own, between));
                year.of_places = pooled.collect();
            }
        }
        Some(Self {
            years,
            shared_variance: shared,
            own_variance: own,
            degrees_of_freedom: of_country.degrees_of_freedom,
            trend,
            slope,
        })
    }

    /// How many cohorts with students have been followed through the nominal length.
    pub(super) fn followed(table: &CohortTable, nominal: u8) -> usize {
        let last = usize::from(nominal).saturating_sub(1);
        observed(table, None, last).len()
    }

    /// The chance in läsår `since` (0 the first) at a place, for the cohort that began in a year; 0
    /// beyond the last läsår in which anyone has taken the degree.
    pub(super) fn chance(&self, place: usize, since: usize, begins: Year) -> f64 {
        self.years.get(since).map_or(0.0, |year| {
            let own = year.of_places.get(place);
            let chance = own.map_or(year.chance, |own| own.chance);
            moved(chance, self.slope.per_cohort * year.away(begins))
        })
    }

    /// The variance of that chance's log odds that is the place's alone.
    pub(super) fn place_variance(&self, place: usize, since: usize) -> f64 {
        let year = self.years.get(since);
        let own = year.and_then(|year| year.of_places.get(place));
        own.map_or(0.0, |own| own.variance) + self.own_variance
    }

    /// What moves the chance of that läsår everywhere.
    pub(super) fn variation(&self, since: usize, begins: Year) -> Variation {
        let of_estimate = self.years.get(since).map_or(0.0, |year| {
            year.variance + self.slope.variance * year.away(begins).powi(2)
        });
        Variation {
            between_cohorts: self.shared_variance,
            of_estimate,
        }
    }

    /// The share of the cohort that takes the degree within so many läsår.
    pub(super) fn share_within(&self, place: usize, years: usize, begins: Year) -> f64 {
        let waiting = (0..years).map(|since| 1.0 - self.chance(place, since, begins));
        1.0 - waiting.product::<f64>()
    }
}
