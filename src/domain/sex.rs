//! Sex as the registers record it.

/// Legal sex as recorded in Swedish registers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sex {
    /// Kvinnor.
    Women,
    /// Män.
    Men,
}
