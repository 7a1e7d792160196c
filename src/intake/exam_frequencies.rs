//! Exam frequencies (examensfrekvens): utbildning, examensfrekvens as share or per cent;
//! optionally place, kön, underlag.

use super::cells::{self, ShareScale};
use super::columns::{Columns, EXAM_FREQUENCY, EXAM_FREQUENCY_PERCENT};
use super::observation::{KeyColumns, Observation, missing_values};
use super::{Context, Reading, Sourced};
use crate::domain::{ExamFrequency, ProgrammeId, Share};
use crate::source::Faults;

/// Reads a table of exam frequencies. A row whose frequency is missing counts as not given: the
/// frequency of the next wider place applies instead, and a remark says how many rows there were.
///
/// # Errors
/// Every missing column, unknown name, malformed cell, frequency outside 0–1 and duplicate key.
pub fn exam_frequencies(context: Context<'_>) -> Result<Reading<ExamFrequency>, Faults> {
    let mut columns = Columns::of(context.table);
    let (keys, share, scale) = layout(&mut columns)?;
    let rows = keys.observe(context, |_| Ok(()), share, |cell| cells::share(cell, scale))?;
    let missing = missing_values(&rows, context.table);
    let split = keys.places.split_rows(context);
    let remarks = [columns.ignored(), missing, split]
        .into_iter()
        .flatten()
        .collect();
    Ok(Reading {
        records: rows.into_iter().filter_map(frequency).collect(),
        remarks,
    })
}

fn layout(
    columns: &mut Columns<'_>,
) -> Result<(KeyColumns<ProgrammeId>, usize, ShareScale), Faults> {
    let mut faults = Faults::new();
    let keys = KeyColumns::of(columns, &mut faults);
    let share = faults.keep(columns.optional(EXAM_FREQUENCY)).flatten();
    let percent = faults
        .keep(columns.optional(EXAM_FREQUENCY_PERCENT))
        .flatten();
    let (share, scale) = match (share, percent) {
        (Some(share), None) => (share, ShareScale::Share),
        (None, Some(percent)) => (percent, ShareScale::Percent),
        (None, None) => {
            faults.push(columns.missing(&[EXAM_FREQUENCY, EXAM_FREQUENCY_PERCENT]));
            return Err(faults);
        }
        (Some(_), Some(_)) => {
            faults.push(columns.both(EXAM_FREQUENCY, EXAM_FREQUENCY_PERCENT));
            return Err(faults);
        }
    };
    match keys {
        Some(keys) if faults.is_empty() => Ok((keys, share, scale)),
        _ => Err(faults),
    }
}

fn frequency(row: Observation<ProgrammeId, (), Option<Share>>) -> Option<Sourced<ExamFrequency>> {
    let Observation {
        row,
        subject: programme,
        place,
        sex,
        value,
        basis,
        ..
    } = row;
    let record = ExamFrequency {
        programme,
        place,
        sex,
        share: value?,
        basis,
    };
    Some(Sourced { record, row })
}
