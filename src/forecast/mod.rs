//! Graduates one to three years ahead: entrants × exam frequency.
//!
//! Pure calculations on records that `intake` has checked. Each method is a file;
//! [`mean_frequency()`] is the council's published one.

mod backtest;
mod cohort_frequency;
mod cohort_table;
mod comparison;
mod completion_curve;
mod cores;
mod curve;
mod edition;
mod estimate;
mod mean_frequency;
mod naive;
mod outcomes;
mod outlook;
mod predictive;

pub use backtest::{Accuracy, BacktestRequest, History, Pair, backtest, ranking};
pub use cohort_frequency::{
    Average, CohortError, CohortFault, CohortRule, EstimatedFrequencies, UsedCohorts,
    cohort_frequencies,
};
pub use comparison::{CellKey, Change, Verdict, compare, judge};
pub use completion_curve::{CurveError, completion_curve};
pub use curve::Trend;
pub use edition::{
    Edition, EditionCell, EditionError, EditionFacts, EditionInput, EditionInterval,
};
pub use estimate::{
    Estimate, FittedCurve, Forecast, ForecastError, Method, Request, Unobserved,
    estimated_programmes,
};
pub use mean_frequency::mean_frequency;
pub use naive::naive;
pub use outcomes::{Outcomes, Series};
pub use outlook::Draws;
pub use predictive::Predictive;
