//! Graduates one to three years ahead: entrants × exam frequency.
//!
//! Pure calculations on records that `intake` has checked. Each method is a file;
//! [`mean_frequency()`] is the council's published one.

mod cohort_frequency;
mod mean_frequency;

pub use cohort_frequency::{
    Average, CohortError, CohortFault, CohortRule, EstimatedFrequencies, UsedCohorts,
    cohort_frequencies,
};
pub use mean_frequency::{
    Estimate, Forecast, ForecastError, Request, Unobserved, estimated_programmes, mean_frequency,
};
