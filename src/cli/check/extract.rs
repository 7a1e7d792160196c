//! A register extract: its rows by profession and year, or the rows that are refused.

use super::args::{Args, Kind};
use super::provenance::provenance;
use crate::cli::disclosure_args::not_released;
use crate::cli::how_read::HowRead;
use crate::cli::output::{FileSet, OutputArgs, Readers};
use crate::disclosure::{Released, release};
use crate::extract::{Inventory, ReadError, ReadRequest, Refusals, read};
use crate::language::words;
use crate::reference::Reference;
use crate::source::{Fault, Faults};
use crate::view::{self, ExtractFacts, partial_year};

pub(super) fn extract(
    args: &Args,
    output: &OutputArgs,
    reference: &Reference,
) -> anyhow::Result<Released> {
    let mut read_files = Vec::new();
    let request = ReadRequest {
        paths: args.files.clone(),
        dictionary: args.extract.dictionary(reference, &mut read_files)?,
        profession: None,
        keeps_refused_rows: args.rejects.is_some(),
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
    let mut provenance = provenance(Kind::Extract, files);
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
