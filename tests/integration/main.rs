//! All integration tests, in one binary.
#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that cannot go on should stop where it is"
)]

mod architecture;
mod attacker;
mod backtest;
mod calibration;
mod command_line;
mod curve;
mod dependencies;
mod disclosure;
mod examples;
mod extract;
mod families;
mod faults;
mod flow;
mod forecast;
mod formats;
mod pathway;
mod program;
mod properties;
mod reader;
mod readme;
mod released;
mod survival;
mod worlds;
