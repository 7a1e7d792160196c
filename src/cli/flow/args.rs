//! What is typed after `vardkraft flow`.

use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use clap::ValueHint;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::cli::disclosure_args::DisclosureArgs;
use crate::cli::known_names::{AREAS, CUTS, LEVELS, PROFESSIONS};
use crate::cli::names::{licence_years, years};
use crate::cli::register::RegisterArgs;
use crate::domain::Year;
use crate::intake::FlowSources;
use crate::layout;
use crate::reference::Reference;
use crate::view::{FlowView, VIEWS};

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
    #[arg(long, value_parser = view_named(), value_delimiter = ',', help_heading = "Selection")]
    pub(super) view: Vec<&'static FlowView>,
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
        let tables = [&self.stock, &self.population, &self.education];
        let tables = tables.into_iter().flatten().map(PathBuf::as_path);
        let inputs = self.register.inputs().chain(tables);
        inputs.chain(self.disclosure.inputs())
    }

    /// The tables that are given, opened.
    pub(super) fn sources(&self, reference: &Reference) -> FlowSources {
        let opened = |path: &Option<PathBuf>| {
            path.as_ref()
                .map(|path| layout::tables(path, None, reference))
        };
        FlowSources {
            stock: opened(&self.stock),
            education: opened(&self.education),
            population: opened(&self.population),
        }
    }

    /// The options that shape the numbers.
    pub(super) fn options(&self) -> impl Iterator<Item = (&'static str, Option<String>)> {
        let joined = |names: &[String]| (!names.is_empty()).then(|| names.join(","));
        let flag = |is_given: bool| is_given.then(|| "true".to_owned());
        let cohorts: Vec<String> = self.cohorts.iter().map(written).collect();
        let least_at_risk = self.least_at_risk.map(|least| least.to_string());
        let options = [
            ("professions", joined(&self.professions)),
            ("all", flag(self.all)),
            ("by", joined(&self.by)),
            ("level", joined(&self.level)),
            ("region", joined(&self.region)),
            ("cohorts", joined(&cohorts)),
            ("destinations", flag(self.destinations)),
            ("late-entry", flag(self.late_entry)),
            ("least-at-risk", least_at_risk),
            ("years", self.years.as_ref().map(written)),
            ("main-profession", flag(self.register.main_profession)),
        ];
        let of_extract = self.register.extract_args.options();
        options.into_iter().chain(of_extract)
    }
}

/// Years as they are typed.
fn written(years: &RangeInclusive<Year>) -> String {
    format!("{}..{}", years.start(), years.end())
}

/// The views by the names that are typed.
fn view_named() -> impl TypedValueParser<Value = &'static FlowView> {
    let names = VIEWS
        .iter()
        .map(|view| PossibleValue::new(view.name).help(view.help));
    PossibleValuesParser::new(names).try_map(|name| {
        VIEWS
            .iter()
            .find(|view| view.name == name)
            .ok_or("not a view")
    })
}
