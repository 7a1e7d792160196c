//! How many there are, and how many for each inhabitant.

mod columns;
mod notes;

use std::collections::{BTreeMap, BTreeSet};

use crate::accounts::{CountLocator, StockTerm};
use crate::domain::Year;
use crate::flow::{CountedStock, DensityChange, Description, Key, StockFigures, View, density};
use crate::report::{Cell, Chart, Column, Kind, Language, Layout, Shown, Table};
use crate::view::flow::keys::as_f64;
use crate::view::flow::{FlowFacts, FlowView};
use crate::view::{text, text_column};
use columns::StockColumns;

/// How many there are, and how many for each inhabitant.
pub(super) const VIEW: FlowView = FlowView {
    name: "stock",
    help: "Bestånd, täthet, andel i yrket",
    part: View::Stock,
    tables,
    notes: notes::notes,
    gaps: notes::gaps,
};

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
fn tables(results: &Description, facts: FlowFacts<'_>) -> Vec<Table> {
    let counted = results
        .counted
        .as_ref()
        .filter(|counted| !counted.rows.is_empty());
    let counted_rows = counted.map(|counted| counted_rows(counted, facts));
    let own_rows = results.stock.as_ref().map(|stock| {
        let shown = stock.iter().filter(|(key, _)| facts.shows(key.area));
        let rows = shown.map(|(key, stock)| Row {
            key: *key,
            figures: stock.into(),
            basis: facts.register_basis(key.profession).to_owned(),
            is_public: false,
        });
        rows.collect::<Vec<Row>>()
    });
    let words = StockColumns::of(facts.language);
    let make = |name: &str, rows: Vec<Row>| {
        let cells = cells(&rows, results, facts);
        (name.to_owned(), rows, cells)
    };
    let mut made = Vec::new();
    let is_published = counted.is_some_and(|counted| counted.is_published);
    let name = if is_published {
        words.published
    } else {
        words.from_elsewhere
    };
    made.extend(counted_rows.map(|rows| make(name, rows)));
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
    let all = bases.join(", ");
    if counted.is_published {
        format!("{}: {all}", language.choose("publicerat", "published"))
    } else {
        all
    }
}

/// Of whom a density is given. A density is compared with others of the same definition only.
#[derive(Clone, Copy)]
struct Definition {
    count: StockTerm,
    stock: fn(&StockFigures) -> Option<u64>,
}

/// In the order in which [`StockColumns`] has their columns.
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
fn cells(rows: &[Row], results: &Description, facts: FlowFacts<'_>) -> Vec<Vec<Cell>> {
    let mut firsts = DEFINITIONS.map(|_| Firsts::new());
    let row_cells = rows.iter().map(|row| {
        let key = row.key;
        let inhabitants = results.inhabitants.get(key.year, key.area);
        let mut cells = facts.key_cells(&key);
        cells.push(text(row.basis.as_str()));
        cells.extend(figure_cells(&row.figures, row.locator(key.year, facts)));
        cells.push(whole(inhabitants));
        for (definition, firsts) in DEFINITIONS.iter().zip(&mut firsts) {
            cells.extend(row.density_cells(*definition, inhabitants, firsts, facts));
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
        let has_density = DEFINITIONS.iter().any(is_known);
        cells.push(text(if has_density { "" } else { ".." }));
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

fn table(
    name: String,
    rows: &[Row],
    cells: Vec<Vec<Cell>>,
    results: &Description,
    facts: FlowFacts<'_>,
) -> Table {
    let own = StockColumns::of(facts.language);
    let mut columns = facts.key_columns();
    columns.push(text_column(own.basis));
    columns.extend(own.measures(results.group_inhabitants.is_some()));
    columns.push(text_column(own.status));
    let keys = facts.distinguishing_keys();
    let years: Vec<Year> = rows.iter().map(|row| row.key.year).collect();
    let is_own = name == own.stock;
    let is_account = results.overall.is_some() && keys.len() == 1;
    let measures = shown_measures(&columns, &cells, own, is_account);
    let layout = if is_account {
        let columns = measures;
        let across = facts.year_column().name;
        Layout::Transposed { columns, across }
    } else {
        let columns = [keys.clone(), measures].concat();
        Layout::Rows { columns }
    };
    let shown = results
        .overall
        .as_ref()
        .and_then(|_| milestones(&years, is_own));
    let title = title(is_own, &years, results, facts);
    let year = facts.year_column().name;
    let has_in_profession = rows.iter().any(|row| row.figures.in_profession.is_some());
    let chart = Chart {
        title: title.clone(),
        lines: keys.into_iter().filter(|name| *name != year).collect(),
        x: year,
        y: own.density(has_in_profession).to_owned(),
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

/// The measures that any row knows. What changed a density is left to accounts and to machines.
fn shown_measures(
    columns: &[Column],
    cells: &[Vec<Cell>],
    own: &StockColumns,
    is_account: bool,
) -> Vec<String> {
    let measures = columns.iter().enumerate().filter(|(at, column)| {
        let is_measure = matches!(column.kind, Kind::Number { .. });
        let is_known = cells.iter().any(|row| row[*at] != Cell::Missing);
        let name = column.name.as_str();
        let is_for_people = is_account || !own.is_change(name);
        is_measure && is_known && is_for_people && !own.is_inhabitants(name)
    });
    measures.map(|(_, column)| column.name.clone()).collect()
}

/// The rows of the last year and of every fifth before it; all if there are few.
fn milestones(years: &[Year], is_own: bool) -> Option<Shown> {
    let all: BTreeSet<Year> = years.iter().copied().collect();
    let is_long = is_own && all.len() > STEP + 1;
    let wanted: BTreeSet<Year> = all.into_iter().rev().step_by(STEP).collect();
    let rows = years.iter().enumerate();
    let shown = rows.filter(|(_, year)| wanted.contains(year));
    is_long.then(|| shown.map(|(at, _)| at).collect())
}

fn title(is_own: bool, years: &[Year], results: &Description, facts: FlowFacts<'_>) -> String {
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
        facts
            .language
            .choose("Publicerade tal", "Published figures")
    } else {
        facts
            .language
            .choose("Uppgifter från annan källa", "Figures from another source")
    };
    format!("{whose}: {what} {span}")
}

/// What a count of licences in a year is called, in Swedish and English.
pub(super) const fn count_name(term: StockTerm) -> (&'static str, &'static str) {
    match term {
        StockTerm::InProfession => ("i_yrket", "in_profession"),
        StockTerm::OtherRole => ("annan roll i vården", "other role in care"),
        StockTerm::InCare => ("i_vården", "in_care"),
        StockTerm::OtherIndustry => ("annan bransch", "other industry"),
        StockTerm::Employed => ("sysselsatta", "employed"),
        StockTerm::OutOfWork => ("ej sysselsatta", "not employed"),
        StockTerm::EmployedOutside => (
            "sysselsatta utanför yrket",
            "employed outside the profession",
        ),
        StockTerm::NotInProfession => ("ej i yrket", "not in the profession"),
        StockTerm::NotInCare => ("ej i vården", "not in care"),
        StockTerm::Licensed => ("legitimerade", "licensed"),
        StockTerm::Under65 => ("under_65", "under_65"),
        StockTerm::From65 => ("65 år och äldre", "65 and over"),
    }
}
