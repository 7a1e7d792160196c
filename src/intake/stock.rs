//! Stock: yrke, år, and antal, `i_vården`, sysselsatta or legitimerade; optionally län or sjukvårdsregion, kön, underlag.

use super::columns::{Column, Columns, EMPLOYED, IN_CARE, LICENSED, STOCK, YEAR};
use super::observation::{KeyColumns, Observation, missing_values};
use super::totals::set_aside;
use super::{Context, Reading, Sourced, cells};
use crate::domain::{Headcount, ProfessionId, StockCount, Year};
use crate::source::{Fault, Faults};

/// What a column of a table counts, and where a record keeps it.
type Measure = (Column, fn(&mut StockCount) -> &mut Option<Headcount>);

/// The columns that a table may have one of.
const MEASURES: [Measure; 4] = [
    (STOCK, |record| &mut record.in_profession),
    (IN_CARE, |record| &mut record.in_care),
    (EMPLOYED, |record| &mut record.employed),
    (LICENSED, |record| &mut record.licensed),
];

/// Reads a table of licence holders: those in the profession (`antal`), those employed in health care
/// (`i_vården`), all employed (`sysselsatta`) or all licensed (`legitimerade`).
///
/// # Errors
/// Every missing column, unknown name, malformed cell, duplicate key and disagreeing total.
pub fn stock(context: Context<'_>) -> Result<Reading<StockCount>, Faults> {
    let table = context.table;
    let mut columns = Columns::of(context);
    let (keys, [year], _) = KeyColumns::<ProfessionId>::with_required(&mut columns, [YEAR], None)?;
    let (count, (_, measure)) = counted(&mut columns)?;
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
        records: rows
            .into_iter()
            .map(|row| stock_count(row, measure))
            .collect(),
        remarks: remarks.into_iter().flatten().collect(),
    })
}

/// The one column of counts.
fn counted(columns: &mut Columns<'_>) -> Result<(usize, Measure), Fault> {
    let mut found = Vec::new();
    for measure in MEASURES {
        if let Some(position) = columns.optional_figures(measure.0)? {
            found.push((position, measure));
        }
    }
    match found[..] {
        [only] => Ok(only),
        [] => Err(columns.without_figures(&[STOCK])),
        [(_, (one, _)), (_, (other, _)), ..] => Err(columns.both(one, other)),
    }
}

fn stock_count(
    row: Observation<ProfessionId, Year, Option<Headcount>>,
    measure: fn(&mut StockCount) -> &mut Option<Headcount>,
) -> Sourced<StockCount> {
    let mut record = StockCount {
        profession: row.subject,
        year: row.period,
        place: row.place,
        sex: row.sex,
        licensed: None,
        under_65: None,
        employed: None,
        in_care: None,
        in_profession: None,
        basis: row.basis,
        note: None,
    };
    *measure(&mut record) = row.value;
    Sourced {
        record,
        row: row.row,
    }
}
