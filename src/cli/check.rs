//! `vardkraft check`: is this file fit to use, and what is in it?

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::{ValueEnum, ValueHint};

use super::disclosure_args::{DisclosureArgs, not_released};
use super::extract_args::ExtractArgs;
use super::how_read::HowRead;
use super::output::{FileSet, Files, OutputArgs, Readers};
use super::usage_error::UsageError;
use crate::disclosure::{Policy, Released, release};
use crate::domain::{
    Completions, Entrants, ExamFrequency, Graduates, Inhabitants, InputRemark, StockCount, Studies,
};
use crate::extract::{Inventory, ReadError, ReadRequest, Refusals, read};
use crate::intake::{self, Context, Reading};
use crate::language::words;
use crate::layout;
use crate::reference::Reference;
use crate::report::{InputFile, Provenance};
use crate::source::{Fault, Faults};
use crate::view::{self, ExtractFacts, RecordOf, TableFacts, partial_year};

/// Validate an input: report every fault, or what was found.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Files; of an extract also folders and patterns such as `lova_*.parquet`.
    #[arg(required = true, value_hint = ValueHint::AnyPath)]
    files: Vec<PathBuf>,
    /// What the files are.
    #[arg(long = "as", value_enum, default_value_t = Kind::Extract)]
    kind: Kind,
    /// Which sheet of a workbook to read.
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    #[command(flatten)]
    extract: ExtractArgs,
    #[command(flatten)]
    disclosure: DisclosureArgs,
    /// Write the refused rows of an extract as CSV: file, line, column, reason.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    rejects: Option<PathBuf>,
    /// Accept years of an extract that were delivered for part of the country only.
    #[arg(long)]
    partial_years: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// A register extract: one row per licence and year.
    Extract,
    /// Entrants (nybörjare) of `forecast`.
    Entrants,
    /// Exam frequencies (examensfrekvens) of `forecast`.
    Frequencies,
    /// Degrees by start cohort (examinerade per startkohort) of `forecast`.
    Completions,
    /// Graduates by läsår (examinerade) of `backtest` and `compare`.
    Graduates,
    /// Stock counted by others (sysselsatta) of `flow`.
    Stock,
    /// Inhabitants (folkmängd) of `flow`.
    Population,
    /// Entrants, person by person (utbildningsuttag), of `flow --view pathway`.
    Education,
}

pub(super) fn run(args: &Args, output: &OutputArgs) -> anyhow::Result<()> {
    let inputs = args
        .files
        .iter()
        .map(PathBuf::as_path)
        .chain(args.extract.inputs())
        .chain(args.disclosure.inputs());
    let rejects = args.rejects.as_deref();
    let audit = args.disclosure.audit_path()?;
    let files = Files::reading(inputs).writing("--rejects", Some("csv"), rejects);
    output.check(files.writing("--audit", None, audit))?;
    args.check_disclosure()?;
    let reference = Reference::load()?;
    let released = match args.kind {
        Kind::Extract => extract(args, output, &reference)?,
        _ => table(args, output, &reference)?,
    };
    let mut files = FileSet::new();
    args.disclosure.add_audit(&released, output, &mut files)?;
    output.write_with(&released, files)
}

impl Args {
    /// Whether the input is microdata: a row is about a person.
    fn is_of_persons(&self) -> bool {
        matches!(self.kind, Kind::Extract | Kind::Education)
    }

    /// Refuses to protect what holds no persons to protect, and to round what is not rounded.
    fn check_disclosure(&self) -> Result<(), UsageError> {
        let refused = |why: &str| Err(UsageError(why.to_owned()));
        if !self.is_of_persons() && self.disclosure.is_given() {
            return refused("--disclosure and --audit are for --as extract and --as education");
        }
        if self.disclosure.rounds() {
            return refused(
                "check counts rows and rounds nothing; use --disclosure suppress or off",
            );
        }
        Ok(())
    }
}

fn extract(args: &Args, output: &OutputArgs, reference: &Reference) -> anyhow::Result<Released> {
    let mut read_files = Vec::new();
    let request = ReadRequest {
        paths: args.files.clone(),
        dictionary: args.extract.dictionary(reference, &mut read_files)?,
        profession: None,
    };
    let found = output.while_working(&words!("läser uttaget", "reading the extract"), || {
        read(&request)
    });
    let (_, inventory) = match found {
        Ok(found) => found,
        Err(ReadError::Files(faults)) => return Err(faults.into()),
        Err(ReadError::Rows(refusals)) => return Err(refused(args, output, &refusals)?.into()),
    };
    args.extract.check_used(&inventory)?;
    let policy = args.disclosure.policy_for(inventory.is_synthetic())?;
    read_files.extend(inventory.files.iter().map(HowRead::extract));
    output.describe(&read_files, policy);
    let facts = ExtractFacts {
        reference,
        language: output.language(),
        state_rule: inventory
            .rule_needed()
            .then_some(request.dictionary.rule().name.as_str()),
        pension_age: args.extract.pension_age(),
        protection: policy.rules(),
    };
    if !args.partial_years {
        are_whole(&inventory, reference)?;
    }
    let files = inventory
        .files
        .iter()
        .map(|file| (file.name.clone(), Some(file.sha256.clone())));
    let mut provenance = provenance(args.kind, files);
    provenance
        .inputs
        .extend(args.disclosure.rules_file(output)?);
    let report = view::extract_inventory(&inventory, facts, provenance);
    Ok(release(report, policy).map_err(|error| not_released(&error))?)
}

/// The faults of refused rows, which are also written where they are asked for.
fn refused(args: &Args, output: &OutputArgs, refusals: &Refusals) -> anyhow::Result<Faults> {
    if let Some(path) = &args.rejects {
        let mut files = FileSet::new();
        let language = output.language();
        files.add(path, Readers::Owner, |out| {
            refusals.write_csv(language, out)
        })?;
        files.publish()?;
    }
    if let Some(unseen) = refusals.unkept() {
        let all = refusals.count();
        output.note(&words!(
            "{all} fel totalt, varav {unseen} varken visas eller sparas",
            "{all} errors in all, of which {unseen} are neither shown nor saved"
        ));
    }
    Ok(refusals.faults())
}

/// Refuses years that were delivered for part of the country only.
fn are_whole(inventory: &Inventory, reference: &Reference) -> Result<(), Faults> {
    let mut faults = Faults::new();
    for year in &inventory.partial_years {
        let fault = Fault::new(partial_year(year, reference));
        faults.push(fault.tip(words!(
            "hämta årets leverans igen; annars ta bort året ur uttaget, eller godta det med --partial-years om det ska vara så",
            "fetch the year again; otherwise remove it from the extract, or accept it with --partial-years if it is meant to be so"
        )));
    }
    faults.or_else(|| ())
}

fn table(args: &Args, output: &OutputArgs, reference: &Reference) -> anyhow::Result<Released> {
    let [path] = &args.files[..] else {
        return Err(UsageError("give one table at a time".to_owned()).into());
    };
    let table = layout::only_table(path, args.sheet.as_deref(), reference)?;
    let context = Context {
        table: &table,
        reference,
        split: args.extract.split(reference)?,
    };
    let found = match args.kind {
        Kind::Frequencies => Found::of_frequencies(&intake::exam_frequencies(context)?),
        Kind::Completions => Found::of_completions(&intake::completions(context)?),
        Kind::Graduates => Found::of_graduates(&intake::graduates(context)?),
        Kind::Stock => Found::of_stock(&intake::stock(context)?),
        Kind::Population => Found::of_population(&intake::population(context)?),
        Kind::Education => Found::of_education(&intake::education(context)?),
        Kind::Entrants | Kind::Extract => Found::of_entrants(&intake::entrants(context)?),
    };
    let policy = if args.is_of_persons() {
        args.disclosure.policy_for(found.is_synthetic)?
    } else {
        Policy::Inspection
    };
    let read_file = HowRead::table(&table);
    let read_file = if args.is_of_persons() {
        read_file.of_persons()
    } else {
        read_file
    };
    output.describe([&read_file], policy);
    let facts = TableFacts {
        reference,
        language: output.language(),
        remarks: &found.remarks,
        rows: table.records().count(),
        kept: &found.kept,
        protection: policy.rules(),
    };
    let input = table.input();
    let files = [(input.name.clone(), Some(input.sha256.clone()))];
    let mut provenance = provenance(args.kind, files.into_iter());
    provenance
        .inputs
        .extend(args.disclosure.rules_file(output)?);
    let report = view::table_inventory(facts, provenance);
    Ok(release(report, policy).map_err(|error| not_released(&error))?)
}

/// What a table holds.
struct Found {
    /// What every record is about, and its year or läsår.
    kept: Vec<(RecordOf, Option<String>)>,
    remarks: Vec<InputRemark>,
    /// Whether the records are persons who are made up.
    is_synthetic: bool,
}

impl Found {
    fn of_entrants(reading: &Reading<Entrants>) -> Self {
        Self::of(reading, |row| {
            let programme = RecordOf::Programme(row.programme);
            (programme, Some(row.academic_year.to_string()))
        })
    }

    fn of_frequencies(reading: &Reading<ExamFrequency>) -> Self {
        Self::of(reading, |row| (RecordOf::Programme(row.programme), None))
    }

    fn of_completions(reading: &Reading<Completions>) -> Self {
        Self::of(reading, |row| {
            let programme = RecordOf::Programme(row.programme);
            (programme, Some(row.started.to_string()))
        })
    }

    fn of_graduates(reading: &Reading<Graduates>) -> Self {
        Self::of(reading, |row| {
            let programme = RecordOf::Programme(row.programme);
            (programme, Some(row.academic_year.to_string()))
        })
    }

    fn of_stock(reading: &Reading<StockCount>) -> Self {
        Self::of(reading, |row| {
            let profession = RecordOf::Profession(row.profession);
            (profession, Some(row.year.to_string()))
        })
    }

    fn of_population(reading: &Reading<Inhabitants>) -> Self {
        Self::of(reading, |row| {
            (RecordOf::Inhabitants, Some(row.year.to_string()))
        })
    }

    fn of_education(reading: &Reading<Studies>) -> Self {
        let found = Self::of(reading, |row| {
            let programme = RecordOf::Programme(row.programme);
            (programme, Some(row.started.to_string()))
        });
        let mut records = reading.records.iter();
        Self {
            is_synthetic: records.any(|sourced| sourced.record.is_synthetic),
            ..found
        }
    }

    fn of<T>(reading: &Reading<T>, key: impl Fn(&T) -> (RecordOf, Option<String>)) -> Self {
        let records = reading.records.iter();
        Self {
            kept: records.map(|sourced| key(&sourced.record)).collect(),
            remarks: reading.remarks.clone(),
            is_synthetic: false,
        }
    }
}

fn provenance(kind: Kind, files: impl Iterator<Item = (String, Option<String>)>) -> Provenance {
    let name = kind
        .to_possible_value()
        .map(|value| value.get_name().to_owned());
    let role = name.unwrap_or_default();
    let mut seen = BTreeSet::new();
    let inputs = files
        .filter(|(name, _)| seen.insert(name.clone()))
        .map(|(name, sha256)| InputFile {
            role: role.clone(),
            name,
            sha256,
        });
    Provenance::of("check", [("as", Some(role.clone()))], inputs)
}
