//! `vardkraft check`: is this file fit to use, and what is in it?

use std::path::{Path, PathBuf};

use clap::{ValueEnum, ValueHint};

use super::output::{OutputArgs, replace};
use crate::disclosure::{Policy, release};
use crate::domain::HealthRegionId;
use crate::extract::{Dictionary, Mapping, ReadError, ReadRequest, StateRule, read};
use crate::reference::Reference;
use crate::report::{InputFile, Provenance};
use crate::source::{Document, Faults};
use crate::view::{self, ExtractFacts};

/// Validate an input: report every fault, or what was found.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Files, folders or patterns such as `lova_*.parquet`.
    #[arg(required = true, value_hint = ValueHint::AnyPath)]
    files: Vec<PathBuf>,
    /// What the files are.
    #[arg(long = "as", value_enum, default_value_t = Kind::Extract)]
    kind: Kind,
    #[command(flatten)]
    extract: ExtractArgs,
    /// Write the refused rows as CSV: file, line, column, reason.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    rejects: Option<PathBuf>,
}

/// How an extract is read, for every command that reads one.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Extract")]
pub(super) struct ExtractArgs {
    /// Local names of columns and values (TOML with the tables `columns` and `values.COLUMN`).
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    map: Option<PathBuf>,
    /// A state rule instead of the embedded one: profession, sni_prefix, ssyk_prefix, state.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    states: Option<PathBuf>,
    /// The age from which the not employed count as pensionerade.
    #[arg(long, value_name = "YEARS", default_value_t = 65)]
    #[arg(value_parser = clap::value_parser!(u8).range(40..=100))]
    pension_age: u8,
    /// Which health region Halland counts in where the municipality is not given: södra (Region
    /// Halland's own) or västra.
    #[arg(long, value_name = "REGION")]
    halland: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// A register extract: one row per licence and year.
    Extract,
}

impl ExtractArgs {
    /// What the cells of the extract mean.
    pub(super) fn dictionary<'r>(
        &self,
        reference: &'r Reference,
    ) -> Result<Dictionary<'r>, Faults> {
        let mapping = match &self.map {
            Some(path) => Mapping::parse(&Document::read(path)?)?,
            None => Mapping::default(),
        };
        let rule = match &self.states {
            Some(path) => StateRule::parse(Document::read(path)?, reference)?,
            None => StateRule::embedded(reference)?,
        };
        let halland: Option<HealthRegionId> = match &self.halland {
            Some(name) => Some(super::names::halland(name, reference)?),
            None => None,
        };
        Ok(Dictionary::new(
            reference,
            mapping,
            rule,
            self.pension_age,
            halland,
        ))
    }

    fn inputs(&self) -> impl Iterator<Item = &Path> {
        [&self.map, &self.states]
            .into_iter()
            .flatten()
            .map(PathBuf::as_path)
    }
}

pub(super) fn run(args: &Args, output: &OutputArgs) -> anyhow::Result<()> {
    let Kind::Extract = args.kind;
    let inputs: Vec<&Path> = args
        .files
        .iter()
        .map(PathBuf::as_path)
        .chain(args.extract.inputs())
        .collect();
    output.check(&inputs)?;
    let reference = Reference::load()?;
    let request = ReadRequest {
        paths: args.files.clone(),
        dictionary: args.extract.dictionary(&reference)?,
        profession: None,
    };
    let (_, inventory) = match read(&request) {
        Ok(found) => found,
        Err(ReadError::Files(faults)) => return Err(faults.into()),
        Err(ReadError::Rows(refusals)) => {
            if let Some(path) = &args.rejects {
                replace(path, |out| out.write_all(refusals.csv().as_bytes()))?;
            }
            let count = refusals.count();
            let faults = refusals.faults();
            let unseen = count - faults.len() as u64;
            if unseen > 0 {
                output.say(&format!(
                    "not: {count} fel i allt, {unseen} av dem är bara räknade"
                ));
            }
            return Err(faults.into());
        }
    };
    let rule = inventory
        .rule_needed()
        .then(|| request.dictionary.rule().name.as_str());
    let facts = ExtractFacts {
        reference: &reference,
        language: output.language(),
        state_rule: rule,
        pension_age: args.extract.pension_age,
    };
    let provenance = Provenance {
        program: super::program(),
        command: "check".to_owned(),
        options: vec![("as".to_owned(), "extract".to_owned())],
        inputs: inventory
            .files
            .iter()
            .map(|name| InputFile {
                role: "extract".to_owned(),
                name: name.clone(),
                sha256: None,
            })
            .collect(),
    };
    let report = view::extract_inventory(&inventory, facts, provenance);
    output.write(&release(report, Policy::Inspection))
}
