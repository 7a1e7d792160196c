//! Who stayed in an area and who went where.

use std::collections::{BTreeMap, BTreeSet};

use super::keys::as_f64;
use super::{FlowFacts, FlowView};
use crate::accounts::MobilityTerm;
use crate::domain::Year;
use crate::flow::{Area, Description, Origin, Route, RouteCount, View};
use crate::report::{Absent, Cell, Layout, Shown, Table};
use crate::view::{number_column, text, text_column};

/// Who stayed in an area and who went where.
pub(super) const VIEW: FlowView = FlowView {
    name: "mobility",
    help: "Who stayed in an area and who went where",
    part: View::Mobility,
    tables,
    notes: |_, _| Vec::new(),
    gaps: |_, _| Vec::new(),
};

fn tables(results: &Description, facts: FlowFacts<'_>) -> Vec<Table> {
    let is_description = results.overall.is_some();
    let routes = results.mobility.iter();
    routes
        .map(|routes| table(routes, facts, is_description))
        .collect()
}

fn table(
    routes: &BTreeMap<Route, RouteCount>,
    facts: FlowFacts<'_>,
    is_description: bool,
) -> Table {
    let language = facts.language;
    let word = |swedish: &'static str, english: &'static str| language.choose(swedish, english);
    let (origin, from, to) = (
        word("jämfört_med", "compared_with"),
        word("från", "from"),
        word("till", "to"),
    );
    let (count, share) = (word("antal", "count"), word("andel", "share"));
    let rows: Vec<(&Route, &RouteCount)> = routes
        .iter()
        .filter(|(route, _)| facts.shows(route.from) || facts.shows(route.to))
        .collect();
    let newest = rows.iter().map(|(route, _)| route.year).max();
    let is_newest =
        |route: &Route| Some(route.year) == newest && route.origin == Origin::YearBefore;
    let positions = rows.iter().enumerate();
    let newest_rows = positions.filter(|(_, (route, _))| is_newest(route));
    let shown = is_description.then(|| Shown {
        rows: newest_rows.map(|(at, _)| at).collect(),
        title: newest.map(|newest| title_of_newest(newest, facts)),
    });
    let columns = [facts.profession_column(), facts.year_column()]
        .into_iter()
        .chain([origin, from, to].map(text_column))
        .chain(facts.cut_columns())
        .chain([number_column(count, 0, 0), number_column(share, 4, 3)]);
    let areas: BTreeSet<Area> = rows.iter().map(|(route, _)| route.to).collect();
    let down = down(is_description, [origin, from], facts);
    Table {
        name: word("rörlighet", "mobility").to_owned(),
        title: Some(title(&rows, facts)),
        columns: columns.collect(),
        rows: rows
            .iter()
            .map(|(route, takers)| cells(route, takers, facts))
            .collect(),
        layout: Layout::Cross {
            down,
            across: to.to_owned(),
            order: areas
                .iter()
                .map(|area| facts.area_name(*area).to_owned())
                .collect(),
            value: count.to_owned(),
            absent: Absent::Zero,
        },
        shown,
        chart: None,
    }
}

fn down(is_description: bool, [origin, from]: [&str; 2], facts: FlowFacts<'_>) -> Vec<String> {
    let mut keys = Vec::new();
    if facts.only_profession().is_none() {
        keys.push(facts.profession_column().name);
    }
    if !is_description {
        keys.extend([facts.year_column().name, origin.to_owned()]);
    }
    keys.extend(facts.cut_columns().map(|column| column.name));
    keys.push(from.to_owned());
    keys
}

fn title(rows: &[(&Route, &RouteCount)], facts: FlowFacts<'_>) -> String {
    let what = facts.language.choose("rörlighet", "mobility");
    let years = FlowFacts::span(rows.iter().map(|(route, _)| route.year));
    format!("{}: {what} {years}", facts.register_name())
}

/// What a description shows: the steps into the newest year.
fn title_of_newest(newest: Year, facts: FlowFacts<'_>) -> String {
    let before = newest - 1;
    let what = facts.language.choose(
        format!("kvar och flyttade {before} → {newest}, i yrket båda åren"),
        format!("stayed and moved {before} → {newest}, in the profession both years"),
    );
    format!("{}: {what}", facts.register_name())
}

fn cells(route: &Route, takers: &RouteCount, facts: FlowFacts<'_>) -> Vec<Cell> {
    let origin = match route.origin {
        Origin::YearBefore => facts.language.choose("föregående år", "year before"),
        Origin::Studies => facts.language.choose("studier", "studies"),
    };
    // Those in an unknown area have neither stayed nor moved.
    let share = as_f64(takers.count) / as_f64(takers.origin_total);
    let share = Some(share).filter(|_| route.is_known());
    let (here, anywhere) = facts.locate_route(route);
    let taken = MobilityTerm::route(route);
    let mut contributors = here
        .contributors([taken])
        .and(anywhere.contributors([taken]));
    if takers.to_unknown > 0 {
        let to_unknown = Route {
            to: Area::Unknown,
            ..*route
        };
        let (unknown, _) = facts.locate_route(&to_unknown);
        contributors = contributors.and(unknown.contributors([taken]));
    }
    let keys = [
        facts.profession_cell(route.profession),
        Cell::Whole(route.year.into()),
        text(origin),
        facts.area_cell(route.from),
        facts.area_cell(route.to),
    ];
    let of_group = facts.group_cells(route.group);
    keys.into_iter()
        .chain(of_group)
        .chain([
            here.count(Some(takers.count), taken),
            contributors.measure(share),
        ])
        .collect()
}

/// What a count of routes is called, in Swedish and English.
pub(super) const fn count_name(term: MobilityTerm) -> (&'static str, &'static str) {
    match term {
        MobilityTerm::Entered => ("inflöde", "entries"),
        MobilityTerm::Left => ("utflöde", "exits"),
        MobilityTerm::Route(Origin::YearBefore, _) => ("flytt", "move"),
        MobilityTerm::Route(Origin::Studies, _) => {
            ("flytt sedan studierna", "move since the studies")
        }
    }
}
