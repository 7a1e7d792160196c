//! `vardkraft supply`: the professions side by side.

use std::collections::BTreeSet;

use super::disclosure_args::{DisclosureArgs, contradiction, not_released};
use super::known_names::PROFESSIONS;
use super::names::unknown;
use super::output::{FileSet, Files, OutputArgs};
use super::register::{EntrantsFrom, RegisterArgs, RegisterRequest};
use crate::accounts::{NotAFlow, rounded_supply};
use crate::disclosure::release;
use crate::domain::{ProfessionId, Year};
use crate::extract::columns::Column;
use crate::flow::{Depth, supply};
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
    let audit = args.disclosure.audit_path(output)?;
    output.check(Files::reading(inputs).writing("--audit", None, audit))?;
    let reference = Reference::load()?;
    let wanted = args.professions(&reference)?;
    let request = RegisterRequest {
        professions: &wanted,
        depth: Depth::Careers,
        by_licence_cohort: false,
        entrants: EntrantsFrom::Nowhere,
    };
    let register = args.register.count(request, &reference)?;
    for remark in &register.remarks {
        output.say(remark.text(output.language()));
    }
    let coverage = &register.cube.coverage;
    let there: BTreeSet<ProfessionId> = coverage.years.keys().copied().collect();
    let asked = if wanted.is_empty() { &there } else { &wanted };
    if coverage.has_any(&[Column::LicenceYear]) {
        let present: BTreeSet<ProfessionId> = asked.intersection(&there).copied().collect();
        register.can_follow_licences(&present, &reference)?;
    }
    let rows = supply(&register.cube, asked, args.year, args.since);
    let shown: BTreeSet<ProfessionId> = rows.keys().map(|(id, _)| *id).collect();
    if shown.is_empty() {
        return Err(nothing(register.name, args).into());
    }
    let missing: Vec<ProfessionId> = asked.difference(&shown).copied().collect();
    let mut published = published_shares(&reference)?;
    published.retain(|row| shown.contains(&row.profession));
    let policy = args.disclosure.policy(&register)?;
    let rows = match policy.rounding_base() {
        Some(base) => rounded_supply(&rows, base).map_err(|NotAFlow| contradiction())?,
        None => rows,
    };
    let facts = SupplyFacts {
        reference: &reference,
        language: output.language(),
        coverage,
        published: &published,
        missing: &missing,
        counts: None,
    };
    let counts = policy.protects().then(|| view::supply_counts(&rows, facts));
    let facts = SupplyFacts {
        counts: counts.as_ref(),
        ..facts
    };
    let provenance = Provenance {
        program: super::program(),
        command: "supply".to_owned(),
        options: args.options(),
        inputs: register
            .inputs
            .iter()
            .cloned()
            .chain(args.disclosure.rules_file()?)
            .collect(),
    };
    let report = view::supply(&rows, facts, provenance);
    let released = release(report, policy).map_err(|error| not_released(&error))?;
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
    fn options(&self) -> Vec<(String, String)> {
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
        let options = options.into_iter().chain(self.register.own_words.options());
        let given = options.filter_map(|(name, value)| Some((name.to_owned(), value?)));
        given.collect()
    }
}
