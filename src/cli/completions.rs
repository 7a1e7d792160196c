//! `vardkraft completions SHELL`: what a shell needs to complete commands and options.

use clap::CommandFactory as _;
use clap_complete::{Shell, generate};

use super::Cli;
use super::output::{Files, OutputArgs};

/// Print completions for a shell.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

pub(super) fn run(args: &Args, output: &OutputArgs) -> anyhow::Result<()> {
    output.check_plain(Files::default())?;
    let mut script = Vec::new();
    generate(args.shell, &mut Cli::command(), "vardkraft", &mut script);
    output.write_bytes(&script)
}
