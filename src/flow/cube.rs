//! The cube: all that a flow description needs to know of a register, in counts.

use super::cell::{CareerCell, CohortCell, SpellCell, StockCell, TransitionCell};
use super::counts::Counts;
use super::coverage::Coverage;
use super::covered::Covered;
use super::depth::Depth;
use super::tally::Tables;
use crate::extract::Register;

/// Counts of licences by year, steps between years, and times in the profession.
///
/// Everything else in [`crate::flow`] is read off it; nothing else touches rows. The stock and the
/// transitions are counted independently of each other, so that a balance derived from both proves them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cube {
    /// What it was counted from.
    pub coverage: Coverage,
    pub(super) tables: Tables,
}

impl Cube {
    /// Counts a register. `coverage` is derived from its inventory.
    #[must_use]
    pub fn of(register: &Register, mut coverage: Coverage, depth: Depth) -> Self {
        let (tables, unknowns) = Tables::of(register, &Covered::of(&coverage), depth);
        coverage.unknowns = unknowns;
        Self { coverage, tables }
    }

    /// Licences by year, in order.
    pub fn stock(&self) -> impl Iterator<Item = (StockCell, u64)> {
        self.tables.stock.cells()
    }

    /// Licences from one year to the next, in order.
    pub fn transitions(&self) -> impl Iterator<Item = (TransitionCell, u64)> {
        self.tables.transitions.cells()
    }

    /// Licences by how long they were followed in the profession, in order.
    pub fn spells(&self) -> impl Iterator<Item = (SpellCell, u64)> {
        self.tables.spells.cells()
    }

    /// Licences by where they are so many years after they were given, in order; none where careers
    /// were not counted.
    #[must_use]
    pub fn careers(&self) -> Option<impl Iterator<Item = (CareerCell, u64)>> {
        self.tables.careers.as_ref().map(Counts::cells)
    }

    /// Licences by their state so many years after they were given, in order; none where careers were not
    /// counted.
    #[must_use]
    pub fn cohorts(&self) -> Option<impl Iterator<Item = (CohortCell, u64)>> {
        self.tables.cohorts.as_ref().map(Counts::cells)
    }

    /// How many cells there are in all tables.
    #[must_use]
    pub fn size(&self) -> u64 {
        let [stock, transitions, spells] = self.cells();
        let careers = self.tables.careers.as_ref().map_or(0, Counts::len);
        let cohorts = self.tables.cohorts.as_ref().map_or(0, Counts::len);
        (stock + transitions + spells + careers + cohorts) as u64
    }

    /// How many cells there are in the tables of stock, transitions and spells.
    #[must_use]
    pub fn cells(&self) -> [usize; 3] {
        let Tables {
            stock,
            transitions,
            spells,
            ..
        } = &self.tables;
        [stock.len(), transitions.len(), spells.len()]
    }
}
