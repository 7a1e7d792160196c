//! The arguments of a forecast, and what they ask for.

use std::io::{self, IsTerminal as _};
use std::num::{NonZeroU8, NonZeroU32};
use std::path::{Path, PathBuf};

use clap::{ValueEnum, ValueHint};

use crate::cli::cohort_args::CohortArgs;
use crate::cli::draw_args::DrawArgs;
use crate::cli::known_names::{HALLAND, PROGRAMMES};
use crate::cli::names::interval_level;
use crate::cli::output::{Files, OutputArgs};
use crate::cli::region_args::RegionArgs;
use crate::cli::usage_error::UsageError;
use crate::domain::{IntervalLevel, ProgrammeId, Year};
use crate::forecast::{EstimationRequest, MethodRequest, Request};
use crate::language::words;

/// Graduates 1–3 years ahead: entrants × exam frequency (kortsiktiga skattningar).
///
/// Without input options it runs on embedded example data, named as such.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// Programmes (utbildningar) by any name: tandläkare, Tandläkarexamen, dentist; all if none.
    #[arg(value_name = "PROGRAMME", value_parser = PROGRAMMES, hide_possible_values = true)]
    pub(super) programmes: Vec<String>,
    /// Entrants (nybörjare): utbildning, läsår or termin, nybörjare [lärosäte, län or
    /// sjukvårdsregion; kön; underlag]. `-` reads stdin.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Input")]
    pub(super) entrants: Option<PathBuf>,
    /// Exam frequencies: utbildning, examensfrekvens or examensfrekvens_procent [place; kön;
    /// underlag].
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Input")]
    #[arg(requires = "entrants", conflicts_with = "completions")]
    pub(super) frequencies: Option<PathBuf>,
    /// Degrees by start cohort, to estimate exam frequencies from: utbildning, startläsår,
    /// examensläsår, examinerade [place; kön].
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Input")]
    #[arg(requires = "entrants")]
    pub(super) completions: Option<PathBuf>,
    #[command(flatten)]
    pub(super) cohorts: CohortArgs,
    /// The forecast method.
    #[arg(long, value_enum, default_value_t = MethodArg::MeanFrequency, help_heading = "Method")]
    pub(super) method: MethodArg,
    /// How often an interval should hold, 0.8 or 80%; several with commas give a row each.
    #[arg(long, value_name = "LEVEL", value_delimiter = ',', value_parser = interval_level)]
    #[arg(default_value = "0.8", help_heading = "Method")]
    pub(super) level: Vec<IntervalLevel>,
    #[command(flatten)]
    pub(super) draws: DrawArgs<10_000>,
    /// Count horizons from this year instead of the newest läsår's last year.
    #[arg(long, value_name = "YEAR", help_heading = "Method")]
    #[arg(value_parser = clap::value_parser!(Year).range(1900..=2100))]
    pub(super) from_year: Option<Year>,
    /// At most this many years ahead.
    #[arg(long, value_name = "YEARS", help_heading = "Method")]
    pub(super) horizon: Option<NonZeroU8>,
    /// Which health region Halland counts in where the input gives only the county: södra (Region
    /// Halland's own) or västra.
    #[arg(long, value_name = "REGION", help_heading = "Method")]
    #[arg(value_parser = HALLAND, hide_possible_values = true)]
    pub(super) halland: Option<String>,
    #[command(flatten)]
    pub(super) regions: RegionArgs,
    /// Save the run as an edition (JSON), to be compared later.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Output")]
    pub(super) save: Option<PathBuf>,
    /// Round graduates to multiples of N, so that regions still add up to the country.
    #[arg(long, value_name = "N", help_heading = "Output")]
    pub(super) round: Option<NonZeroU32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum MethodArg {
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

impl Args {
    /// Refuses arguments that exclude each other, before anything is read.
    pub(super) fn check(&self, output: &OutputArgs) -> anyhow::Result<()> {
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

    pub(super) fn request(&self, programmes: &[ProgrammeId]) -> EstimationRequest {
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
