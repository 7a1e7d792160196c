//! The numbers of the rows of stock.

use std::collections::BTreeMap;

use super::columns::BEFORE_IN_PROFESSION;
use crate::accounts::{CountLocator, StockTerm};
use crate::domain::{CountStatus, Year};
use crate::flow::{DensityChange, Description, Key, StockFigures, density};
use crate::report::Cell;
use crate::view::flow::FlowFacts;
use crate::view::flow::keys::as_f64;
use crate::view::{plain, text};

/// A row of either kind of stock.
pub(super) struct Row {
    pub(super) key: Key,
    pub(super) figures: StockFigures,
    pub(super) basis: String,
    /// Whether others have counted and published it.
    pub(super) is_public: bool,
    /// What is to be known of its numbers.
    pub(super) status: CountStatus,
}

/// Of whom a density is given. A density is compared with others of the same definition only.
#[derive(Clone, Copy)]
struct Definition {
    count: StockTerm,
    stock: fn(&StockFigures) -> Option<u64>,
}

/// In the order in which [`StockColumns`](super::columns::StockColumns) has their columns.
const DEFINITIONS: [Definition; 2] = [
    Definition {
        count: StockTerm::InCare,
        stock: |figures| figures.in_care,
    },
    Definition {
        count: StockTerm::InProfession,
        stock: |figures| figures.in_profession,
    },
];

/// The first year of a series for which a density is known, and its stock and inhabitants.
type Firsts = BTreeMap<Key, (Year, (u64, u64))>;

/// The rows with their densities; changes are counted from the first year of each series whose density
/// is known.
pub(super) fn cells(
    rows: &[Row],
    with_field: bool,
    results: &Description,
    facts: FlowFacts<'_>,
) -> Vec<Vec<Cell>> {
    let mut firsts = DEFINITIONS.map(|_| Firsts::new());
    let row_cells = rows.iter().map(|row| {
        let key = row.key;
        let inhabitants = results.inhabitants.get(key.year, key.area);
        let mut cells = facts.key_cells(&key);
        cells.push(text(row.basis.as_str()));
        let mut figures = figure_cells(&row.figures, row.locator(key.year, facts)).to_vec();
        if with_field {
            figures.insert(BEFORE_IN_PROFESSION, whole(row.figures.in_field));
        }
        cells.extend(figures);
        cells.push(whole(inhabitants));
        for (definition, firsts) in DEFINITIONS.iter().zip(&mut firsts) {
            cells.extend(row.density_cells(*definition, inhabitants, firsts, facts));
        }
        let in_field = density(row.figures.in_field, inhabitants);
        if with_field {
            cells.push(in_field.map_or(Cell::Missing, |own| Cell::Measure(plain(own))));
        }
        if let Some(groups) = &results.group_inhabitants {
            let of_group = if key.group.is_total(&facts.selection.cuts) {
                inhabitants
            } else {
                groups.get(key.year, key.area, key.group)
            };
            cells.push(whole(of_group));
            cells.extend(DEFINITIONS.map(|own| row.density_cell(own, of_group, facts)));
        }
        let is_known = |own: &Definition| density((own.stock)(&row.figures), inhabitants).is_some();
        let has_density = in_field.is_some() || DEFINITIONS.iter().any(is_known);
        cells.push(text(match row.status {
            CountStatus::Suppressed => "x",
            CountStatus::Reported => "r",
            CountStatus::Plain if has_density => "",
            CountStatus::Plain => "..",
        }));
        cells
    });
    row_cells.collect()
}

impl Row {
    /// Where its counts of a year are.
    fn locator<'a>(&self, year: Year, facts: FlowFacts<'a>) -> CountLocator<'a> {
        let locator = facts.locate(&Key { year, ..self.key });
        if self.is_public {
            locator.public()
        } else {
            locator
        }
    }

    fn density_cell(
        &self,
        own: Definition,
        inhabitants: Option<u64>,
        facts: FlowFacts<'_>,
    ) -> Cell {
        let here = self.locator(self.key.year, facts).contributors([own.count]);
        here.measure(density((own.stock)(&self.figures), inhabitants))
    }

    /// The density, its change since the first year of the series, and what made the change.
    fn density_cells(
        &self,
        own: Definition,
        inhabitants: Option<u64>,
        firsts: &mut Firsts,
        facts: FlowFacts<'_>,
    ) -> [Cell; 4] {
        let year = self.key.year;
        let now = (own.stock)(&self.figures).zip(inhabitants);
        let series = in_any_year(self.key);
        let first = match now {
            Some(now) => Some(*firsts.entry(series).or_insert((year, now))),
            None => firsts.get(&series).copied(),
        };
        let change = first
            .zip(now)
            .and_then(|((_, first), now)| DensityChange::between(first, now));
        let here = self.locator(year, facts).contributors([own.count]);
        let then = self.locator(first.map_or(year, |(year, _)| year), facts);
        let both = here.and(then.contributors([own.count]));
        let part = |part: fn(DensityChange) -> f64| both.clone().measure(change.map(part));
        [
            self.density_cell(own, inhabitants, facts),
            part(|change| change.total),
            part(|change| change.from_stock),
            part(|change| change.from_population),
        ]
    }
}

const fn in_any_year(key: Key) -> Key {
    Key { year: 0, ..key }
}

fn figure_cells(figures: &StockFigures, locator: CountLocator<'_>) -> [Cell; 6] {
    [
        locator.count(figures.licensed, StockTerm::Licensed),
        locator.count(figures.under_65, StockTerm::Under65),
        locator.count(figures.employed, StockTerm::Employed),
        locator.count(figures.in_care, StockTerm::InCare),
        locator.count(figures.in_profession, StockTerm::InProfession),
        share(figures, locator),
    ]
}

/// Those in the profession among the employed.
fn share(figures: &StockFigures, locator: CountLocator<'_>) -> Cell {
    let share = figures
        .in_profession
        .zip(figures.employed)
        .filter(|(_, employed)| *employed > 0)
        .map(|(part, all)| as_f64(part) / as_f64(all));
    locator.share(share, [StockTerm::InProfession, StockTerm::Employed])
}

fn whole(count: Option<u64>) -> Cell {
    let count = count.and_then(|count| i64::try_from(count).ok());
    count.map_or(Cell::Missing, Cell::Whole)
}
