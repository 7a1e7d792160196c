//! How cohorts are weighed together, for every command that forecasts.

use std::num::NonZeroUsize;

use clap::ValueEnum;

use crate::forecast::{Average, CohortRule};

/// Which cohorts a mean exam frequency is taken over, and how.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Method")]
pub(super) struct CohortArgs {
    /// How many of the newest completed cohorts the mean exam frequency is taken over.
    #[arg(long, value_name = "N", requires = "completions", default_value = "3")]
    pub(super) cohorts: NonZeroUsize,
    /// Whether each cohort or each entrant counts the same in the mean.
    #[arg(long, value_enum, requires = "completions", default_value_t = AverageArg::Unpooled)]
    pub(super) average: AverageArg,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum AverageArg {
    /// Every cohort counts the same.
    Unpooled,
    /// Every entrant counts the same.
    Pooled,
}

impl CohortArgs {
    /// The average as it is typed.
    pub(super) fn average_name(&self) -> Option<String> {
        let value = self.average.to_possible_value()?;
        Some(value.get_name().to_owned())
    }

    pub(super) const fn rule(&self) -> CohortRule {
        let average = match self.average {
            AverageArg::Unpooled => Average::Unpooled,
            AverageArg::Pooled => Average::Pooled,
        };
        CohortRule {
            cohorts: self.cohorts.get(),
            average,
        }
    }
}
