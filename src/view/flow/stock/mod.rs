//! How many there are, and how many for each inhabitant.

mod cells;
mod columns;
mod editions;
mod notes;

use std::collections::BTreeSet;

use crate::accounts::StockTerm;
use crate::domain::{CountStatus, Year};
use crate::flow::{CountedStock, Description, Key, StockFigures, StockOrigin, View};
use crate::report::{Cell, Chart, Column, Kind, Language, Layout, Shown, Table};
use crate::view::flow::{FlowFacts, FlowView};
use crate::view::text_column;
use cells::{Row, cells};
use columns::StockColumns;

/// How many there are, and how many for each inhabitant.
pub(super) const VIEW: FlowView = FlowView {
    name: "stock",
    help: "Bestånd, täthet, andel i yrket",
    part: View::Stock,
    published,
    tables,
    notes: notes::notes,
    gaps: notes::gaps,
};

/// Years between the columns of a description.
const STEP: usize = 5;

/// Stock by one way of counting, as the rows of a table.
struct Stocks {
    name: &'static str,
    title: String,
    rows: Vec<Row>,
    cells: Vec<Vec<Cell>>,
}

/// The published stock, a table for one edition and one for figures of other publications. Where the report
/// must be one table they are in that of the register.
fn published(results: &Description, facts: FlowFacts<'_>) -> Vec<Table> {
    if facts.is_one_table {
        return Vec::new();
    }
    results
        .counted
        .iter()
        .filter(|counted| counted.origin.is_published())
        .filter_map(|counted| counted_stocks(counted, true, results, facts))
        .map(|stocks| stocks.table(true, results, facts))
        .collect()
}

/// The stock counted by others and that of the register, as two tables or, where the report must be one, as
/// one: then editions that differ are in rows beside each other.
fn tables(results: &Description, facts: FlowFacts<'_>) -> Vec<Table> {
    let with_field = facts.is_one_table && has_published(results) || gives_field(results);
    let mut made: Vec<Stocks> = results
        .counted
        .iter()
        .filter(|counted| facts.is_one_table || !counted.origin.is_published())
        .filter_map(|counted| counted_stocks(counted, with_field, results, facts))
        .collect();
    if made.len() > 1 {
        let joined = made.into_iter().reduce(Stocks::beside);
        made = joined.into_iter().collect();
    }
    made.extend(own_stocks(with_field, results, facts));
    if facts.is_one_table && made.len() > 1 {
        let joined = made.into_iter().reduce(Stocks::before);
        made = joined.into_iter().collect();
    }
    made.into_iter()
        .map(|stocks| stocks.table(with_field, results, facts))
        .collect()
}

/// Whether a table that was given has those active in their own field.
fn gives_field(results: &Description) -> bool {
    let given = results.counted.iter();
    let mut given = given.filter(|counted| counted.origin == StockOrigin::Given);
    given.any(|counted| counted.rows.values().any(|row| row.in_field.is_some()))
}

/// Whether any published stock is known.
fn has_published(results: &Description) -> bool {
    let mut counted = results.counted.iter();
    counted.any(|counted| counted.origin.is_published() && !counted.rows.is_empty())
}

/// The stock that others have counted; none where no area that is shown has any.
fn counted_stocks(
    counted: &CountedStock,
    with_field: bool,
    results: &Description,
    facts: FlowFacts<'_>,
) -> Option<Stocks> {
    let rows = counted_rows(counted, facts);
    let names = StockColumns::of(facts.language);
    let [edition, quoted] = names.published;
    let has_edition = results
        .counted
        .iter()
        .any(|own| own.origin == StockOrigin::Edition && !own.rows.is_empty());
    let name = match counted.origin {
        StockOrigin::Quoted if has_edition => quoted,
        StockOrigin::Quoted | StockOrigin::Edition => edition,
        StockOrigin::Given => names.from_elsewhere,
    };
    (!rows.is_empty()).then(|| Stocks {
        name,
        title: counted_title(counted, has_edition, facts.language),
        cells: cells(&rows, with_field, results, facts),
        rows,
    })
}

fn own_stocks(with_field: bool, results: &Description, facts: FlowFacts<'_>) -> Option<Stocks> {
    let stock = results.stock.as_ref()?;
    let shown = stock.iter().filter(|(key, _)| facts.shows(key.area));
    let of_register = shown.map(|(key, stock)| Row {
        key: *key,
        figures: stock.into(),
        basis: facts.register_basis(key.profession).to_owned(),
        is_public: false,
        status: CountStatus::Plain,
    });
    let rows: Vec<Row> = of_register.collect();
    Some(Stocks {
        name: StockColumns::of(facts.language).stock,
        title: facts.register_name().to_owned(),
        cells: cells(&rows, with_field, results, facts),
        rows,
    })
}

fn counted_rows(counted: &CountedStock, facts: FlowFacts<'_>) -> Vec<Row> {
    let shown = counted.rows.iter().filter(|(key, _)| facts.shows(key.area));
    let rows = shown.map(|(key, figures)| Row {
        key: *key,
        figures: *figures,
        basis: basis(counted, key, facts.language),
        is_public: true,
        status: counted.status(key),
    });
    rows.collect()
}

/// What the counts of a profession and year rest on.
fn basis(counted: &CountedStock, key: &Key, language: Language) -> String {
    let all = counted.bases(key).join(", ");
    if counted.origin.is_published() {
        format!("{}: {all}", language.choose("publicerat", "published"))
    } else {
        all
    }
}

/// Whose numbers a table of counted stock holds.
fn counted_title(counted: &CountedStock, has_edition: bool, language: Language) -> String {
    match counted.origin {
        StockOrigin::Edition => {
            let edition = counted.counts.first().map_or("", |row| row.basis.as_str());
            language.choose(
                format!("Publicerade tal, {edition}"),
                format!("Published figures, {edition}"),
            )
        }
        StockOrigin::Quoted if has_edition => language
            .choose(
                "Publicerade tal, andra källor",
                "Published figures, other sources",
            )
            .to_owned(),
        StockOrigin::Quoted => language
            .choose("Publicerade tal", "Published figures")
            .to_owned(),
        StockOrigin::Given => language
            .choose("Uppgifter från annan källa", "Figures from another source")
            .to_owned(),
    }
}

impl Stocks {
    /// Both in one table, by profession, year, area and group: editions beside each other.
    fn beside(self, other: Self) -> Self {
        let both = self.before(other);
        let mut rows: Vec<_> = both.rows.into_iter().zip(both.cells).collect();
        rows.sort_by_key(|(row, _)| row.key);
        let (rows, cells) = rows.into_iter().unzip();
        Self {
            rows,
            cells,
            ..both
        }
    }

    /// Both in one table of the other's name, this first.
    fn before(mut self, other: Self) -> Self {
        self.rows.extend(other.rows);
        self.cells.extend(other.cells);
        Self {
            rows: self.rows,
            cells: self.cells,
            ..other
        }
    }

    fn table(self, with_field: bool, results: &Description, facts: FlowFacts<'_>) -> Table {
        let own = StockColumns::of(facts.language);
        let mut columns = facts.key_columns();
        columns.push(text_column(own.basis));
        columns.extend(own.measures(with_field, results.group_inhabitants.is_some()));
        columns.push(text_column(own.status));
        let keys = facts.distinguishing_keys();
        let years: Vec<Year> = self.rows.iter().map(|row| row.key.year).collect();
        let is_account = results.overall.is_some() && keys.len() == 1;
        let measures = shown_measures(&columns, &self.cells, own, is_account);
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
            .and_then(|_| milestones(&years, self.name == own.stock));
        let title = title(&self.title, &years, facts.language);
        let year = facts.year_column().name;
        let has = |stock: fn(&StockFigures) -> Option<u64>| {
            self.rows.iter().any(|row| stock(&row.figures).is_some())
        };
        let density = own.density(has(|own| own.in_profession), has(|own| own.in_field));
        let chart = Chart {
            title: title.clone(),
            lines: keys.into_iter().filter(|name| *name != year).collect(),
            x: year,
            y: density.to_owned(),
        };
        Table {
            name: self.name.to_owned(),
            title: Some(title),
            columns,
            rows: self.cells,
            layout,
            shown,
            chart: Some(chart),
        }
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

fn title(whose: &str, years: &[Year], language: Language) -> String {
    let span = FlowFacts::span(years.iter().copied());
    let what = language.choose("bestånd och täthet", "stock and density");
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
