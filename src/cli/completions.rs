//! `vardkraft completions SHELL`: what a shell needs to complete commands and options.

use std::fmt::Write as _;

use clap::Command;
use clap_complete::{Shell, generate};

use super::output::{Files, OutputArgs};

/// Print completions for a shell.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

pub(super) fn run(args: &Args, mut program: Command, output: &OutputArgs) -> anyhow::Result<()> {
    output.check_plain(Files::default())?;
    // Before `generate` adds the command `help`.
    let arguments = fish_arguments(&program);
    let mut script = Vec::new();
    generate(args.shell, &mut program, "vardkraft", &mut script);
    if args.shell == Shell::Fish {
        script.extend(arguments.bytes());
    }
    output.write_bytes(&script)
}

/// What fish is to offer for arguments without an option, which `clap_complete` leaves out.
fn fish_arguments(program: &Command) -> String {
    let mut lines = String::new();
    for command in program.get_subcommands() {
        let arguments = command.get_positionals();
        let values = arguments.flat_map(clap::Arg::get_possible_values);
        let values: Vec<String> = values.map(|value| value.get_name().to_owned()).collect();
        if !values.is_empty() {
            let (name, values) = (command.get_name(), values.join(" "));
            // Writing to a String cannot fail.
            let _ = writeln!(
                lines,
                "complete -c vardkraft -n \"__fish_vardkraft_using_subcommand {name}\" -f -a \"{values}\""
            );
        }
    }
    lines
}
