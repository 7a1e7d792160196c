//! Graduates (examinerade): utbildning, läsår, examinerade; optionally place and kön.

use super::column_names::{ACADEMIC_YEAR, GRADUATES};
use super::columns::Columns;
use super::gaps::{EntryPeriod, check_gaps};
use super::observation::{KeyColumns, Observation, missing_values, pooled};
use super::rows::Rows;
use super::totals::{Reported, WithoutTotals, set_aside};
use super::{Context, Reading, Sourced, cells};
use crate::domain::{Graduates, Headcount, ProgrammeId};
use crate::source::Faults;

/// Reads a table of degrees by läsår.
///
/// # Errors
/// Every missing column, unknown name, malformed cell, duplicate key, gap and disagreeing total.
pub fn graduates(context: Context<'_>) -> Result<Reading<Graduates>, Faults> {
    let table = context.table;
    let mut columns = Columns::of(context);
    let (keys, [year], count) =
        KeyColumns::<ProgrammeId>::with_required(&mut columns, [ACADEMIC_YEAR], Some(GRADUATES))?;
    let chosen = Rows::of(&mut columns, &[GRADUATES], context)?;
    let rows = keys.observe(
        context,
        &chosen,
        |record| Ok((cells::academic_year(record.cell(year))?, None)),
        count,
        cells::headcount,
    )?;
    let mut faults = Faults::new();
    let WithoutTotals { rows, remarks, .. } =
        set_aside(pooled(rows), context, Reported::LeftOut, &mut faults);
    check_gaps(&rows, context, &mut faults);
    let split = keys.places.split_rows(context);
    let own = [columns.ignored(), missing_values(&rows, table), split];
    let own = own.into_iter().flatten().chain(chosen.remarks);
    let remarks = remarks.into_iter().chain(own);
    faults.or_else(|| Reading {
        records: rows.iter().map(record).collect(),
        remarks: remarks.collect(),
    })
}

fn record(row: &Observation<ProgrammeId, EntryPeriod, Option<Headcount>>) -> Sourced<Graduates> {
    let record = Graduates {
        programme: row.subject,
        academic_year: row.period.0,
        place: row.place,
        sex: row.sex,
        count: row.value,
    };
    Sourced {
        record,
        row: row.row,
    }
}
