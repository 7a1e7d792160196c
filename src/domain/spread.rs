//! How sure an exam frequency is.

/// How much an exam frequency varies between cohorts, and how well its mean is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// Standard deviation of the share between cohorts, chance in a finite cohort left out.
    pub between_cohorts: f64,
    /// Standard error of the mean share.
    pub of_mean: f64,
    /// Degrees of freedom of both; none where they are stated and not estimated.
    pub degrees_of_freedom: Option<u32>,
}
