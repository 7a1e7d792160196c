//! What `check` is asked for.

use std::path::PathBuf;

use clap::{ValueEnum, ValueHint};

use crate::cli::disclosure_args::DisclosureArgs;
use crate::cli::extract_args::ExtractArgs;
use crate::cli::usage_error::UsageError;

/// Validate an input: report every fault, or what was found.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// Files; of an extract also folders and patterns such as `lova_*.parquet`.
    #[arg(required = true, value_hint = ValueHint::AnyPath)]
    pub(super) files: Vec<PathBuf>,
    /// What the files are.
    #[arg(long = "as", value_enum, default_value_t = Kind::Extract)]
    pub(super) kind: Kind,
    /// Which sheet of a workbook to read.
    #[arg(long, value_name = "NAME")]
    pub(super) sheet: Option<String>,
    #[command(flatten)]
    pub(super) extract: ExtractArgs,
    #[command(flatten)]
    pub(super) disclosure: DisclosureArgs,
    /// Write the refused rows of an extract as CSV: file, line, column, reason.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) rejects: Option<PathBuf>,
    /// Propose a mapping for an extract with names and codes of its own, and write it for --map.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) write_map: Option<PathBuf>,
    /// Accept years of an extract that were delivered for part of the country only.
    #[arg(long)]
    pub(super) partial_years: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Kind {
    /// A register extract: one row per licence and year.
    Extract,
    /// Entrants (nybörjare) of `forecast`.
    Entrants,
    /// Exam frequencies (examensfrekvens) of `forecast`.
    Frequencies,
    /// Degrees by start cohort (examinerade per startkohort) of `forecast`.
    Completions,
    /// Graduates by läsår (examinerade) of `backtest` and `compare`.
    Graduates,
    /// Stock counted by others (sysselsatta) of `flow`.
    Stock,
    /// Inhabitants (folkmängd) of `flow`.
    Population,
    /// Entrants, person by person (utbildningsuttag), of `flow --view pathway`.
    Education,
}

impl Args {
    /// Whether the input is microdata: a row is about a person.
    pub(super) fn is_of_persons(&self) -> bool {
        matches!(self.kind, Kind::Extract | Kind::Education)
    }

    /// Refuses to protect what holds no persons to protect, and to round what is not rounded.
    pub(super) fn check_disclosure(&self) -> Result<(), UsageError> {
        let refused = |why: &str| Err(UsageError(why.to_owned()));
        if !self.is_of_persons() && self.disclosure.is_given() {
            return refused("--disclosure and --audit are for --as extract and --as education");
        }
        if self.disclosure.rounds() {
            return refused(
                "check counts rows and rounds nothing; use --disclosure suppress or off",
            );
        }
        Ok(())
    }
}
