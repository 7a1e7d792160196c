//! What synthetic register is wanted.

use std::ops::RangeInclusive;

use crate::domain::{ProfessionId, Year};

/// What to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SynthRequest {
    /// How many licences to give, from the recipe's first year on; none for the recipe's own.
    pub licences: Option<u32>,
    /// The years that the register covers.
    pub years: RangeInclusive<Year>,
    /// The professions; all of the recipe's if empty.
    pub professions: Vec<ProfessionId>,
    /// Chooses among all registers that the recipe can give.
    pub seed: u64,
}
