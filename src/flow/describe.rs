//! A flow description: everything that a request asks of a basis.

use std::error::Error;
use std::fmt;

use super::basis::Basis;
use super::counted_stock::{CountedStock, StockOrigin, counted_stock};
use super::cube::Cube;
use super::curve::CurveOptions;
use super::description::{Description, Overall};
use super::first_exit::{FirstExitResults, first_exit, first_exit_tests};
use super::group_totals::{add_group_totals, add_route_totals};
use super::pathway::{PathwayResults, PathwaySelection, pathway};
use super::published::{county_density, new_licences};
use super::refusal::Refusal;
use super::request::{Request, View};
use super::retention::{RetentionResults, retention};
use super::{
    AreaTotals, CountyRegions, GroupInhabitants, Imbalance, Level, Selection, balance, first_seen,
    followup, mobility, stock,
};
use crate::domain::StockCount;
use crate::language::{Language, Words, words};

/// Why there is no description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotDescribed {
    /// The basis cannot answer the request.
    Refused(Vec<Refusal>),
    /// The counts of the basis contradict each other.
    Imbalance(Imbalance),
}

impl NotDescribed {
    /// What is wrong, in short; [`Refusal::explained`] says it of each refusal.
    #[must_use]
    pub fn words(&self) -> Words {
        match self {
            Self::Refused(refusals) => {
                let count = refusals.len();
                words!(
                    "underlaget kan inte besvara begäran (antal skäl: {count})",
                    "the basis cannot answer the request (number of reasons: {count})"
                )
            }
            Self::Imbalance(Imbalance { residual, .. }) => words!(
                "flödena förklarar inte beståndet: residualen är {residual}, inte 0",
                "the flows do not explain the stock: the residual is {residual}, not 0",
            ),
        }
    }
}

impl fmt::Display for NotDescribed {
    /// The error in Swedish.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words().text(Language::Swedish))
    }
}

impl Error for NotDescribed {}

impl From<Imbalance> for NotDescribed {
    fn from(imbalance: Imbalance) -> Self {
        Self::Imbalance(imbalance)
    }
}

/// Describes the flows that a request asks for: every view of it, with all groups together beside each
/// group, and the country as a whole for findings.
///
/// # Errors
/// A request that [`Request::check`] refuses, and a cube that contradicts itself.
pub fn describe(basis: &Basis, request: &Request) -> Result<Description, NotDescribed> {
    request.check(basis).map_err(NotDescribed::Refused)?;
    let selection = request.selection(basis);
    let mut description = beside_the_register(basis, request, &selection);
    if let Some(cube) = &basis.cube {
        add_flows(
            &mut description,
            cube,
            request,
            (&selection, &basis.counties),
        )?;
        add_followed(
            &mut description,
            cube,
            request,
            (&selection, &basis.counties),
        );
        if request.with_findings && selection.professions.len() == 1 {
            description.overall = Some(overall(cube, &selection, &basis.counties)?);
        }
    }
    description.pathway = request
        .pathway(basis)
        .and_then(|pathway| entrants_followed(basis, pathway));
    Ok(description)
}

/// What is known without a register: inhabitants, and stock that others have counted.
fn beside_the_register(basis: &Basis, request: &Request, selection: &Selection) -> Description {
    let counted = basis
        .counted_tables()
        .filter(|_| request.shows(View::Stock));
    let published = &basis.published;
    let inhabitants = basis.inhabitants.iter().map(|row| {
        let count = row.count.map(|count| u64::from(count.0));
        (row.year, row.place.unit, count)
    });
    Description {
        counted: counted
            .map(|(origin, counts)| counted_rows(origin, counts, selection, basis))
            .collect(),
        new_licences: (request.shows(View::NewLicences))
            .then(|| new_licences(&published.figures, selection)),
        county_density: (request.shows(View::CountyDensity))
            .then(|| county_density(&published.figures, selection, &basis.counties)),
        published_notes: published.notes.clone(),
        inhabitants: AreaTotals::of(inhabitants, &basis.counties),
        group_inhabitants: GroupInhabitants::of(
            &basis.inhabitants,
            &selection.cuts,
            &basis.counties,
        ),
        ..Description::default()
    }
}

fn counted_rows(
    origin: StockOrigin,
    counts: &[StockCount],
    selection: &Selection,
    basis: &Basis,
) -> CountedStock {
    let is_selected = |row: &&StockCount| selection.includes(row.profession, row.year);
    CountedStock {
        rows: counted_stock(counts, selection, &basis.counties),
        counts: counts.iter().filter(is_selected).cloned().collect(),
        origin,
    }
}

/// Stock, balance and mobility, with all groups together beside each of them.
fn add_flows(
    description: &mut Description,
    cube: &Cube,
    request: &Request,
    (selection, counties): (&Selection, &CountyRegions),
) -> Result<(), Imbalance> {
    if request.shows(View::Stock) {
        let mut rows = stock(cube, selection);
        add_group_totals(&mut rows, &selection.cuts);
        description.stock = Some(rows);
    }
    if request.shows(View::Balance) {
        let mut rows = balance(cube, selection)?;
        add_group_totals(&mut rows, &selection.cuts);
        description.balance = Some(rows);
    }
    if request.shows(View::Mobility) {
        let mut routes = mobility(cube, &between_areas(selection), counties);
        add_route_totals(&mut routes, &selection.cuts);
        description.mobility = Some(routes);
    }
    Ok(())
}

/// The views that follow licences.
fn add_followed(
    description: &mut Description,
    cube: &Cube,
    request: &Request,
    (selection, counties): (&Selection, &CountyRegions),
) {
    let followed = &request.followed;
    let options: CurveOptions<'_> = followed.options();
    if request.shows(View::Retention) {
        description.retention = Some(RetentionResults {
            curves: retention(cube, selection, options),
            followed: followed.clone(),
        });
    }
    if request.shows(View::FirstExit) {
        description.first_exit = Some(FirstExitResults {
            curves: first_exit(cube, selection, options),
            tests: first_exit_tests(cube, selection, options),
            followed: followed.clone(),
        });
    }
    if request.shows(View::Balance) && request.has_curve() {
        description.first_seen = first_seen(cube, selection);
    }
    if request.shows(View::Followup) {
        description.followup = Some(followup(cube, selection, &followed.cohorts, counties));
    }
}

/// Mobility is between health regions at least: within an undivided country there is none.
fn between_areas(selection: &Selection) -> Selection {
    Selection {
        level: selection.level.max(Level::HealthRegion),
        ..selection.clone()
    }
}

/// The country as a whole, without cuts.
fn overall(
    cube: &Cube,
    selection: &Selection,
    counties: &CountyRegions,
) -> Result<Overall, Imbalance> {
    let country = Selection {
        level: Level::Country,
        cuts: Vec::new(),
        ..selection.clone()
    };
    let stock = stock(cube, &country).into_iter();
    let balance = balance(cube, &country)?.into_iter();
    Ok(Overall {
        stock: stock.map(|(key, row)| (key.year, row)).collect(),
        balance: balance.map(|(key, row)| (key.year, row)).collect(),
        mobility: mobility(cube, &between_areas(&country), counties),
    }
    .with_newest_mobility())
}

/// The entrants behind a register, followed.
fn entrants_followed(basis: &Basis, selection: PathwaySelection) -> Option<PathwayResults> {
    let passages = basis.passages.as_ref()?;
    let coverage = &basis.cube.as_ref()?.coverage;
    let professions = selection.professions.iter().copied().collect();
    Some(PathwayResults {
        rows: pathway(passages, coverage, &selection),
        linkage: passages.linkage(&professions, coverage),
        degrees_until: passages.degrees_until.clone(),
        selection,
    })
}
