//! A statistical table: dimensions and one cell for every combination of their values.
//!
//! This is what PX and JSON-stat files hold. Their readers give the same neutral type, and what
//! uses it needs to know neither format.

use std::sync::Arc;

use super::cell_notes::CellNotes;
use super::input_text::InputText;
use super::{Excerpt, Fault, Location};

/// The largest file that is read as a statistical table. The largest tables that the statistical
/// authorities publish are a few tens of megabytes.
pub(super) const MOST_BYTES: usize = 128 << 20;

/// The most cells of a table. `PxWeb` at SCB gives 150 000 at a time.
pub(super) const MOST_CELLS: usize = 4_000_000;

/// The most cells of a table of which a file holds only some, whatever it holds.
const MOST_SPARSE: usize = 1_000_000;

/// A table with its description, whatever format it was read from.
#[derive(Clone, Debug)]
pub struct StatisticalTable {
    /// What the table shows.
    pub title: Option<String>,
    /// What is counted or measured: `Folkmängd`.
    pub contents: Option<String>,
    /// Who published it.
    pub source: Option<String>,
    /// When it was last updated, as written.
    pub updated: Option<String>,
    /// The unit of the cells: `antal`.
    pub unit: Option<String>,
    /// How many decimals the cells have at most, if the source says so.
    pub decimals: Option<u8>,
    /// What the source notes about the whole table.
    pub notes: Vec<String>,
    /// The dimensions, the last of which varies fastest among the cells.
    pub dimensions: Vec<Dimension>,
    /// A cell for every combination of values.
    pub cells: Vec<StatCell>,
    /// What is wrong with the file although it can be read.
    pub remarks: Vec<Fault>,
    /// What the source notes about cells.
    pub(super) cell_notes: CellNotes,
    /// Marks that the source sets at cells.
    pub(super) cell_marks: CellNotes,
    pub(super) input: InputText,
}

/// One dimension: a PX variable.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dimension {
    /// Its name for people: `kön`.
    pub name: String,
    /// Its code, the same as the name where the source has none: `Kon`.
    pub code: String,
    /// Whether its values are points or periods of time.
    pub is_time: bool,
    /// Whether its values are different things measured, each with its unit.
    pub is_content: bool,
    /// Its values in order.
    pub values: Vec<Value>,
    /// The value that is the total of the others, if the source says so (`ELIMINATION`).
    pub total: Option<usize>,
    /// Whether the source says that figures may be summed over its values (`ELIMINATION=YES`).
    pub is_summable: bool,
    /// What the source notes about it.
    pub notes: Vec<String>,
}

/// One value of a dimension.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Value {
    /// Its code, the same as the label where the source has none: `01`.
    pub code: String,
    /// Its name for people: `Stockholms län`.
    pub label: String,
    /// Its own unit, if its dimension is the contents.
    pub unit: Option<String>,
    /// What the source notes about it.
    pub notes: Vec<String>,
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StatValue {
    /// A number as it was written, so that a count stays exact: `522028.00`.
    Number(Box<str>),
    /// Nothing, with the source's symbol for it: `..`.
    Missing(Arc<str>),
    /// Nothing, because the source protects it; with its symbol.
    Suppressed(Arc<str>),
    /// Zero, written as a symbol: PX's `-`, "nothing to report".
    Nil(Arc<str>),
    /// Zero, because the file leaves out rows of zeros (PX's `KEYS`).
    LeftOutZero,
}

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatCell {
    /// What it holds.
    pub value: StatValue,
    /// The mark that the source sets beside it: Eurostat's `e`, estimated.
    pub status: Option<Arc<str>>,
    /// Where in the text it is; none where the file leaves it out.
    pub(super) offset: Option<u32>,
}

/// A cell with the values that it belongs to.
#[derive(Clone, Debug)]
pub struct LongRow<'t> {
    /// The value of every dimension.
    pub values: Vec<&'t Value>,
    /// What the cell holds.
    pub value: &'t StatValue,
    /// The marks that the source sets at the cell.
    pub status: Option<String>,
    /// What the source notes about the cell.
    pub notes: Vec<&'t str>,
    /// The position of the cell, counted from 0.
    pub cell: usize,
}

impl Value {
    /// A value without unit or notes.
    pub(super) fn new(code: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            label: label.into(),
            ..Self::default()
        }
    }
}

impl StatValue {
    /// The number that the cell stands for; none for one that is missing or suppressed.
    ///
    /// Example: `522028.00` and PX's `-` are 522028 and 0.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Number(text) => text.parse().ok(),
            Self::Nil(_) | Self::LeftOutZero => Some(0.0),
            Self::Missing(_) | Self::Suppressed(_) => None,
        }
    }
}

impl StatCell {
    pub(super) fn new(value: StatValue, offset: usize) -> Self {
        Self {
            value,
            status: None,
            offset: u32::try_from(offset).ok(),
        }
    }

    /// A cell that the file does not hold.
    pub(super) const fn left_out(value: StatValue) -> Self {
        Self {
            value,
            status: None,
            offset: None,
        }
    }
}

impl StatisticalTable {
    /// The name of the file.
    #[must_use]
    pub fn name(&self) -> &str {
        self.input.name()
    }

    /// One row for every cell, with the value of every dimension.
    pub fn long_rows(&self) -> impl Iterator<Item = LongRow<'_>> {
        (0..self.cells.len()).map(|cell| self.long_row(cell))
    }

    /// How many figures the source marks or has a note about.
    pub(super) fn marked_cells(&self) -> usize {
        let is_marked = |(cell, own): (usize, &StatCell)| {
            own.value.number().is_some() && {
                let at = self.positions(cell);
                let has = |notes: &CellNotes| !notes.at(&at).is_empty();
                own.status.is_some() || has(&self.cell_marks) || has(&self.cell_notes)
            }
        };
        self.cells
            .iter()
            .enumerate()
            .filter(|own| is_marked(*own))
            .count()
    }

    fn long_row(&self, cell: usize) -> LongRow<'_> {
        let at = self.positions(cell);
        let values = self.dimensions.iter().zip(&at);
        let marks = self.cell_marks.at(&at).into_iter();
        let status: Vec<&str> = self.cells[cell]
            .status
            .as_deref()
            .into_iter()
            .chain(marks)
            .collect();
        LongRow {
            values: values.map(|(of, &at)| &of.values[at]).collect(),
            value: &self.cells[cell].value,
            status: (!status.is_empty()).then(|| status.join(" ")),
            notes: self.cell_notes.at(&at),
            cell,
        }
    }

    /// Where in its file a cell is; the whole file for one that the file leaves out.
    #[must_use]
    pub fn location(&self, cell: usize) -> Location {
        match self.cells.get(cell).and_then(|cell| cell.offset) {
            Some(offset) => self.input.location(offset as usize),
            None => Location::file(self.input.name()),
        }
    }

    /// The value of every dimension that a cell belongs to.
    pub(super) fn values_at(&self, cell: usize) -> impl Iterator<Item = &Value> {
        let at = self.positions(cell);
        let values = self.dimensions.iter().zip(at);
        values.map(|(dimension, at)| &dimension.values[at])
    }

    /// Where in its file a cell is, and its line.
    pub(super) fn place(&self, cell: usize) -> (Location, Option<Excerpt>) {
        let offset = self.cells.get(cell).and_then(|cell| cell.offset);
        let Some(offset) = offset.map(|offset| offset as usize) else {
            return (self.location(cell), None);
        };
        let rest = &self.input.text().as_bytes()[offset..];
        let is_end =
            |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b',' | b';' | b']' | b'}');
        let length = rest.iter().position(is_end).unwrap_or(rest.len());
        (
            self.location(cell),
            Some(self.input.excerpt(offset, offset + length)),
        )
    }

    /// The position of a cell's value in every dimension.
    fn positions(&self, cell: usize) -> Vec<usize> {
        let mut rest = cell;
        let mut at: Vec<usize> = self
            .dimensions
            .iter()
            .rev()
            .map(|dimension| {
                let size = dimension.values.len().max(1);
                let position = rest % size;
                rest /= size;
                position
            })
            .collect();
        at.reverse();
        at
    }
}

/// How many cells dimensions of these sizes have; none if that is more than is ever read.
pub(super) fn cell_count(sizes: impl IntoIterator<Item = usize>) -> Option<usize> {
    let mut sizes = sizes.into_iter();
    let count = sizes.try_fold(1_usize, usize::checked_mul)?;
    (count <= MOST_CELLS).then_some(count)
}

/// Whether a table of `declared` cells may be filled up from a file that holds `held` of them, so
/// that no small file makes a large table.
pub(super) const fn may_fill_up(declared: usize, held: usize) -> bool {
    declared <= MOST_SPARSE || declared / 64 <= held
}

/// Whether a text is a number: a sign, digits, a decimal point and an exponent at most.
pub(super) fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let has_digit = unsigned.bytes().any(|byte| byte.is_ascii_digit());
    let is_plain = unsigned
        .bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'-' | b'+'));
    has_digit && is_plain && text.parse().is_ok_and(f64::is_finite)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_digits_and_no_word() {
        for number in ["0", "-5", "522028.00", "1.5E+03", ".5", "7."] {
            assert!(is_number(number), "{number}");
        }
        for other in [
            "", "-", ".", "..", "e", "NaN", "inf", "1e999", "1,5", "1 000", "0x1", "--1",
        ] {
            assert!(!is_number(other), "{other}");
        }
    }

    #[test]
    fn the_size_of_a_cube_is_known_before_anything_is_allocated() {
        assert_eq!(cell_count([3, 4]), Some(12));
        assert_eq!(cell_count([]), Some(1));
        assert_eq!(cell_count([0, 4]), Some(0));
        assert_eq!(cell_count([1_000_000, 1_000_000]), None);
        assert_eq!(cell_count([usize::MAX, 2]), None);
        assert!(may_fill_up(1_000_000, 1));
        assert!(!may_fill_up(4_000_000, 1000));
        assert!(may_fill_up(4_000_000, 100_000));
    }
}
