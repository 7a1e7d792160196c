//! Stock: yrke, år, and antal, `i_vården`, sysselsatta, legitimerade or others of what is counted; optionally
//! län or sjukvårdsregion, kön, underlag.

use std::collections::BTreeMap;

use super::column_names::{Column, EMPLOYED, IN_CARE, IN_FIELD, LICENSED, STOCK, UNDER_65};
use super::columns::Columns;
use super::kommuner::with_split_regions;
use super::observation::{KeyColumns, Observation, missing_values, pooled};
use super::rows::Rows;
use super::times::TimeColumn;
use super::totals::{Reported, WithoutTotals, set_aside};
use super::{Context, Reading, Sourced, cells};
use crate::domain::{
    CountStatus, Headcount, InputRemark, Place, ProfessionId, Sex, StockCount, Year,
};
use crate::source::{Faults, Missing};

type Row = Observation<ProfessionId, Year, Option<Headcount>>;

/// What a column of a table counts, and where a record keeps it.
#[derive(Clone, Copy)]
struct Measure {
    column: Column,
    field: fn(&mut StockCount) -> &mut Option<Headcount>,
}

/// The columns of figures that a table may have.
const MEASURES: [Measure; 6] = [
    Measure {
        column: STOCK,
        field: |record| &mut record.in_profession,
    },
    Measure {
        column: IN_CARE,
        field: |record| &mut record.in_care,
    },
    Measure {
        column: IN_FIELD,
        field: |record| &mut record.in_field,
    },
    Measure {
        column: EMPLOYED,
        field: |record| &mut record.employed,
    },
    Measure {
        column: LICENSED,
        field: |record| &mut record.licensed,
    },
    Measure {
        column: UNDER_65,
        field: |record| &mut record.under_65,
    },
];

/// Reads a table of licence holders: those in the profession (`antal`), those employed in health care
/// (`i_vården`), those active in their field (`i_sin_bransch`), all employed (`sysselsatta`), all licensed
/// (`legitimerade`) or those of them under 65 (`under_65`).
///
/// A total that its parts do not give, because some of them are suppressed or because the publisher has added
/// noise, is a record beside theirs.
///
/// # Errors
/// Every missing column, unknown name, malformed cell, duplicate key and disagreeing total.
pub fn stock(context: Context<'_>) -> Result<Reading<StockCount>, Faults> {
    let table = context.table;
    let mut columns = Columns::of(context);
    let mut faults = Faults::new();
    let keys = KeyColumns::<ProfessionId>::of(&mut columns, &mut faults);
    let time = TimeColumn::of(&mut columns, &mut faults);
    let (keys, time, measures) = match (keys, time) {
        (Some(keys), Some(time)) if faults.is_empty() => (keys, time, counted(&mut columns)?),
        _ => return Err(faults),
    };
    time.check_one_month(table)?;
    let figures: Vec<Column> = measures.iter().map(|(_, own)| own.column).collect();
    let chosen = Rows::of(&mut columns, &figures, context)?;
    let mut remarks: Vec<InputRemark> = columns.ignored().into_iter().collect();
    let mut records = BTreeMap::new();
    for (column, measure) in measures {
        let rows = keys.observe(
            context,
            &chosen,
            |record| time.year(record),
            column,
            cells::headcount,
        )?;
        let WithoutTotals {
            rows,
            reported,
            remarks: found,
        } = set_aside(pooled(rows), context, Reported::Kept, &mut faults);
        remarks.extend(found);
        remarks.extend(missing_values(&rows, table));
        for row in with_split_regions(rows, context) {
            add(&mut records, row, CountStatus::Plain, measure);
        }
        for (row, is_noisy) in reported {
            let status = if is_noisy {
                CountStatus::Reported
            } else {
                CountStatus::Plain
            };
            add(&mut records, row, status, measure);
        }
    }
    remarks.extend(keys.places.split_rows(context));
    remarks.extend(chosen.remarks);
    faults.or_else(|| Reading {
        records: in_file_order(records),
        remarks,
    })
}

/// The columns of counts.
fn counted(columns: &mut Columns<'_>) -> Result<Vec<(usize, Measure)>, Faults> {
    let mut faults = Faults::new();
    let mut found = Vec::new();
    for measure in MEASURES {
        let position = faults.keep(columns.optional_figures(measure.column));
        found.extend(position.flatten().map(|position| (position, measure)));
    }
    if found.is_empty() && faults.is_empty() {
        faults.push(columns.without_figures(&[STOCK]));
    }
    faults.or_else(|| found)
}

type Key = (ProfessionId, Year, Place, Option<Sex>);

/// Adds a figure to the record of its key.
fn add(
    records: &mut BTreeMap<Key, Sourced<StockCount>>,
    row: Row,
    status: CountStatus,
    measure: Measure,
) {
    let key = (row.subject, row.period, row.place, row.sex);
    let status = match row.missing {
        Some(Missing::Suppressed) => CountStatus::Suppressed,
        _ => status,
    };
    let value = row.value;
    let sourced = records.entry(key).or_insert_with(|| Sourced {
        row: row.row,
        record: empty(row),
    });
    *(measure.field)(&mut sourced.record) = value;
    sourced.record.status = sourced.record.status.max(status);
}

fn empty(row: Row) -> StockCount {
    StockCount {
        profession: row.subject,
        year: row.period,
        place: row.place,
        sex: row.sex,
        licensed: None,
        under_65: None,
        employed: None,
        in_care: None,
        in_field: None,
        in_profession: None,
        status: CountStatus::Plain,
        basis: row.basis,
        note: None,
    }
}

fn in_file_order(records: BTreeMap<Key, Sourced<StockCount>>) -> Vec<Sourced<StockCount>> {
    let mut records: Vec<_> = records.into_values().collect();
    records.sort_by_key(|sourced| sourced.row);
    records
}
