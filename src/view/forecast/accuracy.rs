//! One line on how well the method would have done before.

use std::collections::BTreeSet;

use super::facts::ForecastFacts;
use crate::domain::IntervalLevel;
use crate::forecast::{Accuracy, Estimate, Forecast, Method, Pair};

/// Fewer forecasts than this are too few to judge by.
const FEWEST: u32 = 3;

/// How well the methods of the forecast would have done in the country, beside the better naive one; none
/// without enough history.
pub(super) fn note(
    forecast: &Forecast,
    shown: &[&Estimate],
    facts: ForecastFacts<'_>,
) -> Option<String> {
    let language = facts.language;
    let used: BTreeSet<_> = shown
        .iter()
        .map(|row| (row.programme, row.method))
        .collect();
    let level = facts
        .levels
        .first()
        .copied()
        .unwrap_or(IntervalLevel::USUAL);
    let of_country = |pair: &&Pair| pair.series.1.is_none() && pair.origin < forecast.base_year;
    let own = facts.pairs.iter().filter(of_country);
    let own: Vec<&Pair> = own
        .filter(|pair| used.contains(&(pair.series.0, pair.method)))
        .collect();
    let found = Accuracy::of(own.iter().copied(), level).filter(|own| own.pairs >= FEWEST)?;
    let naive = [Method::LastValue, Method::Drift]
        .into_iter()
        .filter_map(|method| {
            let pairs = facts.pairs.iter().filter(of_country);
            let programmes = |pair: &&Pair| used.iter().any(|(id, _)| *id == pair.series.0);
            let pairs = pairs
                .filter(|pair| pair.method == method)
                .filter(programmes);
            Some((method, Accuracy::of(pairs, level)?))
        });
    let (best, naive) = naive.min_by(|(_, a), (_, b)| a.mae.total_cmp(&b.mae))?;
    let first = own.iter().map(|pair| pair.origin).min()?;
    let last = own.iter().map(|pair| pair.origin).max()?;
    let number = |value: f64| language.number(value, 1);
    let (mae, naive_mae) = (number(found.mae), number(naive.mae));
    let pairs = found.pairs;
    let held = found.coverage.map(|share| {
        let share = language.number(share * 100.0, 0);
        let level = language.number(level.as_f64() * 100.0, 0);
        language.choose(
            format!(" Utfallet låg inom {level}-procentsintervallet i {share} procent av dem."),
            format!(" The outcome was within the {level} % interval in {share} % of them."),
        )
    });
    let held = held.unwrap_or_default();
    let (swedish, english) = match (best, found.mae < naive.mae) {
        (Method::Drift, true) => (
            "bättre än att skriva fram trenden",
            "better than carrying on the drift",
        ),
        (Method::Drift, false) => (
            "inte bättre än att skriva fram trenden",
            "no better than carrying on the drift",
        ),
        (_, true) => (
            "bättre än att upprepa det senaste värdet",
            "better than repeating the last value",
        ),
        (_, false) => (
            "inte bättre än att upprepa det senaste värdet",
            "no better than repeating the last value",
        ),
    };
    Some(language.choose(
        format!("Utvärdering av tidigare skattningar, riket, basår {first}–{last}: det genomsnittliga absoluta felet var {mae} personer i {pairs} skattningar, {swedish} ({naive_mae}).{held} Mer visar vardkraft backtest."),
        format!("Evaluation of earlier estimates, Sweden, base years {first}–{last}: the mean absolute error was {mae} persons in {pairs} estimates, {english} ({naive_mae}).{held} See vardkraft backtest for more."),
    ))
}
