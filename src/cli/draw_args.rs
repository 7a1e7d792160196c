//! How the futures of intervals are drawn, for every command that forecasts.

use crate::forecast::Draws;

/// Which futures are drawn, and how many: `DEFAULT` unless another number is given.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Method")]
pub(super) struct DrawArgs<const DEFAULT: u32> {
    /// How many futures intervals are drawn from.
    // Not `default_value_t`: clap keeps that in a static, which all values of `DEFAULT` would share.
    #[arg(long, value_name = "N", default_value = DEFAULT.to_string())]
    #[arg(value_parser = clap::value_parser!(u32).range(100..=100_000))]
    pub(super) draws: u32,
    /// Which futures are drawn: the same seed gives the same intervals.
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    pub(super) seed: u64,
}

impl<const DEFAULT: u32> DrawArgs<DEFAULT> {
    pub(super) const fn draws(&self) -> Draws {
        Draws {
            count: self.draws,
            seed: self.seed,
        }
    }
}
