//! Total rows among their parts: checked against the sum, then set aside or kept as reported.
//!
//! Published tables carry rows for riket beside the regions and for both sexes beside women and
//! men. Counting both would count everybody twice.

use std::collections::BTreeMap;

use super::Context;
use super::agreement::{Agreement, Totals};
use super::kommuner::summed_to_counties;
use super::observation::{Observation, Period, Subject};
use crate::domain::{Headcount, InputRemark, Place, Unit};
use crate::language::words;
use crate::source::{Faults, RawTable};

type Count = Option<Headcount>;

type Row<S, P> = Observation<S, P, Count>;

/// A dimension along which rows can be totals of other rows.
struct Dimension<S, P> {
    /// What the total row is called in a message, in Swedish and in English.
    total: [&'static str; 2],
    is_total: fn(&Row<S, P>) -> bool,
    /// Whether a part that is not a total belongs under this total.
    covers: fn(&Row<S, P>, &Row<S, P>) -> bool,
}

/// Both sexes over each sex; a region over its counties or universities; riket over everything.
const fn dimensions<S, P>() -> [Dimension<S, P>; 3] {
    [
        Dimension {
            total: ["båda könen", "both sexes"],
            is_total: |row| row.sex.is_none(),
            covers: |total, part| total.place == part.place,
        },
        Dimension {
            total: ["sjukvårdsregionen", "the health region"],
            is_total: |row| matches!(row.place.unit, Unit::HealthRegion(_)),
            covers: |total, part| {
                has_sex_of(total, part) && total.place.health_region == part.place.health_region
            },
        },
        Dimension {
            total: ["riket", "the country"],
            is_total: |row| row.place == Place::SWEDEN,
            covers: has_sex_of,
        },
    ]
}

/// A total of both sexes covers parts of either.
fn has_sex_of<S, P>(total: &Row<S, P>, part: &Row<S, P>) -> bool {
    total.sex.is_none() || total.sex == part.sex
}

/// What becomes of a total that its parts do not give: some of them are not known, or all have noise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reported {
    /// It is a record beside theirs, for what reads the records prefers it to their sum.
    Kept,
    /// It is left out; the sum of the parts is used.
    LeftOut,
}

/// Rows without the totals that their parts give.
pub(super) struct WithoutTotals<S, P> {
    pub(super) rows: Vec<Row<S, P>>,
    /// The totals that are kept as reported, and whether noise is why.
    pub(super) reported: Vec<(Row<S, P>, bool)>,
    pub(super) remarks: Vec<InputRemark>,
}

/// Sums municipalities to counties and removes the totals whose parts are there too.
///
/// A total that differs from their sum by more than the noise of the table explains is a fault, and so is a
/// subject and period that still mixes levels afterwards. Noise is never assumed: the notes of the table name it.
pub(super) fn set_aside<S: Subject, P: Period>(
    observations: Vec<Row<S, P>>,
    context: Context<'_>,
    reported: Reported,
    faults: &mut Faults,
) -> WithoutTotals<S, P> {
    let table = context.table;
    let mut totals = Totals::of(table);
    let (mut rows, summed) = summed_to_counties(observations, context, &mut totals, faults);
    let before = rows.len();
    let mut kept = Vec::new();
    for dimension in dimensions() {
        rows = without(&mut totals, rows, &dimension, &mut kept, faults);
    }
    if faults.is_empty() {
        check_one_level(&rows, table, faults);
    }
    if reported == Reported::LeftOut {
        kept.clear();
    }
    let set_aside = before - rows.len() - kept.len();
    let file = || table.input().name.clone();
    let set_aside = (set_aside > 0).then(|| InputRemark::TotalsSetAside {
        file: file(),
        rows: set_aside,
    });
    let remarks = [summed, set_aside, totals.remark()];
    WithoutTotals {
        rows,
        reported: kept,
        remarks: remarks.into_iter().flatten().collect(),
    }
}

fn without<S: Subject, P: Period>(
    sums: &mut Totals<'_>,
    observations: Vec<Row<S, P>>,
    dimension: &Dimension<S, P>,
    reported: &mut Vec<(Row<S, P>, bool)>,
    faults: &mut Faults,
) -> Vec<Row<S, P>> {
    let (totals, parts): (Vec<_>, Vec<_>) = observations
        .into_iter()
        .partition(|row| (dimension.is_total)(row));
    let mut families: BTreeMap<_, Vec<&Row<S, P>>> = BTreeMap::new();
    for part in &parts {
        let family = families.entry((part.subject, part.period)).or_default();
        family.push(part);
    }
    let mut kept = Vec::new();
    for total in totals {
        let family = families.get(&(total.subject, total.period));
        let family = family.into_iter().flatten();
        let covered = family.filter(|part| (dimension.covers)(&total, part));
        let values: Vec<Count> = covered.map(|part| part.value).collect();
        if values.is_empty() {
            kept.push(total);
            continue;
        }
        match sums.compare(&total, &values, dimension.total, faults) {
            Agreement::Noise => reported.push((total, true)),
            Agreement::PartsUnknown => reported.push((total, false)),
            Agreement::Exact | Agreement::Disagreement | Agreement::TotalUnknown => {}
        }
    }
    let mut rows = [parts, kept].concat();
    rows.sort_by_key(|row| row.row);
    rows
}

fn check_one_level<S: Subject, P: Period>(
    observations: &[Row<S, P>],
    table: &RawTable,
    faults: &mut Faults,
) {
    let mut levels = BTreeMap::new();
    for row in observations {
        let level = (row.place == Place::SWEDEN, row.sex.is_some());
        let (first_level, first_row) = *levels
            .entry((row.subject, row.period))
            .or_insert((level, row.row));
        if level != first_level {
            let [first, in_english] = table.record(first_row).reference();
            let (differs, english) = if level.0 == first_level.0 {
                ("kön", "sex")
            } else {
                ("region", "region")
            };
            let fault = table.record(row.row).cell(0).fault(words!(
                "raden är inte uppdelad på samma sätt som {first} ({differs})",
                "the row is not divided in the same way as {in_english} ({english})"
            ));
            let [period, in_english] = S::PERIOD;
            faults.push(fault.tip(words!(
                "ge alla rader för {period} samma uppdelning",
                "divide all rows of {in_english} in the same way"
            )));
        }
    }
}
