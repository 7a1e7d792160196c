//! The sheets of a workbook as they are read, and those that are left out.

use super::refusal::without_cells;
use super::sheet_cells::SheetCells;
use crate::language::words;
use crate::source::raw_table::TableInput;
use crate::source::{Fault, Grid, Location};

/// The grids of a workbook so far.
pub(super) struct SheetsRead {
    input: TableInput,
    grids: Vec<Grid>,
    /// The names of hidden sheets that hold something.
    hidden: Vec<String>,
}

impl SheetsRead {
    pub(super) const fn new(input: TableInput) -> Self {
        Self {
            input,
            grids: Vec::new(),
            hidden: Vec::new(),
        }
    }

    /// Adds a sheet; one without content is left out.
    pub(super) fn add(&mut self, cells: SheetCells<'_>) -> Result<(), Fault> {
        self.grids.extend(cells.into_grid(&self.input)?);
        Ok(())
    }

    /// Notes a hidden sheet that holds something.
    pub(super) fn hidden(&mut self, name: &str) {
        self.hidden.push(name.to_owned());
    }

    /// The grids, with a remark on the sheets that were left out.
    ///
    /// # Errors
    /// A workbook without a visible cell.
    pub(super) fn finish(self) -> Result<Vec<Grid>, Fault> {
        if self.grids.is_empty() {
            return Err(without_cells().located(Location::file(&self.input.name)));
        }
        let names = self.hidden.join(", ");
        let remark = match self.hidden.len() {
            0 => return Ok(self.grids),
            1 => words!(
                "ett dolt blad med innehåll är inte läst: {names}",
                "one hidden sheet with content was not read: {names}"
            ),
            count => words!(
                "{count} dolda blad med innehåll är inte lästa: {names}",
                "{count} hidden sheets with content were not read: {names}"
            ),
        };
        let grids = self.grids.into_iter();
        Ok(grids.map(|grid| grid.remarked(remark.clone())).collect())
    }
}
