//! The column of years or months of a table.

use std::collections::{BTreeMap, BTreeSet};

use super::cells;
use super::column_names::{PERIOD, YEAR};
use super::columns::Columns;
use super::rows::Rows;
use crate::domain::{InputRemark, Year};
use crate::language::words;
use crate::source::{Cell, Fault, Faults, RawTable, Record};

/// The column that says of which year a row is.
#[derive(Clone, Copy, Debug)]
pub(super) struct TimeColumn(usize);

impl TimeColumn {
    pub(super) fn of(columns: &mut Columns<'_>, faults: &mut Faults) -> Option<Self> {
        let year = faults.keep(columns.optional(YEAR))?;
        let found = match year {
            Some(year) => Some(year),
            None => faults.keep(columns.optional(PERIOD))?,
        };
        match found {
            Some(column) => Some(Self(column)),
            None => {
                faults.push(columns.missing(&[YEAR]));
                None
            }
        }
    }

    pub(super) fn cell(self, record: Record<'_>) -> Cell<'_> {
        record.cell(self.0)
    }

    pub(super) fn year(self, record: Record<'_>) -> Result<Year, Fault> {
        let (year, _) = cells::month(self.cell(record))?;
        Ok(year)
    }

    /// Leaves out all months of a year but its last.
    ///
    /// Figures of the population are of the last day of their period. Those of December are of 31 December, as
    /// yearly tables have them; a year that is not over yet is as far as its last month. Months are never summed.
    pub(super) fn keep_last_months(self, rows: &mut Rows, table: &RawTable) {
        for (months, last) in self.years_of_months(table).into_values() {
            let others = table.records().filter(|record| {
                let text = self.cell(*record).text();
                months.contains(text) && text != last
            });
            rows.leave_out(others.map(Record::row));
            rows.remarks.push(InputRemark::LastMonth {
                file: table.input().name.clone(),
                used: last.to_owned(),
                months: months.len(),
            });
        }
    }

    /// The fault of a table with several months of a year, of which a reader must choose.
    pub(super) fn check_one_month(self, table: &RawTable) -> Result<(), Fault> {
        let years = self.years_of_months(table);
        let Some((year, (months, _))) = years.iter().find(|(_, (months, _))| months.len() > 1)
        else {
            return Ok(());
        };
        let months: Vec<&str> = months.iter().copied().collect();
        let months = months.join(", ");
        let fault = table.fault(words!(
            "tabellen har flera månader av {year}: {months}",
            "the table has several months of {year}: {months}"
        ));
        Err(fault.tip(words!(
            "behåll en av dem; registret mäter i november",
            "keep one of them; the register measures in November"
        )))
    }

    /// The months of every year that has any, as written, and the last of them.
    fn years_of_months(self, table: &RawTable) -> BTreeMap<Year, (BTreeSet<&str>, &str)> {
        let mut years: BTreeMap<Year, BTreeMap<u8, &str>> = BTreeMap::new();
        for record in table.records() {
            let cell = self.cell(record);
            if let Ok((year, Some(month))) = cells::month(cell) {
                years.entry(year).or_default().insert(month, cell.text());
            }
        }
        let years = years.into_iter().filter_map(|(year, months)| {
            let last = *months.last_key_value()?.1;
            Some((year, (months.into_values().collect(), last)))
        });
        years.collect()
    }
}
