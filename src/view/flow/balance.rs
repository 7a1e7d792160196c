//! Where the changes of the stock came from.

use std::collections::{BTreeMap, BTreeSet};

use super::FlowFacts;
use super::flow_counts::{Spot, What};
use crate::domain::Year;
use crate::flow::{Balance, Imbalance, Key};
use crate::report::{Cell, Layout, Shown, Table};
use crate::view::number_column;

/// How many years a description shows.
const NEWEST: usize = 5;

/// The terms, in Swedish and English, in the order of [`cells`].
const TERMS: [(&str, &str); 16] = [
    ("ingående", "opening"),
    ("nylegitimerade_sverige", "newly_licensed_sweden"),
    ("nylegitimerade_eu_ees", "newly_licensed_eu_eea"),
    ("nylegitimerade_tredje_land", "newly_licensed_third_country"),
    ("nylegitimerade_okänt", "newly_licensed_unknown"),
    ("återinträde", "returned"),
    ("inflyttade", "moved_in"),
    ("pensionerade", "retired"),
    ("annan_roll", "other_role"),
    ("annan_bransch", "other_industry"),
    ("ej_sysselsatta", "not_employed"),
    ("lämnat_registret", "left_register"),
    ("utflyttade", "moved_out"),
    ("gruppbyte", "changed_group"),
    ("utgående", "closing"),
    ("residual", "residual"),
];

/// What to say of a cell that does not add up.
#[must_use]
pub fn imbalance(broken: &Imbalance, facts: FlowFacts<'_>) -> String {
    let cells = facts.key_cells(&broken.key).into_iter();
    let cell = cells.map(|cell| match cell {
        Cell::Text(text) => text,
        Cell::Whole(whole) => whole.to_string(),
        Cell::Count(..) | Cell::Measure(_) | Cell::Missing | Cell::Suppressed => String::new(),
    });
    let cell = cell.collect::<Vec<_>>().join(", ");
    let residual = broken.residual;
    format!("flödena förklarar inte beståndet för {cell}: residualen är {residual}, inte 0")
}

pub(super) fn table(
    rows: &BTreeMap<Key, Balance>,
    facts: FlowFacts<'_>,
    is_description: bool,
) -> Table {
    let shown: Vec<(&Key, &Balance)> = rows
        .iter()
        .filter(|(key, _)| facts.shows(key.area))
        .collect();
    let terms = TERMS.map(|(swedish, english)| facts.language.choose(swedish, english));
    let keys = facts.telling_keys();
    let layout = if keys.len() == 1 {
        Layout::Transposed {
            columns: told_terms(&shown, terms),
            across: facts.year_column().name,
        }
    } else {
        let terms = told_terms(&shown, terms);
        Layout::Rows {
            columns: [keys.clone(), terms].concat(),
        }
    };
    let years: BTreeSet<Year> = shown.iter().map(|(key, _)| key.year).collect();
    let newest = newest(&years);
    let columns = terms.map(|term| number_column(term, 0, 0));
    let title = |years: &BTreeSet<Year>| {
        let what = facts
            .language
            .choose("in- och utflöden", "entries and exits");
        let years = FlowFacts::span(years.iter().copied());
        format!("{}: {what} {years}", facts.register_name())
    };
    Table {
        name: facts.language.choose("balans", "balance").to_owned(),
        title: Some(title(&years)),
        columns: facts.key_columns().into_iter().chain(columns).collect(),
        rows: shown
            .iter()
            .map(|(key, row)| {
                let cells = cells(row, facts.spot(key)).into_iter();
                facts.key_cells(key).into_iter().chain(cells).collect()
            })
            .collect(),
        layout,
        shown: is_description.then(|| Shown {
            rows: positions(&shown, &newest),
            title: Some(title(&newest)),
        }),
        chart: None,
    }
}

/// The years that a description shows.
fn newest(years: &BTreeSet<Year>) -> BTreeSet<Year> {
    years.iter().rev().take(NEWEST).copied().collect()
}

/// The rows of these years.
fn positions(rows: &[(&Key, &Balance)], years: &BTreeSet<Year>) -> Vec<usize> {
    let rows = rows.iter().enumerate();
    let of_years = rows.filter(|(_, (key, _))| years.contains(&key.year));
    of_years.map(|(at, _)| at).collect()
}

/// What each of the flows counts, in the order of [`TERMS`]; the stock at either end and the residual
/// stand around them.
const FLOWS: [What; 12] = [
    What::NewlyLicensed(0),
    What::NewlyLicensed(1),
    What::NewlyLicensed(2),
    What::NewlyLicensed(3),
    What::Returned,
    What::MovedIn,
    What::Retired,
    What::ToOtherRole,
    What::ToOtherIndustry,
    What::NotEmployed,
    What::LeftRegister,
    What::MovedOut,
];

fn cells(row: &Balance, spot: Spot<'_>) -> Vec<Cell> {
    let [opening, flows @ .., changed_group, closing, residual] = terms_of(row);
    let flows = flows.into_iter().zip(FLOWS);
    let mut cells = vec![spot.year_before().net(opening, What::InProfession)];
    cells.extend(flows.map(|(count, what)| spot.net(count, what)));
    cells.extend([
        spot.net(changed_group, What::ChangedGroup),
        spot.net(closing, What::InProfession),
        Cell::Whole(residual),
    ]);
    cells
}

/// The numbers of a row, in the order of [`TERMS`].
fn terms_of(row: &Balance) -> [i64; TERMS.len()] {
    let count = |count: u64| count.cast_signed();
    let [sweden, eu_eea, third_country, unknown] = row.newly_licensed.map(count);
    [
        count(row.opening),
        sweden,
        eu_eea,
        third_country,
        unknown,
        count(row.returned),
        count(row.moved_in),
        count(row.retired),
        count(row.other_role),
        count(row.other_industry),
        count(row.not_employed),
        count(row.left_register),
        count(row.moved_out),
        row.changed_group,
        count(row.closing),
        row.residual(),
    ]
}

/// The terms that people are shown: those that are not nought throughout, and the residual.
fn told_terms(rows: &[(&Key, &Balance)], terms: [&'static str; 16]) -> Vec<String> {
    let last = terms.len() - 1;
    let is_told = |at: usize| {
        let some = rows.iter().any(|(_, row)| terms_of(row)[at] != 0);
        some || at == last
    };
    let told = terms.iter().enumerate().filter(|(at, _)| is_told(*at));
    told.map(|(_, term)| (*term).to_owned()).collect()
}
