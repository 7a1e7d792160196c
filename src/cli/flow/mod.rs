//! `vardkraft flow`: a profession's way through the health-care system.

mod basis;
mod entrants;
mod rounding;
mod selection;

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use clap::ValueHint;

use super::disclosure_args::{DisclosureArgs, contradiction, not_released};
use super::exit::UsageError;
use super::names::{licence_years, years};
use super::output::{OutputArgs, keeps, replace};
use super::register::RegisterArgs;
use crate::disclosure::{Policy, release};
use crate::domain::{StockCount, Year};
use crate::flow::{
    AreaTotals, Cube, Imbalance, Level, PathwaySelection, Selection, balance, counted_stock,
    first_seen, followup, mobility, pathway, retention, retention_tests, stock,
};
use crate::reference::Reference;
use crate::report::Provenance;
use crate::source::{Fault, Faults};
use crate::view::{
    self, CountedStock, FlowCounts, FlowFacts, FlowResults, Overall, PathwayResults,
    RetentionResults,
};
use basis::Basis;
use rounding::{NotRounded, rounded};
use selection::{View, Wanted};

/// Flow description of a licensed profession: stock and density, entries, exits and moves
/// (flödesbeskrivning).
///
/// Without input options it shows published figures, with their sources, and then a synthetic
/// register, named as such.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Professions (yrken) by any name: tandläkare, dentist.
    #[arg(value_name = "PROFESSION", required_unless_present = "all")]
    professions: Vec<String>,
    /// All professions of the input.
    #[arg(long, conflicts_with = "professions")]
    all: bool,
    #[command(flatten)]
    register: RegisterArgs,
    #[command(flatten)]
    disclosure: DisclosureArgs,
    /// Stock counted by others, instead of an extract: yrke, år, antal [län or sjukvårdsregion; kön;
    /// underlag].
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Input")]
    #[arg(conflicts_with_all = ["extract", "cube", "save_cube", "disclosure", "audit"])]
    stock: Option<PathBuf>,
    /// Inhabitants instead of the embedded ones: år, folkmängd [län or sjukvårdsregion; kön;
    /// åldersgrupp].
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Input")]
    population: Option<PathBuf>,
    /// Entrants of the programmes, for the pathway: löpnr, utbildning, startläsår, examensläsår
    /// [lärosäte, län or sjukvårdsregion; kön; gymnasieprogram].
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Input")]
    #[arg(requires = "extract")]
    education: Option<PathBuf>,
    /// Save the counts behind all views, without persons, as Parquet.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Output")]
    save_cube: Option<PathBuf>,
    /// What to show, several with commas; if left out a description of stock, balance and mobility, or,
    /// where the format holds one table, stock.
    #[arg(long, value_enum, value_delimiter = ',', help_heading = "Selection")]
    view: Vec<View>,
    /// Cut by kön, åldersgrupp, utbildningsland, sektor, sjukvårdsregion or län, several with commas;
    /// the pathway by kön, gymnasieprogram, lärosäte, sjukvårdsregion or län.
    #[arg(
        long,
        value_name = "CUT",
        value_delimiter = ',',
        help_heading = "Selection"
    )]
    by: Vec<String>,
    /// How finely to cut the country: riket, sjukvårdsregion or län.
    #[arg(long, value_name = "LEVEL", help_heading = "Selection")]
    level: Option<String>,
    /// Show only these areas: riket, a sjukvårdsregion or a län, several with commas.
    #[arg(
        long,
        value_name = "AREA",
        value_delimiter = ',',
        help_heading = "Selection"
    )]
    region: Vec<String>,
    /// Show only these years.
    #[arg(long, value_name = "FROM..TO", value_parser = years, help_heading = "Selection")]
    years: Option<RangeInclusive<Year>>,
    /// Follow licences of these years together, several cohorts with commas (for retention and
    /// followup); for the pathway, entrants of läsår that begin in them.
    #[arg(long, value_name = "FROM..TO", value_delimiter = ',', value_parser = licence_years)]
    #[arg(help_heading = "Selection")]
    cohorts: Vec<RangeInclusive<Year>>,
    /// Tell where those go who leave (for retention).
    #[arg(long, help_heading = "Selection")]
    destinations: bool,
}

pub(super) fn run(args: &Args, output: &OutputArgs) -> anyhow::Result<()> {
    let inputs: Vec<&Path> = args.inputs().collect();
    output.check(&inputs)?;
    args.disclosure.check(output, &inputs)?;
    if args.disclosure.rounds() && args.view.contains(&View::Pathway) {
        let only = "--disclosure round cannot round the shares of --view pathway; use suppress";
        return Err(UsageError(only.to_owned()).into());
    }
    if let Some(path) = &args.save_cube {
        keeps(path, &inputs)?;
    }
    let reference = Reference::load()?;
    let wanted = Wanted::of(args, output, &reference)?;
    let basis = Basis::read(args, &wanted, &reference)?;
    let selection = wanted.selection(&basis, &reference)?;
    let pathway = wanted.pathway(&basis, &selection, &reference)?;
    let policy = basis.policy(&args.disclosure)?;
    if policy.protects() {
        wanted.cohorts_are_apart()?;
    }
    if let (Some(path), Some(cube)) = (&args.save_cube, basis.cube()) {
        may_leave(cube, policy)?;
        let bytes = cube.to_parquet(&reference)?;
        replace(path, |out| out.write_all(&bytes))?;
    }
    let facts = FlowFacts {
        reference: &reference,
        language: output.language(),
        coverage: basis.cube().map(|cube| &cube.coverage),
        selection: &selection,
        counties: &basis.counties,
        areas: &wanted.areas,
        is_one_table: wanted.is_one_table,
        remarks: &basis.remarks(&reference, output.language()),
        counts: None,
    };
    let results = results(&basis, &selection, &wanted);
    let mut results = results.map_err(|broken| broken_cube(&broken, facts))?;
    if let Some(base) = policy.rounding_base() {
        results = rounded(results, &basis, &selection, base).map_err(|error| match error {
            NotRounded::Broken(broken) => broken_cube(&broken, facts),
            NotRounded::Contradiction => contradiction(),
        })?;
    }
    results.pathway = pathway.and_then(|selection| followed(&basis, selection));
    let counts = policy.protects().then(|| FlowCounts::of(&results, facts));
    let facts = FlowFacts {
        counts: counts.as_ref(),
        ..facts
    };
    let mut provenance = provenance(args, &basis);
    provenance.inputs.extend(args.disclosure.rules_file()?);
    let report = view::flow(&results, facts, provenance);
    if report.tables.iter().all(|table| table.rows.is_empty()) {
        return Err(basis.has_nothing().into());
    }
    let released = release(report, policy).map_err(|error| not_released(&error))?;
    args.disclosure.write_audit(&released, output)?;
    output.write(&released)
}

/// Refuses to save the counts behind a result whose small counts are not to be told.
fn may_leave(cube: &Cube, policy: Policy) -> Result<(), Fault> {
    if cube.coverage.is_synthetic || policy == Policy::Unprotected {
        return Ok(());
    }
    let fault = Fault::new("en kub håller alla små antal, också de som sekretessen döljer");
    Err(fault.tip("--disclosure off sparar den för dem som får se registret"))
}

/// Calculates what the views show.
fn results(
    basis: &Basis,
    selection: &Selection,
    wanted: &Wanted,
) -> Result<FlowResults, Imbalance> {
    let shows = |view| wanted.views.contains(&view);
    let inhabitants = basis.inhabitants.iter();
    let inhabitants = inhabitants.map(|row| {
        let count = row.count.map(|count| u64::from(count.0));
        (row.year, row.place.unit, count)
    });
    let counted = basis.counted.as_ref().filter(|_| shows(View::Stock));
    let mut results = FlowResults {
        counted: counted.map(|counts| counted_rows(counts, selection, basis)),
        inhabitants: AreaTotals::of(inhabitants, &basis.counties),
        ..FlowResults::default()
    };
    let Some(cube) = basis.cube() else {
        return Ok(results);
    };
    if shows(View::Stock) {
        results.stock = Some(stock(cube, selection));
    }
    if shows(View::Balance) {
        results.balance = Some(balance(cube, selection)?);
    }
    if shows(View::Mobility) {
        let selection = with_areas(selection);
        results.mobility = Some(mobility(cube, &selection, &basis.counties));
    }
    if shows(View::Retention) {
        results.retention = Some(RetentionResults {
            curves: retention(cube, selection, &wanted.cohorts),
            tests: retention_tests(cube, selection, &wanted.cohorts),
            cohorts: wanted.cohorts.clone(),
            with_destinations: wanted.with_destinations,
        });
    }
    if shows(View::Balance) && shows(View::Retention) {
        results.first_seen = first_seen(cube, selection);
    }
    if shows(View::Followup) {
        let found = followup(cube, selection, &wanted.cohorts, &basis.counties);
        results.followup = Some(found);
    }
    if wanted.is_description && selection.professions.len() == 1 {
        results.overall = Some(overall(cube, selection, basis)?);
    }
    Ok(results)
}

/// Follows the entrants behind a register.
fn followed(basis: &Basis, selection: PathwaySelection) -> Option<PathwayResults> {
    let register = basis.register.as_ref()?;
    let passages = register.passages.as_ref()?;
    let coverage = &register.cube.coverage;
    let professions = selection.professions.iter().copied().collect();
    Some(PathwayResults {
        rows: pathway(passages, coverage, &selection),
        linkage: passages.linkage(&professions),
        degrees_until: passages.degrees_until,
        selection,
    })
}

/// The fault of a cube that contradicts itself.
fn broken_cube(broken: &Imbalance, facts: FlowFacts<'_>) -> Faults {
    let fault = Fault::new(view::imbalance(broken, facts));
    fault
        .tip("kuben är ändrad eller skadad; gör om den ur uttaget med --save-cube")
        .into()
}

fn counted_rows(counts: &[StockCount], selection: &Selection, basis: &Basis) -> CountedStock {
    let is_selected = |row: &&StockCount| {
        let years = selection.years.as_ref();
        let is_in = years.is_none_or(|years| years.contains(&row.year));
        is_in && selection.professions.contains(&row.profession)
    };
    CountedStock {
        rows: counted_stock(counts, selection, &basis.counties),
        counts: counts.iter().filter(is_selected).cloned().collect(),
        is_published: basis.is_published,
    }
}

/// Nobody moves within an undivided country: mobility is between health regions at least.
fn with_areas(selection: &Selection) -> Selection {
    Selection {
        level: selection.level.max(Level::HealthRegion),
        ..selection.clone()
    }
}

/// The country as a whole, uncut, for what is said in sentences.
fn overall(cube: &Cube, selection: &Selection, basis: &Basis) -> Result<Overall, Imbalance> {
    let country = Selection {
        level: Level::Country,
        cuts: Vec::new(),
        ..selection.clone()
    };
    let regions = Selection {
        level: Level::HealthRegion,
        ..country.clone()
    };
    let stock = stock(cube, &country).into_iter();
    let balance = balance(cube, &country)?.into_iter();
    let mut mobility = mobility(cube, &regions, &basis.counties);
    let newest = mobility.keys().map(|route| route.year).max();
    mobility.retain(|route, _| Some(route.year) == newest);
    Ok(Overall {
        stock: stock.map(|(key, row)| (key.year, row)).collect(),
        balance: balance
            .map(|(key, row)| (key.year, row))
            .collect::<BTreeMap<_, _>>(),
        mobility,
    })
}

fn provenance(args: &Args, basis: &Basis) -> Provenance {
    Provenance {
        program: super::program(),
        command: "flow".to_owned(),
        options: args.options(),
        inputs: basis.inputs(),
    }
}

impl Args {
    fn inputs(&self) -> impl Iterator<Item = &Path> {
        let tables = [&self.stock, &self.population, &self.education]
            .into_iter()
            .flatten();
        let tables = tables.map(PathBuf::as_path);
        let inputs = self.register.inputs().chain(tables);
        inputs.chain(self.disclosure.inputs())
    }

    /// The options that shape the numbers.
    fn options(&self) -> Vec<(String, String)> {
        let joined = |names: &[String]| (!names.is_empty()).then(|| names.join(","));
        let years = self.years.as_ref();
        let options = [
            ("professions", joined(&self.professions)),
            ("all", self.all.then(|| "true".to_owned())),
            ("by", joined(&self.by)),
            ("level", self.level.clone()),
            ("region", joined(&self.region)),
            (
                "cohorts",
                joined(&self.cohorts.iter().map(written).collect::<Vec<_>>()),
            ),
            ("destinations", self.destinations.then(|| "true".to_owned())),
            ("years", years.map(written)),
        ];
        let own = self.register.own_words.options();
        let options = options.into_iter().chain(own);
        let given = options.filter_map(|(name, value)| Some((name.to_owned(), value?)));
        given.collect()
    }
}

/// Years as they are typed.
fn written(years: &RangeInclusive<Year>) -> String {
    format!("{}..{}", years.start(), years.end())
}
