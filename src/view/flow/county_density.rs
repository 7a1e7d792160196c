//! Published densities by county.

use super::published::{basis, editions, profession_notes, status, value_cell};
use super::{FlowFacts, FlowView};
use crate::domain::PublishedValue;
use crate::flow::{Area, Cut, Description, Key, Level, PublishedDensity, View};
use crate::report::{Absent, Cell, Column, Layout, Shown, Table};
use crate::view::{number_column, text, text_column};

/// Published densities by county.
pub(super) const VIEW: FlowView = FlowView {
    name: "county-density",
    help: "Täthet per län: published figures",
    part: View::CountyDensity,
    published: tables,
    tables: |_, _| Vec::new(),
    notes,
    gaps,
};

/// The density, in Swedish and English.
const DENSITY: (&str, &str) = ("per_100000_i_sin_bransch", "per_100000_in_own_field");

/// A row of the table.
type Row<'a> = (&'a Key, &'a PublishedDensity);

fn tables(results: &Description, facts: FlowFacts<'_>) -> Vec<Table> {
    let shown = shown(results, facts);
    if shown.is_empty() {
        return Vec::new();
    }
    vec![table(&shown, facts)]
}

fn shown<'a>(results: &'a Description, facts: FlowFacts<'_>) -> Vec<Row<'a>> {
    let rows = results.county_density.iter().flatten();
    rows.filter(|(key, _)| facts.shows(key.area)).collect()
}

fn table(shown: &[Row<'_>], facts: FlowFacts<'_>) -> Table {
    let area = area_column(facts);
    let mut columns = vec![facts.profession_column(), facts.year_column(), area.clone()];
    columns.extend(facts.cut_columns());
    columns.push(text_column(facts.word(("underlag", "basis"))));
    columns.push(text_column("cell"));
    columns.push(number_column(facts.word(DENSITY), 0, 0));
    columns.push(text_column("status"));
    let span = FlowFacts::span(shown.iter().map(|(key, _)| key.year));
    let edition = editions(shown.iter().map(|(_, row)| &row.source));
    let title = facts.language.choose(
        format!("Publicerade tal, {edition}: yrkesverksamma i sin bransch per 100\u{a0}000 invånare {span}"),
        format!("Published figures, {edition}: active in their own field per 100,000 inhabitants {span}"),
    );
    let name = facts.word(("publicerad_täthet", "published_density"));
    Table {
        name: name.to_owned(),
        title: Some(title),
        columns,
        rows: shown.iter().map(|row| cells(*row, facts)).collect(),
        layout: layout(&area, facts),
        shown: of_country(shown, facts),
        chart: None,
    }
}

/// Areas are counties, unless health regions are asked for.
fn area_column(facts: FlowFacts<'_>) -> Column {
    match facts.selection.level {
        Level::HealthRegion => facts.area_column(),
        Level::Country | Level::County => text_column(facts.word(("län", "county"))),
    }
}

/// Areas down; the sexes across where the table is cut by them, otherwise the year.
fn layout(area: &Column, facts: FlowFacts<'_>) -> Layout {
    let profession = facts.profession_column().name;
    let has_one = facts.only_profession().is_some();
    let down = (!has_one)
        .then_some(profession)
        .into_iter()
        .chain([area.name.clone()])
        .collect();
    let sex = facts.selection.cuts.first();
    let across = sex.map_or(facts.year_column().name, |cut| {
        facts.word(cut.names()).to_owned()
    });
    Layout::Cross {
        down,
        across,
        order: Vec::new(),
        value: facts.word(DENSITY).to_owned(),
        absent: Absent::NotApplicable,
    }
}

/// Of many professions people are shown the country, unless areas are asked for.
fn of_country(shown: &[Row<'_>], facts: FlowFacts<'_>) -> Option<Shown> {
    let is_wide = facts.only_profession().is_none()
        && facts.selection.level == Level::Country
        && facts.areas.is_empty();
    let rows = shown.iter().enumerate();
    let of_country = rows.filter(|(_, (key, _))| key.area == Area::Sweden);
    is_wide.then(|| of_country.map(|(at, _)| at).collect())
}

fn cells((key, row): Row<'_>, facts: FlowFacts<'_>) -> Vec<Cell> {
    let mut cells = facts.key_cells(key);
    cells.push(text(basis(&row.source, facts)));
    cells.push(text(&row.cell));
    cells.push(value_cell(row.value));
    cells.push(text(status(&[row.value])));
    cells
}

fn notes(results: &Description, facts: FlowFacts<'_>) -> Vec<String> {
    let shown = shown(results, facts);
    let edition = editions(shown.iter().map(|(_, row)| &row.source));
    if edition.is_empty() {
        return Vec::new();
    }
    let whole = facts.language.choose(
        format!("Publicerad täthet ({edition}): yrkesverksamma i sin bransch i november per 100\u{a0}000 av områdets hela folkmängd, avrundad till heltal i källan."),
        format!("Published density ({edition}): those active in their own field in November per 100,000 of all inhabitants of the area, rounded to whole numbers by the source."),
    );
    let by_sex = facts.selection.cuts.contains(&Cut::Sex).then(|| {
        facts.language.choose(
            "Täthet för kvinnor och män avser samma folkmängd som totalen; avrundade summerar de inte alltid till den, som redovisas som i källan.",
            "Densities of women and men are of the same inhabitants as the total; rounded they do not always add up to it, which is reported as in the source.",
        )
    });
    let mut notes = vec![whole];
    notes.extend(by_sex.map(str::to_owned));
    notes.extend(profession_notes(results, facts));
    notes
}

/// Why a health region has none.
fn gaps(results: &Description, facts: FlowFacts<'_>) -> Vec<String> {
    let rows = shown(results, facts);
    let is_missing = |(key, row): &Row<'_>| {
        matches!(key.area, Area::HealthRegion(_)) && row.value == PublishedValue::Missing
    };
    let note = rows.iter().any(is_missing).then(|| {
        facts.language.choose(
            "Publicerad täthet finns per län (--level län). Sjukvårdsregioner visas som .. om de inte är ett enda län: avrundade tal kan inte vägas samman exakt.",
            "Published densities are of counties (--level län). Health regions are shown as .. unless they are one county: rounded figures cannot be weighted exactly.",
        )
    });
    note.into_iter().map(str::to_owned).collect()
}
