//! How well the methods would have done.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::outcomes::{Outcomes, Series};
use super::{
    CohortRule, Draws, Estimate, Method, Predictive, Request, cohort_frequencies, completion_curve,
    mean_frequency, naive,
};
use crate::domain::{
    Completions, Entrants, ExamFrequencies, HealthRegionId, IntervalLevel, ProgrammeId, Year,
};
use crate::reference::Reference;
use crate::stats::{interval_score, weighted_interval_score};

/// Everything that is known today, of which every origin sees its part.
#[derive(Clone, Copy, Debug)]
pub struct History<'a> {
    /// Entrants; empty if there are only graduates.
    pub entrants: &'a [Entrants],
    /// Degrees by cohort; empty if there are none.
    pub completions: &'a [Completions],
    /// What happened.
    pub outcomes: &'a Outcomes,
    /// How `mean-frequency` weighs cohorts.
    pub rule: CohortRule,
}

/// What to try.
#[derive(Clone, Debug, PartialEq)]
pub struct BacktestRequest {
    /// The programmes.
    pub programmes: Vec<ProgrammeId>,
    /// The methods, which are compared on the years that all of them could forecast.
    pub methods: Vec<Method>,
    /// First and last origin; none for all that are possible.
    pub origins: Option<(Year, Year)>,
    /// The most years ahead.
    pub horizon_cap: Option<u8>,
    /// How distributions are drawn; none for points only.
    pub draws: Option<Draws>,
}

/// A forecast beside what happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The programme, and the region or the country.
    pub series: Series,
    /// The method.
    pub method: Method,
    /// The year after which nothing was known.
    pub origin: Year,
    /// Years ahead.
    pub horizon: u8,
    /// What was forecast.
    pub forecast: f64,
    /// Its distribution, if it had one.
    pub predictive: Option<Predictive>,
    /// Whether all methods have a distribution here, so that those can be compared.
    pub has_distributions: bool,
    /// What happened.
    pub outcome: f64,
    /// The mean change of the series from one year to the next, up to the origin; none of fewer than
    /// two years, and of a series that never changed.
    pub scale: Option<f64>,
}

/// All forecasts that could be compared, by series, origin, horizon and method.
///
/// At every origin each method sees the entrants of läsår that had ended and the degrees taken by then,
/// nothing later; outcomes of later years are what it is held against. Only years that all methods could
/// forecast are kept, so that all are judged by the same ones.
#[must_use]
pub fn backtest(
    history: History<'_>,
    request: &BacktestRequest,
    reference: &Reference,
) -> Vec<Pair> {
    let of_programme = |&programme: &ProgrammeId| -> Vec<Pair> {
        let Some((first, last)) = history.outcomes.span((programme, None)) else {
            return Vec::new();
        };
        let (from, to) = request.origins.unwrap_or((first, last));
        let origins = from.max(first)..=to.min(last - 1);
        let pairs = origins.flat_map(|origin| {
            let seen = Seen {
                history,
                origin,
                programme,
                request,
                reference,
            };
            seen.pairs()
        });
        pairs.collect()
    };
    let mut pairs: Vec<Pair> = request
        .programmes
        .par_iter()
        .flat_map_iter(of_programme)
        .collect();
    pairs.sort_by_key(|pair| (pair.series, pair.origin, pair.horizon, pair.method));
    pairs
}

/// What is known of one programme at one origin.
struct Seen<'a> {
    history: History<'a>,
    origin: Year,
    programme: ProgrammeId,
    request: &'a BacktestRequest,
    reference: &'a Reference,
}

/// A forecast of a region or the country, so many years ahead.
type Forecasts = BTreeMap<(Option<HealthRegionId>, u8), (f64, Option<Predictive>)>;

impl Seen<'_> {
    fn pairs(&self) -> Vec<Pair> {
        let methods = self.request.methods.iter();
        let forecasts: Vec<(Method, Forecasts)> = methods
            .map(|method| (*method, self.forecasts(*method)))
            .collect();
        let Some((_, first)) = forecasts.first() else {
            return Vec::new();
        };
        let is_common = |key: &&(Option<HealthRegionId>, u8)| {
            forecasts.iter().all(|(_, own)| own.contains_key(key))
        };
        let common: BTreeSet<_> = first.keys().filter(is_common).copied().collect();
        let is_distributed = |key: &(Option<HealthRegionId>, u8)| {
            let mut own = forecasts.iter().filter_map(|(_, own)| own.get(key));
            own.all(|(_, predictive)| predictive.is_some())
        };
        let distributed: BTreeSet<_> = common.iter().copied().filter(is_distributed).collect();
        let mut pairs = Vec::new();
        for (method, own) in forecasts {
            for (key, (forecast, predictive)) in own {
                let series = (self.programme, key.0);
                let year = self.origin + Year::from(key.1);
                let outcome = self.history.outcomes.get(series, year);
                if let Some(outcome) = outcome.filter(|_| common.contains(&key)) {
                    pairs.push(Pair {
                        series,
                        method,
                        origin: self.origin,
                        horizon: key.1,
                        forecast,
                        predictive,
                        has_distributions: distributed.contains(&key),
                        outcome,
                        scale: self.scale(series),
                    });
                }
            }
        }
        pairs
    }

    fn request(&self) -> Request {
        Request {
            programmes: vec![self.programme],
            from_year: Some(self.origin),
            horizon_cap: self.request.horizon_cap,
            draws: self.request.draws,
        }
    }

    fn forecasts(&self, method: Method) -> Forecasts {
        let estimates = match method {
            Method::MeanFrequency => self.by_mean_frequency(),
            Method::CompletionCurve => self.by_curve(),
            Method::LastValue | Method::Drift => return self.naively(method),
        };
        let known = estimates.into_iter().filter_map(|row| {
            let key = (row.health_region, row.horizon);
            Some((key, (row.graduates?, row.predictive)))
        });
        known.collect()
    }

    fn entrants(&self) -> Vec<Entrants> {
        let rows = self.history.entrants.iter();
        let known = rows.filter(|row| {
            row.programme == self.programme && row.academic_year.ends() <= self.origin
        });
        known.cloned().collect()
    }

    fn completions(&self) -> Vec<Completions> {
        let rows = self.history.completions.iter();
        let known = rows
            .filter(|row| row.programme == self.programme && row.graduated.ends() <= self.origin);
        known.cloned().collect()
    }

    fn by_mean_frequency(&self) -> Vec<Estimate> {
        let (entrants, completions) = (self.entrants(), self.completions());
        let (rule, request) = (self.history.rule, self.request());
        let estimated = cohort_frequencies(&entrants, &completions, rule, &request, self.reference);
        let frequencies: ExamFrequencies = match estimated {
            Ok(found) if found.frequencies.knows(self.programme) => found.frequencies,
            Ok(_) | Err(_) => return Vec::new(),
        };
        let found = mean_frequency(&entrants, &frequencies, &request, self.reference);
        found.map(|forecast| forecast.estimates).unwrap_or_default()
    }

    fn by_curve(&self) -> Vec<Estimate> {
        let (entrants, completions) = (self.entrants(), self.completions());
        let found = completion_curve(&entrants, &completions, &self.request(), self.reference);
        found.map(|forecast| forecast.estimates).unwrap_or_default()
    }

    fn naively(&self, method: Method) -> Forecasts {
        let horizon = self.request().horizon(self.programme, self.reference);
        let mut forecasts = Forecasts::new();
        for series in self.history.outcomes.of(self.programme) {
            let known = self.history.outcomes.up_to(series, self.origin);
            for ahead in 1..=horizon {
                let found = naive(method, &known, ahead);
                forecasts.extend(found.map(|found| ((series.1, ahead), found)));
            }
        }
        forecasts
    }

    fn scale(&self, series: Series) -> Option<f64> {
        let known = self.history.outcomes.up_to(series, self.origin);
        let changes = known.windows(2).map(|pair| (pair[1] - pair[0]).abs());
        let count = changes.clone().map(|_| 1.0).sum::<f64>();
        let scale = changes.sum::<f64>() / count;
        (scale > 0.0).then_some(scale)
    }
}

/// How well a method did over some pairs. Errors are forecast − outcome, in persons.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Accuracy {
    /// How many pairs.
    pub pairs: u32,
    /// Mean absolute error.
    pub mae: f64,
    /// Mean absolute error as a share of the outcome; none if an outcome is 0.
    pub mape: Option<f64>,
    /// Mean error.
    pub bias: f64,
    /// Mean absolute error by the mean change from one year to the next that was known at the origin
    /// (Hyndman & Koehler, 2006); none if a series had none.
    pub mase: Option<f64>,
    /// How many pairs have distributions of all methods: what follows is of those.
    pub distributed: u32,
    /// Share of outcomes within the interval; none without distributions.
    pub coverage: Option<f64>,
    /// Mean width of the interval.
    pub width: Option<f64>,
    /// Mean interval score.
    pub interval_score: Option<f64>,
    /// Mean weighted interval score, over 50, 80 and 95 %.
    pub wis: Option<f64>,
}

/// The mean of a value over pairs; none if a pair has none, and of no pairs.
fn mean_of(pairs: &[&Pair], value: &dyn Fn(&Pair) -> Option<f64>) -> Option<f64> {
    let values: Option<Vec<f64>> = pairs.iter().map(|pair| value(pair)).collect();
    let values = values.filter(|values| !values.is_empty())?;
    let count = values.iter().map(|_| 1.0).sum::<f64>();
    Some(values.iter().sum::<f64>() / count)
}

/// The levels of the weighted interval score.
const SCORED: [f64; 3] = [0.5, 0.8, 0.95];

impl Accuracy {
    /// None of no pairs.
    #[must_use]
    pub fn of<'a>(pairs: impl IntoIterator<Item = &'a Pair>, level: IntervalLevel) -> Option<Self> {
        let pairs: Vec<&Pair> = pairs.into_iter().collect();
        let count = u32::try_from(pairs.len()).ok().filter(|count| *count > 0)?;
        let mean = |value: &dyn Fn(&Pair) -> Option<f64>| mean_of(&pairs, value);
        let distributed: Vec<&Pair> = pairs
            .iter()
            .filter(|pair| pair.has_distributions)
            .copied()
            .collect();
        let mean_of_distributed =
            |value: &dyn Fn(&Pair) -> Option<f64>| mean_of(&distributed, value);
        let error = |pair: &Pair| pair.forecast - pair.outcome;
        let interval = |pair: &Pair| Some(pair.predictive.as_ref()?.interval(level));
        Some(Self {
            pairs: count,
            mae: mean(&|pair| Some(error(pair).abs()))?,
            mape: mean(&|pair| {
                let is_some = pair.outcome > 0.0;
                is_some.then(|| error(pair).abs() / pair.outcome)
            }),
            bias: mean(&|pair| Some(error(pair)))?,
            mase: mean(&|pair| Some(error(pair).abs() / pair.scale?)),
            distributed: u32::try_from(distributed.len()).unwrap_or(u32::MAX),
            coverage: mean_of_distributed(&|pair| {
                let (lower, upper) = interval(pair)?;
                let is_within = lower <= pair.outcome && pair.outcome <= upper;
                Some(f64::from(u8::from(is_within)))
            }),
            width: mean_of_distributed(&|pair| interval(pair).map(|(lower, upper)| upper - lower)),
            interval_score: mean_of_distributed(&|pair| {
                Some(interval_score(
                    interval(pair)?,
                    level.as_f64(),
                    pair.outcome,
                ))
            }),
            wis: mean_of_distributed(&|pair| {
                pair.predictive.as_ref().map(|own| score(own, pair.outcome))
            }),
        })
    }
}

fn score(predictive: &Predictive, outcome: f64) -> f64 {
    let levels = SCORED.into_iter().filter_map(IntervalLevel::new);
    let intervals = levels.map(|level| (level.as_f64(), predictive.interval(level)));
    let intervals: Vec<_> = intervals.collect();
    weighted_interval_score(predictive.quantile(0.5), &intervals, outcome)
}

/// Accuracy of each method over the pairs of a programme in the country, best first by mean absolute
/// error.
#[must_use]
pub fn ranking(
    pairs: &[Pair],
    programme: ProgrammeId,
    level: IntervalLevel,
) -> Vec<(Method, Accuracy)> {
    let of_country = |pair: &&Pair| pair.series == (programme, None);
    let mut ranked: Vec<(Method, Accuracy)> = Method::ALL
        .into_iter()
        .filter_map(|method| {
            let own = pairs.iter().filter(of_country);
            let own = own.filter(|pair| pair.method == method);
            Some((method, Accuracy::of(own, level)?))
        })
        .collect();
    ranked.sort_by(|(_, a), (_, b)| a.mae.total_cmp(&b.mae));
    ranked
}
