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
use super::known_names::{AREAS, CUTS, LEVELS, PROFESSIONS};
use super::names::{licence_years, years};
use super::output::{FileSet, Files, OutputArgs, Readers};
use super::register::RegisterArgs;
use crate::disclosure::{Policy, release};
use crate::domain::{StockCount, Year};
use crate::flow::{
    AreaTotals, CountedStock, Cube, Description, FirstExitResults, GroupInhabitants, Imbalance,
    Level, Overall, PathwayResults, PathwaySelection, RetentionResults, Selection,
    add_group_totals, add_route_totals, balance, counted_stock, first_exit, first_exit_tests,
    first_seen, followup, mobility, pathway, retention, stock,
};
use crate::language::Words;
use crate::language::words;
use crate::reference::Reference;
use crate::report::{Language, Provenance};
use crate::source::{Fault, Faults};
use crate::view::{self, FlowFacts};
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
    #[arg(value_parser = PROFESSIONS, hide_possible_values = true)]
    professions: Vec<String>,
    /// All professions of the input.
    #[arg(long, conflicts_with = "professions")]
    all: bool,
    #[command(flatten)]
    register: RegisterArgs,
    #[command(flatten)]
    disclosure: DisclosureArgs,
    /// Stock counted by others, instead of an extract: yrke, år, antal (in the profession), or `i_vården`,
    /// sysselsatta or legitimerade [region, län or sjukvårdsregion; kön; underlag].
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Input")]
    #[arg(conflicts_with_all = ["extract", "cube", "save_cube", "disclosure", "audit", "main_profession"])]
    stock: Option<PathBuf>,
    /// Inhabitants instead of the embedded ones: år, folkmängd [region, län or sjukvårdsregion; kön;
    /// ålder or åldersgrupp].
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
    by: Vec<String>,
    /// How finely to cut the country, several with commas: riket, sjukvårdsregion or län; riket always
    /// comes beside its parts.
    #[arg(
        long,
        value_name = "LEVEL",
        value_delimiter = ',',
        help_heading = "Selection"
    )]
    #[arg(value_parser = LEVELS, hide_possible_values = true)]
    level: Vec<String>,
    /// Show only these areas: riket, a sjukvårdsregion or a län, several with commas.
    #[arg(
        long,
        value_name = "AREA",
        value_parser = AREAS,
        hide_possible_values = true,
        value_delimiter = ',',
        help_heading = "Selection"
    )]
    region: Vec<String>,
    /// Show only this year or these years: 2021, 2015..2021 or 2015-2021.
    #[arg(long, value_name = "FROM..TO", value_parser = years, help_heading = "Selection")]
    years: Option<RangeInclusive<Year>>,
    /// Follow licences of these years together, several cohorts with commas (for retention and
    /// followup); for the pathway, entrants of läsår that begin in them.
    #[arg(long, value_name = "FROM..TO", value_delimiter = ',', value_parser = licence_years)]
    #[arg(help_heading = "Selection")]
    cohorts: Vec<RangeInclusive<Year>>,
    /// Show where those outside the profession are (for retention), or where those go who leave (for
    /// first-exit).
    #[arg(long, help_heading = "Selection")]
    destinations: bool,
    /// Follow licences from before the first year of the register too, from that year on (for retention and
    /// first-exit; the notes tell the bias).
    #[arg(long, help_heading = "Selection")]
    late_entry: bool,
    /// Make no estimate from fewer than this many (for retention and first-exit) [default: 10].
    #[arg(long, value_name = "N", help_heading = "Selection")]
    #[arg(value_parser = clap::value_parser!(u64).range(1..))]
    least_at_risk: Option<u64>,
}

pub(super) fn run(args: &Args, output: &OutputArgs) -> anyhow::Result<()> {
    let files = Files::reading(args.inputs())
        .writing("--audit", None, args.disclosure.audit_path(output)?)
        .writing("--save-cube", Some("parquet"), args.save_cube.as_deref());
    output.check(files)?;
    if args.disclosure.rounds() && args.view.contains(&View::Pathway) {
        let only = "--disclosure round cannot round the shares of --view pathway; use suppress";
        return Err(UsageError(only.to_owned()).into());
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
    let mut files = FileSet::new();
    if let (Some(path), Some(cube)) = (&args.save_cube, basis.cube()) {
        may_leave(cube, policy)?;
        files.add_bytes(path, Readers::Owner, &cube.to_parquet(&reference)?)?;
    }
    let facts = FlowFacts {
        reference: &reference,
        language: output.language(),
        coverage: basis.cube().map(|cube| &cube.coverage),
        selection: &selection,
        counties: &basis.counties,
        areas: &wanted.areas,
        is_one_table: wanted.is_one_table,
        leaves_out_views: wanted.is_one_table && args.view.is_empty() && args.stock.is_none(),
        remarks: &remarks(&basis, &selection, policy, (&reference, output.language())),
        rounding_base: policy.rounding_base(),
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
    if policy.rounding_base().is_none() {
        add_totals(&mut results, &selection);
    }
    results.pathway = pathway.and_then(|selection| followed(&basis, selection));
    let counts = policy
        .protects()
        .then(|| view::flow_counts(&results, facts));
    let facts = FlowFacts {
        counts: counts.as_ref(),
        ..facts
    };
    let mut provenance = provenance(args, &basis);
    provenance.inputs.extend(args.disclosure.rules_file()?);
    let report = view::flow(&results, facts, provenance);
    if report.tables.iter().all(|table| table.rows.is_empty()) {
        return Err(basis.has_nothing(&wanted).into());
    }
    let released = release(report, policy).map_err(|error| not_released(&error))?;
    args.disclosure.add_audit(&released, output, &mut files)?;
    output.write_with(&released, files)
}

/// Refuses to save the counts behind a result whose small counts are not to be told.
fn may_leave(cube: &Cube, policy: Policy) -> Result<(), Fault> {
    if cube.coverage.is_synthetic || policy == Policy::Unprotected {
        return Ok(());
    }
    let fault = Fault::new(words!(
        "en kub innehåller alla små antal, också de som sekretessen döljer",
        "a cube holds all small counts, also those that are suppressed"
    ));
    Err(fault.tip(words!(
        "--disclosure off sparar den för dem som får se registret",
        "--disclosure off saves it for those who may see the register"
    )))
}

/// Calculates what the views show.
fn results(
    basis: &Basis,
    selection: &Selection,
    wanted: &Wanted,
) -> Result<Description, Imbalance> {
    let shows = |view| wanted.views.contains(&view);
    let inhabitants = basis.inhabitants.iter();
    let inhabitants = inhabitants.map(|row| {
        let count = row.count.map(|count| u64::from(count.0));
        (row.year, row.place.unit, count)
    });
    let counted = basis.counted.as_ref().filter(|_| shows(View::Stock));
    let mut results = Description {
        counted: counted.map(|counts| counted_rows(counts, selection, basis)),
        inhabitants: AreaTotals::of(inhabitants, &basis.counties),
        group_inhabitants: GroupInhabitants::of(
            &basis.inhabitants,
            &selection.cuts,
            &basis.counties,
        ),
        ..Description::default()
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
            curves: retention(cube, selection, wanted.followed.options()),
            followed: wanted.followed.clone(),
        });
    }
    if shows(View::FirstExit) {
        let options = wanted.followed.options();
        results.first_exit = Some(FirstExitResults {
            curves: first_exit(cube, selection, options),
            tests: first_exit_tests(cube, selection, options),
            followed: wanted.followed.clone(),
        });
    }
    if shows(View::Balance) && (shows(View::Retention) || shows(View::FirstExit)) {
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

/// What reading decided, and what rounding leaves out.
fn remarks(
    basis: &Basis,
    selection: &Selection,
    policy: Policy,
    (reference, language): (&Reference, Language),
) -> Vec<String> {
    let is_rounded = policy.rounding_base().is_some() && !selection.cuts.is_empty();
    let left_out = is_rounded.then(|| {
        language.choose(
            "Rader för alla grupper tillsammans utelämnas vid avrundning: summan av avrundade grupper kan avvika mer än avrundningsbasen.",
            "Rows of all groups together are left out when counts are rounded: the sum of rounded groups may be off by more than the rounding base.",
        )
    });
    let mut remarks = basis.remarks(reference, language);
    remarks.extend(left_out.map(str::to_owned));
    remarks
}

/// All groups together beside each of them.
fn add_totals(results: &mut Description, selection: &Selection) {
    if let Some(rows) = &mut results.stock {
        add_group_totals(rows, &selection.cuts);
    }
    if let Some(rows) = &mut results.balance {
        add_group_totals(rows, &selection.cuts);
    }
    if let Some(routes) = &mut results.mobility {
        add_route_totals(routes, &selection.cuts);
    }
}

/// Follows the entrants behind a register.
fn followed(basis: &Basis, selection: PathwaySelection) -> Option<PathwayResults> {
    let register = basis.register.as_ref()?;
    let passages = register.passages.as_ref()?;
    let coverage = &register.cube.coverage;
    let professions = selection.professions.iter().copied().collect();
    Some(PathwayResults {
        rows: pathway(passages, coverage, &selection),
        linkage: passages.linkage(&professions, coverage),
        degrees_until: passages.degrees_until.clone(),
        selection,
    })
}

/// The fault of a cube that contradicts itself.
fn broken_cube(broken: &Imbalance, facts: FlowFacts<'_>) -> Faults {
    let fault = Fault::new(view::imbalance(broken, facts));
    fault
        .tip(Words::new(
            "kuben är ändrad eller skadad; gör om den ur uttaget med --save-cube",
            "the cube is changed or damaged; make it again from the extract with --save-cube",
        ))
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
