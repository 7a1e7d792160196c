//! Total rows among their parts: checked against the sum, then set aside.
//!
//! Published tables carry rows for riket beside the regions and for both sexes beside women and
//! men. Counting both would count everybody twice.

use std::collections::BTreeMap;

use super::observation::{Observation, Subject};
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

/// Removes the totals whose parts are there too; a total that differs from their sum is a fault,
/// and so is a subject and period that still mixes levels afterwards.
pub(super) fn set_aside<S: Subject, P: Ord + Copy>(
    mut observations: Vec<Row<S, P>>,
    table: &RawTable,
    faults: &mut Faults,
) -> (Vec<Row<S, P>>, Option<InputRemark>) {
    let before = observations.len();
    for dimension in dimensions() {
        observations = without_totals(observations, &dimension, table, faults);
    }
    if faults.is_empty() {
        check_one_level(&observations, table, faults);
    }
    let rows = before - observations.len();
    let file = table.input().name.clone();
    (
        observations,
        (rows > 0).then_some(InputRemark::TotalsSetAside { file, rows }),
    )
}

fn without_totals<S: Subject, P: Ord + Copy>(
    observations: Vec<Row<S, P>>,
    dimension: &Dimension<S, P>,
    table: &RawTable,
    faults: &mut Faults,
) -> Vec<Row<S, P>> {
    let mut families: BTreeMap<_, Vec<&Row<S, P>>> = BTreeMap::new();
    for part in observations.iter().filter(|row| !(dimension.is_total)(row)) {
        families
            .entry((part.subject, part.period))
            .or_default()
            .push(part);
    }
    let is_kept: Vec<bool> = observations
        .iter()
        .map(|row| {
            let family = families
                .get(&(row.subject, row.period))
                .filter(|_| (dimension.is_total)(row));
            let parts: Vec<Count> = family
                .into_iter()
                .flatten()
                .filter(|part| (dimension.covers)(row, part))
                .map(|part| part.value)
                .collect();
            if parts.is_empty() {
                return true;
            }
            check_sum(row, &parts, dimension.total, table, faults);
            false
        })
        .collect();
    let kept = observations
        .into_iter()
        .zip(is_kept)
        .filter(|(_, is_kept)| *is_kept);
    kept.map(|(row, _)| row).collect()
}

/// A total can only be checked when it and all its parts are known.
fn check_sum<S, P>(
    row: &Row<S, P>,
    parts: &[Count],
    [name, english]: [&str; 2],
    table: &RawTable,
    faults: &mut Faults,
) {
    let sum: Option<u64> = parts
        .iter()
        .map(|part| part.map(|count| u64::from(count.0)))
        .sum();
    let (Some(sum), Some(total)) = (sum, row.value) else {
        return;
    };
    if sum != u64::from(total.0) {
        let cell = table.record(row.row).cell(row.column);
        let fault = cell.fault(words!(
            "raden för {name} är {total} men delarna är tillsammans {sum}",
            "the row of {english} is {total} but its parts are {sum} together"
        ));
        faults.push(fault.tip(words!(
            "rätta talen, eller ta bort totalraden",
            "correct the numbers, or remove the total row"
        )));
    }
}

fn check_one_level<S: Subject, P: Ord + Copy>(
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
