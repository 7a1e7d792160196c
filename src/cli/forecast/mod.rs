//! `vardkraft forecast`: graduates one to three years ahead.

mod inputs;
mod selection;

use std::io::{self, IsTerminal as _};
use std::num::{NonZeroU8, NonZeroU32};
use std::path::{Path, PathBuf};

use clap::{ValueEnum, ValueHint};

use super::cohort_args::CohortArgs;
use super::draw_args::DrawArgs;
use super::exit::UsageError;
use super::known_names::{HALLAND, PROGRAMMES};
use super::names::interval_level;
use super::output::{FileSet, Files, OutputArgs, Readers};
use super::region_args::RegionArgs;
use crate::disclosure::{Policy, release};
use crate::domain::{IntervalLevel, ProgrammeId, Year};
use crate::forecast::{
    Edition, EditionFacts, EditionInput, EstimationRequest, Forecast, MethodRequest, Request,
    estimate,
};
use crate::language::{Words, words};
use crate::reference::Reference;
use crate::report::Provenance;
use crate::source::Fault;
use crate::view::{self, ForecastFacts};
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
    #[command(flatten)]
    draws: DrawArgs<10_000>,
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
    #[command(flatten)]
    regions: RegionArgs,
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

impl MethodArg {
    const fn request(self) -> MethodRequest {
        match self {
            Self::MeanFrequency => MethodRequest::MeanFrequency,
            Self::CompletionCurve => MethodRequest::CompletionCurve,
            Self::Auto => MethodRequest::Auto,
        }
    }
}

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

impl Args {
    /// Refuses arguments that exclude each other, before anything is read.
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

    fn request(&self, programmes: &[ProgrammeId]) -> EstimationRequest {
        let first_level = self.level.first().copied();
        EstimationRequest {
            forecast: Request {
                programmes: programmes.to_vec(),
                from_year: self.from_year,
                horizon_cap: self.horizon.map(NonZeroU8::get),
                draws: Some(self.draws.draws()),
            },
            method: self.method.request(),
            rule: self.cohorts.rule(),
            level: first_level.unwrap_or(IntervalLevel::USUAL),
        }
    }
}
