//! Graduates one to three years ahead, how sure that is, and how well it would have gone before.
//!
//! Pure calculations on records that `intake` has checked. [`estimate()`] takes a request to its
//! [`Estimation`] and chooses between the methods. Each method is a file: [`mean_frequency()`] is
//! the council's published one, [`completion_curve()`] spreads degrees over the years since the start, and
//! [`naive()`] knows nothing but earlier graduates. A forecast is a distribution ([`Predictive`]);
//! [`backtest()`] judges the methods, and an [`Edition`] keeps a run to be compared with another.

mod backtest;
mod choice;
mod cohort_error;
mod cohort_frequency;
mod cohort_table;
mod comparison;
mod completion_curve;
mod coverage;
mod curve;
mod degree_record;
mod drafts;
mod edition;
mod estimate;
mod estimation;
mod mean_frequency;
mod method;
mod naive;
mod outcomes;
mod predictive;
mod request;
mod run;
mod simulation;

pub use backtest::{Accuracy, BacktestRequest, History, Pair, backtest, ranking};
pub use choice::{Choice, ChoiceReason};
pub use cohort_error::{CohortError, CohortFault};
pub use cohort_frequency::{
    Average, CohortRule, EstimatedFrequencies, UsedCohorts, cohort_frequencies,
};
pub use cohort_table::Unused;
pub use comparison::{CellKey, Change, Verdict, compare, judge};
pub use completion_curve::{CurveError, completion_curve};
pub use coverage::Uncovered;
pub use curve::Trend;
pub use edition::{
    Edition, EditionCell, EditionError, EditionFacts, EditionInput, EditionInterval,
};
pub use estimate::Estimate;
pub use estimation::{
    Estimation, EstimationError, EstimationRequest, Inputs, MethodRequest, Rates, estimate,
};
pub use mean_frequency::mean_frequency;
pub use method::Method;
pub use naive::naive;
pub use outcomes::{Outcomes, Series};
pub use predictive::Predictive;
pub use request::{Request, estimated_programmes, programmes_without_horizon};
pub use run::{FittedCurve, Forecast, ForecastError, Unobserved};
pub use simulation::Draws;
