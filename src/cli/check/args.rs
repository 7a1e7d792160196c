//! What `check` is asked for.

use std::path::PathBuf;

use clap::{ValueEnum, ValueHint};

use crate::cli::disclosure_args::DisclosureArgs;
use crate::cli::extract_args::ExtractArgs;
use crate::cli::usage_error::UsageError;
use crate::intake::InputKind;

/// Validate an input: report every fault, or what was found.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// Files; of an extract also folders and patterns such as `lova_*.parquet`.
    #[arg(required = true, value_hint = ValueHint::AnyPath)]
    pub(super) files: Vec<PathBuf>,
    /// What the files are; recognised by what they hold if left out.
    #[arg(long = "as", value_enum)]
    pub(super) kind: Option<Kind>,
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

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Kind {
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

impl Kind {
    /// The input that a table of this kind is; the extract, too, is one.
    pub(super) const fn input(self) -> InputKind {
        match self {
            Self::Extract => InputKind::Extract,
            Self::Entrants => InputKind::Entrants,
            Self::Frequencies => InputKind::Frequencies,
            Self::Completions => InputKind::Completions,
            Self::Graduates => InputKind::Graduates,
            Self::Stock => InputKind::Stock,
            Self::Population => InputKind::Population,
            Self::Education => InputKind::Education,
        }
    }

    /// The kind of an input.
    pub(super) fn of(input: InputKind) -> Option<Self> {
        let mut kinds = Self::value_variants().iter().copied();
        kinds.find(|kind| kind.input() == input)
    }

    /// Its name after `--as`.
    pub(super) fn name(self) -> String {
        let value = self.to_possible_value();
        value.map_or_else(String::new, |value| value.get_name().to_owned())
    }

    /// The commands and options that take it.
    pub(super) const fn option(self) -> &'static str {
        match self {
            Self::Extract => "flow --extract",
            Self::Entrants => "forecast --entrants",
            Self::Frequencies => "forecast --frequencies",
            Self::Completions => "forecast --completions",
            Self::Graduates => "backtest --graduates",
            Self::Stock => "flow --stock",
            Self::Population => "flow --population",
            Self::Education => "flow --view pathway --education",
        }
    }

    /// Whether the input is microdata: a row is about a person.
    pub(super) const fn is_of_persons(self) -> bool {
        matches!(self, Self::Extract | Self::Education)
    }
}

impl Args {
    /// What the files are said to be, or must be for the options that are given.
    pub(super) fn said(&self) -> Option<Kind> {
        let is_of_extract = self.extract.is_of_extract() || self.rejects.is_some();
        let is_extract = is_of_extract || self.partial_years || self.write_map.is_some();
        self.kind.or(is_extract.then_some(Kind::Extract))
    }

    /// Refuses to protect what holds no persons to protect, and to round what is not rounded.
    pub(super) fn check_disclosure(&self, kind: Kind) -> Result<(), UsageError> {
        let refused = |why: &str| Err(UsageError(why.to_owned()));
        if !kind.is_of_persons() && self.disclosure.is_given() {
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
