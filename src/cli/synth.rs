//! `vardkraft synth`: a synthetic register with known truth.

use std::io::{self, Write};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use clap::ValueHint;

use super::known_names::PROFESSIONS;
use super::names::{unknown, years};
use super::output::{FileKind, FileSet, Files, OutputArgs, Readers};
use crate::domain::{Population, Year};
use crate::extract::synth::{
    Recipe, SynthRequest, Truth, studies, synthesise, write_csv, write_parquet, write_studies,
};
use crate::language::words;
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
        value_parser = PROFESSIONS,
        hide_possible_values = true,
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
    let files = Files::reading(args.recipe.as_deref())
        .writing("--truth", Some("csv"), args.truth.as_deref())
        .writing("--education", Some("csv"), args.education.as_deref());
    output.check(files)?;
    let reference = Reference::load()?;
    let recipe = match &args.recipe {
        Some(path) => Recipe::parse(&Document::read(path)?, &reference)?,
        None => Recipe::embedded(&reference)?,
    };
    let request = request(args, &reference)?;
    let source = Source {
        recipe: &recipe,
        request: &request,
        population: &population(&reference)?,
        reference: &reference,
    };
    let mut files = FileSet::new();
    if let Some(path) = &args.education {
        source.add_education(path, &mut files)?;
    }
    let (truth, rows) = source.add_register(path, kind, &mut files)?;
    if let Some(path) = &args.truth {
        files.add_bytes(path, Readers::Usual, truth.csv(&reference).as_bytes())?;
    }
    files.publish()?;
    output.note(&words!(
        "Syntetiskt register: uppgifterna är konstruerade och är inte statistik.",
        "Synthetic register: the data are constructed and are not statistics."
    ));
    let (from, to) = (request.years.start(), request.years.end());
    let (version, seed) = (&recipe.version, request.seed);
    output.note(&words!(
        "{rows} rader {from}–{to}, recept {version} och slumptalsfrö {seed}: samma recept och frö ger samma fil.",
        "{rows} rows {from}–{to}, recipe {version} and seed {seed}: the same recipe and seed give the same file."
    ));
    Ok(())
}

/// What a synthetic register is drawn from.
struct Source<'a> {
    recipe: &'a Recipe,
    request: &'a SynthRequest,
    population: &'a [Population],
    reference: &'a Reference,
}

impl Source<'_> {
    fn add_education(&self, path: &Path, files: &mut FileSet) -> anyhow::Result<()> {
        let found = studies(self.recipe, self.request, self.population, self.reference);
        let Some(studies) = found else {
            let fault = Fault::new(words!(
                "receptet innehåller inga studier",
                "the recipe holds no studies"
            ));
            let tip = words!("lägg till tabellen [studies]", "add the table [studies]");
            return Err(fault.tip(tip).into());
        };
        files.add(path, Readers::Owner, |mut out| {
            write_studies(&mut out, &studies, self.reference)
        })
    }

    /// The register; its true counts and how many rows it has come back.
    fn add_register(
        &self,
        path: &Path,
        kind: FileKind,
        files: &mut FileSet,
    ) -> anyhow::Result<(Truth, u64)> {
        let mut count = 0_u64;
        let mut truth = Truth::default();
        files.add(path, Readers::Owner, |out| {
            truth = self.write_register(kind, out, &mut count)?;
            Ok(())
        })?;
        Ok((truth, count))
    }

    fn write_register(
        &self,
        kind: FileKind,
        mut out: &mut dyn Write,
        count: &mut u64,
    ) -> io::Result<Truth> {
        let (population, reference) = (self.population, self.reference);
        let rows = |row: &mut dyn FnMut(_) -> io::Result<()>| {
            synthesise(self.recipe, self.request, population, reference, |year| {
                *count += 1;
                row(year)
            })
        };
        match kind {
            FileKind::Csv => write_csv(&mut out, reference, rows),
            FileKind::Parquet => write_parquet(&mut out, reference, rows),
        }
    }
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
