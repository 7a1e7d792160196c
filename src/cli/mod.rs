//! The command line: what was typed, what is meant, and the only place that writes.
//!
//! Each command is a file that turns its arguments into a request, runs the calculation and hands
//! a released report to `output`.

mod areas;
mod arguments;
mod backtest;
mod check;
mod cohort_args;
mod compare;
mod completions;
mod cuts;
mod disclosure_args;
mod draw_args;
mod exit;
mod extract_args;
mod flow;
mod forecast;
mod how_read;
mod idle_options;
mod input_files;
mod known_names;
mod man;
mod names;
mod output;
mod reference;
mod refusals;
mod region_args;
mod register;
mod supply;
mod synth;
mod usage_error;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser, Subcommand};

use crate::render::JSON_SCHEMA;
use output::{Files, OutputArgs};
use usage_error::UsageError;

/// Graduate forecasts and flow descriptions for the Swedish health workforce.
///
/// Results are in Swedish (--lang en for English), data on stdout, everything else on stderr.
/// On a terminal results are tables; in a pipe they are CSV.
#[derive(Debug, Parser)]
#[command(
    name = "vardkraft",
    version,
    propagate_version = true,
    arg_required_else_help = true
)]
#[command(
    after_help = "Exit codes: 0 done, 1 input refused or a check failed, 2 wrong usage, 130 stopped by Ctrl-C, 143 by SIGTERM."
)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    /// Print the JSON Schema of -f json.
    #[arg(long, exclusive = true)]
    schema: bool,
    #[command(flatten)]
    output: OutputArgs,
}

#[derive(Debug, Subcommand)]
enum Command {
    Forecast(Box<forecast::Args>),
    Backtest(Box<backtest::Args>),
    Compare(compare::Args),
    Flow(Box<flow::Args>),
    Supply(supply::Args),
    Check(check::Args),
    Reference(reference::Args),
    Synth(synth::Args),
    Completions(completions::Args),
    Man(man::Args),
}

/// Runs the program with these arguments, the first being its name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    output::listen_for_interrupts();
    let Cli {
        command,
        schema,
        output,
    } = match arguments::parse::<Cli>(arguments) {
        Ok(cli) => cli,
        Err(error) => return exit::usage(&error),
    };
    let Some(command) = command else {
        let result = if schema {
            let checked = output.check_plain(Files::default());
            checked.and_then(|()| output.write_bytes(JSON_SCHEMA.as_bytes()))
        } else {
            Err(UsageError("name a command".to_owned()).into())
        };
        return exit::code(result, &output);
    };
    let result = match command {
        Command::Forecast(args) => forecast::run(&args, &output),
        Command::Backtest(args) => backtest::run(&args, &output),
        Command::Compare(args) => compare::run(&args, &output),
        Command::Flow(args) => flow::run(&args, &output),
        Command::Supply(args) => supply::run(&args, &output),
        Command::Check(args) => check::run(&args, &output),
        Command::Reference(args) => reference::run(&args, &output),
        Command::Synth(args) => synth::run(&args, &output),
        Command::Completions(args) => completions::run(&args, Cli::command(), &output),
        Command::Man(args) => man::run(&args, Cli::command(), &output),
    };
    exit::code(result, &output)
}
