//! `vardkraft forecast`: graduates one to three years ahead.

mod args;
mod inputs;
mod selection;

use std::num::NonZeroU32;

use super::output::{FileSet, OutputArgs, Readers};
use crate::disclosure::{Policy, release};
use crate::forecast::{Edition, EditionFacts, EditionInput, Forecast, estimate};
use crate::language::words;
use crate::reference::Reference;
use crate::report::Provenance;
use crate::source::Fault;
use crate::view::{self, ForecastFacts};
pub(super) use args::Args;
use inputs::Inputs;
use selection::Selection;

pub(super) fn run(args: &Args, output: &OutputArgs) -> anyhow::Result<()> {
    args.check(output)?;
    let reference = Reference::load()?;
    let selection = Selection::of(args, &reference)?;
    let inputs = Inputs::read(args, &reference, &selection)?;
    inputs.describe(output);

    let request = args.request(&inputs.programmes);
    let estimation =
        estimate(inputs.records(), &request, &reference).map_err(|error| inputs.faults(&error))?;
    let forecast = &estimation.forecast;
    let facts = ForecastFacts {
        reference: &reference,
        language: output.language(),
        is_example: args.entrants.is_none(),
        remarks: &inputs.remarks,
        pairs: &estimation.pairs,
        levels: &args.level,
        draws: request.forecast.draws,
        choices: &estimation.choices,
        cohorts: estimation
            .frequencies
            .as_ref()
            .map(|estimated| (estimated, request.rule)),
        outside: &inputs.outside,
        regions: &selection.regions,
        rounded_to: args.round.map(NonZeroU32::get),
        horizon_cap: request.forecast.horizon_cap,
    };
    let report = view::forecast(forecast, facts, inputs.provenance(args));
    if report.tables.iter().all(|table| table.rows.is_empty()) {
        let regions = args.regions.region.join(", ");
        let nothing = words!(
            "inga skattningar för {regions}: underlaget har inga nybörjare där",
            "no estimates for {regions}: the input has no entrants there"
        );
        return Err(Fault::new(nothing).into());
    }
    let mut files = FileSet::new();
    if let Some(path) = &args.save {
        let edition = edition(args, forecast, &report.provenance, &reference);
        files.add_bytes(path, Readers::Usual, edition.to_json().as_bytes())?;
    }
    output.write_with(&release(report, Policy::Aggregates)?, files)
}

fn edition(
    args: &Args,
    forecast: &Forecast,
    provenance: &Provenance,
    reference: &Reference,
) -> Edition {
    let inputs = provenance.inputs.iter().map(|input| EditionInput {
        role: input.role.clone(),
        name: input.name.clone(),
        sha256: input.sha256.clone(),
    });
    let facts = EditionFacts {
        program: provenance.program.clone(),
        is_example: args.entrants.is_none(),
        options: provenance.options.iter().cloned().collect(),
        inputs: inputs.collect(),
    };
    Edition::of(forecast, &args.level, facts, reference)
}
