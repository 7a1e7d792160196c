//! A forecast as a distribution.

use crate::domain::IntervalLevel;
use crate::stats::quantile;

/// Equally likely numbers of graduates.
#[derive(Clone, Debug, PartialEq)]
pub struct Predictive {
    sorted: Vec<f64>,
}

impl Predictive {
    /// None of no draws.
    ///
    /// Draws are whole numbers, and equal ones are spread evenly over the unit around them, so that an
    /// interval holds as often as its level says and not more often because numbers are whole; none
    /// falls below 0.
    #[must_use]
    pub fn of(mut draws: Vec<f64>) -> Option<Self> {
        draws.sort_unstable_by(f64::total_cmp);
        let mut sorted = Vec::with_capacity(draws.len());
        for equal in draws.chunk_by(|a, b| a == b) {
            let part = 1.0 / equal.iter().map(|_| 1.0).sum::<f64>();
            let mut at = -0.5 + part / 2.0;
            for draw in equal {
                sorted.push((draw + at).max(0.0));
                at += part;
            }
        }
        (!sorted.is_empty()).then_some(Self { sorted })
    }

    /// The number of graduates below which a share `p` of the draws lies.
    #[must_use]
    pub fn quantile(&self, p: f64) -> f64 {
        quantile(&self.sorted, p).unwrap_or(f64::NAN)
    }

    /// The central interval of a level: as many draws below as above.
    #[must_use]
    pub fn interval(&self, level: IntervalLevel) -> (f64, f64) {
        let (lower, upper) = level.tails();
        (self.quantile(lower), self.quantile(upper))
    }

    /// The mean of the draws.
    #[must_use]
    pub fn mean(&self) -> f64 {
        let count = self.sorted.iter().map(|_| 1.0).sum::<f64>();
        self.sorted.iter().sum::<f64>() / count
    }
}
