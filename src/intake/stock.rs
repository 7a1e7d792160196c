//! Stock (sysselsatta): yrke, år, antal; optionally län or sjukvårdsregion, kön, underlag.

use super::columns::{Columns, STOCK, YEAR};
use super::observation::{KeyColumns, Observation, missing_values};
use super::totals::set_aside;
use super::{Context, Reading, Sourced, cells};
use crate::domain::{Headcount, ProfessionId, StockCount, Year};
use crate::source::Faults;

/// Reads a table of licence holders in the profession. Whom it counts is the table's own affair;
/// its column `underlag` says so in results.
///
/// # Errors
/// Every missing column, unknown name, malformed cell, duplicate key and disagreeing total.
pub fn stock(context: Context<'_>) -> Result<Reading<StockCount>, Faults> {
    let table = context.table;
    let mut columns = Columns::of(table);
    let (keys, [year, count]) =
        KeyColumns::<ProfessionId>::with_required(&mut columns, [YEAR, STOCK])?;
    let rows = keys.observe(
        context,
        |record| cells::year(record.cell(year)),
        count,
        cells::headcount,
    )?;
    let mut faults = Faults::new();
    let (rows, totals) = set_aside(rows, table, &mut faults);
    let split = keys.places.split_rows(context);
    let remarks = [
        columns.ignored(),
        totals,
        missing_values(&rows, table),
        split,
    ];
    faults.or_else(|| Reading {
        records: rows.into_iter().map(stock_count).collect(),
        remarks: remarks.into_iter().flatten().collect(),
    })
}

fn stock_count(row: Observation<ProfessionId, Year, Option<Headcount>>) -> Sourced<StockCount> {
    let record = StockCount {
        profession: row.subject,
        year: row.period,
        place: row.place,
        sex: row.sex,
        licensed: None,
        under_65: None,
        employed: None,
        in_care: None,
        in_profession: row.value,
        basis: row.basis,
        note: String::new(),
    };
    Sourced {
        record,
        row: row.row,
    }
}
