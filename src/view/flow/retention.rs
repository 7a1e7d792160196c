//! How long the licensed stay in the profession.

use std::collections::BTreeMap;

use super::FlowFacts;
use super::flow_counts::{ALL_COHORTS, Spot, What};
use super::stock::as_f64;
use crate::domain::{ProfessionId, Year};
use crate::flow::{Area, Cohort, Current, CurveKey, DESTINATIONS, Level, Retention, RetentionYear};
use crate::report::{Cell, Chart, Column, Kind, Language, Layout, Table};
use crate::stats::{LogRank, Median, chi_squared_tail};
use crate::view::{label_column, number_column, text, text_column};

/// Retention, and what it was asked for.
#[derive(Clone, Debug, Default)]
pub struct RetentionResults {
    /// By group.
    pub curves: BTreeMap<CurveKey, Retention>,
    /// The test of no difference between the groups of a profession in an area.
    pub tests: BTreeMap<(ProfessionId, Area), LogRank>,
    /// The cohorts that were asked for.
    pub cohorts: Vec<Cohort>,
    /// Whether to tell where they went.
    pub with_destinations: bool,
}

/// Years since the licence that people are shown in a table of several groups.
const MILESTONES: [i64; 8] = [1, 3, 5, 10, 15, 20, 30, 40];

struct Words {
    name: &'static str,
    cohort: &'static str,
    since: &'static str,
    at_risk: &'static str,
    exits: &'static str,
    censored: &'static str,
    retained: &'static str,
    standard_error: &'static str,
    lower: &'static str,
    upper: &'static str,
    current: &'static str,
    destinations: [&'static str; DESTINATIONS.len()],
}

impl Words {
    fn of(language: Language) -> Self {
        let swedish = Self {
            name: "kvarvaro",
            cohort: "legitimationskohort",
            since: "år_sedan_legitimation",
            at_risk: "risk",
            exits: "avgångar",
            censored: "censurerade",
            retained: "kvarvaro",
            standard_error: "standardfel",
            lower: "nedre",
            upper: "övre",
            current: "andel_i_yrket",
            destinations: [
                "annan_roll",
                "annan_bransch",
                "ej_sysselsatta",
                "pensionerade",
                "lämnat_registret",
            ],
        };
        let english = Self {
            name: "retention",
            cohort: "licence_cohort",
            since: "years_since_licence",
            at_risk: "at_risk",
            exits: "exits",
            censored: "censored",
            retained: "retention",
            standard_error: "standard_error",
            lower: "lower",
            upper: "upper",
            current: "share_in_profession",
            destinations: [
                "other_role",
                "other_industry",
                "not_employed",
                "retired",
                "left_register",
            ],
        };
        language.choose(swedish, english)
    }

    fn columns(&self, with_destinations: bool) -> Vec<Column> {
        let mut columns = vec![
            label_column(self.since),
            number_column(self.at_risk, 0, 0),
            number_column(self.exits, 0, 0),
            number_column(self.censored, 0, 0),
            number_column(self.retained, 4, 3),
            number_column(self.standard_error, 5, 4),
            number_column(self.lower, 4, 3),
            number_column(self.upper, 4, 3),
            number_column(self.current, 4, 3),
        ];
        if with_destinations {
            columns.extend(self.destinations.map(|name| number_column(name, 4, 3)));
        }
        columns
    }
}

pub(super) fn table(results: &RetentionResults, facts: FlowFacts<'_>) -> Table {
    let words = Words::of(facts.language);
    let has_cohorts = !results.cohorts.is_empty();
    let shown = || {
        results
            .curves
            .iter()
            .filter(|(key, _)| facts.shows(key.area))
    };
    let rows = shown().flat_map(|(key, curve)| {
        let cohort = key.cohort.unwrap_or(ALL_COHORTS);
        let spot = facts.spot_of(key.profession, cohort, (key.area, key.group));
        let mut way = Way::default();
        (0_u32..).zip(&curve.years).map(move |(since, year)| {
            let mut cells = vec![
                facts.profession_cell(key.profession),
                facts.area_cell(key.area),
            ];
            cells.extend(has_cohorts.then(|| text(cohort_name(key.cohort))));
            cells.extend(facts.group_cells(key.group));
            cells.push(Cell::Whole(since.into()));
            cells.extend(way.year_cells(since, year, spot, results.with_destinations));
            cells
        })
    });
    let rows: Vec<Vec<Cell>> = rows.collect();
    let mut columns = vec![facts.profession_column(), facts.area_column()];
    columns.extend(has_cohorts.then(|| text_column(words.cohort)));
    columns.extend(facts.licence_cut_columns());
    let keys = columns.len();
    columns.extend(words.columns(results.with_destinations));
    let has_one_curve = shown().count() < 2;
    let is_told = |row: &Vec<Cell>| match row[keys] {
        Cell::Whole(since) => has_one_curve || MILESTONES.contains(&since),
        _ => false,
    };
    let told = rows.iter().enumerate().filter(|(_, row)| is_told(row));
    let shown = told.map(|(at, _)| at).collect();
    let is_key = |column: &&Column| {
        let tells_nothing = (facts.only_profession().is_some()
            && column.name == facts.profession_column().name)
            || (facts.selection.level == Level::Country && column.name == facts.area_column().name);
        !tells_nothing
    };
    let layout = columns.iter().filter(is_key).filter(|column| {
        let is_detail = [words.standard_error, words.censored].contains(&column.name.as_str());
        !(is_detail && results.with_destinations && matches!(column.kind, Kind::Number { .. }))
    });
    let lines = columns[..keys].iter().filter(is_key);
    let chart = Chart {
        title: title(facts),
        x: words.since.to_owned(),
        y: words.retained.to_owned(),
        lines: lines.map(|column| column.name.clone()).collect(),
    };
    Table {
        name: words.name.to_owned(),
        title: Some(title(facts)),
        layout: Layout::Rows {
            columns: layout.map(|column| column.name.clone()).collect(),
        },
        columns,
        rows,
        shown: Some(shown),
        chart: Some(chart),
    }
}

fn title(facts: FlowFacts<'_>) -> String {
    let what = facts.language.choose(
        "kvarvaro i yrket efter år sedan legitimation",
        "retention in the profession by years since licence",
    );
    format!("{}: {what}", facts.register_name())
}

pub(super) fn cohort_name(cohort: Option<(Year, Year)>) -> String {
    match cohort {
        Some((first, last)) if first == last => first.to_string(),
        Some((first, last)) => format!("{first}–{last}"),
        None => String::new(),
    }
}

/// The counts that a curve has been made of so far.
#[derive(Default)]
struct Way {
    passed: Vec<What>,
    passed_to: [Vec<What>; DESTINATIONS.len()],
}

impl Way {
    fn year_cells(
        &mut self,
        since: u32,
        year: &RetentionYear,
        spot: Spot<'_>,
        with_destinations: bool,
    ) -> Vec<Cell> {
        let (at_risk, exits) = (What::AtRisk(since), What::Exits(since));
        self.passed.extend([at_risk, exits]);
        let made_of = spot.made_of(self.passed.iter().copied());
        let share = |value: Option<f64>| made_of.clone().measure(value);
        let point = year.point;
        let interval = point.and_then(|point| point.interval);
        let mut cells = vec![
            spot.count(point.map(|point| point.at_risk), at_risk),
            spot.count(point.map(|point| point.events), exits),
            spot.count(point.map(|point| point.censored), What::Censored(since)),
            share(point.map(|point| point.survival)),
            share(point.and_then(|point| point.standard_error)),
            share(interval.map(|(lower, _)| lower)),
            share(interval.map(|(_, upper)| upper)),
            current(year.current, since, spot),
        ];
        if with_destinations {
            for (at, passed) in (0..).zip(&mut self.passed_to) {
                passed.push(What::ExitsTo(since, at));
                let left = year.destinations.map(|shares| shares[usize::from(at)]);
                let to = spot.made_of(passed.iter().copied());
                cells.push(made_of.clone().and(to).measure(left));
            }
        }
        cells
    }
}

fn current(current: Current, since: u32, spot: Spot<'_>) -> Cell {
    let is_known = current.in_register > 0;
    let share = as_f64(current.in_profession) / as_f64(current.in_register);
    let of = [What::InProfessionSince(since), What::OutsideSince(since)];
    spot.measure(is_known.then_some(share), of)
}

/// What is meant, the medians, and the tests.
pub(super) fn notes(results: &RetentionResults, facts: FlowFacts<'_>) -> Vec<String> {
    let language = facts.language;
    let mut notes = vec![language.choose(
        "kvarvaro: andelen som inte har lämnat yrket en första gång (Kaplan–Meier med sen start); andel_i_yrket: andelen i yrket av de legitimationer som finns i registret det året, de som återvänt medräknade. Område är där de först sågs i yrket; för andel_i_yrket där de är.",
        "retention: the share that has not left the profession a first time (Kaplan–Meier with late entry); share_in_profession: the share in the profession of the licences in the register that year, those who came back included. Areas are where they were first seen in the profession; for share_in_profession where they are.",
    ).to_owned()];
    if facts.counts.is_some() {
        notes.push(language.choose(
            "Mediantider och log-rank-test utelämnas: de är gjorda av antal som kan vara dolda.",
            "Median times and log-rank tests are left out: they are made of counts that may be hidden.",
        ).to_owned());
        notes.extend(empty_cohorts(results, language));
        return notes;
    }
    let shown = results
        .curves
        .iter()
        .filter(|(key, _)| facts.shows(key.area));
    let seen = shown.filter(|(_, curve)| curve.years.len() > 1);
    notes.extend(seen.map(|(key, curve)| median_note(key, curve.median, facts)));
    let tests = results
        .tests
        .iter()
        .filter(|((_, area), _)| facts.shows(*area));
    notes.extend(tests.map(|((profession, area), test)| {
        let whom = format!("{}, {}", facts.profession(*profession), facts.area_name(*area));
        let (statistic, degrees) = (language.number(test.chi_squared, 2), test.degrees);
        let p = chi_squared_tail(test.chi_squared, test.degrees);
        let p = if p < 0.0001 {
            format!("p < {}", language.number(0.0001, 4))
        } else {
            format!("p = {}", language.number(p, 4))
        };
        language.choose(
            format!("{whom}: log-rank-test av att grupperna lämnar yrket lika snabbt: χ² = {statistic} med {degrees} frihetsgrader, {p}."),
            format!("{whom}: log-rank test that the groups leave the profession alike: χ² = {statistic} with {degrees} degrees of freedom, {p}."),
        )
    }));
    notes.extend(empty_cohorts(results, language));
    notes
}

fn median_note(key: &CurveKey, median: Option<Median>, facts: FlowFacts<'_>) -> String {
    let mut whom = vec![facts.profession(key.profession).to_owned()];
    if facts.selection.level != Level::Country {
        whom.push(facts.area_name(key.area).to_owned());
    }
    whom.extend(key.cohort.map(|cohort| cohort_name(Some(cohort))));
    whom.extend(facts.group_cells(key.group).filter_map(|cell| match cell {
        Cell::Text(text) => Some(text),
        _ => None,
    }));
    let whom = whom.join(", ");
    let years = |time: f64| facts.language.number(time, u8::from(time.fract() != 0.0));
    let Some(Median { time, lower, upper }) = median else {
        return facts.language.choose(
            format!("{whom}: fler än hälften är kvar så länge uttaget följer dem; mediantid saknas."),
            format!("{whom}: more than half stay as long as the extract follows them; there is no median time."),
        );
    };
    let time = years(time);
    let bound = |bound: Option<f64>| bound.map_or("..".to_owned(), years);
    let (lower, upper) = (bound(lower), bound(upper));
    facts.language.choose(
        format!("{whom}: hälften har lämnat yrket en första gång {time} år efter legitimationen (95 %: {lower}–{upper})."),
        format!("{whom}: half have left the profession a first time {time} years after the licence (95%: {lower}–{upper})."),
    )
}

fn empty_cohorts(results: &RetentionResults, language: Language) -> Option<String> {
    let is_empty = |cohort: &&Cohort| {
        let asked = Some((*cohort.start(), *cohort.end()));
        !results
            .curves
            .iter()
            .any(|(key, curve)| key.cohort == asked && curve.years.len() > 1)
    };
    let empty = results.cohorts.iter().filter(is_empty);
    let names: Vec<String> = empty
        .map(|cohort| cohort_name(Some((*cohort.start(), *cohort.end()))))
        .collect();
    let names = names.join(", ");
    (!names.is_empty()).then(|| {
        language.choose(
            format!("Ingen med legitimation från {names} har setts i yrket: kvarvaron saknas."),
            format!("Nobody with a licence of {names} was seen in the profession: there is no retention."),
        )
    })
}
