//! `vardkraft reference TABLE`: the embedded tables and their sources.

use clap::ValueEnum;

use super::output::{Files, OutputArgs};
use crate::disclosure::{Policy, release};
use crate::extract::StateRule;
use crate::reference::{Reference, disclosure_rules, population, sources};
use crate::report::Provenance;
use crate::view;

/// Show the embedded tables and their sources.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Which table.
    #[arg(value_enum)]
    table: TableArg,
    /// Divide population by sex and broad age.
    #[arg(long)]
    by_sex_and_age: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum TableArg {
    /// The 22 licensed professions and their other names.
    Professions,
    /// The programmes: length, horizon, other names.
    Programmes,
    /// Health regions, counties and the municipalities of split counties.
    Regions,
    /// Universities and the health regions they are counted in.
    Universities,
    /// From employment, industry (SNI) and occupation (SSYK) to a state, and how sure each row is.
    States,
    /// Inhabitants by year and county.
    Population,
    /// The rules of disclosure control.
    Disclosure,
    /// Where the embedded figures come from.
    Sources,
}

pub(super) fn run(args: &Args, output: &OutputArgs) -> anyhow::Result<()> {
    output.check(Files::default())?;
    let reference = Reference::load()?;
    let language = output.language();
    let provenance = Provenance::of("reference", [], []);
    let report = match args.table {
        TableArg::Professions => view::professions(&reference, language, provenance),
        TableArg::Programmes => view::programmes(&reference, language, provenance),
        TableArg::Regions => view::regions(&reference, language, provenance),
        TableArg::Universities => view::universities(&reference, language, provenance),
        TableArg::States => {
            let rule = StateRule::embedded(&reference)?;
            view::states(&rule, &reference, language, provenance)
        }
        TableArg::Population => {
            let rows = population(&reference)?;
            view::population(&rows, args.by_sex_and_age, &reference, language, provenance)
        }
        TableArg::Disclosure => view::disclosure_rules(disclosure_rules()?, language, provenance),
        TableArg::Sources => view::sources(&sources()?, language, provenance),
    };
    output.write(&release(report, Policy::Aggregates)?)
}
