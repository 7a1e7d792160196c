//! `vardkraft flow`: a profession's way through the health-care system.

mod args;
mod inputs;
mod wanted;

use super::disclosure_args::{broken_cube, contradiction, may_leave, not_released};
use super::output::{FileSet, Files, OutputArgs, Readers};
use super::refusals::all_refused;
use super::usage_error::UsageError;
use crate::accounts::{NotRounded, round};
use crate::disclosure::{Policy, release};
use crate::flow::{Basis, Description, NotDescribed, Refusal, Request, View, describe};
use crate::language::words;
use crate::reference::Reference;
use crate::report::Provenance;
use crate::source::Faults;
use crate::view::{self, FlowFacts};

pub(super) use args::Args;
use inputs::Inputs;
use wanted::Wanted;

pub(super) fn run(args: &Args, output: &OutputArgs) -> anyhow::Result<()> {
    let files = Files::reading(args.inputs())
        .writing("--audit", None, args.disclosure.audit_path()?)
        .writing("--save-cube", Some("parquet"), args.save_cube.as_deref());
    output.check(files)?;
    let asks_for_pathway = args.view.iter().any(|view| view.part == View::Pathway);
    if args.disclosure.rounds() && asks_for_pathway {
        return Err(pathway_not_rounded().into());
    }
    let reference = Reference::load()?;
    let wanted = Wanted::of(args, output, &reference)?;
    let inputs = output
        .while_working(&words!("läser registret", "reading the register"), || {
            Inputs::read(args, &wanted, &reference)
        })?;
    let (basis, request) = (&inputs.basis, &wanted.request);
    let policy = policy(args, basis)?;
    output.describe(&inputs.read, policy);
    let refused = |refusals: Vec<Refusal>| all_refused(&refusals, &inputs.name, &reference);
    request.check(basis).map_err(refused)?;
    if policy.protects() {
        request.check_protected().map_err(refused)?;
    }
    let mut files = FileSet::new();
    if let (Some(path), Some(cube)) = (&args.save_cube, &basis.cube) {
        may_leave(cube, policy)?;
        files.add_bytes(path, Readers::Owner, &cube.to_parquet(&reference)?)?;
    }
    let selection = request.selection(basis);
    let facts = FlowFacts {
        language: output.language(),
        views: &args.view.iter().map(|view| view.name).collect::<Vec<_>>(),
        areas: &request.areas,
        is_one_table: wanted.is_one_table,
        leaves_out_views: wanted.is_one_table && args.view.is_empty() && args.stock.is_none(),
        remarks: &inputs.remarks(&reference, output.language()),
        rounding_base: policy.rounding_base(),
        ..FlowFacts::of(basis, &selection, &reference)
    };
    let description = described(&inputs, request, facts)?;
    let counts = policy
        .protects()
        .then(|| view::flow_counts(&description, facts));
    let facts = FlowFacts {
        counts: counts.as_ref(),
        ..facts
    };
    let report = view::flow(&description, facts, provenance(args, &inputs, output)?);
    if report.tables.iter().all(|table| table.rows.is_empty()) {
        return Err(refused(vec![request.nothing(basis)]).into());
    }
    let released = output
        .while_working(
            &words!("skyddar små antal", "protecting small counts"),
            || release(report, policy),
        )
        .map_err(|error| not_released(&error))?;
    args.disclosure.add_audit(&released, output, &mut files)?;
    output.write_with(&released, files)
}

/// How the persons behind the results are protected.
fn policy(args: &Args, basis: &Basis) -> Result<Policy, Faults> {
    let coverage = basis.cube.as_ref().map(|cube| &cube.coverage);
    coverage.map_or(Ok(Policy::Aggregates), |coverage| {
        args.disclosure.policy_for(coverage.is_synthetic)
    })
}

/// The description, rounded if the policy is to round.
fn described(
    inputs: &Inputs,
    request: &Request,
    facts: FlowFacts<'_>,
) -> anyhow::Result<Description> {
    let basis = &inputs.basis;
    let description = describe(basis, request).map_err(|error| match error {
        NotDescribed::Refused(refusals) => all_refused(&refusals, &inputs.name, facts.reference),
        NotDescribed::Imbalance(broken) => broken_cube(&broken, facts),
    })?;
    let Some(base) = facts.rounding_base else {
        return Ok(description);
    };
    round(description, basis, request, base).map_err(|error| match error {
        NotRounded::Imbalance(broken) => broken_cube(&broken, facts).into(),
        NotRounded::Contradiction => contradiction().into(),
        NotRounded::Pathway => pathway_not_rounded().into(),
    })
}

fn pathway_not_rounded() -> UsageError {
    let only = "--disclosure round cannot round the shares of --view pathway; use suppress";
    UsageError(only.to_owned())
}

fn provenance(args: &Args, inputs: &Inputs, output: &OutputArgs) -> Result<Provenance, Faults> {
    let rules = args.disclosure.rules_file(output)?;
    let files = inputs.files.iter().cloned().chain(rules);
    Ok(Provenance::of("flow", args.options(), files))
}
