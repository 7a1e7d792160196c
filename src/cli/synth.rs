//! `vardkraft synth`: a synthetic register with known truth.

use std::io;
use std::ops::RangeInclusive;
use std::path::PathBuf;

use clap::ValueHint;

use super::names::{unknown, years};
use super::output::{FileKind, OutputArgs, replace};
use crate::domain::Year;
use crate::extract::synth::{
    Recipe, SynthRequest, Truth, studies, synthesise, write_csv, write_parquet, write_studies,
};
use crate::reference::{Reference, population};
use crate::source::{Document, Fault, Faults};

/// Write a synthetic register extract with known truth, for trying everything without a register.
///
/// Nothing in it is a statistic. The same recipe and seed give the same file on every machine.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// How many licences to give over all years; the recipe's own number if left out.
    #[arg(long, value_name = "N")]
    persons: Option<u32>,
    /// The years that the register covers.
    #[arg(long, value_name = "FROM..TO", default_value = "2001..2021", value_parser = years)]
    years: RangeInclusive<Year>,
    /// Professions by any name, several with commas; `alla` for all 22.
    #[arg(
        long,
        value_name = "PROFESSION",
        value_delimiter = ',',
        default_value = "tandläkare"
    )]
    profession: Vec<String>,
    /// Chooses among all registers that the recipe can give.
    #[arg(long, value_name = "NUMBER", default_value_t = 2)]
    seed: u64,
    /// Another recipe than the embedded one (see seeds/synthetic_register.toml).
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    recipe: Option<PathBuf>,
    /// Write the true counts of every transition as CSV.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    truth: Option<PathBuf>,
    /// Write the education extract of the same persons, and of those who never got the licence, as CSV.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    education: Option<PathBuf>,
}

pub(super) fn run(args: &Args, output: &OutputArgs) -> anyhow::Result<()> {
    let (path, kind) = output.data_file()?;
    let inputs: Vec<_> = args.recipe.iter().map(PathBuf::as_path).collect();
    output.check(&inputs)?;
    let reference = Reference::load()?;
    let recipe = match &args.recipe {
        Some(path) => Recipe::parse(&Document::read(path)?, &reference)?,
        None => Recipe::embedded(&reference)?,
    };
    let request = request(args, &reference)?;
    let population = population(&reference)?;
    if let Some(path) = &args.education {
        let Some(studies) = studies(&recipe, &request, &population, &reference) else {
            let fault = Fault::new("receptet säger ingenting om studier");
            return Err(Faults::from(fault.tip("lägg till tabellen [studies]")).into());
        };
        replace(path, |mut out| {
            write_studies(&mut out, &studies, &reference)
        })?;
    }
    let mut rows = 0_u64;
    let mut made = None;
    replace(path, |mut out| {
        let rows = |row: &mut dyn FnMut(_) -> io::Result<()>| {
            synthesise(&recipe, &request, &population, &reference, |year| {
                rows += 1;
                row(year)
            })
        };
        let truth: Truth = match kind {
            FileKind::Csv => write_csv(&mut out, &reference, rows)?,
            FileKind::Parquet => write_parquet(&mut out, &reference, rows)?,
        };
        made = Some(truth);
        Ok(())
    })?;
    if let (Some(path), Some(truth)) = (&args.truth, made) {
        replace(path, |out| out.write_all(truth.csv(&reference).as_bytes()))?;
    }
    output.notes(&[
        "Syntetiskt register: ingenting i det är statistik.".to_owned(),
        format!(
            "{rows} rader {}–{}, recept {} och frö {}: samma recept och frö ger samma fil.",
            request.years.start(),
            request.years.end(),
            recipe.version,
            request.seed
        ),
    ]);
    Ok(())
}

fn request(args: &Args, reference: &Reference) -> Result<SynthRequest, Faults> {
    let mut faults = Faults::new();
    let is_all = args
        .profession
        .iter()
        .any(|name| name == "alla" || name == "all");
    let names = args.profession.iter().filter(|_| !is_all);
    let professions = names.filter_map(|name| {
        let found = reference.profession_named(name);
        faults.keep(found.map_err(|error| unknown(&error)))
    });
    let professions = professions.collect();
    faults.or_else(|| SynthRequest {
        licences: args.persons,
        years: args.years.clone(),
        professions,
        seed: args.seed,
    })
}
