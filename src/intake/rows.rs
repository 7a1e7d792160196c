//! Which rows of a table count, where it divides its figures by more than an input asks for.

use std::collections::{BTreeMap, BTreeSet};

use super::Context;
use super::column_names::Column;
use super::columns::Columns;
use crate::domain::InputRemark;
use crate::language::words;
use crate::reference::{WordKind, are_everybody, canonical_word, measure_of_header};
use crate::source::{Fault, Faults, RawTable};

/// How many values of a dimension a message names.
const NAMED: usize = 4;

/// The rows of a table that count, and what they are parts of.
pub(super) struct Rows {
    is_left_out: Vec<bool>,
    /// Which part of what an input does not distinguish a row is; parts are summed.
    part: Vec<u32>,
    pub(super) remarks: Vec<InputRemark>,
}

impl Rows {
    /// All rows, nothing summed.
    pub(super) fn all(table: &RawTable) -> Self {
        let rows = table.records().count();
        Self {
            is_left_out: vec![false; rows],
            part: vec![0; rows],
            remarks: Vec::new(),
        }
    }

    /// The rows of a table of some figures, dimensions that the input lacks summed or, where the table has a
    /// row of their total, left out.
    ///
    /// # Errors
    /// Every dimension of which neither a total is known nor that its values are all there is.
    pub(super) fn of(
        columns: &mut Columns<'_>,
        figures: &[Column],
        context: Context<'_>,
    ) -> Result<Self, Faults> {
        let mut rows = Self::all(context.table);
        let mut faults = Faults::new();
        if let Some(column) = columns.contents() {
            columns.claim_other(column);
            faults.keep(rows.keep_contents(column, figures, context.table));
        }
        for column in dimensions(columns, &rows, context.table) {
            columns.claim_other(column);
            faults.keep(rows.resolve(column, context.table));
        }
        faults.or_else(|| rows)
    }

    /// Leaves out the rows of other figures than the input is of.
    fn keep_contents(
        &mut self,
        column: usize,
        figures: &[Column],
        table: &RawTable,
    ) -> Result<(), Fault> {
        let is_wanted = |text: &str| {
            let measure = measure_of_header(text);
            measure.is_some_and(|own| figures.iter().any(|column| own.name == column.name()))
        };
        let values = values(table, column);
        if values.len() < 2 {
            return Ok(());
        }
        if !values.iter().any(|value| is_wanted(value)) {
            let (shown, header) = (list(&values), &table.header()[column]);
            return Err(table.fault(words!(
                "inget i kolumnen `{header}` ({shown}) är det som tabellen ska ha",
                "nothing in the column `{header}` ({shown}) is what the table should have"
            )));
        }
        self.keep(table, column, is_wanted);
        Ok(())
    }

    /// Leaves out all rows but those with some texts in a column.
    fn keep(&mut self, table: &RawTable, column: usize, is_kept: impl Fn(&str) -> bool) {
        for record in table.records() {
            if !is_kept(record.cell(column).text()) {
                self.is_left_out[record.row()] = true;
            }
        }
    }

    /// Leaves out all rows but those of the total of a dimension, or gives its values to be summed.
    fn resolve(&mut self, column: usize, table: &RawTable) -> Result<(), Fault> {
        let values = values(table, column);
        let header = table.header()[column].clone();
        let file = table.input().name.clone();
        let declared = table.about().exhaustive.get(&header);
        let stated = declared.and_then(Option::as_deref);
        let total = stated.filter(|total| values.contains(*total));
        let total = total.map(str::to_owned).or_else(|| total_among(&values));
        if let Some(total) = total {
            self.keep(table, column, |text| text == total);
            self.remarks.push(InputRemark::TotalUsed {
                file,
                header,
                total,
            });
            return Ok(());
        }
        if declared.is_none() && !are_everybody(values.iter().map(String::as_str)) {
            return Err(not_exhaustive(&header, &values, table));
        }
        let count = u32::try_from(values.len()).unwrap_or(u32::MAX);
        let positions: BTreeMap<&str, u32> = values.iter().map(String::as_str).zip(0..).collect();
        for record in table.records() {
            let position = positions.get(record.cell(column).text());
            let part = &mut self.part[record.row()];
            *part = part.saturating_mul(count) + position.copied().unwrap_or_default();
        }
        self.remarks.push(InputRemark::DimensionSummed {
            file,
            header,
            values: values.into_iter().collect(),
        });
        Ok(())
    }

    /// Leaves out further rows.
    pub(super) fn leave_out(&mut self, rows: impl Iterator<Item = usize>) {
        for row in rows {
            self.is_left_out[row] = true;
        }
    }

    pub(super) fn has(&self, row: usize) -> bool {
        !self.is_left_out[row]
    }

    pub(super) fn part(&self, row: usize) -> u32 {
        self.part[row]
    }
}

/// The columns of other names by which a table divides its figures: rows that are equal in all that the
/// input knows differ in them, and every such group of rows has all their values.
fn dimensions(columns: &Columns<'_>, rows: &Rows, table: &RawTable) -> Vec<usize> {
    let is_declared = |column: &usize| {
        let header = &table.header()[*column];
        table.about().exhaustive.contains_key(header)
    };
    let candidates = columns.unclaimed_texts();
    let candidates = candidates.filter(|column| {
        let number = values(table, *column).len();
        number > 1 && number * 2 <= table.records().count()
    });
    let candidates: Vec<usize> = candidates.collect();
    let keys = columns.claimed_keys();
    let mut found = Vec::new();
    for column in &candidates {
        let others = candidates.iter().filter(|other| *other != column);
        let by: Vec<usize> = keys.iter().chain(others).copied().collect();
        if is_declared(column) || is_crossed(table, rows, &by, *column) {
            found.push(*column);
        }
    }
    found
}

/// Whether rows that are equal in some columns have all values of another, each once.
fn is_crossed(table: &RawTable, rows: &Rows, by: &[usize], column: usize) -> bool {
    let mut groups: BTreeMap<Vec<&str>, BTreeSet<&str>> = BTreeMap::new();
    for record in table.records().filter(|record| rows.has(record.row())) {
        let key = by.iter().map(|at| record.cell(*at).text()).collect();
        let own = groups.entry(key).or_default();
        if !own.insert(record.cell(column).text()) {
            return false;
        }
    }
    let mut sizes = groups.values().map(BTreeSet::len);
    let first = sizes.next().unwrap_or_default();
    first > 1 && sizes.all(|size| size == first)
}

/// The one value that says it is the total of the others.
fn total_among(values: &BTreeSet<String>) -> Option<String> {
    let kinds = [WordKind::BothSexes, WordKind::AllAges, WordKind::Country];
    let is_total = |value: &&String| {
        let word = value.to_lowercase();
        let starts = ["totalt", "samtliga", "total "]
            .iter()
            .any(|own| word.starts_with(own));
        starts
            || kinds
                .iter()
                .any(|kind| canonical_word(*kind, value).is_some())
    };
    let mut totals = values.iter().filter(is_total);
    let first = totals.next().cloned();
    first.filter(|_| totals.next().is_none())
}

/// The different texts of a column.
fn values(table: &RawTable, column: usize) -> BTreeSet<String> {
    let texts = table.records().map(|record| record.cell(column).text());
    let texts: BTreeSet<&str> = texts.collect();
    texts.into_iter().map(str::to_owned).collect()
}

fn not_exhaustive(header: &str, values: &BTreeSet<String>, table: &RawTable) -> Fault {
    let shown = list(values);
    let fault = table.fault(words!(
        "kolumnen `{header}` delar upp talen ({shown}), och filen säger inte om delarna är alla",
        "the column `{header}` divides the figures ({shown}), and the file does not say whether the parts are all"
    ));
    fault.tip(words!(
        "hämta tabellen utan `{header}`, eller med en rad för totalen",
        "fetch the table without `{header}`, or with a row of the total"
    ))
}

fn list(values: &BTreeSet<String>) -> String {
    let shown: Vec<&str> = values.iter().take(NAMED).map(String::as_str).collect();
    let more = if values.len() > NAMED { " …" } else { "" };
    format!("{}{more}", shown.join(", "))
}
