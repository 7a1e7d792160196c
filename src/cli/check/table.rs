//! A table: its records by what they are about.

use super::args::{Args, Kind};
use super::found::Found;
use super::provenance::provenance;
use crate::cli::disclosure_args::not_released;
use crate::cli::how_read::HowRead;
use crate::cli::output::OutputArgs;
use crate::cli::usage_error::UsageError;
use crate::disclosure::{Policy, Released, release};
use crate::intake::{self, Context};
use crate::layout;
use crate::reference::Reference;
use crate::view::{self, TableFacts};

pub(super) fn table(
    args: &Args,
    output: &OutputArgs,
    reference: &Reference,
) -> anyhow::Result<Released> {
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
