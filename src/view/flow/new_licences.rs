//! Published licences given in a year, by where the holders were educated.

use super::published::{basis, editions, profession_notes, status, value_cell};
use super::{FlowFacts, FlowView};
use crate::domain::Year;
use crate::flow::{Area, Description, Key, NewLicences, View};
use crate::report::{Cell, Layout, Table};
use crate::view::{number_column, text, text_column};

/// Published licences given in a year, by where the holders were educated.
pub(super) const VIEW: FlowView = FlowView {
    name: "new-licences",
    help: "Nya legitimationer per år efter utbildningsland: published figures",
    part: View::NewLicences,
    published: tables,
    tables: |_, _| Vec::new(),
    notes,
    gaps: |_, _| Vec::new(),
};

/// By country of education, in Swedish and English.
const COUNTS: [(&str, &str); 3] = [
    ("nya_sverige", "new_sweden"),
    ("nya_eu_ees", "new_eu_eea"),
    ("nya_tredje_land", "new_third_country"),
];

fn tables(results: &Description, facts: FlowFacts<'_>) -> Vec<Table> {
    let rows = results.new_licences.iter().flatten();
    let shown: Vec<_> = rows.filter(|_| facts.shows(Area::Sweden)).collect();
    if shown.is_empty() {
        return Vec::new();
    }
    vec![table(&shown, facts)]
}

fn table(shown: &[(&Key, &NewLicences)], facts: FlowFacts<'_>) -> Table {
    let counts = COUNTS.map(|names| number_column(facts.word(names), 0, 0));
    let measures = counts.iter().map(|column| column.name.clone());
    let keys = keys(facts);
    let layout = if keys.len() == 1 {
        Layout::Transposed {
            columns: measures.collect(),
            across: facts.year_column().name,
        }
    } else {
        Layout::Rows {
            columns: keys.iter().cloned().chain(measures).collect(),
        }
    };
    let mut columns = facts.key_columns();
    columns.push(text_column(facts.word(("underlag", "basis"))));
    columns.extend(counts);
    columns.push(text_column("status"));
    let years: Vec<Year> = shown.iter().map(|(key, _)| key.year).collect();
    let span = FlowFacts::span(years.into_iter());
    let edition = editions(shown.iter().map(|(_, row)| &row.source));
    let title = facts.language.choose(
        format!("Publicerade tal, {edition}: nya legitimationer efter utbildningsland {span}"),
        format!("Published figures, {edition}: new licences by country of education {span}"),
    );
    let name = facts.word(("publicerade_nya_legitimationer", "published_new_licences"));
    Table {
        name: name.to_owned(),
        title: Some(title),
        columns,
        rows: shown
            .iter()
            .map(|(key, row)| cells(key, row, facts))
            .collect(),
        layout,
        shown: None,
        chart: None,
    }
}

/// The key columns that differ between rows: there are no areas below the country.
fn keys(facts: FlowFacts<'_>) -> Vec<String> {
    let area = facts.area_column().name;
    let keys = facts.distinguishing_keys().into_iter();
    keys.filter(|name| *name != area).collect()
}

fn cells(key: &Key, row: &NewLicences, facts: FlowFacts<'_>) -> Vec<Cell> {
    let mut cells = facts.key_cells(key);
    cells.push(text(basis(&row.source, facts)));
    cells.extend(row.by_education.map(value_cell));
    cells.push(text(status(&row.by_education)));
    cells
}

fn notes(results: &Description, facts: FlowFacts<'_>) -> Vec<String> {
    let rows = results.new_licences.iter().flatten();
    let edition = editions(rows.map(|(_, row)| &row.source));
    if edition.is_empty() {
        return Vec::new();
    }
    let own = facts.language.choose(
        format!("Nya legitimationer ({edition}) är de som utfärdades under året; EU/EES omfattar Schweiz men inte Sverige. Balansens nylegitimerade är i stället de som börjar arbeta i yrket."),
        format!("New licences ({edition}) are those given in the year; EU/EEA includes Switzerland and excludes Sweden. The newly licensed of the balance are instead those who begin to work in the profession."),
    );
    let mut notes = vec![own];
    notes.extend(profession_notes(results, facts));
    notes
}
