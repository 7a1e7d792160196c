//! How much of a register is counted.

/// How much of a register is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// Stock, transitions and spells.
    Flows,
    /// Careers and cohorts too: where each licence is in every year since it was given.
    Careers,
}
