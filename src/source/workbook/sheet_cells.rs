//! The cells of a sheet while they are read, and the grid that they become.

use std::collections::{BTreeMap, BTreeSet};
use std::mem;
use std::ops::RangeInclusive;

use csv::StringRecord;

use super::budget::Budget;
use super::cell_text::CellText;
use super::limits::{MAX_COLUMNS, MAX_MERGED_ROWS, MAX_ROWS};
use super::number_format::{NumberFormat, digits, hundredfold};
use super::refusal::too_many_cells;
use super::serial_date::iso_date;
use crate::language::words;
use crate::source::grid::Styles;
use crate::source::raw_table::{Places, TableInput};
use crate::source::{CellKind, Excerpt, Fault, Grid, Location, Merged};

/// Row and column of a cell, from 0.
pub(super) type Position = (usize, usize);

/// About the memory of a row, of a cell in it, and of what is kept of a cell besides its text.
const ROW: usize = 112;
const CELL: usize = 8;
const MARK: usize = 64;

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Content {
    Text(CellText),
    Number(f64, NumberFormat),
    Bool(bool),
    /// A date that is stored in words of ISO 8601.
    IsoDate(String),
    /// `#DIV/0!`
    Error(String),
    /// A formula that no spreadsheet has calculated.
    Uncalculated(String),
}

/// The cells with content of a sheet.
pub(super) struct SheetCells<'a> {
    name: &'a str,
    is_1904: bool,
    budget: &'a Budget,
    rows: BTreeMap<usize, StringRecord>,
    /// The row that is being read, and its cells.
    current: (usize, Vec<(usize, String)>),
    used_columns: BTreeSet<usize>,
    styles: Styles,
    hidden_rows: BTreeSet<usize>,
    hidden_columns: Vec<RangeInclusive<usize>>,
}

impl<'a> SheetCells<'a> {
    pub(super) fn new(name: &'a str, is_1904: bool, budget: &'a Budget) -> Self {
        Self {
            name,
            is_1904,
            budget,
            rows: BTreeMap::new(),
            current: (0, Vec::new()),
            used_columns: BTreeSet::new(),
            styles: Styles::default(),
            hidden_rows: BTreeSet::new(),
            hidden_columns: Vec::new(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.current.1.is_empty()
    }

    /// Adds what a cell holds, if anything.
    pub(super) fn extend(&mut self, at: Position, content: Option<Content>) -> Result<(), Fault> {
        content.map_or(Ok(()), |content| self.add(at, content))
    }

    /// Adds a cell; one without a text is none.
    ///
    /// # Errors
    /// A place that no sheet has or that has a cell already, and more cells than a workbook may have.
    pub(super) fn add(&mut self, at: Position, content: Content) -> Result<(), Fault> {
        let (text, superscript, kind) = self.written(content);
        if text.is_empty() {
            return Ok(());
        }
        let (row, column) = at;
        if row >= MAX_ROWS || column >= MAX_COLUMNS {
            return Err(outside(self.name));
        }
        if self.current.0 != row {
            self.end_row()?;
            self.current.0 = row;
        }
        self.budget.step()?;
        self.budget.hold(text.len())?;
        self.current.1.push((column, text));
        self.used_columns.insert(column);
        if superscript > 0 {
            self.budget.hold(MARK)?;
            self.styles.superscripts.insert(at, superscript);
        }
        if let Some(kind) = kind {
            self.budget.hold(MARK)?;
            self.styles.kinds.insert(at, kind);
        }
        Ok(())
    }

    /// Adds a merged block.
    pub(super) fn merge(&mut self, from: Position, to: Position) -> Result<(), Fault> {
        if from.0 > to.0 || from.1 > to.1 {
            return Err(outside(self.name));
        }
        self.budget.hold(MARK)?;
        self.styles.merged.push(Merged {
            rows: from.0..=to.0,
            columns: from.1..=to.1,
        });
        Ok(())
    }

    pub(super) fn hide_row(&mut self, row: usize) -> Result<(), Fault> {
        self.budget.hold(MARK)?;
        self.hidden_rows.insert(row);
        Ok(())
    }

    pub(super) fn hide_columns(&mut self, columns: RangeInclusive<usize>) -> Result<(), Fault> {
        self.budget.hold(MARK)?;
        self.hidden_columns.push(columns);
        Ok(())
    }

    /// The text of a content, the characters of it in superscript, and its kind where the text does not say it.
    fn written(&self, content: Content) -> (String, usize, Option<CellKind>) {
        let of = |text: String, kind| (text, 0, kind);
        match content {
            Content::Text(CellText { text, superscript }) => (text, superscript, None),
            Content::Number(value, NumberFormat::Percent) => {
                of(format!("{} %", hundredfold(value)), None)
            }
            Content::Number(value, NumberFormat::PercentSign) => {
                of(format!("{} %", digits(value)), None)
            }
            Content::Number(value, NumberFormat::Date) => match iso_date(value, self.is_1904) {
                Some(date) => of(date, Some(CellKind::Date)),
                None => of(digits(value), None),
            },
            Content::Number(value, NumberFormat::Plain) => of(digits(value), None),
            Content::Bool(value) => of(value.to_string(), None),
            Content::IsoDate(date) => of(date.trim().to_owned(), Some(CellKind::Date)),
            Content::Error(text) => of(text.trim().to_owned(), Some(CellKind::Error)),
            Content::Uncalculated(formula) => {
                let formula = CellText::plain(&formula).text;
                of(format!("={formula}"), Some(CellKind::Error))
            }
        }
    }

    /// Turns the cells of the row that was read into a record.
    fn end_row(&mut self) -> Result<(), Fault> {
        let row = self.current.0;
        let mut cells = mem::take(&mut self.current.1);
        let Some(width) = cells.iter().map(|(column, _)| column + 1).max() else {
            return Ok(());
        };
        self.budget.hold(ROW + width * CELL)?;
        cells.sort_unstable_by_key(|(column, _)| *column);
        let is_twice = cells.windows(2).any(|pair| pair[0].0 == pair[1].0);
        let length = cells.iter().map(|(_, text)| text.len()).sum();
        let mut record = StringRecord::with_capacity(length, width);
        for (column, text) in &cells {
            while record.len() < *column {
                record.push_field("");
            }
            record.push_field(text);
        }
        if is_twice || self.rows.insert(row, record).is_some() {
            return Err(twice(self.name, row));
        }
        Ok(())
    }

    /// Removes the cells that merged blocks cover; how many there were. No spreadsheet program shows them.
    fn uncover(&mut self) -> Result<usize, Fault> {
        let (mut looked_at, mut covered) = (0, 0);
        for Merged { rows, columns } in &self.styles.merged {
            for (row, record) in self.rows.range_mut(rows.clone()) {
                looked_at += 1;
                if looked_at > MAX_MERGED_ROWS {
                    return Err(too_many_cells());
                }
                let first = (row == rows.start()).then_some(*columns.start());
                let is_covered = |column| columns.contains(&column) && Some(column) != first;
                let texts = record.iter().enumerate().skip(*columns.start());
                let hidden = texts
                    .take(columns.end() - columns.start() + 1)
                    .filter(|(column, text)| is_covered(*column) && !text.is_empty())
                    .count();
                if hidden > 0 {
                    covered += hidden;
                    let kept = record.iter().enumerate();
                    *record = kept
                        .map(|(column, text)| if is_covered(column) { "" } else { text })
                        .collect();
                }
            }
        }
        Ok(covered)
    }

    /// The grid of the cells; none of a sheet without any.
    pub(super) fn into_grid(mut self, input: &TableInput) -> Result<Option<Grid>, Fault> {
        self.end_row()?;
        let covered = self.uncover()?;
        let Some((&last, _)) = self.rows.last_key_value() else {
            return Ok(None);
        };
        let blank = last + 1 - self.rows.len();
        self.budget.hold(blank * ROW)?;
        let input = self.remarked(input, covered);
        let mut rows = Vec::with_capacity(last + 1);
        for (row, record) in self.rows {
            rows.resize_with(row, StringRecord::new);
            rows.push(record);
        }
        let places = SheetPlaces {
            file: input.name.clone(),
            sheet: self.name.to_owned(),
        };
        let sheet = Some(self.name.to_owned());
        Ok(Some(Grid::of_sheet(
            input,
            sheet,
            rows,
            self.styles,
            places,
        )))
    }

    /// The input, with remarks on what of the sheet a person does not see.
    fn remarked(&self, input: &TableInput, covered: usize) -> TableInput {
        let is_used = |row: &&usize| self.rows.contains_key(row);
        let rows = self.hidden_rows.iter().filter(is_used).count();
        let is_hidden =
            |column: &&usize| self.hidden_columns.iter().any(|own| own.contains(column));
        let columns = self.used_columns.iter().filter(is_hidden).count();
        let mut input = input.clone();
        let name = self.name;
        if covered > 0 {
            input.remarks.push(words!(
                "bladet {name}: innehåll som döljs av sammanslagna celler är inte läst (antal celler: {covered})",
                "sheet {name}: content that merged cells hide was not read (number of cells: {covered})"
            ));
        }
        if rows + columns > 0 {
            input.remarks.push(words!(
                "bladet {name}: dolda rader och kolumner med innehåll är lästa (antal rader: {rows}, kolumner: {columns})",
                "sheet {name}: hidden rows and columns with content were read (number of rows: {rows}, columns: {columns})"
            ));
        }
        input
    }
}

/// Where the cells of a sheet are in their workbook.
#[derive(Debug)]
struct SheetPlaces {
    file: String,
    sheet: String,
}

impl Places for SheetPlaces {
    fn row(&self, row: usize) -> Location {
        Location {
            sheet: Some(self.sheet.clone()),
            ..Location::line(&self.file, row as u64 + 1)
        }
    }

    fn cell(&self, row: usize, column: usize) -> (Location, Option<Excerpt>) {
        let location = Location {
            column: Some(column + 1),
            ..self.row(row)
        };
        (location, None)
    }
}

fn outside(sheet: &str) -> Fault {
    Fault::new(words!(
        "arbetsboken är skadad: bladet {sheet} har en cell utanför de {MAX_COLUMNS} kolumner och {MAX_ROWS} rader som ett blad kan ha",
        "the workbook is damaged: the sheet {sheet} has a cell outside the {MAX_COLUMNS} columns and {MAX_ROWS} rows that a sheet can have"
    ))
}

fn twice(sheet: &str, row: usize) -> Fault {
    let row = row + 1;
    Fault::new(words!(
        "arbetsboken är skadad: bladet {sheet} har celler på rad {row} mer än en gång",
        "the workbook is damaged: the sheet {sheet} has cells of row {row} more than once"
    ))
}
