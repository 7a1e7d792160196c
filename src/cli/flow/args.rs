//! What is typed after `vardkraft flow`.

use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use clap::builder::PossibleValue;
use clap::{ValueEnum, ValueHint};

use crate::cli::disclosure_args::DisclosureArgs;
use crate::cli::known_names::{AREAS, CUTS, LEVELS, PROFESSIONS};
use crate::cli::names::{licence_years, years};
use crate::cli::register::RegisterArgs;
use crate::domain::Year;
use crate::flow::View;

/// Flow description of a licensed profession: stock and density, entries, exits and moves
/// (flödesbeskrivning).
///
/// Without input options it shows published figures, with their sources, and then a synthetic
/// register, named as such.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// Professions (yrken) by any name: tandläkare, dentist.
    #[arg(value_name = "PROFESSION", required_unless_present = "all")]
    #[arg(value_parser = PROFESSIONS, hide_possible_values = true)]
    pub(super) professions: Vec<String>,
    /// All professions of the input.
    #[arg(long, conflicts_with = "professions")]
    pub(super) all: bool,
    #[command(flatten)]
    pub(super) register: RegisterArgs,
    #[command(flatten)]
    pub(super) disclosure: DisclosureArgs,
    /// Stock counted by others, instead of an extract: yrke, år, antal (in the profession), or `i_vården`,
    /// sysselsatta or legitimerade [region, län or sjukvårdsregion; kön; underlag].
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Input")]
    #[arg(conflicts_with_all = ["extract", "cube", "save_cube", "disclosure", "audit", "main_profession"])]
    pub(super) stock: Option<PathBuf>,
    /// Inhabitants instead of the embedded ones: år, folkmängd [region, län or sjukvårdsregion; kön;
    /// ålder or åldersgrupp].
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Input")]
    pub(super) population: Option<PathBuf>,
    /// Entrants of the programmes, for the pathway: löpnr, utbildning, startläsår, examensläsår
    /// [lärosäte, län or sjukvårdsregion; kön; gymnasieprogram].
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Input")]
    #[arg(requires = "extract")]
    pub(super) education: Option<PathBuf>,
    /// Save the counts behind all views, without persons, as Parquet.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Output")]
    pub(super) save_cube: Option<PathBuf>,
    /// What to show, several with commas; if left out a description of stock, balance and mobility, or,
    /// where the format holds one table, stock.
    #[arg(long, value_enum, value_delimiter = ',', help_heading = "Selection")]
    pub(super) view: Vec<View>,
    /// Cut by kön, åldersgrupp, utbildningsland, sektor, legitimationskohort (five years of licences),
    /// sjukvårdsregion or län, several with commas;
    /// the pathway by kön, gymnasieprogram, lärosäte, sjukvårdsregion or län.
    #[arg(
        long,
        value_name = "CUT",
        value_parser = CUTS,
        hide_possible_values = true,
        value_delimiter = ',',
        help_heading = "Selection"
    )]
    pub(super) by: Vec<String>,
    /// How finely to cut the country, several with commas: riket, sjukvårdsregion or län; riket always
    /// comes beside its parts.
    #[arg(
        long,
        value_name = "LEVEL",
        value_delimiter = ',',
        help_heading = "Selection"
    )]
    #[arg(value_parser = LEVELS, hide_possible_values = true)]
    pub(super) level: Vec<String>,
    /// Show only these areas: riket, a sjukvårdsregion or a län, several with commas.
    #[arg(
        long,
        value_name = "AREA",
        value_parser = AREAS,
        hide_possible_values = true,
        value_delimiter = ',',
        help_heading = "Selection"
    )]
    pub(super) region: Vec<String>,
    /// Show only this year or these years: 2021, 2015..2021 or 2015-2021.
    #[arg(long, value_name = "FROM..TO", value_parser = years, help_heading = "Selection")]
    pub(super) years: Option<RangeInclusive<Year>>,
    /// Follow licences of these years together, several cohorts with commas (for retention and
    /// followup); for the pathway, entrants of läsår that begin in them.
    #[arg(long, value_name = "FROM..TO", value_delimiter = ',', value_parser = licence_years)]
    #[arg(help_heading = "Selection")]
    pub(super) cohorts: Vec<RangeInclusive<Year>>,
    /// Show where those outside the profession are (for retention), or where those go who leave (for
    /// first-exit).
    #[arg(long, help_heading = "Selection")]
    pub(super) destinations: bool,
    /// Follow licences from before the first year of the register too, from that year on (for retention and
    /// first-exit; the notes tell the bias).
    #[arg(long, help_heading = "Selection")]
    pub(super) late_entry: bool,
    /// Make no estimate from fewer than this many (for retention and first-exit) [default: 10].
    #[arg(long, value_name = "N", help_heading = "Selection")]
    #[arg(value_parser = clap::value_parser!(u64).range(1..))]
    pub(super) least_at_risk: Option<u64>,
}

impl Args {
    pub(super) fn inputs(&self) -> impl Iterator<Item = &Path> {
        let tables = [&self.stock, &self.population, &self.education]
            .into_iter()
            .flatten();
        let tables = tables.map(PathBuf::as_path);
        let inputs = self.register.inputs().chain(tables);
        inputs.chain(self.disclosure.inputs())
    }

    /// The options that shape the numbers.
    pub(super) fn options(&self) -> impl Iterator<Item = (&'static str, Option<String>)> {
        let joined = |names: &[String]| (!names.is_empty()).then(|| names.join(","));
        let years = self.years.as_ref();
        let options = [
            ("professions", joined(&self.professions)),
            ("all", self.all.then(|| "true".to_owned())),
            ("by", joined(&self.by)),
            ("level", joined(&self.level)),
            ("region", joined(&self.region)),
            (
                "cohorts",
                joined(&self.cohorts.iter().map(written).collect::<Vec<_>>()),
            ),
            ("destinations", self.destinations.then(|| "true".to_owned())),
            ("late-entry", self.late_entry.then(|| "true".to_owned())),
            (
                "least-at-risk",
                self.least_at_risk.map(|least| least.to_string()),
            ),
            ("years", years.map(written)),
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

/// Years as they are typed.
fn written(years: &RangeInclusive<Year>) -> String {
    format!("{}..{}", years.start(), years.end())
}

impl ValueEnum for View {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let (name, help) = match self {
            Self::Stock => ("stock", "Bestånd, täthet, andel i yrket"),
            Self::Balance => ("balance", "In- och utflöden, that add up"),
            Self::Mobility => ("mobility", "Who stayed in an area and who went where"),
            Self::Retention => (
                "retention",
                "Kvarvaro: the share in the profession by years since the licence",
            ),
            Self::FirstExit => (
                "first-exit",
                "Tid till första avbrott: the share that has not left the profession, by years since the licence",
            ),
            Self::Followup => (
                "followup",
                "Where the licensed are 1, 3, 5 and 10 years after the licence",
            ),
            Self::Pathway => (
                "pathway",
                "From the start of studies to the profession, by entrant cohort",
            ),
        };
        Some(PossibleValue::new(name).help(help))
    }
}
