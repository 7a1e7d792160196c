//! How long it takes until the licensed leave the profession a first time.

use super::retention::{MILESTONES, cohort_name, curve_name, notes_on_cohorts};
use super::{FlowFacts, FlowView};
use crate::accounts::{CountLocator, FirstExitTerm};
use crate::flow::{
    CurveKey, DESTINATIONS, FirstExit, FirstExitResults, FirstExitYear, Level, View,
};
use crate::language::capitalised;
use crate::report::{Cell, Chart, Column, Kind, Language, Layout, Table};
use crate::stats::{Median, Point, chi_squared_tail};
use crate::view::{label_column, number_column, text, text_column};

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
    destinations: [&'static str; DESTINATIONS.len()],
}

impl Words {
    fn of(language: Language) -> Self {
        let swedish = Self {
            name: "tid_till_första_avbrott",
            cohort: "legitimationskohort",
            since: "år_sedan_legitimation",
            at_risk: "antal_under_risk",
            exits: "avbrott",
            censored: "censurerade",
            retained: "andel_utan_avbrott",
            standard_error: "standardfel",
            lower: "nedre",
            upper: "övre",
            destinations: [
                "annan_roll",
                "annan_bransch",
                "ej_sysselsatta",
                "pensionerade",
                "lämnat_registret",
            ],
        };
        let english = Self {
            name: "time_to_first_exit",
            cohort: "licence_cohort",
            since: "years_since_licence",
            at_risk: "at_risk",
            exits: "first_exits",
            censored: "censored",
            retained: "share_without_exit",
            standard_error: "standard_error",
            lower: "lower",
            upper: "upper",
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
        ];
        if with_destinations {
            columns.extend(self.destinations.map(|name| number_column(name, 4, 3)));
        }
        columns
    }
}

/// How long it takes until the licensed leave the profession a first time.
pub(super) const VIEW: FlowView = FlowView {
    name: "first-exit",
    help: "Tid till första avbrott: the share that has not left the profession, by years since the licence",
    part: View::FirstExit,
    tables: |results, facts| {
        let found = results.first_exit.iter();
        found.map(|found| table(found, facts)).collect()
    },
    notes: |results, facts| {
        let found = results.first_exit.iter();
        found.flat_map(|found| notes(found, facts)).collect()
    },
    gaps: |_, _| Vec::new(),
};

fn table(results: &FirstExitResults, facts: FlowFacts<'_>) -> Table {
    let words = Words::of(facts.language);
    let has_cohorts = !results.followed.cohorts.is_empty();
    let shown = || {
        results
            .curves
            .iter()
            .filter(|(key, _)| facts.shows(key.area))
    };
    let rows = shown().flat_map(|(key, curve)| {
        let locator = facts.locate_cohort(key.profession, key.cohort, (key.area, key.group));
        let mut trail = ContributorTrail::default();
        (0_u32..)
            .zip(years_or_none(curve))
            .map(move |(since, year)| {
                let mut cells = vec![
                    facts.profession_cell(key.profession),
                    facts.area_cell(key.area),
                ];
                cells.extend(has_cohorts.then(|| text(cohort_name(key.cohort))));
                cells.extend(facts.group_cells(key.group));
                cells.push(Cell::Whole(since.into()));
                cells.extend(trail.year_cells(
                    since,
                    year,
                    locator,
                    results.followed.with_destinations,
                ));
                cells
            })
    });
    let rows: Vec<Vec<Cell>> = rows.collect();
    let mut columns = vec![facts.profession_column(), facts.area_column()];
    columns.extend(has_cohorts.then(|| text_column(words.cohort)));
    columns.extend(facts.licence_cut_columns());
    let keys = columns.len();
    columns.extend(words.columns(results.followed.with_destinations));
    let has_one_curve = shown().count() < 2;
    let is_milestone = |row: &Vec<Cell>| match row[keys] {
        Cell::Whole(since) => has_one_curve || MILESTONES.contains(&since),
        _ => false,
    };
    let shown = rows
        .iter()
        .enumerate()
        .filter(|(_, row)| is_milestone(row))
        .map(|(at, _)| at)
        .collect();
    let is_key = |column: &&Column| {
        let is_constant = (facts.only_profession().is_some()
            && column.name == facts.profession_column().name)
            || (facts.selection.level == Level::Country && column.name == facts.area_column().name);
        !is_constant
    };
    let layout = columns.iter().filter(is_key).filter(|column| {
        let is_detail = [words.standard_error, words.censored].contains(&column.name.as_str());
        !(is_detail
            && results.followed.with_destinations
            && matches!(column.kind, Kind::Number { .. }))
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
        "tid från legitimation till första avbrott i yrket",
        "time from licence to first exit from the profession",
    );
    format!("{}: {what}", facts.register_name())
}

/// The years of a curve; one in which nothing is known where there is none.
fn years_or_none(curve: &FirstExit) -> Vec<Option<&FirstExitYear>> {
    if curve.years.is_empty() {
        return vec![None];
    }
    curve.years.iter().map(Some).collect()
}

/// The counts that the estimates of a curve rest on so far.
#[derive(Default)]
struct ContributorTrail {
    passed: Vec<FirstExitTerm>,
    passed_to: [Vec<FirstExitTerm>; DESTINATIONS.len()],
}

impl ContributorTrail {
    fn year_cells(
        &mut self,
        since: u32,
        year: Option<&FirstExitYear>,
        locator: CountLocator<'_>,
        with_destinations: bool,
    ) -> Vec<Cell> {
        let (at_risk, exits) = (FirstExitTerm::AtRisk(since), FirstExitTerm::Exits(since));
        self.passed.extend([at_risk, exits]);
        let contributors = locator.contributors(self.passed.iter().copied());
        let share = |value: Option<f64>| contributors.clone().measure(value);
        let point = year.and_then(|year| year.point);
        let estimate = year.filter(|year| year.is_estimated).and(point);
        // Where no licence is followed the counts are known to be 0.
        let count = |of: fn(Point) -> u64| year.map(|_| point.map_or(0, of));
        let interval = estimate.and_then(|point| point.interval);
        let mut cells = vec![
            locator.count(count(|point| point.at_risk), at_risk),
            locator.count(count(|point| point.events), exits),
            locator.count(
                count(|point| point.censored),
                FirstExitTerm::Censored(since),
            ),
            share(estimate.map(|point| point.survival)),
            share(estimate.and_then(|point| point.standard_error)),
            share(interval.map(|(lower, _)| lower)),
            share(interval.map(|(_, upper)| upper)),
        ];
        if with_destinations {
            for (at, passed) in (0..).zip(&mut self.passed_to) {
                passed.push(FirstExitTerm::ExitsTo(since, at));
                let left = year
                    .and_then(|year| year.destinations)
                    .map(|shares| shares[usize::from(at)]);
                let to = locator.contributors(passed.iter().copied());
                cells.push(contributors.clone().and(to).measure(left));
            }
        }
        cells
    }
}

/// What is meant, the medians, and the tests.
fn notes(results: &FirstExitResults, facts: FlowFacts<'_>) -> Vec<String> {
    let language = facts.language;
    let mut notes = vec![meaning(results, facts)];
    notes.extend(notes_on_cohorts(&results.followed, facts));
    notes.extend(too_few(results, facts));
    if facts.counts.is_some() {
        notes.push(language.choose(
            "Mediantider och log-rank-test utelämnas eftersom de beräknas ur antal som kan vara dolda.",
            "Median times and log-rank tests are left out: they are derived from counts that may be suppressed.",
        ).to_owned());
        return notes;
    }
    let shown = results
        .curves
        .iter()
        .filter(|(key, _)| facts.shows(key.area));
    notes.extend(shown.filter_map(|(key, curve)| median_note(key, curve, facts)));
    let tests = results
        .tests
        .iter()
        .filter(|((_, area), _)| facts.shows(*area));
    notes.extend(tests.map(|((profession, area), test)| {
        let whom = capitalised(facts.profession(*profession));
        let whom = format!("{whom}, {}", facts.area_name(*area));
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
    notes
}

/// The median, where there are estimates.
fn median_note(key: &CurveKey, curve: &FirstExit, facts: FlowFacts<'_>) -> Option<String> {
    let last = curve.years.iter().rposition(|year| year.is_estimated)?;
    let whom = capitalised(&curve_name(key, facts));
    let years = |time: f64| facts.language.number(time, u8::from(time.fract() != 0.0));
    let Some(Median { time, lower, upper }) = curve.median else {
        return Some(facts.language.choose(
            format!("{whom}: fler än hälften är kvar utan avbrott {last} år efter legitimationen, så långt skattningen räcker; mediantid saknas."),
            format!("{whom}: more than half are without an exit {last} years after the licence, as far as there are estimates; there is no median time."),
        ));
    };
    let time = years(time);
    let bound = |bound: Option<f64>| bound.map_or("..".to_owned(), years);
    let (lower, upper) = (bound(lower), bound(upper));
    Some(facts.language.choose(
        format!("{whom}: hälften har lämnat yrket en första gång {time} år efter legitimationen (95 %: {lower}–{upper})."),
        format!("{whom}: half have left the profession a first time {time} years after the licence (95%: {lower}–{upper})."),
    ))
}

/// What is counted, and of whom.
fn meaning(results: &FirstExitResults, facts: FlowFacts<'_>) -> String {
    let late = results.followed.late_entry;
    let (swedish, english) = if late {
        (
            " Äldre legitimationer ingår från uttagets första år (vänstertrunkering). Avbrott dessförinnan syns inte, och när människor skiljer sig åt blir andelen därför för låg.",
            " Older licences enter in the extract's first year (left truncation). Exits before it are not seen, and where people differ the share is therefore too low.",
        )
    } else {
        ("", "")
    };
    facts.language.choose(
        format!("Andel_utan_avbrott: andelen som inte har lämnat yrket en första gång (Kaplan–Meier); senare återinträden räknas inte, se kvarvaro för andelen i yrket. Region avser var de först sågs i yrket.{swedish}"),
        format!("Share_without_exit: the share that has not left the profession a first time (Kaplan–Meier); later returns do not count, see retention for the share in the profession. Areas are where they were first seen in the profession.{english}"),
    )
}

/// Where there are too few to estimate anything.
fn too_few(results: &FirstExitResults, facts: FlowFacts<'_>) -> Option<String> {
    let mut shown = results
        .curves
        .iter()
        .filter(|(key, _)| facts.shows(key.area));
    let is_cut = |curve: &FirstExit| {
        let mut years = curve.years.iter().skip(1);
        years.any(|year| year.point.is_some() && !year.is_estimated)
    };
    let least = results.followed.least_at_risk();
    shown.any(|(_, curve)| is_cut(curve)).then(|| {
        facts.language.choose(
            format!("Skattningar saknas (..) från det första år då färre än {least} är under risk (--least-at-risk)."),
            format!("There are no estimates (..) from the first year with fewer than {least} at risk (--least-at-risk)."),
        )
    })
}

/// What a count of first exits is called, in Swedish and English.
pub(super) const fn count_name(term: FirstExitTerm) -> (&'static str, &'static str) {
    match term {
        FirstExitTerm::AtRisk(_) => ("antal_under_risk", "at_risk"),
        FirstExitTerm::Exits(_) => ("avbrott", "first_exits"),
        FirstExitTerm::ExitsTo(..) => ("avbrott till en status", "first exits to a state"),
        FirstExitTerm::Censored(_) => ("censurerade", "censored"),
        FirstExitTerm::Remaining(_) => ("kvar under risk", "still at risk"),
        FirstExitTerm::LateEntries(_) => ("sen start", "late entries"),
    }
}
