//! A forecast as a distribution.

use crate::domain::IntervalLevel;
use crate::stats::{normal_quantile, quantile};

/// What a number of graduates may be. Mean, quantiles and intervals are read off it.
#[derive(Clone, Debug, PartialEq)]
pub struct Predictive(Kind);

#[derive(Clone, Debug, PartialEq)]
enum Kind {
    /// Equally likely numbers, in order.
    Draws(Vec<f64>),
    Normal {
        mean: f64,
        deviation: f64,
    },
}

impl Predictive {
    /// The distribution of draws, of `most` persons at most; none of no draws.
    ///
    /// Draws are whole numbers, and equal ones are spread evenly over the unit around them, so that an
    /// interval holds as often as its level says and not more often because numbers are whole; none
    /// falls below 0, and none above the number of those who can graduate.
    #[must_use]
    pub fn of_draws(mut draws: Vec<f64>, most: f64) -> Option<Self> {
        for draw in &mut draws {
            *draw = draw.min(most);
        }
        draws.sort_unstable_by(f64::total_cmp);
        let mut sorted = Vec::with_capacity(draws.len());
        for equal in draws.chunk_by(|a, b| a.total_cmp(b).is_eq()) {
            let part = 1.0 / equal.iter().map(|_| 1.0).sum::<f64>();
            let mut at = -0.5 + part / 2.0;
            for draw in equal {
                sorted.push((draw + at).min(most).max(0.0));
                at += part;
            }
        }
        (!sorted.is_empty()).then_some(Self(Kind::Draws(sorted)))
    }

    /// The normal distribution.
    #[must_use]
    pub fn normal(mean: f64, variance: f64) -> Self {
        Self(Kind::Normal {
            mean,
            deviation: variance.sqrt(),
        })
    }

    /// The number of graduates that is not reached with probability `p`.
    #[must_use]
    pub fn quantile(&self, p: f64) -> f64 {
        match &self.0 {
            Kind::Draws(sorted) => quantile(sorted, p).unwrap_or(f64::NAN),
            Kind::Normal { mean, deviation } => mean + deviation * normal_quantile(p),
        }
    }

    /// The central interval of a level: as likely to be above the outcome as below it.
    #[must_use]
    pub fn interval(&self, level: IntervalLevel) -> (f64, f64) {
        let (lower, upper) = level.tails();
        (self.quantile(lower), self.quantile(upper))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_draws_are_spread_over_their_unit() {
        // Four draws of 7 lie at 6.625, 6.875, 7.125 and 7.375.
        let four = Predictive::of_draws(vec![7.0; 4], 9.0).unwrap();
        assert!((four.quantile(0.5) - 7.0).abs() < 1e-12);
        assert!((four.quantile(0.0) - 6.625).abs() < 1e-12);
        let no_one = Predictive::of_draws(vec![0.0; 2], 9.0).unwrap();
        let ends = [0.0, 1.0].map(|p| format!("{}", no_one.quantile(p)));
        assert_eq!(ends, ["0", "0.25"]);
        assert_eq!(Predictive::of_draws(Vec::new(), 9.0), None);
    }

    #[test]
    fn only_those_who_are_there_graduate() {
        // Of 7 students no more than 7: the upper half of the unit is cut off, and a draw of 8 is 7.
        let full = Predictive::of_draws(vec![7.0, 7.0, 7.0, 8.0], 7.0).unwrap();
        let ends = [0.0, 1.0].map(|p| format!("{}", full.quantile(p)));
        assert_eq!(ends, ["6.625", "7"]);
    }
}
