//! `--write-map`: a mapping that is proposed from the extract itself.

use std::path::Path;

use super::args::Args;
use crate::cli::output::{FileSet, OutputArgs, Readers};
use crate::disclosure::Policy;
use crate::domain::DisclosureRules;
use crate::extract::{MapProtection, Proposal, Survey, can_be_read_again, least_cell};
use crate::language::words;
use crate::reference::Reference;
use crate::source::Faults;

/// Proposes what the columns and values of the extract mean, and writes that instead of a check.
pub(super) fn write_map(
    path: &Path,
    args: &Args,
    output: &OutputArgs,
    reference: &Reference,
) -> anyhow::Result<()> {
    let dictionary = args.extract.dictionary(reference, &mut Vec::new())?;
    let reading = words!("läser uttaget", "reading the extract");
    let survey = output.while_working(&reading, || Survey::of(&args.files))?;
    let proposal = Proposal::of(&survey, &dictionary);
    let policy = args.disclosure.policy_for(survey.is_synthetic())?;
    let protection = MapProtection {
        rules: policy.rules(),
        discloses_totals: match policy.rules() {
            Some(rules) => discloses_totals(&proposal, args, rules)?,
            None => false,
        },
    };
    let readers = match policy {
        Policy::Unprotected => Readers::Owner,
        _ => Readers::Usual,
    };
    let mut files = FileSet::new();
    let language = output.language();
    files.add(path, readers, |out| {
        proposal.write_toml(language, protection, &mut &mut *out)
    })?;
    files.publish()?;
    note(path, &proposal, output);
    Ok(())
}

/// Whether a count of rows by profession and year is small, so that a count over all years could disclose it.
fn discloses_totals(
    proposal: &Proposal,
    args: &Args,
    rules: DisclosureRules,
) -> Result<bool, Faults> {
    let Some(columns) = proposal
        .counted_by()
        .filter(|_| can_be_read_again(&args.files))
    else {
        return Ok(true);
    };
    let least = least_cell(&args.files, columns)?;
    let least = least.map(|least| i64::try_from(least).unwrap_or(i64::MAX));
    Ok(least.is_none_or(|least| rules.is_small(least)))
}

fn note(path: &Path, proposal: &Proposal, output: &OutputArgs) {
    let path = path.display();
    output.note(&match proposal.unanswered() {
        (0, 0) => words!(
            "Mappningen har skrivits till {path}: granska den och kör igen med --map {path}.",
            "The mapping has been written to {path}: review it and run again with --map {path}."
        ),
        (columns, values) => words!(
            "Mappningen har skrivits till {path}. Kolumner som saknas: {columns}. Värden som väntar på svar (?): {values}. Fyll i dem och kör igen med --map {path}.",
            "The mapping has been written to {path}. Columns missing: {columns}. Values awaiting an answer (?): {values}. Fill them in and run again with --map {path}."
        ),
    });
}
