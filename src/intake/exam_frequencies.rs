//! Exam frequencies (examensfrekvens): utbildning, examensfrekvens as share or per cent;
//! optionally place, kön, standardavvikelse, underlag.

use super::cells::{self, ShareScale};
use super::column_names::{EXAM_FREQUENCY, EXAM_FREQUENCY_PERCENT, EXAM_FREQUENCY_SPREAD};
use super::columns::Columns;
use super::observation::{KeyColumns, Observation, missing_values};
use super::rows::Rows;
use super::{Context, Reading, Sourced};
use crate::domain::{ExamFrequency, ProgrammeId, Share, Spread};
use crate::language::{Words, words};
use crate::source::{Cell, Fault, Faults, Record};

/// Reads a table of exam frequencies. A row whose frequency is missing counts as not given: the
/// frequency of the next wider place applies instead, and a remark says how many rows there were.
///
/// # Errors
/// Every missing column, unknown name, malformed cell, frequency or spread outside 0–1 and duplicate key.
pub fn exam_frequencies(context: Context<'_>) -> Result<Reading<ExamFrequency>, Faults> {
    let mut columns = Columns::of(context);
    let layout = Layout::of(&mut columns)?;
    let (keys, scale) = (&layout.keys, layout.scale);
    let value = |cell: Cell<'_>| cells::share(cell, scale);
    let rows = keys.observe(
        context,
        &Rows::all(context.table),
        |_| Ok(()),
        layout.share,
        value,
    )?;
    let missing = missing_values(&rows, context.table);
    let split = keys.places.split_rows(context);
    let remarks = [columns.ignored(), missing, split]
        .into_iter()
        .flatten()
        .collect();
    let mut faults = Faults::new();
    let mut records = Vec::new();
    for row in rows {
        if row.kommun.is_some() {
            let cell = context.table.record(row.row).cell(row.column);
            faults.push(cell.fault(words!(
                "examensfrekvenser per kommun kan inte läggas ihop till län",
                "exam frequencies by municipality cannot be combined to counties"
            )));
        }
        let spread = faults.keep(layout.spread(context.table.record(row.row)));
        records.extend(frequency(row, spread.flatten()));
    }
    faults.or_else(|| Reading { records, remarks })
}

struct Layout {
    keys: KeyColumns<ProgrammeId>,
    share: usize,
    scale: ShareScale,
    spread: Option<usize>,
}

impl Layout {
    fn of(columns: &mut Columns<'_>) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let keys = KeyColumns::of(columns, &mut faults);
        let share = faults.keep(columns.optional(EXAM_FREQUENCY)).flatten();
        let percent = faults
            .keep(columns.optional(EXAM_FREQUENCY_PERCENT))
            .flatten();
        let spread = faults
            .keep(columns.optional(EXAM_FREQUENCY_SPREAD))
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
            Some(keys) if faults.is_empty() => Ok(Self {
                keys,
                share,
                scale,
                spread,
            }),
            _ => Err(faults),
        }
    }

    /// The stated standard deviation between cohorts, in the scale of the share.
    fn spread(&self, record: Record<'_>) -> Result<Option<Spread>, Fault> {
        let Some(cell) = self.spread.map(|column| record.cell(column)) else {
            return Ok(None);
        };
        let stated = cells::share(cell, self.scale)?;
        Ok(stated.map(|stated| Spread {
            between_cohorts: stated.as_f64(),
            of_mean: 0.0,
            degrees_of_freedom: None,
        }))
    }
}

fn frequency(
    row: Observation<ProgrammeId, (), Option<Share>>,
    spread: Option<Spread>,
) -> Option<Sourced<ExamFrequency>> {
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
        spread,
        basis: Words::verbatim(basis),
    };
    Some(Sourced { record, row })
}
