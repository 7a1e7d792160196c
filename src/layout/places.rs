//! Where the cells of a long table are in the sheet that it was read from.

use std::rc::Rc;

use super::stub::SectionKind;
use super::walk::{Combination, LongRow, State};
use crate::source::{Excerpt, Grid, Location, Places};

/// A column of the long table.
#[derive(Debug)]
pub(super) enum Source {
    Stub(usize),
    Section(SectionKind),
    Value(usize),
    Measure(usize),
}

/// Where the cells of a long table are in the sheet.
#[derive(Debug)]
pub(super) struct LongPlaces {
    pub grid: Rc<Grid>,
    pub columns: Vec<Source>,
    pub header: Vec<Option<(usize, usize)>>,
    pub combinations: Vec<Combination>,
    /// For every row the row of the sheet, the combination, and the state of sections and filled-down cells.
    pub rows: Vec<LongRow>,
    pub states: Vec<State>,
}

impl LongPlaces {
    fn cell_of(&self, row: usize, column: usize) -> (usize, usize) {
        let Some(LongRow {
            row: source_row,
            combination,
            state,
        }) = row.checked_sub(1).and_then(|row| self.rows.get(row))
        else {
            let first = self.header.iter().flatten().next().copied();
            return self
                .header
                .get(column)
                .copied()
                .flatten()
                .or(first)
                .unwrap_or_default();
        };
        let combination = &self.combinations[*combination];
        let state = &self.states[*state];
        match self.columns.get(column) {
            Some(Source::Stub(at)) => {
                let row = state.stub.iter().zip(self.stub_columns());
                let found = row.clone().find(|(_, stub)| stub == at);
                let from = found.and_then(|(row, _)| *row);
                (from.unwrap_or(*source_row), *at)
            }
            Some(Source::Section(kind)) => {
                let label = state.sections.0.get(kind);
                label.map_or((*source_row, 0), |label| (label.row, label.column))
            }
            Some(Source::Value(at)) => {
                let label = combination.values.get(*at);
                label.map_or((*source_row, 0), |label| (label.row, label.column))
            }
            Some(Source::Measure(at)) => {
                let column = combination.measures.get(*at).copied().flatten();
                (*source_row, column.unwrap_or_default())
            }
            None => (*source_row, 0),
        }
    }

    fn stub_columns(&self) -> impl Iterator<Item = usize> + Clone {
        self.columns.iter().filter_map(|source| match source {
            Source::Stub(column) => Some(*column),
            _ => None,
        })
    }
}

impl Places for LongPlaces {
    fn row(&self, row: usize) -> Location {
        let source = row.checked_sub(1).and_then(|row| self.rows.get(row));
        let header = self.header.iter().flatten().map(|(row, _)| *row).max();
        let row = source.map_or(header.unwrap_or_default(), |own| own.row);
        self.grid.row_location(row)
    }

    fn cell(&self, row: usize, column: usize) -> (Location, Option<Excerpt>) {
        let (row, column) = self.cell_of(row, column);
        self.grid.place(row, column)
    }
}
