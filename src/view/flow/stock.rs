//! How many there are, and how many for each inhabitant.

use std::collections::BTreeMap;

use super::flow_counts::{Spot, What};
use super::{CountedStock, FlowFacts, FlowResults};
use crate::domain::Year;
use crate::flow::{DensityChange, Key, StockFigures, density};
use crate::report::{Cell, Chart, Column, Language, Layout, Table};
use crate::view::made_of::MadeOf;
use crate::view::{number_column, text, text_column};

/// Years between the columns of a description.
const STEP: usize = 5;

/// A row of either kind of stock.
struct Row {
    key: Key,
    figures: StockFigures,
    basis: String,
    /// Whether others have counted and published it.
    is_public: bool,
}

/// The stock counted by others and that of the register, as two tables or, where the report must be
/// one, as one.
pub(super) fn tables(results: &FlowResults, facts: FlowFacts<'_>) -> Vec<Table> {
    let counted = results.counted.as_ref();
    let counted = counted.filter(|counted| !counted.rows.is_empty());
    let counted_rows = counted.map(|counted| counted_rows(counted, facts));
    let own_rows = results.stock.as_ref().map(|stock| {
        let basis = facts.register_basis();
        let shown = stock.iter().filter(|(key, _)| facts.shows(key.area));
        let rows = shown.map(|(key, stock)| Row {
            key: *key,
            figures: stock.into(),
            basis: basis.to_owned(),
            is_public: false,
        });
        rows.collect::<Vec<Row>>()
    });
    let words = Words::of(facts.language);
    let make = |name: &str, rows: Vec<Row>| {
        let cells = cells(&rows, results, facts);
        (name.to_owned(), rows, cells)
    };
    let mut made = Vec::new();
    made.extend(counted_rows.map(|rows| make(words.counted, rows)));
    made.extend(own_rows.map(|rows| make(words.stock, rows)));
    if facts.is_one_table && made.len() > 1 {
        let joined = made.into_iter().reduce(|mut all, (name, rows, cells)| {
            all.0 = name;
            all.1.extend(rows);
            all.2.extend(cells);
            all
        });
        made = joined.into_iter().collect();
    }
    made.into_iter()
        .map(|(name, rows, cells)| table(name, &rows, cells, results, facts))
        .collect()
}

fn counted_rows(counted: &CountedStock, facts: FlowFacts<'_>) -> Vec<Row> {
    let shown = counted.rows.iter().filter(|(key, _)| facts.shows(key.area));
    let rows = shown.map(|(key, figures)| Row {
        key: *key,
        figures: *figures,
        basis: basis(counted, key, facts.language),
        is_public: true,
    });
    rows.collect()
}

/// What the counts of a profession and year rest on.
fn basis(counted: &CountedStock, key: &Key, language: Language) -> String {
    let counts = counted.counts.iter();
    let there = counts.filter(|row| (row.profession, row.year) == (key.profession, key.year));
    let mut bases: Vec<&str> = there.map(|row| row.basis.as_str()).collect();
    bases.sort_unstable();
    bases.dedup();
    let bases = bases.join(", ");
    if counted.is_published {
        format!("{}: {bases}", language.choose("publicerat", "published"))
    } else {
        bases
    }
}

struct Words {
    stock: &'static str,
    counted: &'static str,
    licensed: &'static str,
    under_65: &'static str,
    employed: &'static str,
    in_care: &'static str,
    in_profession: &'static str,
    share: &'static str,
    inhabitants: &'static str,
    density: &'static str,
    change: &'static str,
    from_stock: &'static str,
    from_population: &'static str,
    basis: &'static str,
    status: &'static str,
}

impl Words {
    fn of(language: Language) -> Self {
        let swedish = Self {
            stock: "bestånd",
            counted: "räknat_bestånd",
            licensed: "legitimerade",
            under_65: "under_65",
            employed: "sysselsatta",
            in_care: "i_vården",
            in_profession: "i_yrket",
            share: "andel_i_yrket",
            inhabitants: "folkmängd",
            density: "per_100000",
            change: "förändring",
            from_stock: "varav_bestånd",
            from_population: "varav_folkmängd",
            basis: "underlag",
            status: "status",
        };
        let english = Self {
            stock: "stock",
            counted: "counted_stock",
            licensed: "licensed",
            under_65: "under_65",
            employed: "employed",
            in_care: "in_care",
            in_profession: "in_profession",
            share: "share_in_profession",
            inhabitants: "inhabitants",
            density: "per_100000",
            change: "change",
            from_stock: "from_stock",
            from_population: "from_population",
            basis: "basis",
            status: "status",
        };
        language.choose(swedish, english)
    }

    fn columns(&self) -> Vec<Column> {
        vec![
            number_column(self.licensed, 0, 0),
            number_column(self.under_65, 0, 0),
            number_column(self.employed, 0, 0),
            number_column(self.in_care, 0, 0),
            number_column(self.in_profession, 0, 0),
            number_column(self.share, 4, 3),
            number_column(self.inhabitants, 0, 0),
            number_column(self.density, 2, 1),
            number_column(self.change, 2, 1),
            number_column(self.from_stock, 2, 1),
            number_column(self.from_population, 2, 1),
            text_column(self.basis),
            text_column(self.status),
        ]
    }
}

/// Stock and inhabitants, as far as they are known.
type PerInhabitant = (Option<u64>, Option<u64>);

/// The rows with their densities; changes are counted from the first year shown of each series.
fn cells(rows: &[Row], results: &FlowResults, facts: FlowFacts<'_>) -> Vec<Vec<Cell>> {
    let mut firsts: BTreeMap<Key, (Year, PerInhabitant)> = BTreeMap::new();
    let row_cells = rows.iter().map(|row| {
        let inhabitants = results.inhabitants.get(row.key.year, row.key.area);
        let made_of = (row.figures.for_density(), inhabitants);
        let first = (row.key.year, made_of);
        let (first_year, first) = *firsts.entry(in_any_year(row.key)).or_insert(first);
        let (earlier, later) = (both(first), both(made_of));
        let change = earlier.zip(later);
        let change = change.and_then(|(earlier, later)| DensityChange::between(earlier, later));
        let spot = row.spot(row.key.year, facts);
        let mut cells = facts.key_cells(&row.key);
        cells.extend(figure_cells(&row.figures, spot));
        cells.push(whole(inhabitants));
        let here = spot.made_of([What::InProfession]);
        let first = row.spot(first_year, facts).made_of([What::InProfession]);
        cells.extend(density_cells(made_of, change, &here, first));
        cells.push(text(row.basis.as_str()));
        let status = density(made_of.0, made_of.1).map_or("..", |_| "");
        cells.push(text(status));
        cells
    });
    row_cells.collect()
}

impl Row {
    /// Where its counts of a year are.
    fn spot<'a>(&self, year: Year, facts: FlowFacts<'a>) -> Spot<'a> {
        let spot = facts.spot(&Key { year, ..self.key });
        if self.is_public { spot.public() } else { spot }
    }
}

const fn in_any_year(key: Key) -> Key {
    Key { year: 0, ..key }
}

fn both((stock, inhabitants): PerInhabitant) -> Option<(u64, u64)> {
    stock.zip(inhabitants)
}

fn figure_cells(figures: &StockFigures, spot: Spot<'_>) -> [Cell; 6] {
    [
        spot.count(figures.licensed, What::Licensed),
        spot.count(figures.under_65, What::Under65),
        spot.count(figures.employed, What::Employed),
        spot.count(figures.in_care, What::InCare),
        spot.count(figures.in_profession, What::InProfession),
        share(figures, spot),
    ]
}

/// Those in the profession among the employed.
fn share(figures: &StockFigures, spot: Spot<'_>) -> Cell {
    let parts = figures.in_profession.zip(figures.employed);
    let parts = parts.filter(|(_, employed)| *employed > 0);
    let share = parts.map(|(part, all)| as_f64(part) / as_f64(all));
    spot.share(share, [What::InProfession, What::Employed])
}

fn density_cells(
    (stock, inhabitants): PerInhabitant,
    change: Option<DensityChange>,
    here: &MadeOf,
    first: MadeOf,
) -> [Cell; 4] {
    let of_both = here.clone().and(first);
    let part = |part: fn(DensityChange) -> f64| of_both.clone().measure(change.map(part));
    [
        here.clone().measure(density(stock, inhabitants)),
        part(|change| change.total),
        part(|change| change.from_stock),
        part(|change| change.from_population),
    ]
}

pub(super) fn whole(count: Option<u64>) -> Cell {
    let count = count.and_then(|count| i64::try_from(count).ok());
    count.map_or(Cell::Missing, Cell::Whole)
}

/// Counts of people are far below 2⁵³, where every whole number is an exact `f64`.
#[expect(clippy::cast_precision_loss, reason = "exact below 2^53")]
pub(super) const fn as_f64(count: u64) -> f64 {
    count as f64
}

fn table(
    name: String,
    rows: &[Row],
    cells: Vec<Vec<Cell>>,
    results: &FlowResults,
    facts: FlowFacts<'_>,
) -> Table {
    let is_description = results.overall.is_some();
    let words = Words::of(facts.language);
    let columns: Vec<Column> = facts
        .key_columns()
        .into_iter()
        .chain(words.columns())
        .collect();
    let keys = facts.telling_keys();
    let has_one_series = keys.len() == 1;
    let measures = told_columns(&columns, &cells, &words);
    let years: Vec<Year> = rows.iter().map(|row| row.key.year).collect();
    let is_own = name == words.stock;
    let (layout, shown) = if is_description && has_one_series {
        let columns = measures;
        let across = facts.year_column().name;
        (
            Layout::Transposed { columns, across },
            milestones(&years, is_own),
        )
    } else {
        let columns = [keys, measures].concat();
        (Layout::Rows { columns }, None)
    };
    let title = title(is_own, &years, results, facts);
    let year = facts.year_column().name;
    let lines = facts.telling_keys().into_iter();
    let chart = Chart {
        title: title.clone(),
        lines: lines.filter(|name| *name != year).collect(),
        x: year,
        y: words.density.to_owned(),
    };
    Table {
        name,
        title: Some(title),
        columns,
        rows: cells,
        layout,
        shown,
        chart: Some(chart),
    }
}

/// The measures that any row knows, and for those who are told nothing else, what they rest on.
fn told_columns(columns: &[Column], cells: &[Vec<Cell>], words: &Words) -> Vec<String> {
    let machines_only = [words.status, words.inhabitants, words.basis];
    let measures = columns.iter().enumerate().filter(|(at, column)| {
        let is_measure = matches!(column.kind, crate::report::Kind::Number { .. });
        let is_known = cells.iter().any(|row| row[*at] != Cell::Missing);
        is_measure && is_known && !machines_only.contains(&column.name.as_str())
    });
    measures.map(|(_, column)| column.name.clone()).collect()
}

/// The last year and every fifth before it; all if there are few.
fn milestones(years: &[Year], is_own: bool) -> Option<Vec<usize>> {
    let last = years.len().checked_sub(1)?;
    let is_long = is_own && years.len() > STEP + 1;
    is_long.then(|| {
        (0..years.len())
            .filter(|at| (last - at).is_multiple_of(STEP))
            .collect()
    })
}

fn title(is_own: bool, years: &[Year], results: &FlowResults, facts: FlowFacts<'_>) -> String {
    let span = FlowFacts::span(years.iter().copied());
    let is_published = results
        .counted
        .as_ref()
        .is_some_and(|counted| counted.is_published);
    let what = facts
        .language
        .choose("bestånd och täthet", "stock and density");
    let whose = if is_own {
        facts.register_name()
    } else if is_published {
        facts.language.choose("Publicerade tal", "Published")
    } else {
        facts
            .language
            .choose("Räknat av andra", "Counted by others")
    };
    format!("{whose}: {what} {span}")
}
