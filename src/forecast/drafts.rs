//! Estimates on their way: drawn, and summed to the country.

use std::collections::BTreeMap;

use super::simulation::{Draws, Simulation, Students, Variation};
use super::{Estimate, Predictive};
use crate::domain::Year;

/// An estimate of one place, and the students behind it; none of those if it is not known how sure it is.
pub(super) struct Draft {
    pub(super) estimate: Estimate,
    pub(super) students: Option<Vec<Students>>,
}

/// A programme's estimates of all years and places, not drawn yet.
pub(super) struct Drafts {
    pub(super) estimates: Vec<Draft>,
    pub(super) variations: Vec<Variation>,
    pub(super) degrees_of_freedom: Option<f64>,
}

impl Drafts {
    /// The estimates with their distributions, and in every year the country: the sum of the places in
    /// every future, unless it was estimated itself.
    pub(super) fn drawn(self, draws: Option<Draws>) -> Vec<Estimate> {
        let Self {
            estimates: mut drafts,
            variations,
            degrees_of_freedom,
        } = self;
        let series = draws.map_or_else(Vec::new, |draws| {
            let students = drafts.iter_mut().map(|draft| draft.students.take());
            let students: Vec<Option<Vec<Students>>> = students.collect();
            let most: Vec<Option<f64>> = students
                .iter()
                .map(|own| Some(own.as_ref()?.iter().map(|own| own.unfinished).sum()))
                .collect();
            let simulation = Simulation {
                variations,
                degrees_of_freedom,
                forecasts: students.into_iter().flatten().collect(),
            };
            let stream = drafts.first().map_or(0, |first| stream(&first.estimate));
            let mut drawn = simulation.draw(draws, stream).into_iter();
            most.into_iter()
                .map(|most| Some((drawn.next().filter(|_| most.is_some())?, most?)))
                .collect()
        });
        with_country(drafts, series)
    }
}

/// Which series of draws a programme has, by method.
fn stream(estimate: &Estimate) -> u64 {
    u64::from(estimate.programme.0) * 16 + estimate.method as u64
}

/// An estimate, its draws and the persons that those can be at most.
type Drawn = (Estimate, Option<(Vec<f64>, f64)>);

fn with_country(drafts: Vec<Draft>, mut series: Vec<Option<(Vec<f64>, f64)>>) -> Vec<Estimate> {
    series.resize(drafts.len(), None);
    let mut years: BTreeMap<Year, Vec<Drawn>> = BTreeMap::new();
    for (draft, series) in drafts.into_iter().zip(series) {
        let places = years.entry(draft.estimate.exam_year).or_default();
        places.push((draft.estimate, series));
    }
    let mut estimates = Vec::new();
    for places in years.into_values() {
        let is_country = |(estimate, _): &Drawn| estimate.health_region.is_none();
        if !places.iter().any(is_country) {
            estimates.extend(country(&places));
        }
        estimates.extend(places.into_iter().map(|(estimate, series)| Estimate {
            predictive: series.and_then(|(draws, most)| Predictive::of_draws(draws, most)),
            ..estimate
        }));
    }
    estimates
}

/// The sum of places.
fn country(places: &[Drawn]) -> Option<Estimate> {
    let (first, _) = places.first()?;
    let mut country = Estimate::blank(
        first.method,
        first.programme,
        first.exam_year,
        first.horizon,
    );
    let mut sums: Option<(Vec<f64>, f64)> = Some((Vec::new(), 0.0));
    for (estimate, series) in places {
        country.add(estimate);
        sums = sums
            .zip(series.as_ref())
            .map(|((sums, all), (series, most))| {
                if sums.is_empty() {
                    return (series.clone(), *most);
                }
                let added = sums.iter().zip(series).map(|(a, b)| a + b);
                (added.collect(), all + most)
            });
    }
    country.predictive = sums.and_then(|(draws, most)| Predictive::of_draws(draws, most));
    Some(country)
}
