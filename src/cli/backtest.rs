//! `vardkraft backtest`: how well the methods would have done.

use std::num::NonZeroU8;
use std::ops::RangeInclusive;
use std::path::PathBuf;

use clap::ValueHint;

use super::cohort_args::CohortArgs;
use super::draw_args::DrawArgs;
use super::input_files::input_files;
use super::known_names::{HALLAND, PROGRAMMES};
use super::names::{halland, has_rows, interval_level, unknown, years};
use super::output::{Files, OutputArgs};
use super::region_args::RegionArgs;
use super::usage_error::UsageError;
use crate::disclosure::{Policy, release};
use crate::domain::{IntervalLevel, ProgrammeId, Year};
use crate::forecast::{BacktestRequest, History, Method, Outcomes, Pair, backtest};
use crate::intake::{HistorySources, HistoryTables, SplitCounties};
use crate::language::words;
use crate::layout;
use crate::reference::Reference;
use crate::report::{InputFile, Provenance};
use crate::source::{Fault, Faults};
use crate::view::{self, BacktestFacts};

/// How well the forecast methods would have done, from every earlier year, beside naive ones.
///
/// With `--entrants` and `--completions` all methods are tried; with `--graduates` alone the naive ones.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Programmes (utbildningar) by any name; all of the input if none.
    #[arg(value_name = "PROGRAMME", value_parser = PROGRAMMES, hide_possible_values = true)]
    programmes: Vec<String>,
    /// Entrants (nybörjare), as of `forecast`.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Input")]
    #[arg(requires = "completions")]
    entrants: Option<PathBuf>,
    /// Degrees by start cohort, as of `forecast`.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Input")]
    #[arg(requires = "entrants", required_unless_present = "graduates")]
    completions: Option<PathBuf>,
    /// What happened: utbildning, läsår, examinerade [place; kön]; the sum of the cohorts' degrees if
    /// left out.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Input")]
    graduates: Option<PathBuf>,
    /// The methods, several with commas; all that the input allows if left out.
    #[arg(long, value_name = "METHOD", value_delimiter = ',', value_parser = method)]
    #[arg(help_heading = "Method")]
    method: Vec<Method>,
    /// Only forecasts made in these years.
    #[arg(long, value_name = "FROM..TO", value_parser = years, help_heading = "Method")]
    origins: Option<RangeInclusive<Year>>,
    /// At most this many years ahead.
    #[arg(long, value_name = "YEARS", help_heading = "Method")]
    horizon: Option<NonZeroU8>,
    #[command(flatten)]
    cohorts: CohortArgs,
    /// How often an interval should hold, 0.8 or 80%.
    #[arg(long, value_name = "LEVEL", value_parser = interval_level, default_value = "0.8")]
    #[arg(help_heading = "Method")]
    level: IntervalLevel,
    #[command(flatten)]
    draws: DrawArgs<2_000>,
    /// Which health region Halland counts in where the input gives only the county.
    #[arg(long, value_name = "REGION", help_heading = "Method")]
    #[arg(value_parser = HALLAND, hide_possible_values = true)]
    halland: Option<String>,
    #[command(flatten)]
    regions: RegionArgs,
}

fn method(name: &str) -> Result<Method, UsageError> {
    let names = Method::ALL.map(Method::name).join(", ");
    Method::named(name).ok_or_else(|| UsageError(format!("the methods are {names}")))
}

pub(super) fn run(args: &Args, output: &OutputArgs) -> anyhow::Result<()> {
    let paths = [&args.entrants, &args.completions, &args.graduates];
    let paths = paths.into_iter().flatten().map(PathBuf::as_path);
    output.check(Files::reading(paths))?;
    let has_cohorts = args.completions.is_some();
    if let Some(method) = args
        .method
        .iter()
        .find(|own| !own.is_naive() && !has_cohorts)
    {
        let name = method.name();
        let wanted = format!("--method {name} needs --entrants and --completions");
        return Err(UsageError(wanted).into());
    }
    let reference = Reference::load()?;
    let tables = args.read(&reference)?;
    output.describe_tables(&tables);
    let (entrants, completions) = (tables.entrants(), tables.completions());
    let outcomes = match &tables.graduates {
        Some(graduates) => Outcomes::of_graduates(&graduates.records),
        None => Outcomes::of_completions(entrants, completions, &reference),
    };
    let programmes = args.programmes(&outcomes, &reference)?;
    let regions = args.regions.named(&reference)?;
    let methods = args.methods();
    let request = BacktestRequest {
        programmes: programmes.clone(),
        methods: methods.clone(),
        origins: args
            .origins
            .as_ref()
            .map(|years| (*years.start(), *years.end())),
        horizon_cap: args.horizon.map(NonZeroU8::get),
        draws: Some(args.draws.draws()),
    };
    let history = History {
        entrants,
        completions,
        outcomes: &outcomes,
        rule: args.cohorts.rule(),
    };
    let pairs = backtest(history, &request, &reference);
    check_some(&pairs)?;
    let facts = BacktestFacts {
        reference: &reference,
        language: output.language(),
        programmes: &programmes,
        methods: &methods,
        level: args.level,
        regions: &regions,
        is_of_cohorts: args.graduates.is_none(),
        outcomes: &outcomes,
        remarks: &tables.remarks(),
    };
    let report = view::backtest(&pairs, facts, args.provenance(input_files(tables.tables())));
    has_rows(&report, &args.regions.region)?;
    output.write(&release(report, Policy::Aggregates)?)
}

fn check_some(pairs: &[Pair]) -> Result<(), Fault> {
    let too_short = || {
        let fault = Fault::new(words!(
            "historiken är för kort: ingen tidigare skattning kan jämföras med ett utfall",
            "the history is too short: no earlier forecast can be compared with an outcome"
        ));
        fault.tip(words!(
            "en kurva behöver tre kohorter som är följda nominell tid före basåret, och utfall efter det",
            "a curve needs three cohorts followed through the nominal length before the base year, and outcomes after it"
        ))
    };
    (!pairs.is_empty()).then_some(()).ok_or_else(too_short)
}

impl Args {
    /// Reads all tables; their faults are reported together.
    fn read(&self, reference: &Reference) -> Result<HistoryTables, Faults> {
        let chosen = self.halland.as_ref();
        let chosen = chosen.map(|name| halland(name, reference)).transpose()?;
        let opened = |path: &Option<PathBuf>| {
            path.as_ref()
                .map(|path| layout::tables(path, None, reference))
        };
        let sources = HistorySources {
            entrants: opened(&self.entrants),
            frequencies: None,
            completions: opened(&self.completions),
            graduates: opened(&self.graduates),
        };
        sources.read(reference, SplitCounties { halland: chosen })
    }

    /// Those that are named, or all with a horizon and outcomes.
    fn programmes(
        &self,
        outcomes: &Outcomes,
        reference: &Reference,
    ) -> Result<Vec<ProgrammeId>, Faults> {
        let known = outcomes.programmes();
        let has_horizon = |id: &ProgrammeId| reference.programme(*id).horizon_years.is_some();
        if self.programmes.is_empty() {
            return Ok(known.into_iter().filter(has_horizon).collect());
        }
        let mut faults = Faults::new();
        let mut programmes = Vec::new();
        for name in &self.programmes {
            let found = reference.programme_named(name);
            let Some(id) = faults.keep(found.map_err(|error| unknown(&error))) else {
                continue;
            };
            let own = reference.programme(id);
            let (name, english) = (&own.name, &own.english);
            if !has_horizon(&id) {
                faults.push(Fault::new(words!(
                    "{name} ingår inte i skattningarna",
                    "{english} is not among the estimates"
                )));
            } else if !known.contains(&id) {
                let fault = Fault::new(words!(
                    "utfall saknas för {name}",
                    "no outcomes for {english}"
                ));
                faults.push(fault.tip(words!(
                    "ta med utbildningens examinerade",
                    "include the graduates of the programme"
                )));
            }
            programmes.push(id);
        }
        programmes.sort_unstable();
        programmes.dedup();
        faults.or_else(|| programmes)
    }
    /// In the order in which results print them.
    fn methods(&self) -> Vec<Method> {
        let has_cohorts = self.completions.is_some();
        let is_wanted = |method: &Method| {
            let is_possible = has_cohorts || method.is_naive();
            is_possible && (self.method.is_empty() || self.method.contains(method))
        };
        Method::ALL.into_iter().filter(is_wanted).collect()
    }

    fn provenance(&self, inputs: Vec<InputFile>) -> Provenance {
        let methods = self.methods().into_iter().map(Method::name);
        let methods: Vec<&str> = methods.collect();
        let joined = |names: &[String]| (!names.is_empty()).then(|| names.join(","));
        let origins = self.origins.as_ref();
        let of_cohorts = self.completions.is_some();
        let options = [
            ("programmes", joined(&self.programmes)),
            ("method", Some(methods.join(","))),
            (
                "origins",
                origins.map(|years| format!("{}..{}", years.start(), years.end())),
            ),
            ("horizon", self.horizon.map(|years| years.to_string())),
            (
                "cohorts",
                of_cohorts.then(|| self.cohorts.cohorts.to_string()),
            ),
            (
                "average",
                of_cohorts.then(|| self.cohorts.average_name()).flatten(),
            ),
            ("level", Some(self.level.as_f64().to_string())),
            ("draws", Some(self.draws.draws.to_string())),
            ("seed", Some(self.draws.seed.to_string())),
            ("region", self.regions.option()),
            ("halland", self.halland.clone()),
        ];
        Provenance::of("backtest", options, inputs)
    }
}
