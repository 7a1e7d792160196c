//! `vardkraft forecast`: graduates one to three years ahead.

mod calculation;
mod inputs;
mod selection;

use std::io::{self, IsTerminal as _};
use std::num::{NonZeroU8, NonZeroU32};
use std::path::{Path, PathBuf};

use clap::{ValueEnum, ValueHint};

use super::cohort_args::CohortArgs;
use super::exit::UsageError;
use super::known_names::{HALLAND, PROGRAMMES, REGIONS};
use super::names::interval_level;
use super::output::{FileSet, Files, OutputArgs, Readers};
use crate::disclosure::{Policy, release};
use crate::domain::{IntervalLevel, Year};
use crate::forecast::{Draws, Edition, EditionFacts, EditionInput, Forecast, Request};
use crate::language::{Words, words};
use crate::reference::Reference;
use crate::report::Provenance;
use crate::source::Fault;
use crate::view::{self, ForecastFacts};
use calculation::calculate;
use inputs::Inputs;
use selection::Selection;

/// What the council estimates.
fn estimates_cover() -> Words {
    words!(
        "skattningarna gäller utbildningar längre än 90 hp och barnmorska",
        "the estimates are of programmes of more than 90 credits and of midwives"
    )
}

/// Graduates 1–3 years ahead: entrants × exam frequency (kortsiktiga skattningar).
///
/// Without input options it runs on embedded example data, named as such.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Programmes (utbildningar) by any name: tandläkare, Tandläkarexamen, dentist; all if none.
    #[arg(value_name = "PROGRAMME", value_parser = PROGRAMMES, hide_possible_values = true)]
    programmes: Vec<String>,
    /// Entrants (nybörjare): utbildning, läsår or termin, nybörjare [lärosäte, län or
    /// sjukvårdsregion; kön; underlag]. `-` reads stdin.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Input")]
    entrants: Option<PathBuf>,
    /// Exam frequencies: utbildning, examensfrekvens or examensfrekvens_procent [place; kön;
    /// underlag].
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Input")]
    #[arg(requires = "entrants", conflicts_with = "completions")]
    frequencies: Option<PathBuf>,
    /// Degrees by start cohort, to estimate exam frequencies from: utbildning, startläsår,
    /// examensläsår, examinerade [place; kön].
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Input")]
    #[arg(requires = "entrants")]
    completions: Option<PathBuf>,
    #[command(flatten)]
    cohorts: CohortArgs,
    /// The forecast method.
    #[arg(long, value_enum, default_value_t = MethodArg::MeanFrequency, help_heading = "Method")]
    method: MethodArg,
    /// How often an interval should hold, 0.8 or 80%; several with commas give a row each.
    #[arg(long, value_name = "LEVEL", value_delimiter = ',', value_parser = interval_level)]
    #[arg(default_value = "0.8", help_heading = "Method")]
    level: Vec<IntervalLevel>,
    /// How many futures intervals are drawn from.
    #[arg(
        long,
        value_name = "N",
        help_heading = "Method",
        default_value_t = 10_000
    )]
    #[arg(value_parser = clap::value_parser!(u32).range(100..=100_000))]
    draws: u32,
    /// Which futures are drawn: the same seed gives the same intervals.
    #[arg(
        long,
        value_name = "NUMBER",
        help_heading = "Method",
        default_value_t = 1
    )]
    seed: u64,
    /// Count horizons from this year instead of the newest läsår's last year.
    #[arg(long, value_name = "YEAR", help_heading = "Method")]
    #[arg(value_parser = clap::value_parser!(Year).range(1900..=2100))]
    from_year: Option<Year>,
    /// At most this many years ahead.
    #[arg(long, value_name = "YEARS", help_heading = "Method")]
    horizon: Option<NonZeroU8>,
    /// Which health region Halland counts in where the input gives only the county: södra (Region
    /// Halland's own) or västra.
    #[arg(long, value_name = "REGION", help_heading = "Method")]
    #[arg(value_parser = HALLAND, hide_possible_values = true)]
    halland: Option<String>,
    /// Show only these regions: a sjukvårdsregion or riket, several with commas.
    #[arg(
        long,
        value_name = "REGION",
        value_parser = REGIONS,
        hide_possible_values = true,
        value_delimiter = ',',
        help_heading = "Output"
    )]
    region: Vec<String>,
    /// Save the run as an edition (JSON), to be compared later.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Output")]
    save: Option<PathBuf>,
    /// Round graduates to multiples of N, so that regions still add up to the country.
    #[arg(long, value_name = "N", help_heading = "Output")]
    round: Option<NonZeroU32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum MethodArg {
    /// The council's published method: entrants × mean exam frequency.
    MeanFrequency,
    /// Unfinished students of every cohort × the chance of the degree in the year, from --completions.
    CompletionCurve,
    /// For each programme the one of these that would have done better before.
    Auto,
}

pub(super) fn run(args: &Args, output: &OutputArgs) -> anyhow::Result<()> {
    args.check(output)?;
    let reference = Reference::load()?;
    let selection = Selection::of(args, &reference)?;
    let inputs = Inputs::read(args, &reference, &selection)?;
    inputs.describe(output);

    let request = Request {
        programmes: inputs.programmes.clone(),
        from_year: args.from_year,
        horizon_cap: args.horizon.map(NonZeroU8::get),
        draws: Some(Draws {
            count: args.draws,
            seed: args.seed,
        }),
    };
    let calculated = calculate(args, &inputs, &request, &reference)?;
    let forecast = &calculated.forecast;
    let facts = ForecastFacts {
        reference: &reference,
        language: output.language(),
        is_example: args.entrants.is_none(),
        remarks: &inputs.remarks,
        pairs: &calculated.pairs,
        levels: &args.level,
        draws: request.draws,
        choices: &calculated.choices,
        cohorts: calculated
            .estimated
            .as_ref()
            .map(|estimated| (estimated, args.cohorts.rule())),
        outside: &inputs.outside,
        regions: &selection.regions,
        rounded_to: args.round.map(NonZeroU32::get),
        horizon_cap: request.horizon_cap,
    };
    let report = view::forecast(forecast, facts, inputs.provenance(args));
    if report.tables.iter().all(|table| table.rows.is_empty()) {
        let regions = args.region.join(", ");
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

/// Backtests need fewer futures: their figures are means over many forecasts.
const fn draws_of_backtest(draws: Draws) -> Draws {
    let count = if draws.count < 1_000 {
        draws.count
    } else {
        1_000
    };
    Draws { count, ..draws }
}

impl Args {
    /// Wishes that cannot be met together, told before anything is read.
    fn check(&self, output: &OutputArgs) -> anyhow::Result<()> {
        if self.entrants.is_some() && self.frequencies.is_none() && self.completions.is_none() {
            let wanted = "--entrants also needs --frequencies or --completions";
            return Err(UsageError(wanted.to_owned()).into());
        }
        if self.method != MethodArg::MeanFrequency && self.completions.is_none() {
            let method = self.method.to_possible_value();
            let name = method.as_ref().map_or("", |value| value.get_name());
            return Err(UsageError(format!("--method {name} needs --completions")).into());
        }
        let inputs: Vec<&Path> = self.input_paths().collect();
        let from_stdin = inputs.iter().filter(|path| **path == Path::new("-"));
        if from_stdin.count() > 1 {
            return Err(UsageError("only one input can be read from stdin".to_owned()).into());
        }
        if inputs.contains(&Path::new("-")) && io::stdin().is_terminal() {
            output.note(&words!(
                "läser standard in; avsluta med Ctrl+D",
                "reading standard input; end with Ctrl+D"
            ));
        }
        output.check(Files::reading(inputs).writing("--save", Some("json"), self.save.as_deref()))
    }

    fn input_paths(&self) -> impl Iterator<Item = &Path> {
        let paths = [&self.entrants, &self.frequencies, &self.completions];
        paths.into_iter().flatten().map(PathBuf::as_path)
    }

    /// The level that accuracy is told for.
    fn first_level(&self) -> IntervalLevel {
        self.level.first().copied().unwrap_or(IntervalLevel::USUAL)
    }
}
