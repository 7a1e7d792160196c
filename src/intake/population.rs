//! Population (folkmängd): år, folkmängd; optionally län or sjukvårdsregion, kön, åldersgrupp.

use std::collections::BTreeMap;

use super::columns::{AGE, Columns, INHABITANTS, YEAR};
use super::observation::{KeyColumns, Observation, missing_values};
use super::totals::set_aside;
use super::{Context, Reading, Sourced, cells};
use crate::domain::{AgeBand, Headcount, InhabitantGroup, Inhabitants, Sex, Year};
use crate::language::words;
use crate::reference::{WordKind, canonical_word};
use crate::source::{Cell, Fault, Faults};

/// Ages from the first to the last, both included; none for all ages together.
type Ages = Option<(u8, u8)>;

type Row = Observation<(), (Year, Ages), Option<Headcount>>;

/// The age that means "and older".
const OLDEST: u8 = u8::MAX;

/// A table by single years may end here without a `+`.
const OLDEST_SINGLE: u8 = 99;

/// Reads a table of inhabitants; sexes and ages are summed, and total rows counted once.
///
/// # Errors
/// Every missing column, unknown name, malformed cell, duplicate key and disagreeing total, and
/// ages that overlap or leave some out.
pub fn population(context: Context<'_>) -> Result<Reading<Inhabitants>, Faults> {
    let table = context.table;
    let mut columns = Columns::of(context);
    let (keys, year, age, count) = layout(&mut columns)?;
    let rows = keys.observe(
        context,
        |record| {
            let ages = age.map(|age| ages(record.cell(age))).transpose()?;
            Ok((cells::year(record.cell(year))?, ages.flatten()))
        },
        count,
        cells::inhabitants,
    )?;
    let mut faults = Faults::new();
    let (rows, totals) = set_aside(rows, table, &mut faults);
    let remarks = [columns.ignored(), totals, missing_values(&rows, table)];
    let records = summed(rows, context, &mut faults);
    faults.sort();
    faults.or_else(|| Reading {
        records,
        remarks: remarks.into_iter().flatten().collect(),
    })
}

type Layout = (KeyColumns<()>, usize, Option<usize>, usize);

fn layout(columns: &mut Columns<'_>) -> Result<Layout, Faults> {
    let mut faults = Faults::new();
    let keys = KeyColumns::of(columns, &mut faults);
    let year = faults.keep(columns.required(YEAR));
    let age = faults.keep(columns.optional(AGE)).flatten();
    let count = faults.keep(columns.required_figures(INHABITANTS));
    match (keys, year, count) {
        (Some(keys), Some(year), Some(count)) if faults.is_empty() => Ok((keys, year, age, count)),
        _ => Err(faults),
    }
}

/// `34`, `34 år`, `15-64`, `65+`, `100+ år`, or a word for all ages.
fn ages(cell: Cell<'_>) -> Result<Ages, Fault> {
    if canonical_word(WordKind::AllAges, cell.text()).is_some() {
        return Ok(None);
    }
    let text = cell.text().trim_end_matches("år").trim_end();
    let known = match (text.strip_suffix('+'), text.split_once(['-', '–'])) {
        (Some(from), _) => from.trim().parse().ok().map(|from| (from, OLDEST)),
        (None, Some((from, to))) => {
            let from = from.trim().parse().ok();
            from.zip(to.trim().parse().ok())
        }
        (None, None) => text.parse().ok().map(|age| (age, age)),
    };
    let known = known.filter(|(from, to)| from <= to);
    let not_ages = || {
        let text = cell.text();
        let fault = cell.fault(words!(
            "`{text}` är inte en ålder",
            "`{text}` is not an age"
        ));
        fault.tip(words!(
            "skriv `34`, `15-64`, `65+` eller `totalt`",
            "write `34`, `15-64`, `65+` or `total`"
        ))
    };
    known.map(Some).ok_or_else(not_ages)
}

/// One record per year and place.
fn summed(rows: Vec<Row>, context: Context<'_>, faults: &mut Faults) -> Vec<Sourced<Inhabitants>> {
    let mut places: BTreeMap<_, BTreeMap<_, Vec<Row>>> = BTreeMap::new();
    for row in rows {
        let of_place = places.entry((row.period.0, row.place)).or_default();
        of_place.entry(row.sex).or_default().push(row);
    }
    let mut records = Vec::new();
    for ((year, place), sexes) in places {
        let Some(first) = sexes.values().flatten().map(|row| row.row).min() else {
            continue;
        };
        let is_half = sexes.len() == 1 && !sexes.contains_key(&None);
        let groups = groups(&sexes);
        let counts: Vec<Option<u32>> = sexes
            .into_values()
            .map(|rows| of_all_ages(rows, context, faults))
            .collect();
        let count = counts.into_iter().sum::<Option<u32>>().map(Headcount);
        let record = Inhabitants {
            year,
            place,
            // One sex is not everybody.
            count: count.filter(|_| !is_half),
            groups,
        };
        records.push(Sourced { record, row: first });
    }
    records
}

/// The inhabitants of each sex and age band that the rows of a year and place give.
fn groups(sexes: &BTreeMap<Option<Sex>, Vec<Row>>) -> BTreeMap<InhabitantGroup, Headcount> {
    let bands = || AgeBand::all().map(Some).chain([None]);
    let mut groups: BTreeMap<InhabitantGroup, Headcount> = BTreeMap::new();
    for (sex, rows) in sexes {
        let known =
            bands().filter_map(|band| Some(((*sex, band), Headcount(of_ages(rows, band)?))));
        groups.extend(known);
    }
    for band in bands() {
        let of_sexes = Sex::ALL.map(|sex| groups.get(&(Some(sex), band)).copied());
        if let [Some(women), Some(men)] = of_sexes {
            groups.insert((None, band), Headcount(women.0 + men.0));
        }
    }
    groups.remove(&(None, None));
    groups
}

/// The inhabitants of a band of ages, or of all ages, if the rows together are exactly that.
fn of_ages(rows: &[Row], band: Option<AgeBand>) -> Option<u32> {
    let count = |row: &Row| row.value.map(|count| count.0);
    let Some(wanted) = band.map(AgeBand::ages) else {
        let total = rows.iter().find(|row| row.period.1.is_none());
        return match total {
            Some(total) => count(total),
            None => rows.iter().map(count).sum(),
        };
    };
    let of_row = |row: &Row| row.period.1.map(|(from, to)| (from.into(), to.into()));
    let mut within: Vec<(Year, Year, Option<u32>)> = rows
        .iter()
        .filter_map(|row| of_row(row).map(|(from, to)| (from, to, count(row))))
        .filter(|(from, to, _)| to >= wanted.start() && from <= wanted.end())
        .collect();
    within.sort_unstable();
    let mut next = *wanted.start();
    for (from, to, _) in &within {
        if *from != next {
            return None;
        }
        next = to.saturating_add(1);
    }
    let is_open = *wanted.end() == Year::MAX && next > Year::from(OLDEST_SINGLE);
    let is_whole = is_open || next == wanted.end().saturating_add(1);
    let counts = within.into_iter().map(|(.., count)| count);
    counts.sum::<Option<u32>>().filter(|_| is_whole)
}

/// The row of all ages if there is one, otherwise the sum of ages that together are all.
fn of_all_ages(mut rows: Vec<Row>, context: Context<'_>, faults: &mut Faults) -> Option<u32> {
    let count = |row: &Row| row.value.map(|count| count.0);
    if let Some(total) = rows.iter().find(|row| row.period.1.is_none()) {
        return count(total);
    }
    rows.sort_by_key(|row| row.period.1);
    let mut next = 0;
    for row in &rows {
        let (from, to) = row.period.1.unwrap_or_default();
        if from != next {
            let cell = context.table.record(row.row).cell(row.column);
            let age = next.min(from);
            let fault = cell.fault(if from > next {
                words!("åldern {age} saknas", "age {age} is missing")
            } else {
                words!("åldern {age} står två gånger", "age {age} is given twice")
            });
            faults.push(fault.tip(words!(
                "ange varje ålder en gång, från 0 och uppåt, eller bara totalen",
                "give every age once, from 0 on, or the total alone"
            )));
            return None;
        }
        next = to.saturating_add(1);
    }
    if let Some(last) = rows.last().filter(|_| next <= OLDEST_SINGLE) {
        let cell = context.table.record(last.row).cell(last.column);
        let fault = cell.fault(words!(
            "åldrarna från {next} saknas",
            "the ages from {next} on are missing"
        ));
        faults.push(fault.tip(words!(
            "den sista gruppen skrivs `{next}+`",
            "the last group is written `{next}+`"
        )));
    }
    rows.iter().map(count).sum()
}
