//! `vardkraft supply`: the professions side by side.

use std::collections::BTreeSet;

use super::disclosure_args::{DisclosureArgs, contradiction, not_released};
use super::known_names::PROFESSIONS;
use super::names::unknown;
use super::output::{FileSet, Files, OutputArgs};
use super::refusals::all_refused;
use super::register::{EntrantsFrom, RegisterArgs, RegisterInput, RegisterRequest};
use crate::accounts::{NotAFlow, rounded_supply};
use crate::disclosure::release;
use crate::domain::{ProfessionId, Year};
use crate::flow::{Depth, SupplyRequest, supply};
use crate::language::words;
use crate::reference::{Reference, published_shares};
use crate::report::Provenance;
use crate::source::{Fault, Faults};
use crate::view::{self, SupplyFacts};

/// Supply (tillgång) of the professions side by side: how many of the employed are in the profession, by
/// years since the licence.
///
/// Without input options it runs on a synthetic register, named as such, beside published shares.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Professions (yrken) by any name; the seven that the council describes if none.
    #[arg(value_name = "PROFESSION", value_parser = PROFESSIONS, hide_possible_values = true)]
    professions: Vec<String>,
    /// All professions of the input.
    #[arg(long, conflicts_with = "professions")]
    all: bool,
    #[command(flatten)]
    register: RegisterArgs,
    #[command(flatten)]
    disclosure: DisclosureArgs,
    /// The year; the newest of the input if left out.
    #[arg(long, value_name = "YEAR", help_heading = "Selection")]
    #[arg(value_parser = clap::value_parser!(Year).range(1960..=2099))]
    year: Option<Year>,
    /// The year to compare with; the oldest of the input if left out.
    #[arg(long, value_name = "YEAR", help_heading = "Selection")]
    #[arg(value_parser = clap::value_parser!(Year).range(1960..=2099))]
    since: Option<Year>,
}

pub(super) fn run(args: &Args, output: &OutputArgs) -> anyhow::Result<()> {
    let inputs = args.register.inputs().chain(args.disclosure.inputs());
    let audit = args.disclosure.audit_path()?;
    output.check(Files::reading(inputs).writing("--audit", None, audit))?;
    let reference = Reference::load()?;
    let request = args.request(&reference)?;
    let register = output
        .while_working(&words!("läser registret", "reading the register"), || {
            args.count(&request, &reference)
        })?;
    for remark in &register.remarks {
        output.note(remark);
    }
    let cube = &register.counted.cube;
    let policy = args.disclosure.policy_for(cube.coverage.is_synthetic)?;
    output.describe(&register.read, policy);
    let checked = request.check(cube);
    checked.map_err(|refusals| all_refused(&refusals, register.name, &reference))?;
    let supply = supply(cube, &request, &reference.definitions().tenure_bands);
    if supply.rows.is_empty() {
        return Err(nothing(register.name, args).into());
    }
    let shown = supply.professions();
    let mut published = published_shares(&reference)?;
    published.retain(|row| shown.contains(&row.profession));
    let rows = match policy.rounding_base() {
        Some(base) => rounded_supply(&supply.rows, base).map_err(|NotAFlow| contradiction())?,
        None => supply.rows,
    };
    let facts = SupplyFacts {
        reference: &reference,
        language: output.language(),
        coverage: &cube.coverage,
        published: &published,
        missing: &supply.missing,
        counts: None,
    };
    let counts = policy.protects().then(|| view::supply_counts(&rows, facts));
    let facts = SupplyFacts {
        counts: counts.as_ref(),
        ..facts
    };
    let report = view::supply(&rows, facts, args.provenance(&register, output)?);
    let released = output
        .while_working(
            &words!("skyddar små antal", "protecting small counts"),
            || release(report, policy),
        )
        .map_err(|error| not_released(&error))?;
    let mut files = FileSet::new();
    args.disclosure.add_audit(&released, output, &mut files)?;
    output.write_with(&released, files)
}

fn nothing(name: &str, args: &Args) -> Fault {
    let years = [args.since, args.year].into_iter().flatten();
    let years: Vec<String> = years.map(|year| year.to_string()).collect();
    let fault = match &years[..] {
        [] => Fault::new(words!(
            "{name} innehåller inget av yrkena",
            "the input has none of the professions"
        )),
        years => {
            let (swedish, english) = (years.join(" och "), years.join(" and "));
            Fault::new(words!(
                "{name} innehåller inget av yrkena för {swedish}",
                "the input has none of the professions for {english}"
            ))
        }
    };
    fault.tip(words!(
        "vardkraft check visar vilka yrken och år som finns; --all visar alla yrken",
        "vardkraft check shows which professions and years there are; --all shows all professions"
    ))
}

impl Args {
    fn request(&self, reference: &Reference) -> Result<SupplyRequest, Faults> {
        Ok(SupplyRequest {
            professions: self.professions(reference)?,
            year: self.year,
            since: self.since,
        })
    }

    fn count(
        &self,
        request: &SupplyRequest,
        reference: &Reference,
    ) -> Result<RegisterInput, Faults> {
        let wanted = RegisterRequest {
            professions: &request.professions,
            depth: Depth::Careers,
            by_licence_cohort: false,
            entrants: EntrantsFrom::Nowhere,
        };
        self.register.count(wanted, reference)
    }

    fn provenance(
        &self,
        register: &RegisterInput,
        output: &OutputArgs,
    ) -> Result<Provenance, Faults> {
        let rules = self.disclosure.rules_file(output)?;
        let inputs = register.inputs.iter().cloned().chain(rules);
        Ok(Provenance::of("supply", self.options(), inputs))
    }

    /// Empty for all that there are.
    fn professions(&self, reference: &Reference) -> Result<BTreeSet<ProfessionId>, Faults> {
        if self.all {
            return Ok(BTreeSet::new());
        }
        if self.professions.is_empty() {
            let council = reference
                .professions()
                .filter(|(_, entry)| entry.is_in_supply);
            return Ok(council.map(|(id, _)| id).collect());
        }
        let mut faults = Faults::new();
        let named = self.professions.iter().filter_map(|name| {
            let known = reference.profession_named(name);
            faults.keep(known.map_err(|error| unknown(&error)))
        });
        let named = named.collect();
        faults.or_else(|| named)
    }

    /// The options that shape the numbers.
    fn options(&self) -> impl Iterator<Item = (&'static str, Option<String>)> {
        let names = (!self.professions.is_empty()).then(|| self.professions.join(","));
        let options = [
            ("professions", names),
            ("all", self.all.then(|| "true".to_owned())),
            ("year", self.year.map(|year| year.to_string())),
            ("since", self.since.map(|year| year.to_string())),
            (
                "main-profession",
                self.register.main_profession.then(|| "true".to_owned()),
            ),
        ];
        options
            .into_iter()
            .chain(self.register.extract_args.options())
    }
}
