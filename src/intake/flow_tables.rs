//! The tables that a flow description may rest on beside a register, read together: counted stock,
//! entrants, inhabitants.

use super::combined_stock::combined;
use super::kinds::InputKind;
use super::loader::{Loader, remarks, with_role};
use super::{InputTable, Opened, SplitCounties, education, population, stock};
use crate::domain::{Inhabitants, InputRemark, StockCount, Studies};
use crate::reference::Reference;
use crate::source::{Faults, RawTable};

/// Tables of a flow description, opened but not understood yet.
#[derive(Debug, Default)]
pub struct FlowSources {
    /// Stock that others have counted (sysselsatta).
    pub stock: Opened,
    /// An education extract (utbildningsuttag), one row per person and programme.
    pub education: Opened,
    /// Inhabitants (folkmängd).
    pub population: Opened,
}

/// Tables of a flow description, read and checked.
#[derive(Debug)]
pub struct FlowTables {
    /// Stock that others have counted (sysselsatta).
    pub stock: Option<InputTable<StockCount>>,
    /// An education extract (utbildningsuttag), one row per person and programme.
    pub education: Option<InputTable<Studies>>,
    /// Inhabitants (folkmängd).
    pub population: Option<InputTable<Inhabitants>>,
}

impl FlowSources {
    /// Reads all tables.
    ///
    /// # Errors
    /// The faults of every table, together.
    pub fn read(self, reference: &Reference, split: SplitCounties) -> Result<FlowTables, Faults> {
        let mut loader = Loader::new(reference, split);
        let tables = FlowTables {
            stock: loader.load_several(InputKind::Stock, self.stock, stock, combined),
            education: loader.load(InputKind::Education, self.education, education),
            population: loader.load(InputKind::Population, self.population, population),
        };
        loader.finish(tables)
    }
}

impl FlowTables {
    /// The entrants with their studies; none without a table of them.
    #[must_use]
    pub fn studies(&self) -> Option<&[Studies]> {
        self.education.as_ref().map(|own| own.records.as_slice())
    }

    /// The tables that were read, with what they are for, in the order in which they were read.
    pub fn tables(&self) -> impl Iterator<Item = (&'static str, &RawTable)> {
        let tables = [
            with_role(self.stock.as_ref()),
            with_role(self.education.as_ref()),
            with_role(self.population.as_ref()),
        ];
        tables.into_iter().flatten()
    }

    /// What reading decided or left out, table by table.
    #[must_use]
    pub fn remarks(&self) -> Vec<InputRemark> {
        let all = [
            remarks(self.stock.as_ref()),
            remarks(self.education.as_ref()),
            remarks(self.population.as_ref()),
        ];
        all.concat()
    }
}
