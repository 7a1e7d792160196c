//! Completions (examinerade per startkohort): utbildning, startläsår, examensläsår, examinerade;
//! optionally place and kön.

use super::column_names::{GRADUATED, GRADUATES, STARTED};
use super::columns::Columns;
use super::gaps::check_degree_gaps;
use super::observation::{KeyColumns, Observation, missing_values, pooled};
use super::rows::Rows;
use super::totals::{Reported, WithoutTotals, set_aside};
use super::{Context, Reading, Sourced, cells};
use crate::domain::{AcademicYear, Completions, Headcount, ProgrammeId};
use crate::language::words;
use crate::source::{Fault, Faults, Record};

/// When a cohort started, and when some of it graduated.
type Period = (AcademicYear, AcademicYear);

/// Reads a table of degrees by start cohort. A combination without a row means no graduates, where the table
/// reports the läsår and the cohort at all; what that means is decided where it is calculated with.
///
/// # Errors
/// Every missing column, unknown name, malformed cell, degree before the start, läsår that a programme
/// lacks, duplicate key and disagreeing total.
pub fn completions(context: Context<'_>) -> Result<Reading<Completions>, Faults> {
    let table = context.table;
    let mut columns = Columns::of(context);
    let required = [STARTED, GRADUATED];
    let (keys, [started, graduated], count) =
        KeyColumns::<ProgrammeId>::with_required(&mut columns, required, Some(GRADUATES))?;
    let period = |record: Record<'_>| period(record, started, graduated);
    let chosen = Rows::of(&mut columns, &[GRADUATES], context)?;
    let rows = keys.observe(context, &chosen, period, count, cells::headcount)?;

    let mut faults = Faults::new();
    let WithoutTotals { rows, remarks, .. } =
        set_aside(pooled(rows), context, Reported::LeftOut, &mut faults);
    check_degree_gaps(&rows, context, &mut faults);
    let split = keys.places.split_rows(context);
    let own = [columns.ignored(), missing_values(&rows, table), split];
    let own = own.into_iter().flatten().chain(chosen.remarks);
    let remarks = remarks.into_iter().chain(own);
    faults.or_else(|| Reading {
        records: rows.iter().map(completion).collect(),
        remarks: remarks.collect(),
    })
}

fn period(record: Record<'_>, started: usize, graduated: usize) -> Result<Period, Fault> {
    let started = cells::academic_year(record.cell(started))?;
    let cell = record.cell(graduated);
    let graduated = cells::academic_year(cell)?;
    if graduated < started {
        return Err(cell.fault(words!(
            "examensläsåret {graduated} är före starten {started}",
            "the degree in {graduated} is before the start in {started}"
        )));
    }
    Ok((started, graduated))
}

fn completion(row: &Observation<ProgrammeId, Period, Option<Headcount>>) -> Sourced<Completions> {
    let Observation {
        row,
        subject: programme,
        period: (started, graduated),
        place,
        sex,
        value,
        ..
    } = *row;
    let record = Completions {
        programme,
        started,
        graduated,
        place,
        sex,
        count: value,
    };
    Sourced { record, row }
}
