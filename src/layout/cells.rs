//! The cells of a sheet by what they look like, and its rows by what they are filled with.

use super::period::year;
use crate::source::{CellKind, Grid, Number};

/// What a cell looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    Blank,
    Text,
    /// A number of four digits that may be a year.
    Year,
    /// Any other number.
    Figure,
    /// `..`, `x` and other signs for a number that is not shown.
    Sign,
}

/// Signs that official tables use beside those that every input may use.
const SIGNS: [&str; 8] = ["N", "n", ":", "*", "**", "***", "m", "c"];

/// What every cell of a sheet looks like, so that each is read once.
#[derive(Debug)]
pub(super) struct Cells<'g> {
    pub grid: &'g Grid,
    looks: Vec<Box<[Look]>>,
}

/// What a row is filled with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Shape {
    /// The first column with any content.
    pub first: usize,
    pub filled: usize,
    /// Numbers that are no years, and signs, to the right of the first filled cell.
    pub figures: usize,
    pub years: usize,
    pub texts: usize,
    /// Whether the row before has no content.
    pub follows_gap: bool,
}

impl<'g> Cells<'g> {
    pub(super) fn of(grid: &'g Grid) -> Self {
        let looks = (0..grid.height()).map(|row| {
            let cells = (0..grid.width(row)).map(|column| look(grid, row, column));
            cells.collect()
        });
        Self {
            grid,
            looks: looks.collect(),
        }
    }

    pub(super) const fn height(&self) -> usize {
        self.looks.len()
    }

    pub(super) fn look(&self, row: usize, column: usize) -> Look {
        let cells = self.looks.get(row);
        let look = cells.and_then(|cells| cells.get(column));
        look.copied().unwrap_or(Look::Blank)
    }

    /// The columns of a row that have content.
    pub(super) fn filled(&self, row: usize) -> impl Iterator<Item = (usize, Look)> {
        let cells = self.looks.get(row).map_or(&[][..], |cells| &cells[..]);
        let cells = cells.iter().copied().enumerate();
        cells.filter(|(_, look)| *look != Look::Blank)
    }

    pub(super) fn shape(&self, row: usize) -> Shape {
        let mut shape = Shape {
            follows_gap: self.grid.follows_gap(row),
            ..Shape::default()
        };
        for (column, look) in self.filled(row) {
            if shape.filled == 0 {
                shape.first = column;
            }
            shape.filled += 1;
            let is_first = shape.filled == 1;
            match look {
                Look::Figure | Look::Sign if !is_first => shape.figures += 1,
                Look::Year => shape.years += 1,
                Look::Text => shape.texts += 1,
                Look::Figure | Look::Sign | Look::Blank => {}
            }
        }
        shape
    }
}

fn look(grid: &Grid, row: usize, column: usize) -> Look {
    let text = grid.text(row, column);
    match grid.kind(row, column) {
        CellKind::Blank => Look::Blank,
        CellKind::Number if year(text).is_some() => Look::Year,
        CellKind::Number => Look::Figure,
        CellKind::Error => Look::Sign,
        CellKind::Text if is_sign(text) => Look::Sign,
        CellKind::Text | CellKind::Date => Look::Text,
    }
}

fn is_sign(text: &str) -> bool {
    matches!(Number::parse(text), Ok(Number::Missing(_))) || SIGNS.contains(&text)
}
