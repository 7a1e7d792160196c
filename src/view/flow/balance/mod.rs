//! Where the changes of the stock came from.

mod departures;
mod notes;

use std::collections::{BTreeMap, BTreeSet};

use super::{FlowFacts, FlowView};
use crate::accounts::{BalanceTerm, CountLocator, StockTerm};
use crate::domain::Year;
use crate::flow::{Balance, Description, Imbalance, Key, View};
use crate::language::{Language, Words, words};
use crate::report::{Cell, Column, Layout, Shown, Table};
use crate::view::number_column;
use departures::Reason;

/// Where the changes of the stock came from.
pub(super) const VIEW: FlowView = FlowView {
    name: "balance",
    help: "In- och utflöden, that add up",
    part: View::Balance,
    tables,
    notes: notes::notes,
    gaps: |_, _| Vec::new(),
};

/// How many years a description shows.
const NEWEST: usize = 5;

/// The terms, in Swedish and English, in the order of [`cells`].
const TERMS: [(&str, &str); 20] = [
    ("ingående", "opening"),
    ("nylegitimerade_sverige", "newly_licensed_sweden"),
    ("nylegitimerade_eu_ees", "newly_licensed_eu_eea"),
    ("nylegitimerade_tredje_land", "newly_licensed_third_country"),
    ("nylegitimerade_okänt", "newly_licensed_unknown"),
    ("återinträde", "returned"),
    (
        "första_inträde_äldre_legitimation",
        "first_entry_older_licence",
    ),
    (
        "inträde_okänt_legitimationsår",
        "entry_unknown_licence_year",
    ),
    ("inflyttade", "moved_in"),
    ("flytt_okänd_in", "unknown_move_in"),
    ("pensionerade", "retired"),
    ("annan_roll", "other_role"),
    ("annan_bransch", "other_industry"),
    ("ej_sysselsatta", "not_employed"),
    (LEFT_REGISTER, "left_register"),
    ("utflyttade", "moved_out"),
    ("flytt_okänd_ut", "unknown_move_out"),
    CHANGED_GROUP,
    ("utgående", "closing"),
    ("residual", "residual"),
];

/// Those who come into a group less those who leave it.
const CHANGED_GROUP: (&str, &str) = ("gruppbyte", "changed_group");

/// The term that the reasons to leave the register split; their columns follow it.
const LEFT_REGISTER: &str = "lämnat_registret";

fn after_left_register() -> usize {
    let at = TERMS
        .iter()
        .position(|(swedish, _)| *swedish == LEFT_REGISTER);
    at.map_or(TERMS.len(), |at| at + 1)
}

/// What to say of a cell that does not add up.
#[must_use]
pub fn imbalance(broken: &Imbalance, facts: FlowFacts<'_>) -> Words {
    let keys = facts.key_cells(&broken.key).into_iter();
    let names = keys.map(|key| match key {
        Cell::Text(text) => text,
        Cell::Whole(whole) => whole.to_string(),
        Cell::Count(..) | Cell::Measure(_) | Cell::Missing | Cell::Suppressed => String::new(),
    });
    let cell = names.collect::<Vec<_>>().join(", ");
    let residual = broken.residual;
    words!(
        "flödena förklarar inte beståndet för {cell}: residualen är {residual}, inte 0",
        "the flows do not explain the stock of {cell}: the residual is {residual}, not 0",
    )
}

fn tables(results: &Description, facts: FlowFacts<'_>) -> Vec<Table> {
    let is_description = results.overall.is_some();
    let rows = results.balance.iter();
    rows.map(|rows| table(rows, facts, is_description))
        .collect()
}

fn table(rows: &BTreeMap<Key, Balance>, facts: FlowFacts<'_>, is_description: bool) -> Table {
    let shown: Vec<(&Key, &Balance)> = rows
        .iter()
        .filter(|(key, _)| facts.shows(key.area))
        .collect();
    let terms = TERMS.map(|(swedish, english)| facts.language.choose(swedish, english));
    let reasons = departures::reasons(rows, facts);
    let keys = facts.distinguishing_keys();
    let columns_shown = with_reasons(shown_terms(&shown, &terms), &reasons, facts.language);
    let layout = if keys.len() == 1 {
        Layout::Transposed {
            columns: columns_shown,
            across: facts.year_column().name,
        }
    } else {
        Layout::Rows {
            columns: [keys.clone(), columns_shown].concat(),
        }
    };
    let years: BTreeSet<Year> = shown.iter().map(|(key, _)| key.year).collect();
    let newest = newest(&years);
    let title = |years: &BTreeSet<Year>| {
        let what = facts
            .language
            .choose("in- och utflöden", "entries and exits");
        let years = FlowFacts::span(years.iter().copied());
        format!("{}: {what} {years}", facts.register_name())
    };
    let after = after_left_register();
    let own = |reason| departures::column(reason, facts.language);
    let mut columns: Vec<Column> = terms.map(|term| number_column(term, 0, 0)).into();
    columns.splice(after..after, reasons.iter().map(|reason| own(*reason)));
    Table {
        name: facts.language.choose("balans", "balance").to_owned(),
        title: Some(title(&years)),
        columns: facts.key_columns().into_iter().chain(columns).collect(),
        rows: shown
            .iter()
            .map(|(key, row)| {
                let mut cells = cells(row, facts.locate(key), facts.knows_licence_years());
                let by_reason = reasons.iter().map(|reason| departures::cell(*reason, row));
                cells.splice(after..after, by_reason);
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
/// come before and after them.
const FLOWS: [BalanceTerm; 16] = [
    BalanceTerm::NewlyLicensed(0),
    BalanceTerm::NewlyLicensed(1),
    BalanceTerm::NewlyLicensed(2),
    BalanceTerm::NewlyLicensed(3),
    BalanceTerm::Returned,
    BalanceTerm::FirstEntries,
    BalanceTerm::EntriesOfUnknownYear,
    BalanceTerm::MovedIn,
    BalanceTerm::UnknownMovesIn,
    BalanceTerm::Retired,
    BalanceTerm::ToOtherRole,
    BalanceTerm::ToOtherIndustry,
    BalanceTerm::NotEmployed,
    BalanceTerm::LeftRegister,
    BalanceTerm::MovedOut,
    BalanceTerm::UnknownMovesOut,
];

/// Without licence years it is not known who is newly licensed.
fn cells(row: &Balance, locator: CountLocator<'_>, knows_licence_years: bool) -> Vec<Cell> {
    let [opening, flows @ .., changed_group, closing, residual] = terms_of(row);
    let flows = flows.into_iter().zip(FLOWS);
    let mut cells = vec![locator.year_before().net(opening, StockTerm::InProfession)];
    let needs_year = |term| {
        matches!(
            term,
            BalanceTerm::NewlyLicensed(_) | BalanceTerm::FirstEntries
        )
    };
    cells.extend(flows.map(|(count, term)| {
        if needs_year(term) && !knows_licence_years {
            Cell::Missing
        } else {
            locator.net(count, term)
        }
    }));
    cells.extend([
        locator.net(changed_group, BalanceTerm::ChangedGroup),
        locator.net(closing, StockTerm::InProfession),
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
        count(row.first_entries),
        count(row.entries_of_unknown_year),
        count(row.moved_in),
        count(row.unknown_moves_in),
        count(row.retired),
        count(row.other_role),
        count(row.other_industry),
        count(row.not_employed),
        count(row.left_register),
        count(row.moved_out),
        count(row.unknown_moves_out),
        row.changed_group,
        count(row.closing),
        row.residual(),
    ]
}

/// The reasons to leave the register, after the term that they split.
fn with_reasons(
    mut columns_shown: Vec<String>,
    reasons: &[Reason],
    language: Language,
) -> Vec<String> {
    let left = TERMS[after_left_register() - 1];
    let left = language.choose(left.0, left.1);
    if let Some(at) = columns_shown.iter().position(|term| term == left) {
        let names = reasons
            .iter()
            .map(|reason| departures::column(*reason, language).name);
        columns_shown.splice(at + 1..=at, names);
    }
    columns_shown
}

/// The terms that people are shown: those that are not nought throughout, and the residual.
fn shown_terms(rows: &[(&Key, &Balance)], terms: &[&'static str]) -> Vec<String> {
    let last = terms.len() - 1;
    let is_shown = |at: usize| {
        let some = rows.iter().any(|(_, row)| terms_of(row)[at] != 0);
        some || at == last
    };
    terms
        .iter()
        .enumerate()
        .filter(|(at, _)| is_shown(*at))
        .map(|(_, term)| (*term).to_owned())
        .collect()
}

/// What a count of flows is called, in Swedish and English: as its column, if it has one.
pub(super) fn count_name(term: BalanceTerm) -> (&'static str, &'static str) {
    if term == BalanceTerm::ChangedGroup {
        return CHANGED_GROUP;
    }
    let columns = TERMS[1..].iter().zip(FLOWS);
    let mut own = columns.filter(|(_, flow)| *flow == term);
    own.next().map_or(
        ("nylegitimerade_okänt", "newly_licensed_unknown"),
        |(name, _)| *name,
    )
}
