//! Tables of cells.

use std::sync::Arc;

use super::CountId;

/// A tidy table: one row per combination, the unit in the column name.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// A short name, unique in its report, fit for a file or a sheet.
    pub name: String,
    /// What it shows, in one line; none where the report's own title says it.
    pub title: Option<String>,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows, each with one cell per column.
    pub rows: Vec<Vec<Cell>>,
    /// How people see it; machines always get all rows and columns.
    pub layout: Layout,
    /// The rows that people see; all if none.
    pub shown: Option<Shown>,
    /// A picture of it, if it has one.
    pub chart: Option<Chart>,
}

/// A part of the rows of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// The rows, by position.
    pub rows: Vec<usize>,
    /// What they show, where the title of the whole table would say something else.
    pub title: Option<String>,
}

impl FromIterator<usize> for Shown {
    fn from_iter<T: IntoIterator<Item = usize>>(rows: T) -> Self {
        Self {
            rows: rows.into_iter().collect(),
            title: None,
        }
    }
}

/// A line chart of a table. It names columns and holds no numbers of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// What it shows, in one line.
    pub title: String,
    /// The column along the horizontal axis, years.
    pub x: String,
    /// The column along the vertical axis.
    pub y: String,
    /// The columns whose values distinguish the lines.
    pub lines: Vec<String>,
}

impl Table {
    /// The rows that people see.
    pub fn shown_rows(&self) -> impl Iterator<Item = &Vec<Cell>> {
        let rows = self.rows.iter().enumerate();
        let shown = self.shown.as_ref();
        let is_shown = move |at: &usize| shown.is_none_or(|shown| shown.rows.contains(at));
        rows.filter(move |(at, _)| is_shown(at)).map(|(_, row)| row)
    }

    /// What the rows that people see show.
    #[must_use]
    pub fn shown_title(&self) -> Option<&str> {
        let own = self.shown.as_ref().and_then(|shown| shown.title.as_ref());
        own.or(self.title.as_ref()).map(String::as_str)
    }

    /// The position of the column with this name.
    #[must_use]
    pub fn position(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The header, the same in every format.
    pub name: String,
    /// What its cells hold.
    pub kind: Kind,
}

/// What the cells of a column hold and how exactly they are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words and codes.
    Text,
    /// Years and other whole numbers that are names rather than amounts: never grouped.
    Label,
    /// Amounts.
    Number {
        /// The most decimals that machines get; trailing zeros are not written.
        decimals: u8,
        /// The decimals that people see.
        shown: u8,
    },
}

/// One value.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Words or a code.
    Text(String),
    /// A whole number: a year in a [`Kind::Label`] column, a count in a [`Kind::Number`] column.
    Whole(i64),
    /// A number of persons that must be protected before it is released.
    Count(i64, CountId),
    /// A number that may be fractional.
    Measure(Measure),
    /// Not known, which is never zero: `..` to people, empty to machines.
    Missing,
    /// Known and not published: `x` in text, empty where columns have a type, and never zero.
    Suppressed,
}

/// The counts that something was derived from; none if no persons need protection. Shared, since many
/// cells are derived from the same.
pub type ContributingCounts = Option<Arc<[CountId]>>;

/// A number with the counts it was derived from.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// The number that machines get. Not a number where there is none because a count is 0: released as
    /// missing, or hidden if the count is.
    pub value: f64,
    /// The number that people see: `value`, or rounded so that what is shown still adds up.
    pub shown: f64,
    /// The counts of persons that it was derived from and that must be protected; it is hidden when any of
    /// them is.
    pub behind: ContributingCounts,
}

/// How people see a table. A layout names columns and holds no numbers of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Row by row, with the named columns only; repeated leading words are left out.
    Rows {
        /// The columns to show, in order.
        columns: Vec<String>,
    },
    /// Cross-tabulated: one row per combination of `down`, one column per value of `across`.
    Cross {
        /// The columns whose values name the rows.
        down: Vec<String>,
        /// The column whose values name the columns.
        across: String,
        /// The values of `across` in the order they are listed; those that the table lacks are left
        /// out, and those that the order lacks come last.
        order: Vec<String>,
        /// The column that fills the cells.
        value: String,
        /// What it means that the table has no row for a cell.
        absent: Absent,
    },
    /// On its side, as an account is read: one row per named column, one column per row.
    Transposed {
        /// The columns that become rows, in order.
        columns: Vec<String>,
        /// The column whose values name the new columns; no value occurs twice.
        across: String,
    },
}

/// What it means that a table has no row for a combination of its keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absent {
    /// No one: the number is 0.
    Zero,
    /// There cannot be such a number: `.` to people.
    NotApplicable,
}
