//! Population (folkmängd): år, folkmängd; optionally län or sjukvårdsregion, kön, åldersgrupp.

use std::collections::BTreeMap;

use super::agreement::Totals;
use super::column_names::{AGE, INHABITANTS};
use super::columns::Columns;
use super::kommuner::with_split_regions;
use super::observation::{KeyColumns, Observation, missing_values, pooled};
use super::rows::Rows;
use super::times::TimeColumn;
use super::totals::{Reported, WithoutTotals, set_aside};
use super::{Context, Reading, Sourced, cells};
use crate::domain::{AgeBand, Headcount, InhabitantGroup, Inhabitants, InputRemark, Sex, Year};
use crate::language::words;
use crate::reference::{WordKind, canonical_word};
use crate::source::{Cell, Fault, Faults, RawTable, fold};

/// Ages from the first to the last, both included; none for all ages together.
type Ages = Option<(u8, u8)>;

type Row = Observation<(), (Year, Ages), Option<Headcount>>;

/// The age that means "and older".
const OLDEST: u8 = u8::MAX;

/// A table by single years may end here without a `+`.
const OLDEST_SINGLE: u8 = 99;

/// Reads a table of inhabitants; sexes, ages and municipalities are summed, and total rows counted once.
///
/// Of several months of a year the last counts.
///
/// # Errors
/// Every missing column, unknown name, malformed cell, duplicate key and disagreeing total, and
/// ages that overlap or leave some out.
pub fn population(context: Context<'_>) -> Result<Reading<Inhabitants>, Faults> {
    let table = context.table;
    let mut columns = Columns::of(context);
    let (keys, time, age, count) = layout(&mut columns)?;
    check_dimensions(&columns, table)?;
    let mut chosen = Rows::of(&mut columns, &[INHABITANTS], context)?;
    time.keep_last_months(&mut chosen, table);
    let rows = keys.observe(
        context,
        &chosen,
        |record| {
            let ages = age.map(|age| ages(record.cell(age))).transpose()?;
            Ok((time.year(record)?, ages.flatten()))
        },
        count,
        cells::inhabitants,
    )?;
    let mut faults = Faults::new();
    let WithoutTotals {
        rows,
        reported,
        mut remarks,
    } = set_aside(pooled(rows), context, Reported::Kept, &mut faults);
    remarks.extend(columns.ignored());
    remarks.extend(missing_values(&rows, table));
    remarks.extend(chosen.remarks);
    let mut rows = with_split_regions(rows, context);
    rows.extend(reported.into_iter().map(|(row, _)| row));
    let records = summed(rows, context, &mut remarks, &mut faults);
    faults.sort();
    faults.or_else(|| Reading { records, remarks })
}

type Layout = (KeyColumns<()>, TimeColumn, Option<usize>, usize);

fn layout(columns: &mut Columns<'_>) -> Result<Layout, Faults> {
    let mut faults = Faults::new();
    let keys = KeyColumns::of(columns, &mut faults);
    let time = TimeColumn::of(columns, &mut faults);
    let age = faults.keep(columns.optional(AGE)).flatten();
    let count = faults.keep(columns.required_figures(INHABITANTS));
    match (keys, time, count) {
        (Some(keys), Some(time), Some(count)) if faults.is_empty() => Ok((keys, time, age, count)),
        _ => Err(faults),
    }
}

/// By what official tables of the population divide it beside region, sex and age, as headers begin, folded.
const DIMENSIONS: [&str; 16] = [
    "civil",
    "marital",
    "fod",
    "medborgar",
    "citizen",
    "country",
    "land",
    "birth",
    "bakgrund",
    "background",
    "harkomst",
    "utlandsk",
    "manad",
    "month",
    "tabellinnehall",
    "hushall",
];

/// Figures without a name that are divided by something else than a population are of something else.
fn check_dimensions(columns: &Columns<'_>, table: &RawTable) -> Result<(), Fault> {
    let is_known = |header: &&str| {
        let header = fold(header);
        DIMENSIONS.iter().any(|own| header.starts_with(own))
    };
    let Some(header) = columns.unknown_dimension().filter(|own| !is_known(own)) else {
        return Ok(());
    };
    let fault = table.fault(words!(
        "talen har inget namn, och kolumnen `{header}` hör inte till en tabell över folkmängd",
        "the figures have no name, and the column `{header}` belongs to no table of the population"
    ));
    Err(fault.tip(words!(
        "är det folkmängden, döp talens kolumn till `folkmängd`",
        "if they are the population, name the column of the figures `folkmängd`"
    )))
}

/// `34`, `34 år`, `15-64`, `65+`, `100+ år`, or a word for all ages.
fn ages(cell: Cell<'_>) -> Result<Ages, Fault> {
    if canonical_word(WordKind::AllAges, cell.text()).is_some() {
        return Ok(None);
    }
    let (text, is_open) = without_unit(cell.text());
    let known = match (is_open, text.split_once(['-', '–'])) {
        (true, _) => text.parse().ok().map(|from| (from, OLDEST)),
        (false, Some((from, to))) => {
            let from = from.trim().parse().ok();
            from.zip(to.trim().parse().ok())
        }
        (false, None) => text.parse().ok().map(|age| (age, age)),
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

/// What stands after the last age of a band that has no end: `65+`, `65 år och äldre`.
const OPEN: [&str; 7] = [
    "+",
    "år och äldre",
    "år eller äldre",
    "och äldre",
    "years and over",
    "years or older",
    "or over",
];

/// Ages without the words around them, and whether they have no end.
fn without_unit(text: &str) -> (&str, bool) {
    let text = text.trim();
    let years = ["år", "years", "year", "vuotta"];
    let years = years.iter().find_map(|unit| text.strip_suffix(unit));
    let text = years.map_or(text, str::trim_end);
    let open = OPEN.iter().find_map(|words| text.strip_suffix(words));
    (open.unwrap_or(text).trim_end(), open.is_some())
}

/// One record per year and place.
fn summed(
    rows: Vec<Row>,
    context: Context<'_>,
    remarks: &mut Vec<InputRemark>,
    faults: &mut Faults,
) -> Vec<Sourced<Inhabitants>> {
    let mut places: BTreeMap<_, BTreeMap<_, Vec<Row>>> = BTreeMap::new();
    for row in rows {
        let of_place = places.entry((row.period.0, row.place)).or_default();
        of_place.entry(row.sex).or_default().push(row);
    }
    let mut records = Vec::new();
    let mut youngest = None;
    for ((year, place), sexes) in places {
        let Some(first) = sexes.values().flatten().map(|row| row.row).min() else {
            continue;
        };
        let is_half = sexes.len() == 1 && !sexes.contains_key(&None);
        let both = both_sexes(&sexes);
        let groups = groups(&sexes, &both);
        let known: Vec<bool> = sexes
            .into_iter()
            .filter(|(sex, rows)| sex.is_some() || both.len() == rows.len())
            .map(|(_, rows)| has_all_ages(rows, context, &mut youngest, faults))
            .collect();
        let is_whole = known.into_iter().all(|is_known| is_known);
        let count = of_all_ages(&both, context, faults).filter(|_| is_whole);
        let count = count.map(Headcount);
        let record = Inhabitants {
            year,
            place,
            // One sex is not everybody.
            count: count.filter(|_| !is_half),
            groups,
        };
        records.push(Sourced { record, row: first });
    }
    remarks.extend(youngest.map(|from| InputRemark::PartOfAges {
        file: context.table.input().name.clone(),
        from,
    }));
    records
}

/// The rows of both sexes together: as reported, and the sum of women and men where they are not.
fn both_sexes(sexes: &BTreeMap<Option<Sex>, Vec<Row>>) -> Vec<Row> {
    let reported = sexes.get(&None).map_or(&[][..], Vec::as_slice);
    let mut rows: BTreeMap<Ages, Row> = BTreeMap::new();
    for row in sexes
        .iter()
        .filter(|(sex, _)| sex.is_some())
        .flat_map(|(_, rows)| rows)
    {
        let both = Row {
            sex: None,
            ..row.clone()
        };
        let known = rows.entry(row.period.1);
        known.and_modify(|sum| sum.add(row)).or_insert(both);
    }
    let reported = reported.iter().map(|row| (row.period.1, row.clone()));
    rows.extend(reported);
    rows.into_values().collect()
}

/// The inhabitants of each sex and age band that the rows of a year and place give.
fn groups(
    sexes: &BTreeMap<Option<Sex>, Vec<Row>>,
    both: &[Row],
) -> BTreeMap<InhabitantGroup, Headcount> {
    let bands = || AgeBand::all().map(Some).chain([None]);
    let mut groups: BTreeMap<InhabitantGroup, Headcount> = BTreeMap::new();
    let is_half = sexes.len() == 1 && !sexes.contains_key(&None);
    let of_both = (!is_half).then_some((None, both));
    let of_sexes = sexes.iter().filter(|(sex, _)| sex.is_some());
    let of_sexes = of_sexes.map(|(sex, rows)| (*sex, rows.as_slice()));
    for (sex, rows) in of_sexes.chain(of_both) {
        let known = bands().filter_map(|band| Some(((sex, band), Headcount(of_ages(rows, band)?))));
        groups.extend(known);
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

/// The row of all ages if there is one, otherwise the sum.
fn of_all_ages(rows: &[Row], context: Context<'_>, faults: &mut Faults) -> Option<u32> {
    let count = |row: &Row| row.value.map(|count| count.0);
    let (totals, ages): (Vec<&Row>, Vec<&Row>) =
        rows.iter().partition(|row| row.period.1.is_none());
    let Some(total) = totals.first() else {
        return rows.iter().map(count).sum();
    };
    let is_whole = of_ages_from(&ages).is_some_and(|from| from == 0);
    if is_whole && !ages.is_empty() {
        let parts: Vec<_> = ages.iter().map(|row| row.value).collect();
        let name = ["alla åldrar", "all ages"];
        Totals::of(context.table).compare(total, &parts, name, faults);
    }
    count(total)
}

/// The lowest of ages that follow each other to the highest there is; none if some are missing or overlap.
fn of_ages_from(rows: &[&Row]) -> Option<u8> {
    let mut ages: Vec<(u8, u8)> = rows.iter().filter_map(|row| row.period.1).collect();
    ages.sort_unstable();
    let (first, _) = *ages.first()?;
    let mut next = first;
    for (from, to) in ages {
        if from != next {
            return None;
        }
        next = to.saturating_add(1);
    }
    (next > OLDEST_SINGLE).then_some(first)
}

/// Whether rows are of all ages, once each; ages that leave some out or overlap are a fault. A table may
/// begin with an older age: then all inhabitants are not known.
fn has_all_ages(
    mut rows: Vec<Row>,
    context: Context<'_>,
    youngest: &mut Option<u8>,
    faults: &mut Faults,
) -> bool {
    if rows.iter().any(|row| row.period.1.is_none()) {
        return true;
    }
    rows.sort_by_key(|row| row.period.1);
    let first = rows.first().and_then(|row| row.period.1);
    let (lowest, _) = first.unwrap_or_default();
    let mut next = lowest;
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
            return false;
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
    if lowest > 0 {
        *youngest = Some(youngest.map_or(lowest, |known| known.max(lowest)));
    }
    lowest == 0
}
