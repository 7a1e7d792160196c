//! `vardkraft man`: manual pages, from the same words as --help.

use clap::Command;
use clap_mangen::Man;

use super::output::{Files, OutputArgs};
use super::usage_error::UsageError;

/// Where all pages come from: the program, whatever command they are about.
const SOURCE: &str = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"));

/// Print a manual page, or write them all to a folder with `-o man/`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The command whose page is printed; the program's own if none.
    command: Option<String>,
}

pub(super) fn run(args: &Args, program: Command, output: &OutputArgs) -> anyhow::Result<()> {
    output.check_plain(Files::default())?;
    let mut program = program.disable_help_subcommand(true);
    program.build();
    let program = program;
    if output.is_folder() && args.command.is_none() {
        let pages = std::iter::once(&program).chain(program.get_subcommands());
        return output.write_files(pages.map(page).collect::<Result<Vec<_>, _>>()?);
    }
    let command = match &args.command {
        Some(name) => program.find_subcommand(name).ok_or_else(|| {
            let names = program.get_subcommands().map(Command::get_name);
            let names = names.collect::<Vec<_>>().join(", ");
            UsageError(format!("the commands are {names}"))
        })?,
        None => &program,
    };
    output.write_bytes(&page(command)?.1)
}

/// A page and the name of its file: `vardkraft-forecast.1`.
fn page(command: &Command) -> anyhow::Result<(String, Vec<u8>)> {
    let name = command
        .get_display_name()
        .unwrap_or_else(|| command.get_name())
        .to_owned();
    let mut roff = Vec::new();
    let page = Man::new(command.clone()).source(SOURCE);
    page.render(&mut roff)?;
    Ok((format!("{name}.1"), roff))
}
