//! A table: its records by what they are about.

use super::args::{Args, Kind};
use super::description;
use super::found::Found;
use super::not_an_input::{extract_elsewhere, several_inputs, without_input};
use super::preview::preview;
use super::provenance::provenance;
use crate::cli::disclosure_args::not_released;
use crate::cli::how_read::HowRead;
use crate::cli::output::OutputArgs;
use crate::disclosure::{Policy, Released, release};
use crate::intake::{self, Context, recognise};
use crate::reference::Reference;
use crate::source::RawTable;
use crate::view::{self, TableFacts};

/// Recognises a table, says what it is and how it was read, and checks it as that.
pub(super) fn recognised(
    table: &RawTable,
    args: &Args,
    output: &OutputArgs,
    reference: &Reference,
) -> anyhow::Result<Released> {
    let recognition = recognise(table, reference);
    let kinds: Vec<Kind> = recognition
        .fits
        .iter()
        .filter_map(|input| Kind::of(*input))
        .collect();
    match kinds[..] {
        [Kind::Extract] => Err(extract_elsewhere(table).into()),
        [kind] => {
            output.note(&description::what_it_is(
                kind,
                table,
                recognition.measure.is_some(),
            ));
            description::say_how_read(table, output);
            said(kind, table, args, output, reference)
        }
        [] => {
            description::say_how_read(table, output);
            description::say_contents(table, reference, output);
            Err(without_input(table, &recognition).into())
        }
        _ => {
            description::say_how_read(table, output);
            Err(several_inputs(table, &kinds).into())
        }
    }
}

/// Checks a table as an input.
pub(super) fn said(
    kind: Kind,
    table: &RawTable,
    args: &Args,
    output: &OutputArgs,
    reference: &Reference,
) -> anyhow::Result<Released> {
    args.check_disclosure(kind)?;
    let context = Context {
        table,
        reference,
        split: args.extract.split(reference)?,
    };
    let language = output.language();
    let found = match kind {
        Kind::Frequencies => Found::of_frequencies(&intake::exam_frequencies(context)?),
        Kind::Completions => Found::of_completions(&intake::completions(context)?),
        Kind::Graduates => Found::of_graduates(&intake::graduates(context)?),
        Kind::Stock => Found::of_stock(&intake::stock(context)?),
        Kind::Population => Found::of_population(&intake::population(context)?),
        Kind::Education => Found::of_education(&intake::education(context)?),
        Kind::Entrants | Kind::Extract => Found::of_entrants(&intake::entrants(context)?),
    };
    let policy = if kind.is_of_persons() {
        args.disclosure.policy_for(found.is_synthetic)?
    } else {
        Policy::Inspection
    };
    let read_file = HowRead::table(table);
    let read_file = if kind.is_of_persons() {
        read_file.of_persons()
    } else {
        read_file
    };
    output.describe([&read_file], policy);
    if args.kind.is_none() {
        preview(&found, output, reference);
    }
    let facts = TableFacts {
        reference,
        language,
        remarks: &found.remarks,
        rows: table.records().count(),
        kept: &found.kept,
        protection: policy.rules(),
    };
    let input = table.input();
    let files = [(input.name.clone(), Some(input.sha256.clone()))];
    let mut provenance = provenance(kind, files.into_iter());
    provenance
        .inputs
        .extend(args.disclosure.rules_file(output)?);
    let report = view::table_inventory(facts, provenance);
    Ok(release(report, policy).map_err(|error| not_released(&error))?)
}
