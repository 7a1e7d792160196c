//! Entrants (nybörjare): utbildning, läsår or termin, nybörjare; optionally place, kön, underlag.

use std::collections::BTreeMap;

use super::column_names::{ACADEMIC_YEAR, ENTRANTS, TERM};
use super::columns::Columns;
use super::gaps::{EntryPeriod, check_gaps, without_autumn_only};
use super::observation::{KeyColumns, Observation, missing_values, pooled as parts_pooled};
use super::rows::Rows;
use super::totals::{Reported, WithoutTotals, set_aside};
use super::{Context, Reading, Sourced, cells};
use crate::domain::{Entrants, Headcount, ProgrammeId};
use crate::language::words;
use crate::source::{Fault, Faults, Record};

type Row = Observation<ProgrammeId, EntryPeriod, Option<Headcount>>;

/// Reads a table of entrants; terms are pooled to läsår.
///
/// # Errors
/// Every missing column, unknown name, malformed cell, duplicate key, gap and disagreeing total.
pub fn entrants(context: Context<'_>) -> Result<Reading<Entrants>, Faults> {
    let table = context.table;
    let mut columns = Columns::of(context);
    let (keys, periods, count) = layout(&mut columns)?;
    let chosen = Rows::of(&mut columns, &[ENTRANTS], context)?;
    let rows = keys.observe(
        context,
        &chosen,
        |record| periods.period(record),
        count,
        cells::headcount,
    )?;

    let mut faults = Faults::new();
    let WithoutTotals { rows, remarks, .. } =
        set_aside(parts_pooled(rows), context, Reported::LeftOut, &mut faults);
    let (rows, autumn_only) = without_autumn_only(rows, &table.input().name);
    check_gaps(&rows, context, &mut faults);
    let split = keys.places.split_rows(context);
    let own = [columns.ignored(), missing_values(&rows, table), split];
    let own = own.into_iter().flatten().chain(chosen.remarks);
    let remarks = remarks.into_iter().chain(own);
    let remarks = remarks.chain(autumn_only).collect();
    faults.or_else(|| Reading {
        records: pooled(rows),
        remarks,
    })
}

fn layout(
    columns: &mut Columns<'_>,
) -> Result<(KeyColumns<ProgrammeId>, PeriodColumns, usize), Faults> {
    let mut faults = Faults::new();
    let keys = KeyColumns::of(columns, &mut faults);
    let periods = PeriodColumns::of(columns, &mut faults);
    let count = faults.keep(columns.required_figures(ENTRANTS));
    match (keys, periods, count) {
        (Some(keys), Some(periods), Some(count)) if faults.is_empty() => Ok((keys, periods, count)),
        _ => Err(faults),
    }
}

/// The columns that say when the entrants began.
enum PeriodColumns {
    AcademicYear(usize),
    Term(usize),
    /// Läsår and term, which must agree.
    Both(usize, usize),
}

impl PeriodColumns {
    fn of(columns: &mut Columns<'_>, faults: &mut Faults) -> Option<Self> {
        let academic_year = faults.keep(columns.optional(ACADEMIC_YEAR)).flatten();
        let term = faults.keep(columns.optional(TERM)).flatten();
        match (academic_year, term) {
            (Some(year), Some(term)) => Some(Self::Both(year, term)),
            (Some(year), None) => Some(Self::AcademicYear(year)),
            (None, Some(term)) => Some(Self::Term(term)),
            (None, None) => {
                faults.push(columns.missing(&[ACADEMIC_YEAR, TERM]));
                None
            }
        }
    }

    fn period(&self, record: Record<'_>) -> Result<EntryPeriod, Fault> {
        match *self {
            Self::AcademicYear(year) => Ok((cells::academic_year(record.cell(year))?, None)),
            Self::Term(term) => {
                let term = cells::term(record.cell(term))?;
                Ok((term.academic_year, Some(term.season)))
            }
            Self::Both(year, term) => {
                let (year, cell) = (cells::academic_year(record.cell(year))?, record.cell(term));
                let term = cells::term(cell)?;
                if term.academic_year == year {
                    Ok((year, Some(term.season)))
                } else {
                    Err(cell.fault(words!(
                        "{term} hör inte till läsåret {year}",
                        "{term} does not belong to the academic year {year}"
                    )))
                }
            }
        }
    }
}

/// One record per läsår: autumn and spring together, unknown if either is.
fn pooled(rows: Vec<Row>) -> Vec<Sourced<Entrants>> {
    let mut pooled: BTreeMap<_, Sourced<Entrants>> = BTreeMap::new();
    for Observation {
        row,
        subject: programme,
        period: (academic_year, _),
        place,
        sex,
        value,
        basis,
        ..
    } in rows
    {
        let entry = pooled.entry((programme, place, sex, academic_year));
        entry
            .and_modify(|Sourced { record, .. }| {
                record.count = record.count.zip(value).map(|(a, b)| Headcount(a.0 + b.0));
                if record.basis != basis {
                    record.basis = format!("{}; {basis}", record.basis);
                }
            })
            .or_insert_with(|| {
                let basis = basis.clone();
                let record = Entrants {
                    programme,
                    academic_year,
                    place,
                    sex,
                    count: value,
                    basis,
                };
                Sourced { record, row }
            });
    }
    pooled.into_values().collect()
}
