//! vardkraft: graduate forecasts and flow descriptions for the Swedish health workforce.
//!
//! Data flows one way:
//!
//! ```text
//! argv → cli → source → intake, extract → forecast, flow → accounts → view → disclosure → render → cli (the only writer)
//! ```
//!
//! - [`language`]: words in Swedish and English, numbers for people
//! - [`domain`]: the field's words as types
//! - [`stats`]: pure functions on slices
//! - [`source`]: bytes → cells that know file, line and column
//! - [`mod@reference`]: embedded tables, looked up by any name
//! - [`intake`]: cells → records, or every fault
//! - [`extract`]: the register extract, read, checked and packed
//! - [`forecast`]: graduates, as distributions; backtests and editions
//! - [`flow`]: the cube of a register, and what is read off it
//! - [`report`]: the neutral result, tables of cells
//! - [`accounts`]: which counts of persons a result holds, how they add up, and rounding that keeps it
//! - [`view`]: results → report, in Swedish or English
//! - [`disclosure`]: the only door out
//! - [`render`]: released reports → bytes
//! - [`cli`]: the command line
//!
//! Who may import whom is held by `tests/architecture.rs`. A team that wants the numbers rather
//! than the program starts at [`intake::HistorySources`] and [`forecast::estimate()`]; see
//! `examples/forecast.rs`.

pub mod accounts;
pub mod cli;
pub mod disclosure;
pub mod domain;
pub mod extract;
pub mod flow;
pub mod forecast;
pub mod intake;
pub mod language;
pub mod reference;
pub mod render;
pub mod report;
pub mod source;
pub mod stats;
pub mod view;
