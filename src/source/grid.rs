//! A sheet of cells as its file has them, before anything is known of titles, headers and notes.
//!
//! Every reader of tables that people lay out for people (workbooks, delimited text) gives this type; what
//! is title, header, stub, figure and footnote is decided in `layout`.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use csv::StringRecord;

use super::raw_table::{Places, TableInput};
use super::refused_file::empty;
use super::{Excerpt, Faults, Location, Number, RawTable, TableFacts};
use crate::language::Words;

/// The cells of one sheet, or of one delimited text. Rows and columns count from 0.
#[derive(Debug)]
pub struct Grid {
    input: TableInput,
    sheet: Option<String>,
    rows: Vec<StringRecord>,
    /// The cells of a workbook that are not what their text looks like: a number that is stored as text, a date.
    kinds: BTreeMap<(usize, usize), CellKind>,
    /// How many characters at the end of a text are in superscript.
    superscripts: BTreeMap<(usize, usize), usize>,
    merged: Vec<Merged>,
    /// The rows before which a text has lines without content, ascending.
    gaps: Vec<usize>,
    places: Box<dyn Places>,
}

/// What a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellKind {
    /// Nothing, or only blanks.
    Blank,
    /// Words, codes, signs such as `..`.
    Text,
    /// A number, or a text that reads as one.
    Number,
    /// A date; its text is ISO 8601.
    Date,
    /// An error of a spreadsheet, such as `#DIV/0!`.
    Error,
}

/// A block of merged cells, the text of which is in the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// Its rows.
    pub rows: RangeInclusive<usize>,
    /// Its columns.
    pub columns: RangeInclusive<usize>,
}

/// What a workbook knows of its cells beside their texts.
#[derive(Debug, Default)]
pub(super) struct Styles {
    pub kinds: BTreeMap<(usize, usize), CellKind>,
    pub superscripts: BTreeMap<(usize, usize), usize>,
    pub merged: Vec<Merged>,
}

impl Grid {
    /// The rows of a text, none of them without content; before those of `gaps` there are lines without any.
    pub(super) fn of_text(
        input: TableInput,
        rows: Vec<StringRecord>,
        gaps: Vec<usize>,
        places: impl Places + 'static,
    ) -> Self {
        let grid = Self::of_sheet(input, None, rows, Styles::default(), places);
        Self { gaps, ..grid }
    }

    /// The cells of a sheet.
    pub(super) fn of_sheet(
        input: TableInput,
        sheet: Option<String>,
        rows: Vec<StringRecord>,
        styles: Styles,
        places: impl Places + 'static,
    ) -> Self {
        Self {
            input,
            sheet,
            rows,
            kinds: styles.kinds,
            superscripts: styles.superscripts,
            merged: styles.merged,
            gaps: Vec::new(),
            places: Box::new(places),
        }
    }

    /// The same cells with a remark on their input.
    #[must_use]
    pub(super) fn remarked(mut self, remark: Words) -> Self {
        self.input.remarks.push(remark);
        self
    }

    /// The input that the cells were read from.
    #[must_use]
    pub const fn input(&self) -> &TableInput {
        &self.input
    }

    /// The name of the sheet; none of a text.
    #[must_use]
    pub fn sheet(&self) -> Option<&str> {
        self.sheet.as_deref()
    }

    /// How many rows there are.
    #[must_use]
    pub const fn height(&self) -> usize {
        self.rows.len()
    }

    /// How many cells a row has, blank ones included.
    #[must_use]
    pub fn width(&self, row: usize) -> usize {
        self.rows.get(row).map_or(0, StringRecord::len)
    }

    /// The text of a cell, without surrounding blanks; empty outside the sheet.
    #[must_use]
    pub fn text(&self, row: usize, column: usize) -> &str {
        let cells = self.rows.get(row);
        cells
            .and_then(|cells| cells.get(column))
            .unwrap_or_default()
            .trim()
    }

    /// What a cell is.
    #[must_use]
    pub fn kind(&self, row: usize, column: usize) -> CellKind {
        match self.text(row, column) {
            "" => CellKind::Blank,
            text => self
                .kinds
                .get(&(row, column))
                .copied()
                .unwrap_or_else(|| kind_of(text)),
        }
    }

    /// How many characters at the end of a text are in superscript, as the sign of a footnote is.
    #[must_use]
    pub fn superscript(&self, row: usize, column: usize) -> usize {
        self.superscripts
            .get(&(row, column))
            .copied()
            .unwrap_or_default()
    }

    /// The merged blocks.
    #[must_use]
    pub fn merged(&self) -> &[Merged] {
        &self.merged
    }

    /// Whether there is a row without content right before a row.
    #[must_use]
    pub fn follows_gap(&self, row: usize) -> bool {
        let is_blank = |above: usize| self.rows.get(above).is_some_and(is_blank);
        self.gaps.binary_search(&row).is_ok() || row.checked_sub(1).is_some_and(is_blank)
    }

    /// Where a row is in its input.
    #[must_use]
    pub fn row_location(&self, row: usize) -> Location {
        self.places.row(row)
    }

    /// Where a cell is in its input, and the line that a message quotes where the input has lines.
    pub(crate) fn place(&self, row: usize, column: usize) -> (Location, Option<Excerpt>) {
        self.places.cell(row, column)
    }

    /// The table whose header is the first row, and whose records are the others.
    ///
    /// # Errors
    /// What no table may have; see [`RawTable::new`].
    pub(crate) fn into_plain_table(mut self) -> Result<RawTable, Faults> {
        if self.rows.is_empty() {
            return Err(empty(Location::file(&self.input.name)).into());
        }
        let header = self.rows.remove(0);
        let table = RawTable::new(self.input, &header, self.rows, self.places)?;
        let sheet = self.sheet;
        Ok(table.described(TableFacts {
            sheet,
            ..TableFacts::default()
        }))
    }
}

fn is_blank(row: &StringRecord) -> bool {
    row.iter().all(|cell| cell.trim().is_empty())
}

fn kind_of(text: &str) -> CellKind {
    match Number::parse(text) {
        Ok(Number::Plain(_) | Number::Percent(_)) => CellKind::Number,
        Ok(Number::Missing(_)) | Err(_) => CellKind::Text,
    }
}
