//! What a workbook may come to. A file of a few kilobytes can declare, or unpack to, more than a machine holds;
//! every limit is checked before the memory that it bounds is asked for.

use std::cell::Cell;

use super::refusal::{too_many_cells, too_many_steps, unpacks_too_far};
use crate::source::Fault;

/// The bytes that the parts of a workbook which are read may unpack to, together.
pub(super) const MAX_UNPACKED: u64 = 256 << 20;

/// The parts of a workbook: sheets, pictures, styles.
pub(super) const MAX_PARTS: usize = 10_000;

/// The memory of all cells of a workbook, their texts included.
pub(super) const MAX_CELL_MEMORY: u64 = 192 << 20;

/// The tags that are read of a workbook and the cells that are made, together: a cell is two tags. A full sheet of
/// four columns has fewer.
pub(super) const MAX_STEPS: u64 = 14_000_000;

/// The bytes of one XML tag or one text; a cell of a spreadsheet holds 32 767 characters at most.
pub(super) const MAX_TAG: u64 = 1 << 20;

/// The bytes of the text of a cell or of a formula.
pub(super) const MAX_TEXT: usize = 1 << 18;

/// The changes of font within the text of a cell.
pub(super) const MAX_RUNS: usize = 1 << 15;

/// XML elements within each other.
pub(super) const MAX_DEPTH: usize = 200;

/// The rows of a sheet, of every spreadsheet program.
pub(super) const MAX_ROWS: usize = 1 << 20;

/// The columns of a sheet, of every spreadsheet program.
pub(super) const MAX_COLUMNS: usize = 1 << 14;

/// How many rows of merged blocks are looked at, each as often as a block covers it.
pub(super) const MAX_MERGED_ROWS: usize = 1 << 24;

/// What is left of the limits while a workbook is read.
#[derive(Debug)]
pub(super) struct Budget {
    unpacked: Cell<u64>,
    cells: Cell<u64>,
    steps: Cell<u64>,
}

impl Budget {
    pub(super) const fn new() -> Self {
        Self {
            unpacked: Cell::new(MAX_UNPACKED),
            cells: Cell::new(MAX_CELL_MEMORY),
            steps: Cell::new(MAX_STEPS),
        }
    }

    /// Whether so many more bytes may be unpacked; they are taken off.
    pub(super) fn unpack(&self, bytes: u64) -> bool {
        let left = self.unpacked.get().checked_sub(bytes);
        self.unpacked.set(left.unwrap_or_default());
        left.is_some()
    }

    /// Checks what a part declares, before it is unpacked.
    pub(super) fn declared(&self, part: &str, bytes: u64) -> Result<(), Fault> {
        if bytes > self.unpacked.get() {
            return Err(unpacks_too_far(part));
        }
        Ok(())
    }

    /// Takes a tag that is read or a cell that is made.
    pub(super) fn step(&self) -> Result<(), Fault> {
        let left = self.steps.get().checked_sub(1);
        self.steps.set(left.ok_or_else(too_many_steps)?);
        Ok(())
    }

    /// Takes memory for cells.
    pub(super) fn hold(&self, bytes: usize) -> Result<(), Fault> {
        let left = self.cells.get().checked_sub(bytes as u64);
        self.cells.set(left.ok_or_else(too_many_cells)?);
        Ok(())
    }

    /// Gives back memory that was taken for a while.
    pub(super) fn release(&self, bytes: usize) {
        self.cells.set(self.cells.get() + bytes as u64);
    }
}
