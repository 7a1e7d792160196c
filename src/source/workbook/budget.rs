//! What is left of the limits while a workbook is read.

use std::cell::Cell;

use super::limits::{MAX_CELL_MEMORY, MAX_STEPS, MAX_UNPACKED};
use super::refusal::{too_many_cells, too_many_steps, unpacks_too_far};
use crate::source::Fault;

/// What may still be unpacked, read and held of a workbook.
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
