//! All integration tests, in one binary.
#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that cannot go on should stop where it is"
)]

mod aliases;
mod architecture;
mod areas;
mod attacker;
mod backtest;
mod calibration;
mod cohorts;
mod command_line;
mod curve;
mod damaged;
mod density;
mod dependencies;
mod disclosure;
mod examples;
mod extract;
mod families;
mod faults;
mod flow;
mod forecast;
mod formats;
#[path = "../fuzz/mod.rs"]
mod fuzz;
mod import_graph;
mod layouts;
mod licence_cohorts;
mod main_profession;
mod outputs;
mod pathway;
mod program;
mod properties;
mod published;
mod reader;
mod readme;
mod real_tables;
mod recognised;
mod released;
mod sentences;
mod state_rules;
mod statistical_files;
mod statistical_round_trip;
mod survival;
mod titles;
mod unknown_degrees;
mod verbose;
mod workbooks;
mod worlds;
mod write_map;
