//! The share of a licence cohort that is in the profession.

use super::{FlowFacts, FlowView};
use crate::accounts::{CountLocator, RetentionTerm};
use crate::domain::{State, Year};
use crate::flow::{CurveKey, Followed, Level, Retention, RetentionResults, RetentionYear, View};
use crate::report::{Cell, Chart, Column, Language, Layout, Table};
use crate::view::{label_column, number_column, text, text_column};

/// Years since the licence that people are shown in a table of several groups.
pub(super) const MILESTONES: [i64; 8] = [1, 3, 5, 10, 15, 20, 30, 40];

/// States outside the profession, in the order of [`State::ALL`].
const OUTSIDE: usize = State::ALL.len() - 1;

struct Words {
    name: &'static str,
    cohort: &'static str,
    since: &'static str,
    followed: &'static str,
    in_profession: &'static str,
    outside: &'static str,
    outside_in_state: [&'static str; OUTSIDE],
    not_in_register: &'static str,
    retained: &'static str,
    lower: &'static str,
    upper: &'static str,
}

impl Words {
    fn of(language: Language) -> Self {
        let swedish = Self {
            name: "kvarvaro",
            cohort: "legitimationskohort",
            since: "år_sedan_legitimation",
            followed: "antal_uppföljda",
            in_profession: "i_yrket",
            outside: "utanför_yrket",
            outside_in_state: [
                "annan_roll",
                "annan_bransch",
                "ej_sysselsatta",
                "pensionerade",
            ],
            not_in_register: "ej_i_registret",
            retained: "kvarvaro",
            lower: "nedre",
            upper: "övre",
        };
        let english = Self {
            name: "retention",
            cohort: "licence_cohort",
            since: "years_since_licence",
            followed: "followed",
            in_profession: "in_profession",
            outside: "outside_profession",
            outside_in_state: ["other_role", "other_industry", "not_employed", "retired"],
            not_in_register: "not_in_register",
            retained: "retention",
            lower: "lower",
            upper: "upper",
        };
        language.choose(swedish, english)
    }

    fn columns(&self, with_destinations: bool) -> Vec<Column> {
        let mut names = vec![self.followed, self.in_profession, self.outside];
        if with_destinations {
            names.extend(self.outside_in_state);
        }
        names.push(self.not_in_register);
        let counts = names.into_iter().map(|name| number_column(name, 0, 0));
        let shares = [self.retained, self.lower, self.upper].map(|name| number_column(name, 4, 3));
        let since = [label_column(self.since)].into_iter();
        since.chain(counts).chain(shares).collect()
    }
}

/// The share of a licence cohort that is in the profession.
pub(super) const VIEW: FlowView = FlowView {
    name: "retention",
    help: "Kvarvaro: the share in the profession by years since the licence",
    part: View::Retention,
    tables: |results, facts| {
        let found = results.retention.iter();
        found.map(|found| table(found, facts)).collect()
    },
    notes: |results, facts| {
        let found = results.retention.iter();
        found.flat_map(|found| notes(found, facts)).collect()
    },
    gaps: |_, _| Vec::new(),
};

fn table(results: &RetentionResults, facts: FlowFacts<'_>) -> Table {
    let words = Words::of(facts.language);
    let followed = &results.followed;
    let has_cohorts = !followed.cohorts.is_empty();
    let shown = || {
        let curves = results.curves.iter();
        curves.filter(|(key, _)| facts.shows(key.area))
    };
    let rows: Vec<Vec<Cell>> = shown()
        .flat_map(|(key, curve)| curve_rows(key, curve, followed, facts))
        .collect();
    let mut columns = vec![facts.profession_column(), facts.area_column()];
    columns.extend(has_cohorts.then(|| text_column(words.cohort)));
    columns.extend(facts.licence_cut_columns());
    let keys = columns.len();
    columns.extend(words.columns(followed.with_destinations));
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
    let is_constant = |column: &Column| {
        (facts.only_profession().is_some() && column.name == facts.profession_column().name)
            || (facts.selection.level == Level::Country && column.name == facts.area_column().name)
    };
    let layout = columns.iter().filter(|column| !is_constant(column));
    let lines = columns[..keys].iter().filter(|column| !is_constant(column));
    let title = title(facts);
    let chart = Chart {
        title: title.clone(),
        x: words.since.to_owned(),
        y: words.retained.to_owned(),
        lines: lines.map(|column| column.name.clone()).collect(),
    };
    Table {
        name: words.name.to_owned(),
        title: Some(title),
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
        "kvarvarande i yrket efter antal år sedan legitimation",
        "share in the profession by years since licence",
    );
    format!("{}: {what}", facts.register_name())
}

/// A row a year; one in which nothing is known where no licence is followed.
fn curve_rows(
    key: &CurveKey,
    curve: &Retention,
    followed: &Followed,
    facts: FlowFacts<'_>,
) -> Vec<Vec<Cell>> {
    let locator = facts.locate_cohort(key.profession, key.cohort, (key.area, key.group));
    let years: Vec<Option<&RetentionYear>> = if curve.years.is_empty() {
        vec![None]
    } else {
        curve.years.iter().map(Some).collect()
    };
    let rows = (0_u32..).zip(years).map(|(since, year)| {
        let mut cells = vec![
            facts.profession_cell(key.profession),
            facts.area_cell(key.area),
        ];
        cells.extend((!followed.cohorts.is_empty()).then(|| text(cohort_name(key.cohort))));
        cells.extend(facts.group_cells(key.group));
        cells.push(Cell::Whole(since.into()));
        cells.extend(year_cells(since, year, locator, followed));
        cells
    });
    rows.collect()
}

fn year_cells(
    since: u32,
    year: Option<&RetentionYear>,
    locator: CountLocator<'_>,
    followed: &Followed,
) -> Vec<Cell> {
    let count = |of: fn(&RetentionYear) -> u64, what| locator.count(year.map(of), what);
    let mut cells = vec![
        count(RetentionYear::followed, RetentionTerm::InCohort(since)),
        count(
            RetentionYear::in_profession,
            RetentionTerm::InProfession(since),
        ),
        count(RetentionYear::outside, RetentionTerm::Outside(since)),
    ];
    if followed.with_destinations {
        let states = State::ALL.into_iter().skip(1);
        cells.extend(states.map(|state| {
            let own = year.map(|year| year.in_state[state as usize]);
            locator.count(own, RetentionTerm::InState(since, state as u8))
        }));
    }
    cells.push(count(
        |year| year.not_in_register,
        RetentionTerm::NotInRegister(since),
    ));
    let share = year.and_then(|year| year.share(followed.least_at_risk()));
    let of = [
        RetentionTerm::InProfession(since),
        RetentionTerm::InCohort(since),
    ];
    let measure = |value| locator.measure(value, of);
    cells.extend([
        measure(share.map(|(share, _)| share)),
        measure(share.map(|(_, (lower, _))| lower)),
        measure(share.map(|(_, (_, upper))| upper)),
    ]);
    cells
}

pub(super) fn cohort_name(cohort: Option<(Year, Year)>) -> String {
    match cohort {
        Some((first, last)) if first == last => first.to_string(),
        Some((first, last)) => format!("{first}–{last}"),
        None => String::new(),
    }
}

/// What is meant, and which licences are not followed.
fn notes(results: &RetentionResults, facts: FlowFacts<'_>) -> Vec<String> {
    let followed = &results.followed;
    let mut notes = vec![facts.language.choose(
        "Kvarvaro: andelen i yrket av alla legitimationer som har följts så många år, oavsett vad som hänt däremellan. De som inte längre finns i registret (döda, utvandrade, utan legitimation) ingår i nämnaren och redovisas som ej_i_registret. År 0 är legitimationsåret. Senare legitimationer har följts färre år, och de uppföljda skiljer sig därför mellan åren. Intervall: 95 % enligt Wilson. Region avser var de först fanns i registret.",
        "Retention: the share in the profession of all licences followed for that many years, whatever happened in between. Those no longer in the register (dead, emigrated, without the licence) count in the denominator and are shown as not_in_register. Year 0 is the licence year. Later licences have been followed for fewer years, so that those followed differ between years. Intervals: 95% by Wilson. Areas are where they were first in the register.",
    ).to_owned()];
    if followed.late_entry {
        notes.push(facts.language.choose(
            "Äldre legitimationer ingår från uttagets första år. De som hade lämnat registret dessförinnan syns inte, och kvarvaron blir därför för hög.",
            "Older licences are included from the extract's first year on. Those who had left the register before it are not seen, and retention is therefore too high.",
        ).to_owned());
    }
    notes.extend(notes_on_cohorts(followed, facts));
    let mut years = results.curves.values().flat_map(|curve| &curve.years);
    let is_small = |year: &RetentionYear| (1..followed.least_at_risk()).contains(&year.followed());
    if years.any(is_small) {
        let least = followed.least_at_risk();
        notes.push(facts.language.choose(
            format!("Kvarvaro saknas (..) där färre än {least} har följts (--least-at-risk)."),
            format!("There is no retention (..) where fewer than {least} have been followed (--least-at-risk)."),
        ));
    }
    let curves = results.curves.iter();
    let empty = curves.filter(|(key, curve)| {
        let begins = key.cohort.map(|(first, _)| first);
        curve.years.is_empty() && begins.is_some_and(|year| is_covered(year, followed, facts))
    });
    let cohorts: Vec<String> = empty.map(|(key, _)| cohort_name(key.cohort)).collect();
    if !cohorts.is_empty() {
        let names = cohorts.join(", ");
        notes.push(facts.language.choose(
            format!("Uttaget innehåller inga legitimationer från {names}; kvarvaro saknas."),
            format!("The extract has no licences of {names}; there is no retention."),
        ));
    }
    notes
}

/// Whether licences of a year are followed from that year on in every profession.
pub(super) fn is_covered(year: Year, followed: &Followed, facts: FlowFacts<'_>) -> bool {
    followed.late_entry || first_years(facts).all(|first| first <= year)
}

fn first_years(facts: FlowFacts<'_>) -> impl Iterator<Item = Year> {
    let professions = facts.selection.professions.iter();
    professions.filter_map(move |id| facts.coverage?.first_year(*id))
}

/// Which licences are too old to be followed from the beginning.
pub(super) fn notes_on_cohorts(followed: &Followed, facts: FlowFacts<'_>) -> Option<String> {
    if followed.late_entry {
        return None;
    }
    let (earliest, latest) = (first_years(facts).min()?, first_years(facts).max()?);
    let first = if earliest == latest {
        earliest.to_string()
    } else {
        format!("{earliest}–{latest}")
    };
    let too_old: Vec<String> = followed
        .cohorts
        .iter()
        .filter(|cohort| !is_covered(*cohort.start(), followed, facts))
        .map(|cohort| cohort_name(Some((*cohort.start(), *cohort.end()))))
        .collect();
    if !too_old.is_empty() {
        let old = too_old.join(", ");
        return Some(facts.language.choose(
            format!("Uttaget börjar {first}: kohort {old} kan inte följas från legitimationen och visas som .. (--late-entry följer den från uttagets första år)."),
            format!("The extract begins in {first}: cohort {old} cannot be followed from the licence on and is shown as .. (--late-entry follows it from the extract's first year)."),
        ));
    }
    followed.cohorts.is_empty().then(|| {
        facts.language.choose(
            format!("Följda legitimationer: de från yrkets första år i uttaget ({first}) eller senare. Äldre ingår inte, eftersom det inte syns vad som hänt dem före uttaget (--late-entry tar med dem)."),
            format!("Licences followed: those of the profession's first year in the extract ({first}) or later. Older ones are left out, since what happened to them before the extract is not seen (--late-entry includes them)."),
        )
    })
}

/// Whom a curve describes, in words.
pub(super) fn curve_name(key: &CurveKey, facts: FlowFacts<'_>) -> String {
    let mut whom = vec![facts.profession(key.profession).to_owned()];
    if facts.selection.level != Level::Country {
        whom.push(facts.area_name(key.area).to_owned());
    }
    whom.extend(key.cohort.map(|cohort| cohort_name(Some(cohort))));
    whom.extend(facts.group_cells(key.group).filter_map(|cell| match cell {
        Cell::Text(text) => Some(text),
        _ => None,
    }));
    whom.join(", ")
}

/// What a count of a cohort is called, in Swedish and English.
pub(super) const fn count_name(term: RetentionTerm) -> (&'static str, &'static str) {
    match term {
        RetentionTerm::InCohort(_) => ("antal_uppföljda", "followed"),
        RetentionTerm::InProfession(_) => ("i_yrket", "in_profession"),
        RetentionTerm::Outside(_) => ("utanför_yrket", "outside_profession"),
        RetentionTerm::InState(_, 1) => ("annan_roll", "other_role"),
        RetentionTerm::InState(_, 2) => ("annan_bransch", "other_industry"),
        RetentionTerm::InState(_, 3) => ("ej_sysselsatta", "not_employed"),
        RetentionTerm::InState(..) => ("pensionerade", "retired"),
        RetentionTerm::NotInRegister(_) => ("ej_i_registret", "not_in_register"),
        RetentionTerm::Entering(_) => ("följs från och med året", "followed from the year on"),
        RetentionTerm::Leaving(_) => ("följs till och med året", "followed until the year"),
    }
}
